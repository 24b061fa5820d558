//! One query of the cache: its machine, its data, and who watches it.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    rc::Rc,
};

use futures::{channel::oneshot, future::AbortHandle};

use super::{Inner, index::Place};
use crate::{
    Cause, Intent, Millis, Outcome, Patch, Policy, Query, Reads, Stale, Touch, When,
    machine::{Fetch, Machine, Origin, Run, Served},
    observer::Watch,
};

/// Names an entry; never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub(crate) u64);

/// What an observer wants: what the client must know of its options.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Wants {
    pub(crate) enabled: bool,
    pub(crate) stale: Stale,
    pub(crate) on_focus: When,
    pub(crate) on_reconnect: When,
    pub(crate) poll: Option<Millis>,
    pub(crate) poll_hidden: bool,
    pub(crate) watch: Watch,
}

/// An observer as its entry knows it.
pub(crate) struct Subscriber {
    /// Told that what it shows may have changed; it reads when it likes.
    pub(crate) callback: Box<dyn Fn()>,
    pub(crate) wants: Cell<Wants>,
    /// Whether it is on the list of those to be told: it is told once, whatever happens before.
    pub(crate) is_noted: Cell<bool>,
    /// Where it stands in the entry's list; `None` when it has left: a call that is on its way is not made.
    pub(crate) place: Cell<Option<usize>>,
}

/// Who waits for a run that brings that and knows of at least so many invalidations.
struct Waiter<Q: Query> {
    intent: Intent,
    epoch: u32,
    tell: oneshot::Sender<Outcome<Q>>,
}

/// What every entry has, whatever its type.
pub(crate) struct Core {
    pub(crate) machine: Machine,
    pub(crate) subscribers: Vec<Rc<Subscriber>>,
    pub(crate) abort: Option<AbortHandle>,
    pub(crate) bytes: usize,
    /// Where the index has it.
    pub(crate) places: Vec<Place>,
    /// How many changes had been told when the attempt under way began.
    pub(crate) heard: u64,
    /// Its place in the order of last use, while nobody observes it.
    pub(crate) idle: Option<u64>,
    /// Since when nobody observes it, in ticks.
    pub(crate) idle_since: Millis,
    /// Whether a timer will look whether it is to be collected.
    pub(crate) is_collection_due: bool,
    /// The number of the present poll timer, and when it is due.
    pub(crate) poll: Option<(u64, Millis)>,
    /// When the run under way began, in ticks.
    pub(crate) began: Millis,
    /// When that was by the wall clock.
    pub(crate) began_at: Millis,
    /// When the present data was asked for, by the wall clock: it knows of no later change.
    pub(crate) asked: Millis,
    /// When it was last said by hand to be out of date, by the wall clock, as far as anybody listens.
    pub(crate) outdated_at: Millis,
    /// The last run's time in milliseconds.
    pub(crate) took: Option<Millis>,
    /// Runs, by cause.
    pub(crate) runs: [u32; Cause::ALL.len()],
    /// Whether the run goes on with nobody to see it: a prefetch.
    pub(crate) is_wanted_unseen: bool,
}

/// One query and all about it.
pub(crate) struct Entry<Q: Query> {
    pub(crate) id: EntryId,
    pub(crate) query: Q,
    /// Its type's, shared by all entries of it.
    pub(crate) policy: Rc<Cell<Policy>>,
    pub(crate) core: RefCell<Core>,
    data: RefCell<Option<Rc<Q::Output>>>,
    error: RefCell<Option<Rc<crate::Error<Q::Error>>>>,
    waiters: RefCell<Vec<Waiter<Q>>>,
}

impl<Q: Query> Entry<Q> {
    pub(crate) fn new(id: EntryId, query: Q, policy: Rc<Cell<Policy>>) -> Self {
        let core = Core {
            machine: Machine::default(),
            subscribers: Vec::new(),
            abort: None,
            bytes: 0,
            places: Vec::new(),
            heard: 0,
            idle: None,
            idle_since: 0,
            is_collection_due: false,
            poll: None,
            began: 0,
            began_at: 0,
            asked: 0,
            outdated_at: 0,
            took: None,
            runs: [0; Cause::ALL.len()],
            is_wanted_unseen: false,
        };
        Self {
            id,
            query,
            policy,
            core: RefCell::new(core),
            data: RefCell::default(),
            error: RefCell::default(),
            waiters: RefCell::default(),
        }
    }

    pub(crate) fn data(&self) -> Option<Rc<Q::Output>> {
        self.data.borrow().clone()
    }

    pub(crate) fn error(&self) -> Option<Rc<crate::Error<Q::Error>>> {
        self.error.borrow().clone()
    }

    /// Takes an answer, sharing with the last what it can. Whether anything is different now.
    pub(crate) fn take(&self, answer: Q::Output) -> bool {
        let last = self.data();
        let (data, changed) = match &last {
            Some(last) => {
                let shared = Q::share(last, answer);
                let changed = !Rc::ptr_eq(last, &shared);
                (shared, changed)
            }
            None => (Rc::new(answer), true),
        };
        let _dropped_outside_the_borrow = self.data.replace(Some(data));
        changed
    }

    /// Takes data as it is.
    pub(crate) fn take_shared(&self, data: Rc<Q::Output>) {
        let _dropped_outside_the_borrow = self.data.replace(Some(data));
    }

    pub(crate) fn forget_data(&self) {
        let _dropped_outside_the_borrow = self.data.replace(None);
    }

    pub(crate) fn take_error(&self, error: Option<Rc<crate::Error<Q::Error>>>) {
        let _dropped_outside_the_borrow = self.error.replace(error);
    }

    pub(crate) fn wait(&self, intent: Intent) -> oneshot::Receiver<Outcome<Q>> {
        let (tell, told) = oneshot::channel();
        let epoch = self.core.borrow().machine.epoch();
        self.waiters.borrow_mut().push(Waiter { intent, epoch, tell });
        told
    }

    /// Tells those whom a run serves, or all.
    fn tell(&self, served: Option<Served>, outcome: &Outcome<Q>) {
        if self.waiters.borrow().is_empty() {
            return;
        }
        let is_served = |waiter: &Waiter<Q>| served.is_none_or(|served| served.includes(waiter.intent, waiter.epoch));
        let (served, waiting) = self.waiters.take().into_iter().partition(is_served);
        self.waiters.replace(waiting);
        for waiter in served {
            // Whoever no longer listens is not told.
            let _ = waiter.tell.send(outcome.clone());
        }
    }

    /// Whether anybody still waits for the run.
    pub(crate) fn is_awaited(&self) -> bool {
        let mut waiters = self.waiters.borrow_mut();
        waiters.retain(|waiter| !waiter.tell.is_canceled());
        !waiters.is_empty()
    }
}

/// An entry whose type is forgotten: what the client needs of all of them.
pub(crate) trait AnyEntry {
    fn id(&self) -> EntryId;
    fn core(&self) -> &RefCell<Core>;
    fn policy(&self) -> Policy;
    fn name(&self) -> &'static str;
    fn key(&self) -> String;
    fn start(self: Rc<Self>, inner: &Rc<Inner>, run: Run);
    fn settle(&self, settled: crate::machine::Settled);
    fn is_awaited(&self) -> bool;
    fn reads(&self) -> Reads;
    /// What the touches that met it do to its data; `true` if it has to be asked for again.
    fn meet(self: Rc<Self>, inner: &Rc<Inner>, touches: &[&Touch<'_>]) -> bool;
    /// Takes it out of the entries of its type.
    fn forget(&self, inner: &Inner);
    /// Forgets its data; where it is observed, it is fetched again.
    fn clear(self: Rc<Self>, inner: &Rc<Inner>);
    fn weigh(&self) -> usize;
    fn error_text(&self) -> Option<String>;
    fn as_any(self: Rc<Self>) -> Rc<dyn Any>;
}

impl<Q: Query> AnyEntry for Entry<Q> {
    fn id(&self) -> EntryId {
        self.id
    }

    fn core(&self) -> &RefCell<Core> {
        &self.core
    }

    fn policy(&self) -> Policy {
        self.policy.get()
    }

    fn name(&self) -> &'static str {
        Q::NAME
    }

    fn key(&self) -> String {
        self.query.key()
    }

    fn start(self: Rc<Self>, inner: &Rc<Inner>, run: Run) {
        super::drive::start(inner, &self, run);
    }

    fn settle(&self, settled: crate::machine::Settled) {
        use crate::machine::Settled;
        let cancelled = || Err(Rc::new(crate::Error::Cancelled));
        let answer = || self.data().map_or_else(cancelled, Ok);
        match settled {
            Settled::Answered(served) => self.tell(Some(served), &answer()),
            Settled::Given => self.tell(None, &answer()),
            Settled::Failed(served) => self.tell(Some(served), &self.error().map_or_else(cancelled, Err)),
            Settled::Cancelled => self.tell(None, &cancelled()),
        }
    }

    fn is_awaited(&self) -> bool {
        Entry::is_awaited(self)
    }

    fn reads(&self) -> Reads {
        self.query.reads(self.data().as_deref())
    }

    fn meet(self: Rc<Self>, inner: &Rc<Inner>, touches: &[&Touch<'_>]) -> bool {
        let Some(last) = self.data() else { return true };
        match self.query.patch(&last, touches) {
            // An answer that is out of date already says nothing about what the change means to a true one.
            Patch::Keep => self.core.borrow().machine.held().is_some_and(|held| held.invalid),
            Patch::Refetch => true,
            Patch::Replace(answer) => {
                inner.patched(&self, answer);
                false
            }
        }
    }

    fn forget(&self, inner: &Inner) {
        inner.forget_typed(self);
    }

    fn clear(self: Rc<Self>, inner: &Rc<Inner>) {
        inner.reset(&self);
    }

    fn weigh(&self) -> usize {
        self.data().map_or(0, |data| Q::weigh(&data))
    }

    fn error_text(&self) -> Option<String> {
        self.error().map(|error| format!("{error:?}"))
    }

    fn as_any(self: Rc<Self>) -> Rc<dyn Any> {
        self
    }
}

impl Core {
    /// Whether an observer that is enabled watches it.
    pub(crate) fn is_watched(&self) -> bool {
        self.subscribers.iter().any(|subscriber| subscriber.wants.get().enabled)
    }

    /// How often it is polled: as often as the most eager observer wants, while the window is hidden of those who want it
    /// even then.
    pub(crate) fn poll_interval(&self, visible: bool) -> Option<Millis> {
        let wants = self.subscribers.iter().map(|subscriber| subscriber.wants.get());
        wants.filter(|wants| wants.enabled && (visible || wants.poll_hidden)).filter_map(|wants| wants.poll).min()
    }

    /// Whether data of its age is stale to someone with that stale time.
    pub(crate) fn is_stale(&self, stale: Stale, now: Millis) -> bool {
        self.machine.held().is_none_or(|held| held.invalid || stale.holds(age(held.at, now)))
    }

    /// Whether an occasion runs it again, as its enabled observers see it.
    pub(crate) fn is_due(&self, when: impl Fn(Wants) -> When, now: Millis) -> bool {
        self.subscribers.iter().map(|subscriber| subscriber.wants.get()).filter(|wants| wants.enabled).any(|wants| {
            match when(wants) {
                When::Never => false,
                When::Always => true,
                When::IfStale => self.is_stale(wants.stale, now),
            }
        })
    }

    /// Whether a run is under way or waits.
    pub(crate) fn is_fetching(&self) -> bool {
        self.machine.fetch() != Fetch::Idle
    }

    /// Where the data came from.
    pub(crate) fn origin(&self) -> Option<Origin> {
        self.machine.held().map(|held| held.origin)
    }
}

/// How old data is. The wall clock may have been set back since: what is from the future is as old as can be.
pub(crate) fn age(at: Millis, now: Millis) -> Millis {
    const TOLERANCE: Millis = 60_000;
    if at > now.saturating_add(TOLERANCE) { Millis::MAX } else { now.saturating_sub(at) }
}

/// Which of two data is newer: the one that ranks higher. What is from the future ranks lowest, so that a clock that was set
/// back since does not make it the newest for ever.
pub(crate) fn rank(at: Millis, now: Millis) -> Millis {
    if age(at, now) == Millis::MAX { 0 } else { at }
}
