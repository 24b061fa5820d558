use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use futures::channel::mpsc;
use holdfast_core::{
    Millis,
    client::{StoreError, Tab},
    id::{HolderId, OpId},
    replica::Touched,
    undo::Steps,
};
use wasm_bindgen_futures::spawn_local;

use super::{
    Event, Trouble, code, line,
    link::LinkState,
    memories, replays,
    saves::{self, Save},
    schedule::Schedule,
    shown, triggers,
    uploads::{self, Uploads},
};
use crate::{
    Account, Channel, IdbDatabase,
    code::Courier,
    events::Listener,
    idb::Salvaged,
    memory,
    messages::{LineNews, Said},
    random,
    reasons::CLOSING,
    wake::Bell,
};

/// What a session is made of. The tasks hold it weakly: they end with the last session handle and the last edit stored.
pub(super) struct Inner {
    pub(super) account: Account,
    pub(super) tab: Tab<IdbDatabase>,
    pub(super) channel: Channel,
    pub(super) saves: mpsc::UnboundedSender<Save>,
    pub(super) loaded: Cell<bool>,
    /// Signed out here or elsewhere.
    pub(super) closed: Cell<bool>,
    pub(super) line_bell: Bell,
    pub(super) replay_bell: Bell,
    /// The files on their way.
    pub(super) uploads: Uploads,
    /// The texts that are written with others.
    pub(super) code: Courier,
    pub(super) schedule: Cell<Schedule>,
    /// How often the worker was asked since anything was heard.
    pub(super) unanswered: Cell<u32>,
    /// This tab as a holder of the replay lease.
    pub(super) holder: HolderId,
    /// Whether it is this tab's turn to keep the line.
    pub(super) leads: Cell<bool>,
    /// Counts what was heard of whoever keeps the line.
    pub(super) line_heard: Cell<u64>,
    pub(super) line: Cell<LineNews>,
    pub(super) last_synced: Cell<Option<Millis>>,
    /// What can be undone and redone.
    pub(super) steps: RefCell<Steps>,
    /// How many saves are on their way that may change the steps.
    pub(super) steps_saving: Cell<usize>,
    /// The stored steps changed meanwhile.
    pub(super) steps_stale: Cell<bool>,
    /// How many records were put aside of which has been told.
    pub(super) aside_told: Cell<usize>,
    /// The step that the last commit became.
    pub(super) last_step: Cell<Option<OpId>>,
    /// Whether this tab has stored an edit.
    pub(super) has_stored: Cell<bool>,
    /// Whether what is remembered of the database is to be written soon.
    pub(super) memory_due: Cell<bool>,
    pub(super) link: Cell<LinkState>,
    /// Counts what was heard of the link.
    pub(super) news: Cell<u64>,
    teller: Rc<Teller>,
    listeners: RefCell<Vec<Listener>>,
}

/// Tells events; [`Event::Superseded`] once.
struct Teller {
    on_event: Box<dyn Fn(Event)>,
    superseded: Cell<bool>,
}

impl Teller {
    fn tell(&self, event: Event) {
        if event == Event::Superseded && self.superseded.replace(true) {
            return;
        }
        (self.on_event)(event);
    }
}

impl Inner {
    pub(super) async fn open(account: Account, on_event: Box<dyn Fn(Event)>) -> Result<Rc<Self>, StoreError> {
        let teller = Rc::new(Teller { on_event, superseded: Cell::new(false) });
        let on_superseded = Rc::clone(&teller);
        let superseded = move || on_superseded.tell(Event::Superseded);
        let (db, salvaged) = IdbDatabase::open_or_salvage(account.id, superseded).await?;
        let on_change = Rc::clone(&teller);
        let changed = move |touched: &Touched| on_change.tell(Event::Changed(touched.clone()));
        let tab = Tab::open(db, account.id, random::client(), changed).await?;
        let wiped = memories::recall_lost(account.id, &tab);
        let (saves, to_save) = mpsc::unbounded();
        let inner = Rc::new_cyclic(|weak: &Weak<Self>| {
            let hears = weak.clone();
            let channel = Channel::listening(account.id, move |said| {
                if let Some(inner) = hears.upgrade() {
                    match said {
                        Said::Hint(hint) => inner.on_hint(hint),
                        Said::Word(word) => inner.on_word(word),
                    }
                }
            });
            Self {
                tab,
                channel,
                saves,
                loaded: Cell::new(false),
                closed: Cell::new(false),
                line_bell: Bell::default(),
                replay_bell: Bell::default(),
                uploads: Uploads::default(),
                code: Courier::default(),
                schedule: Cell::default(),
                unanswered: Cell::new(0),
                holder: random::holder(),
                leads: Cell::new(false),
                line_heard: Cell::new(0),
                line: Cell::default(),
                last_synced: Cell::new(memory::recall(account.id).and_then(|memory| memory.synced)),
                steps: RefCell::default(),
                steps_saving: Cell::new(0),
                steps_stale: Cell::new(false),
                aside_told: Cell::new(0),
                last_step: Cell::new(None),
                has_stored: Cell::new(false),
                memory_due: Cell::new(false),
                link: Cell::default(),
                news: Cell::new(0),
                teller,
                listeners: RefCell::default(),
                account,
            }
        });
        inner.listeners.replace(triggers::listen(&Rc::downgrade(&inner)));
        if let Some(Salvaged { kept, lost }) = salvaged {
            // What is remembered may know of more than could be seen.
            let unsent = memory::recall(inner.account.id).map_or(0, |memory| memory.unsent);
            let lost = lost.max(unsent.saturating_sub(kept));
            inner.tell(Event::Trouble(Trouble::Reset { kept, lost }));
        }
        if let Some(memory) = wiped.filter(|_| salvaged.is_none()) {
            inner.tell(Event::Trouble(Trouble::Wiped { unsent: memory.unsent }));
        }
        spawn_local(saves::run(to_save));
        // The first screen is there when whoever opened this draws for the first time; what fails here fails again below.
        let first = shown::recall(inner.account.id);
        let has_head = !first.is_empty() && inner.tab.load_head(&first).await.is_ok();
        if inner.closed.get() {
            return Err(StoreError::Failed(CLOSING.into()));
        }
        spawn_local(load(Rc::clone(&inner), has_head));
        spawn_local(line::keep(Rc::downgrade(&inner)));
        spawn_local(replays::run(Rc::downgrade(&inner)));
        spawn_local(uploads::run(Rc::downgrade(&inner)));
        spawn_local(code::run(Rc::downgrade(&inner)));
        Ok(inner)
    }

    /// What a slot holds; opened first, where it is empty.
    pub(super) async fn opened<T: Clone>(
        &self,
        slot: &RefCell<Option<T>>,
        open: impl Future<Output = Result<T, StoreError>>,
        close: impl FnOnce(&T),
    ) -> Result<T, StoreError> {
        let here = slot.borrow().clone();
        if let Some(here) = here {
            return Ok(here);
        }
        let opened = open.await?;
        if self.closed.get() {
            close(&opened);
        }
        // Whoever came first: both would do, and one is closed when it is dropped.
        Ok(slot.borrow_mut().get_or_insert(opened).clone())
    }

    pub(super) fn tell(&self, event: Event) {
        self.teller.tell(event);
    }

    /// Whether a newer build is at work: this one writes nothing any more.
    pub(super) fn is_superseded(&self) -> bool {
        self.teller.superseded.get()
    }

    /// Something of the database failed that was not an edit.
    pub(super) fn failed(&self, error: StoreError) {
        if self.closed.get() {
            return;
        }
        match error {
            StoreError::Superseded => self.tell(Event::Superseded),
            error => self.tell(Event::Refused { edits: Vec::new(), error }),
        }
    }

    /// Sends and fetches now.
    pub(super) fn nudge(&self) {
        self.want_replay();
        self.line_bell.ring();
    }

    pub(super) fn want_replay(&self) {
        self.reschedule(Schedule::want);
        self.replay_bell.ring();
        self.uploads.ring();
        self.code.ring();
    }

    pub(super) fn reschedule(&self, change: impl FnOnce(&mut Schedule)) {
        let mut schedule = self.schedule.get();
        change(&mut schedule);
        self.schedule.set(schedule);
    }

    /// Ends everything: the person is signed out.
    pub(super) fn close(&self) {
        self.closed.set(true);
        self.tab.db().close();
        self.uploads.close();
        self.code.close();
        self.line_bell.ring();
        self.replay_bell.ring();
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // The tasks look, and find the session gone.
        self.line_bell.ring();
        self.replay_bell.ring();
        self.uploads.ring();
        self.code.ring();
    }
}

async fn load(inner: Rc<Inner>, has_head: bool) {
    let loaded = match has_head {
        true => {
            // What is there is on the screen before the rest is read.
            shown::painted().await;
            inner.tab.load_rest().await
        }
        false => inner.tab.load().await,
    };
    match loaded {
        Ok(()) => {
            inner.loaded.set(true);
            inner.tell(Event::Status);
            inner.want_replay();
            inner.follow_steps();
            inner.look_after();
        }
        Err(error) => inner.failed(error),
    }
}
