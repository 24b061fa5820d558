use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use futures::channel::mpsc;
use holdfast_core::{
    Millis,
    client::{Hint, StoreError, Tab, Timer as _},
    id::HolderId,
    replica::Touched,
    status::Link,
};
use wasm_bindgen_futures::spawn_local;

use super::{
    Event, line,
    link::LinkState,
    persist, replays,
    saves::{self, Save},
    schedule::Schedule,
    triggers,
};
use crate::{Account, BrowserTimer, Channel, IdbDatabase, events::Listener, random, wake::Bell};

/// How long a tab without the line waits for the one that has it to contradict bad news, in milliseconds.
const GRACE: Millis = 300;

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
    pub(super) schedule: Cell<Schedule>,
    /// How often the worker was asked since anything was heard.
    pub(super) unanswered: Cell<u32>,
    /// This tab as a holder of the replay lease.
    pub(super) holder: HolderId,
    link: Cell<LinkState>,
    /// Counts what was heard of the link.
    news: Cell<u64>,
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
        let db = IdbDatabase::open(account.id, move || on_superseded.tell(Event::Superseded)).await?;
        let on_change = Rc::clone(&teller);
        let changed = move |touched: &Touched| on_change.tell(Event::Changed(touched.clone()));
        let tab = Tab::open(db, account.id, random::client(), changed).await?;
        let (saves, to_save) = mpsc::unbounded();
        let inner = Rc::new_cyclic(|weak: &Weak<Self>| {
            let hears = weak.clone();
            let channel = Channel::listening(account.id, move |hint| {
                if let Some(inner) = hears.upgrade() {
                    inner.on_hint(hint);
                }
            });
            Self {
                account,
                tab,
                channel,
                saves,
                loaded: Cell::new(false),
                closed: Cell::new(false),
                line_bell: Bell::default(),
                replay_bell: Bell::default(),
                schedule: Cell::default(),
                unanswered: Cell::new(0),
                holder: random::holder(),
                link: Cell::default(),
                news: Cell::new(0),
                teller,
                listeners: RefCell::default(),
            }
        });
        inner.listeners.replace(triggers::listen(&Rc::downgrade(&inner)));
        spawn_local(saves::run(to_save));
        spawn_local(load(Rc::clone(&inner)));
        spawn_local(persist::ask());
        spawn_local(line::keep(Rc::downgrade(&inner)));
        spawn_local(replays::run(Rc::downgrade(&inner)));
        Ok(inner)
    }

    pub(super) fn tell(&self, event: Event) {
        self.teller.tell(event);
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

    pub(super) fn link(&self) -> Link {
        self.link.get().link()
    }

    pub(super) fn is_line_up(&self) -> bool {
        self.link.get().line_up
    }

    /// Changes what is known of the link.
    pub(super) fn set_link(&self, change: impl FnOnce(&mut LinkState)) {
        let before = self.link.get();
        let mut after = before;
        change(&mut after);
        self.link.set(after);
        if before.link() != after.link() {
            self.tell(Event::Status);
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
    }

    pub(super) fn reschedule(&self, change: impl FnOnce(&mut Schedule)) {
        let mut schedule = self.schedule.get();
        change(&mut schedule);
        self.schedule.set(schedule);
    }

    /// Follows something that changed in the database, and tells the others.
    pub(super) fn tell_rows(&self, done: Result<Hint, StoreError>) {
        match done {
            Ok(hint) => {
                self.channel.tell(&hint);
                self.want_replay();
            }
            Err(error) => self.failed(error),
        }
    }

    /// A hint of another tab, of the worker, or of a replay in this tab.
    pub(super) fn on_hint(self: &Rc<Self>, hint: Hint) {
        self.unanswered.set(0);
        match hint {
            Hint::Left if self.closed.get() => {}
            Hint::Left => {
                self.close();
                self.tell(Event::Left);
            }
            Hint::Link { link } => self.on_link(link),
            hint => self.follow(hint),
        }
    }

    /// Reads what a hint is about.
    pub(super) fn follow(self: &Rc<Self>, hint: Hint) {
        let inner = Rc::clone(self);
        spawn_local(async move {
            if let Err(error) = inner.tab.on_hint(&hint).await {
                inner.failed(error);
            }
        });
    }

    /// What a request to the server, of whoever made it, says of the link.
    pub(super) fn on_link(self: &Rc<Self>, link: Link) {
        self.news.set(self.news.get() + 1);
        let before = self.link.get();
        match link {
            Link::Up => {
                self.reschedule(|schedule| schedule.worked(BrowserTimer.now()));
                self.set_link(|state| state.last = Link::Up);
                if before.last != Link::Up && !before.line_up {
                    self.line_bell.ring();
                }
                if before.last == Link::SignedOut {
                    self.want_replay();
                }
            }
            Link::Connecting => {
                self.reschedule(|schedule| schedule.worked(BrowserTimer.now()));
                self.set_link(|state| state.last = Link::Connecting);
                self.nudge();
            }
            Link::SignedOut => self.set_link(|state| state.last = Link::SignedOut),
            Link::Down => {
                self.reschedule(|schedule| schedule.failed(BrowserTimer.now(), random::jitter()));
                self.on_down(before);
            }
        }
        // It may be time for another replay sooner or later than it was.
        self.replay_bell.ring();
    }

    fn on_down(self: &Rc<Self>, before: LinkState) {
        if before.line_up {
            // Either the request was unlucky or the line is dead without knowing it: ask the line, and say which holds so far.
            self.line_bell.ring();
            self.channel.tell(&Hint::Link { link: Link::Up });
            return;
        }
        if before.link() != Link::Up {
            self.set_link(|state| state.last = Link::Down);
            return;
        }
        let (inner, news) = (Rc::clone(self), self.news.get());
        spawn_local(async move {
            BrowserTimer.sleep(GRACE).await;
            if inner.news.get() == news {
                inner.set_link(|state| state.last = Link::Down);
            }
        });
    }

    /// Ends everything: the person is signed out.
    pub(super) fn close(&self) {
        self.closed.set(true);
        self.tab.db().close();
        self.line_bell.ring();
        self.replay_bell.ring();
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // The tasks look, and find the session gone.
        self.line_bell.ring();
        self.replay_bell.ring();
    }
}

async fn load(inner: Rc<Inner>) {
    match inner.tab.load().await {
        Ok(()) => {
            inner.loaded.set(true);
            inner.tell(Event::Status);
            inner.want_replay();
        }
        Err(error) => inner.failed(error),
    }
}
