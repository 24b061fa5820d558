//! The client: a cache of entries, and everything that happens to them.
//!
//! Every change of an entry goes through [`Inner::step`], which feeds its [machine](crate::machine) and does what it says. No
//! borrow is held while a query's own code or an observer is called: either may call back into the client.

mod ask;
mod codec;
mod drive;
mod entry;
mod figures;
mod index;
mod invalidate;
mod notify;
mod occasions;
mod recent;
mod room;
mod timers;
mod typed;

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

pub use ask::Wait;
pub use codec::{Packed, Stamp, Unpacked};
pub use entry::EntryId;
pub(crate) use entry::{AnyEntry, Entry, Subscriber, Wants, age, rank};
pub(crate) use figures::Found;
pub use figures::{CauseCounts, EntryInfo, Figures, Slow};
pub use notify::{CacheEvent, Happened, Subscription};
use rustc_hash::FxHashMap;

use crate::{Millis, Policy, Query, Runtime};

/// How much the cache may hold. What nobody observes is dropped beyond that, least recently used first; what is observed
/// stays whatever its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Entries.
    pub entries: usize,
    /// Bytes, as [`Query::weigh`] counts them.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { entries: 10_000, bytes: 32 << 20 }
    }
}

/// A cache of answers. Clones are the same one; it ends with its last clone, and what it was fetching is aborted.
#[derive(Clone)]
pub struct Client(pub(crate) Rc<Inner>);

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("entries", &self.0.entries.borrow().len()).finish_non_exhaustive()
    }
}

pub(crate) struct Inner {
    pub(crate) runtime: Rc<dyn Runtime>,
    limits: Limits,
    types: typed::Types,
    entries: RefCell<FxHashMap<EntryId, Rc<dyn AnyEntry>>>,
    index: RefCell<index::Index>,
    timers: RefCell<timers::Timers>,
    recents: RefCell<recent::Recents>,
    idle: RefCell<room::Idle>,
    codecs: RefCell<codec::Codecs>,
    counters: figures::Counters,
    outbox: notify::Notices,
    pub(crate) actions: crate::action::Actions,
    made: Cell<u64>,
    bytes: Cell<usize>,
    fetching: Cell<usize>,
    failing: Cell<usize>,
    /// When something was said to have changed last, by the wall clock.
    touched_at: Cell<Millis>,
    online: Cell<bool>,
    visible: Cell<bool>,
    #[cfg(feature = "devtools")]
    pub(crate) pretended: Cell<crate::devtools::Pretended>,
}

impl Client {
    /// An empty cache. It takes the network to be there and the window to be seen until it is told otherwise.
    pub fn new(runtime: Rc<dyn Runtime>) -> Self {
        Self::with_limits(runtime, Limits::default())
    }

    /// An empty cache with other bounds.
    pub fn with_limits(runtime: Rc<dyn Runtime>, limits: Limits) -> Self {
        Self(Rc::new(Inner {
            runtime,
            limits,
            types: typed::Types::default(),
            entries: RefCell::default(),
            index: RefCell::default(),
            timers: RefCell::default(),
            recents: RefCell::default(),
            idle: RefCell::default(),
            codecs: RefCell::default(),
            counters: figures::Counters::default(),
            outbox: notify::Notices::default(),
            actions: crate::action::Actions::default(),
            made: Cell::new(0),
            bytes: Cell::new(0),
            fetching: Cell::new(0),
            failing: Cell::new(0),
            touched_at: Cell::new(0),
            online: Cell::new(true),
            visible: Cell::new(true),
            #[cfg(feature = "devtools")]
            pretended: Cell::default(),
        }))
    }

    pub(crate) fn from_inner(inner: Rc<Inner>) -> Self {
        Self(inner)
    }

    /// Its surroundings.
    pub fn runtime(&self) -> &Rc<dyn Runtime> {
        &self.0.runtime
    }

    /// True counts of what it did, and what it holds.
    pub fn figures(&self) -> Figures {
        self.0.figures()
    }

    /// Its entries, by key, for developers.
    pub fn entries(&self) -> Vec<EntryInfo> {
        self.0.infos()
    }

    /// Which entries there are, in the order in which they were made.
    pub fn entry_ids(&self) -> Vec<EntryId> {
        let mut ids: Vec<EntryId> = self.0.entries.borrow().keys().copied().collect();
        ids.sort_unstable();
        ids
    }

    /// How many queries are being fetched.
    pub fn fetching(&self) -> usize {
        self.0.fetching.get()
    }

    /// How many queries ended with an error and have not been answered since.
    pub fn failing(&self) -> usize {
        self.0.failing.get()
    }

    /// Other defaults for a type in this client, from now on: observers that are there keep what they came with. also for its queries that are there.
    pub fn set_policy<Q: Query>(&self, policy: Policy) {
        let typed = self.0.types.of::<Q>();
        typed.set_policy(policy);
        typed.all().iter().for_each(|entry| self.0.replan_collection(&**entry));
    }

    /// Does several things as one: observers are told once, after it.
    pub fn batch<T>(&self, act: impl FnOnce() -> T) -> T {
        self.0.batch(act)
    }

    pub(crate) fn now(&self) -> Millis {
        self.0.runtime.now()
    }

    pub(crate) fn downgrade(&self) -> Weak<Inner> {
        Rc::downgrade(&self.0)
    }
}

impl Inner {
    /// An entry, if it is still there.
    pub(crate) fn entry(&self, id: EntryId) -> Option<Rc<dyn AnyEntry>> {
        self.entries.borrow().get(&id).cloned()
    }

    pub(crate) fn all(&self) -> Vec<Rc<dyn AnyEntry>> {
        self.entries.borrow().values().cloned().collect()
    }

    fn next_number(&self) -> u64 {
        self.made.set(self.made.get() + 1);
        self.made.get()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        for entry in self.entries.get_mut().values() {
            if let Some(abort) = entry.core().borrow_mut().abort.take() {
                abort.abort();
            }
            entry.settle(crate::machine::Settled::Cancelled);
        }
    }
}
