//! A life of a tab: the real [`Tab`], the pump that follows hints, and the line to the server.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    rc::{Rc, Weak},
};

use futures::{StreamExt as _, channel::mpsc::UnboundedReceiver};
use holdfast_core::{
    client::{Hint, Key, StoreError, Tab, Table, done, memory::MemoryDatabase, tab::Reaction},
    entity::{FieldValue, Task},
    id::{ClientId, Epoch, OpId, RecordId},
    operation::{Begun, ClientSeq, Draft, Edit},
    record::Seq,
    replica::{Replica, Touched},
    undo::{self, Step},
    wire::ServerFrame,
};

use super::{
    life::Life,
    line::SimLine,
    own::op_of,
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
    pub(super) world: Rc<World>,
    tab: RefCell<Option<Rc<Tab<MemoryDatabase>>>>,
    loaded: Cell<bool>,
    /// How many edits had been stored anywhere when it began to read what is stored.
    pub(super) began: Cell<u64>,
    busy: Cell<u32>,
    queue: RefCell<VecDeque<(Vec<Draft>, Turn)>>,
    saving: Cell<bool>,
    /// Records that its person began to edit, and what showed then.
    begun: RefCell<BTreeMap<RecordId, (Option<Epoch>, Seq)>>,
}

/// What a draft is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// An edit.
    Edit,
    /// An undo or a redo.
    Undo,
}

/// What is stored with drafts, of undoing them.
pub(super) enum Turn {
    /// A new step.
    New(Step),
    /// A step was undone, or with `false` redone.
    Undone(OpId, bool),
}

impl Turn {
    async fn save(&self, tab: &Tab<MemoryDatabase>, drafts: &[Draft]) -> Result<Vec<Hint>, StoreError> {
        match self {
            Self::New(step) => tab.save(drafts, Some(step.clone())).await,
            Self::Undone(step, undone) => tab.save_undo(drafts, *step, *undone).await,
        }
    }
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
        began: Cell::new(0),
        busy: Cell::new(0),
        begun: RefCell::default(),
        queue: RefCell::default(),
        saving: Cell::new(false),
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
        self.busy.get() == 0 && !self.saving.get()
    }

    async fn start(self: Rc<Self>, inbox: UnboundedReceiver<String>) {
        let tab = loop {
            let fresh = ClientId::new(self.world.now(), self.world.bytes());
            let db = self.profile.db.with_gate(self.life.gate(&self.world));
            let weak = Rc::downgrade(&self);
            match Tab::open(db, self.profile.person, fresh, move |touched| follow(&weak, touched)).await {
                Ok(tab) => break self.opened(tab),
                Err(_) => self.world.clock.sleep(500).await,
            }
        };
        *self.tab.borrow_mut() = Some(Rc::clone(&tab));
        self.began.set(self.world.registry.borrow().stored);
        while tab.load().await.is_err() {
            self.world.clock.sleep(500).await;
        }
        self.loaded.set(true);
        self.world.spawn(self.life.id, Rc::clone(&self).pump(Rc::clone(&tab), inbox));
        self.world.spawn(self.life.id, Rc::clone(&self).listen(tab));
    }

    /// Whoever is the first to open a database that was wiped can tell.
    fn opened(&self, tab: Tab<MemoryDatabase>) -> Rc<Tab<MemoryDatabase>> {
        if tab.is_new() {
            self.profile.empty.set(false);
        }
        Rc::new(tab)
    }

    async fn pump(self: Rc<Self>, tab: Rc<Tab<MemoryDatabase>>, mut inbox: UnboundedReceiver<String>) {
        let mut aside = 0;
        loop {
            // Records that could not be read are read again from the server.
            if tab.put_aside() > aside {
                aside = tab.put_aside();
                self.replay();
            }
            let Some(text) = inbox.next().await else { return };
            self.life.thawed(&self.world).await;
            let hint: Hint = serde_json::from_str(&text).expect("a channel within a browser tears nothing");
            // An error is in the trace, and what it kept from this tab is read at its next reload.
            let _ = self.while_busy(tab.on_hint(&hint)).await;
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
                    let again = match self.while_busy(tab.on_frame(frame, self.profile.now(&self.world))).await {
                        Ok(Reaction::Tell(hints) | Reaction::CaughtUp(hints)) => {
                            self.tell(&hints);
                            continue;
                        }
                        Ok(Reaction::SayHello) => tab.hello().await,
                        Ok(Reaction::Pull) => {
                            worker::replay(&self.world, &self.profile, &self.life).await;
                            tab.hello().await
                        }
                        Ok(Reaction::Closing(_)) | Err(_) => break,
                    };
                    match again {
                        Ok(hello) => line.say(&hello),
                        Err(_) => break,
                    }
                }
            }
            self.world.clock.sleep(500 + self.world.below(500)).await;
        }
    }

    pub(super) async fn while_busy<T>(
        &self,
        work: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        self.busy.set(self.busy.get() + 1);
        let done = work.await;
        self.busy.set(self.busy.get() - 1);
        self.profile.note_history();
        if let Err(error) = &done {
            self.world.note(format_args!("tab {}: {error}", self.life.id.0));
            self.profile.missed.set(true);
        }
        done
    }

    /// Makes edits: they show at once, and are stored when storage gets to it, with what takes them back.
    pub fn edit(self: &Rc<Self>, tab: &Rc<Tab<MemoryDatabase>>, edits: Vec<impl Into<Begun>>) {
        let begun: Vec<Begun> = edits.into_iter().map(Into::into).collect();
        let edits: Vec<Edit> = begun.iter().map(|begun| begun.edit.clone()).collect();
        let inverse = undo::inverse(&tab.replica(), &edits);
        let mut drafts: Vec<Draft> = Vec::new();
        for begun in begun {
            let before = drafts.len().saturating_sub(begun.waits_for);
            let after = drafts[before..].iter().map(|draft| draft.op_id).collect();
            drafts.push(Draft { after, ..self.draft(tab, begun, Sort::Edit) });
        }
        let Some(first) = drafts.first() else { return };
        let label = self.world.word();
        let step = Step { id: first.op_id, at: first.at, label, edits, inverse, undone: false };
        self.commit(tab, drafts, Turn::New(step));
    }

    /// Stores drafts, with what is to be known of undoing them.
    pub(super) fn commit(self: &Rc<Self>, tab: &Rc<Tab<MemoryDatabase>>, drafts: Vec<Draft>, turn: Turn) {
        tab.stage(&drafts);
        self.queue.borrow_mut().push_back((drafts, turn));
        if self.saving.replace(true) {
            return;
        }
        // One after the other, as they were made: what is tried again must not be overtaken.
        let (this, tab) = (Rc::clone(self), Rc::clone(tab));
        self.world.spawn(self.life.id, async move {
            while let Some((drafts, turn)) = this.next_save() {
                this.save(&tab, &drafts, turn).await;
            }
            this.saving.set(false);
        });
    }

    fn next_save(&self) -> Option<(Vec<Draft>, Turn)> {
        self.queue.borrow_mut().pop_front()
    }

    async fn save(&self, tab: &Tab<MemoryDatabase>, drafts: &[Draft], turn: Turn) {
        let mut saved = self.while_busy(turn.save(tab, drafts)).await;
        if saved == Err(StoreError::Quota) && done::evict(&self.profile.db).await.is_ok() {
            // What could be spared has gone: once more.
            self.world.action("room made");
            self.world.registry.borrow_mut().evicted.insert(self.profile.index);
            tab.stage(drafts);
            saved = self.while_busy(turn.save(tab, drafts)).await;
        }
        let mut registry = self.world.registry.borrow_mut();
        let Ok(hints) = saved else {
            let ids = drafts.iter().map(|draft| draft.edit.id);
            return registry.unmade.extend(ids);
        };
        registry.stored += 1;
        let stored = registry.stored;
        let rows = hints.iter().flat_map(|hint| if let Hint::Rows { seqs } = hint { seqs.as_slice() } else { &[] });
        let rows: Vec<ClientSeq> = rows.copied().collect();
        for draft in drafts {
            // One that a bad disk has taken since was a row of its own: only such are damaged by their own ids.
            let alone = registry.damaged.contains(&draft.op_id).then_some((ClientSeq::default(), None));
            let placed = alone.or_else(|| placed(&self.profile.db, draft, &rows));
            let (row, within) = placed.unwrap_or_else(|| registry.placed(self.profile.index, draft.edit.id, &rows));
            if let Some(known) = registry.ops.get_mut(&draft.op_id) {
                (known.saved, known.stored, known.row, known.within) = (true, stored, row, within);
            }
        }
        drop(registry);
        self.world.note(format_args!("tab {} saved {hints:?}", self.life.id.0));
        self.tell(&hints);
    }

    pub(super) fn tell(&self, hints: &[Hint]) {
        hints.iter().for_each(|hint| self.profile.tell(&self.world, Some(self.life.id), hint));
    }

    pub(super) fn draft(&self, tab: &Tab<MemoryDatabase>, begun: Begun, sort: Sort) -> Draft {
        let edit = begun.edit;
        let op_id = OpId::new(self.world.now(), self.world.bytes());
        self.world.note(format_args!("tab {} makes {op_id}: {:?} of {}", self.life.id.0, edit.action, edit.id));
        self.world.trace.borrow_mut().operations += 1;
        self.profile.note_history();
        // What shows is of the history it was loaded in, whatever another tab has met since.
        let epoch = self.profile.history(tab.history());
        let shown = tab.replica().seen(edit.id).map_or(Seq(0), |record| record.version);
        let began = match begun.seen {
            Some(seen) => Some(seen.min(shown)),
            None if sort == Sort::Edit => self.began_from(&edit, epoch, shown),
            None => None,
        };
        let mut registry = self.world.registry.borrow_mut();
        let known = Known {
            person: self.profile.person,
            profile: self.profile.index,
            life: self.life.id,
            made: registry.ops.len() as u64,
            edit: edit.clone(),
            seen: (epoch, began.unwrap_or(shown)),
            saved: false,
            stored: 0,
            row: ClientSeq(u64::MAX),
            root: op_id,
            within: None,
            undoing: sort == Sort::Undo,
        };
        registry.ops.insert(op_id, known);
        let draft = Draft::new(op_id, self.profile.person, self.profile.now(&self.world), edit);
        Draft { seen: began, yields: sort == Sort::Undo, ..draft }
    }

    /// A text field may have been begun a while ago: its author had before them what it held then.
    fn began_from(&self, edit: &Edit, epoch: Option<Epoch>, shown: Seq) -> Option<Seq> {
        let mut begun = self.begun.borrow_mut();
        match begun.remove(&edit.id) {
            Some((then, version)) if then == epoch => Some(version),
            _ => {
                if self.world.chance(2_500) {
                    begun.insert(edit.id, (epoch, shown));
                }
                None
            }
        }
    }

    /// Replays as a tab without a worker does.
    pub fn replay(self: &Rc<Self>) {
        let this = Rc::clone(self);
        self.world.spawn(self.life.id, async move {
            worker::replay(&this.world, &this.profile, &this.life).await;
        });
    }

    /// Does something about a dead letter.
    pub fn repair(self: &Rc<Self>, tab: Rc<Tab<MemoryDatabase>>, seq: ClientSeq, retry: Option<OpId>) {
        let this = Rc::clone(self);
        self.world.spawn(self.life.id, async move {
            let hint = match retry {
                Some(fresh) => this.while_busy(tab.retry(&[(seq, fresh)])).await,
                None => this.while_busy(tab.discard(&[seq], this.profile.now(&this.world))).await,
            };
            if let Ok(hint) = hint {
                this.tell(&[hint]);
            }
        });
    }
}

/// The row that a stored draft is in, and the operation it became a part of if that is not one of its own; none where the row
/// has gone bad since.
fn placed(db: &MemoryDatabase, draft: &Draft, rows: &[ClientSeq]) -> Option<(ClientSeq, Option<OpId>)> {
    let stored = db.committed();
    let of = format!("\"id\":\"{}\"", draft.edit.id);
    let rows = rows.iter().filter_map(|seq| {
        let raw = [Table::Outbox, Table::Done].into_iter().find_map(|table| stored.get(&(table, Key::Num(seq.0))))?;
        raw.contains(&of).then(|| op_of(raw)).flatten().map(|op| (*seq, op))
    });
    let rows: Vec<(ClientSeq, OpId)> = rows.collect();
    let own = rows.iter().find(|(_, op)| *op == draft.op_id).map(|(seq, _)| (*seq, None));
    own.or_else(|| rows.first().map(|(seq, op)| (*seq, Some(*op))))
}

/// Looks at every change of a view: no increment may be counted twice, not for one frame.
fn follow(sim: &Weak<SimTab>, touched: &Touched) {
    let Some(sim) = sim.upgrade() else { return };
    let Some(tab) = sim.tab.borrow().clone() else { return };
    let replica = tab.replica();
    for (total, place) in counted_twice(&sim, &replica, touched) {
        let life = sim.life.id.0;
        sim.world.violate(format!("nothing twice: tab {life} counts increment {place} more than once in {total:#x}"));
    }
}

fn counted_twice(sim: &SimTab, replica: &Replica, touched: &Touched) -> Vec<(i64, u32)> {
    // Taking an increment back that was refused meanwhile leaves less than nothing: another check's business.
    let known = sim.world.registry.borrow();
    let totals = touched
        .records
        .iter()
        .filter(|id| !known.recounted.contains(id))
        .filter_map(|id| replica.seen(*id)?.value(Task::TIME_SPENT));
    totals
        .map(|total| i64::read(Some(total)))
        .flat_map(|total| (0..31).filter(move |place| digit(total, *place) > 1).map(move |place| (total, place)))
        .collect()
}
