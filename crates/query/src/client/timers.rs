//! One queue of timers for all entries: the runtime sleeps only until the first is due, however many there are.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap},
    rc::Rc,
};

use super::{EntryId, Inner};
use crate::Millis;

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Timer {
    /// The next attempt of that run, after so many failures.
    Attempt(EntryId, u32, u32),
    /// Looking whether an entry is to be collected.
    Collect(EntryId),
    /// The poll with that number.
    Poll(EntryId, u64),
}

/// The queue.
#[derive(Default)]
pub(crate) struct Timers {
    queue: BinaryHeap<Reverse<(Millis, Timer)>>,
    /// The times until which the runtime sleeps. It cannot be told to sleep no longer, so none is asked for twice.
    sleeps: BTreeSet<Millis>,
}

impl Inner {
    /// Has something done at a time, in ticks.
    pub(super) fn at(self: &Rc<Self>, due: Millis, timer: Timer) {
        self.timers.borrow_mut().queue.push(Reverse((due, timer)));
        self.arm();
    }

    fn arm(self: &Rc<Self>) {
        let ticks = self.runtime.ticks();
        let mut timers = self.timers.borrow_mut();
        let Some(Reverse((due, _))) = timers.queue.peek().copied() else { return };
        if timers.sleeps.first().is_some_and(|first| *first <= due) {
            return;
        }
        timers.sleeps.insert(due);
        drop(timers);
        let sleep = self.runtime.sleep(due.saturating_sub(ticks));
        let inner = Rc::downgrade(self);
        self.runtime.spawn(Box::pin(async move {
            sleep.await;
            if let Some(inner) = inner.upgrade() {
                inner.fire(due);
            }
        }));
    }

    /// Does what is due when a sleep has ended.
    fn fire(self: &Rc<Self>, until: Millis) {
        self.timers.borrow_mut().sleeps.remove(&until);
        // A timer of the runtime's may end a little early.
        let now = self.runtime.ticks().max(until);
        let mut due = Vec::new();
        {
            let mut timers = self.timers.borrow_mut();
            while let Some(Reverse((at, timer))) = timers.queue.peek().copied() {
                if at > now {
                    break;
                }
                timers.queue.pop();
                due.push(timer);
            }
        }
        self.batch(|| {
            for timer in due {
                self.ring(timer);
            }
        });
        self.arm();
    }

    fn ring(self: &Rc<Self>, timer: Timer) {
        match timer {
            Timer::Attempt(id, run, failures) => {
                if let Some(entry) = self.entry(id) {
                    self.step(&entry, crate::machine::Event::Due { run, failures });
                }
            }
            Timer::Collect(id) => self.collect(id),
            Timer::Poll(id, number) => self.polled(id, number),
        }
    }
}
