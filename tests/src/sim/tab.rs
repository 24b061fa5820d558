//! A life of a tab: the real [`Tab`], the pump that follows hints, and the line to the server.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use futures::{FutureExt as _, StreamExt as _, channel::mpsc::UnboundedReceiver};
use holdfast_core::{
    client::{Hint, StoreError, Tab, memory::MemoryDatabase, tab::Reaction},
    entity::{FieldValue, Task},
    id::{ClientId, OpId},
    operation::{Draft, Edit},
    replica::{Replica, Touched},
    wire::ServerFrame,
};

use super::{
    life::Life,
    network::SimLine,
    profile::Profile,
    registry::{Known, digit},
    worker,
    world::World,
};

/// A tab of the simulation.
pub struct SimTab {
    /// Its life.
    pub life: Rc<Life>,
    /// Its profile.
    pub profile: Rc<Profile>,
    world: Rc<World>,
    tab: RefCell<Option<Rc<Tab<MemoryDatabase>>>>,
    loaded: Cell<bool>,
    busy: Cell<u32>,
}

/// Opens a tab.
pub fn open(world: &Rc<World>, profile: &Rc<Profile>) -> Rc<SimTab> {
    let life = Life::new(world);
    let inbox = profile.join(life.id);
    world.note(format_args!("tab {} of profile {} opens", life.id.0, profile.index));
    let sim = Rc::new(SimTab {
        life,
        profile: Rc::clone(profile),
        world: Rc::clone(world),
        tab: RefCell::new(None),
        loaded: Cell::new(false),
        busy: Cell::new(0),
    });
    world.spawn(sim.life.id, Rc::clone(&sim).start(inbox));
    sim
}

impl SimTab {
    /// The tab, once it has loaded what is stored.
    pub fn ready(&self) -> Option<Rc<Tab<MemoryDatabase>>> {
        self.tab.borrow().clone().filter(|_| self.loaded.get())
    }

    /// Whether it is in the middle of nothing.
    pub fn is_idle(&self) -> bool {
        self.busy.get() == 0
    }

    async fn start(self: Rc<Self>, inbox: UnboundedReceiver<String>) {
        let tab = loop {
            let fresh = ClientId::new(self.world.now(), self.world.bytes());
            let db = self.profile.db.with_gate(self.life.gate(&self.world));
            let weak = Rc::downgrade(&self);
            match Tab::open(db, self.profile.person, fresh, move |touched| follow(&weak, touched)).await {
                Ok(tab) => break Rc::new(tab),
                Err(_) => self.world.clock.sleep(500).await,
            }
        };
        *self.tab.borrow_mut() = Some(Rc::clone(&tab));
        while tab.load().await.is_err() {
            self.world.clock.sleep(500).await;
        }
        self.loaded.set(true);
        self.world.spawn(self.life.id, Rc::clone(&self).pump(Rc::clone(&tab), inbox));
        self.world.spawn(self.life.id, Rc::clone(&self).listen(tab));
    }

    async fn pump(self: Rc<Self>, tab: Rc<Tab<MemoryDatabase>>, mut inbox: UnboundedReceiver<String>) {
        while let Some(text) = inbox.next().await {
            self.life.thawed(&self.world).await;
            let hint: Hint = serde_json::from_str(&text).expect("a channel within a browser tears nothing");
            self.while_busy(tab.on_hint(&hint)).await;
        }
    }

    async fn listen(self: Rc<Self>, tab: Rc<Tab<MemoryDatabase>>) {
        loop {
            if self.profile.line.get().is_none() {
                self.profile.line.set(Some(self.life.id));
            }
            if self.profile.line.get() == Some(self.life.id)
                && let Some(mut line) = SimLine::connect(&self.world, &self.profile)
                && let Ok(hello) = tab.hello().await
            {
                self.world.action("line opened");
                line.say(&hello);
                while let Some(text) = line.next().await {
                    self.life.thawed(&self.world).await;
                    let Ok(frame) = serde_json::from_str::<ServerFrame>(&text) else { break };
                    self.world.note(format_args!("tab {} hears {} bytes", self.life.id.0, text.len()));
                    match self.while_busy(tab.on_frame(frame, self.world.now())).await {
                        Some(Reaction::Tell(hints)) => {
                            hints.iter().for_each(|hint| self.profile.tell(&self.world, Some(self.life.id), hint));
                        }
                        Some(Reaction::SayHello) => match tab.hello().await {
                            Ok(hello) => line.say(&hello),
                            Err(_) => break,
                        },
                        Some(Reaction::CaughtUp) => {}
                        Some(Reaction::Closing(_)) | None => break,
                    }
                }
            }
            self.world.clock.sleep(500 + self.world.below(500)).await;
        }
    }

    async fn while_busy<T>(&self, work: impl Future<Output = Result<T, StoreError>>) -> Option<T> {
        self.busy.set(self.busy.get() + 1);
        let done = work.await;
        self.busy.set(self.busy.get() - 1);
        if let Err(error) = &done {
            self.world.note(format_args!("tab {}: {error}", self.life.id.0));
            self.profile.missed.set(true);
        }
        done.ok()
    }

    /// Makes edits: they show at once, and are stored when storage gets to it.
    pub fn edit(self: &Rc<Self>, tab: &Rc<Tab<MemoryDatabase>>, edits: Vec<Edit>) {
        let drafts: Vec<Draft> = edits.into_iter().map(|edit| self.draft(edit)).collect();
        tab.stage(&drafts);
        let (this, tab) = (Rc::clone(self), Rc::clone(tab));
        let mut save = Box::pin(async move {
            let hint = this.while_busy(tab.save(&drafts)).await;
            let Some(hint) = hint else {
                let ids = drafts.iter().map(|draft| draft.edit.id);
                return this.world.registry.borrow_mut().unmade.extend(ids);
            };
            for draft in &drafts {
                if let Some(known) = this.world.registry.borrow_mut().ops.get_mut(&draft.op_id) {
                    known.saved = true;
                }
            }
            this.world.note(format_args!("tab {} saved {hint:?}", this.life.id.0));
            this.profile.tell(&this.world, Some(this.life.id), &hint);
        });
        // A browser polls what a handler spawned in the order in which it was spawned; the executor here does not, so the
        // first poll is made now.
        if (&mut save).now_or_never().is_none() {
            self.world.spawn(self.life.id, save);
        }
    }

    fn draft(&self, edit: Edit) -> Draft {
        let op_id = OpId::new(self.world.now(), self.world.bytes());
        self.world.note(format_args!("tab {} makes {op_id}: {:?} of {}", self.life.id.0, edit.action, edit.id));
        self.world.trace.borrow_mut().operations += 1;
        let mut registry = self.world.registry.borrow_mut();
        let known = Known {
            person: self.profile.person,
            profile: self.profile.index,
            life: self.life.id,
            made: registry.ops.len() as u64,
            edit: edit.clone(),
            saved: false,
            root: op_id,
        };
        registry.ops.insert(op_id, known);
        Draft { op_id, author: self.profile.person, at: self.world.now(), edit }
    }

    /// Replays as a tab without a worker does.
    pub fn replay(self: &Rc<Self>) {
        let this = Rc::clone(self);
        self.world.spawn(self.life.id, async move {
            worker::replay(&this.world, &this.profile, &this.life).await;
        });
    }

    /// Does something about a dead letter.
    pub fn repair(
        self: &Rc<Self>,
        tab: Rc<Tab<MemoryDatabase>>,
        seq: holdfast_core::operation::ClientSeq,
        retry: Option<OpId>,
    ) {
        let this = Rc::clone(self);
        self.world.spawn(self.life.id, async move {
            let hint = match retry {
                Some(fresh) => this.while_busy(tab.retry(seq, fresh)).await,
                None => this.while_busy(tab.discard(seq, this.world.now())).await,
            };
            if let Some(hint) = hint {
                this.profile.tell(&this.world, Some(this.life.id), &hint);
            }
        });
    }
}

/// Looks at every change of a view: no increment may be counted twice, not for one frame.
fn follow(sim: &Weak<SimTab>, touched: &Touched) {
    let Some(sim) = sim.upgrade() else { return };
    let Some(tab) = sim.tab.borrow().clone() else { return };
    let replica = tab.replica();
    for (total, place) in counted_twice(&replica, touched) {
        let life = sim.life.id.0;
        sim.world.violate(format!("nothing twice: tab {life} counts increment {place} more than once in {total:#x}"));
    }
}

fn counted_twice(replica: &Replica, touched: &Touched) -> Vec<(i64, u32)> {
    let totals = touched.records.iter().filter_map(|id| replica.seen(*id)?.value(Task::TIME_SPENT));
    totals
        .map(|total| i64::read(Some(total)))
        .flat_map(|total| (0..31).filter(move |place| digit(total, *place) > 1).map(move |place| (total, place)))
        .collect()
}
