//! What the cache promises, written as plainly as can be and without regard to how the cache does it: a struct for each
//! query, and a function for everything that can happen to it.

mod asking;
mod doing;
mod surroundings;

use std::collections::BTreeMap;

use holdfast_query::{Cause, Millis};

/// The policy of all queries here.
pub(crate) const STALE: Millis = 1_000;
pub(crate) const KEEP: Millis = 5_000;
pub(crate) const LIMIT: u32 = 2;
/// The first wait; chance is switched off, so each is half of its span.
pub(crate) const FIRST: Millis = 1_000;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    Nothing,
    /// An attempt; `dirty` if something changed since it began.
    Asking {
        dirty: bool,
    },
    Waiting {
        due: Millis,
    },
    Offline,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    pub(crate) value: u64,
    pub(crate) at: i64,
    pub(crate) invalid: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Looker {
    pub(crate) enabled: bool,
    pub(crate) stale: Millis,
    pub(crate) poll: Option<Millis>,
    /// Whether it polls while the window is hidden.
    pub(crate) hidden: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Answer(u64),
    Failed,
    Cancelled,
}

/// Somebody who waits: whether the attempt under way may be from before what they know of, and how it ended for them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiter {
    pub(crate) query: usize,
    pub(crate) needs_next: bool,
    pub(crate) end: Option<End>,
}

#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) exists: bool,
    pub(crate) held: Option<Held>,
    pub(crate) failed: bool,
    pub(crate) doing: Doing,
    pub(crate) failures: u32,
    pub(crate) cause: Cause,
    pub(crate) again: Option<Cause>,
    pub(crate) unseen: bool,
    pub(crate) poll_due: Option<Millis>,
    /// Since when nobody looks at it.
    pub(crate) idle_since: Millis,
    /// Until when something kept it.
    pub(crate) busy_until: Millis,
}

impl Question {
    fn new() -> Self {
        Self {
            exists: false,
            held: None,
            failed: false,
            doing: Doing::Nothing,
            failures: 0,
            cause: Cause::Call,
            again: None,
            unseen: false,
            poll_due: None,
            idle_since: 0,
            busy_until: 0,
        }
    }
}

/// Counts, as the figures should be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) hits: u64,
    pub(crate) misses: u64,
    pub(crate) stale_hits: u64,
    pub(crate) dedupes: u64,
    pub(crate) runs: [u64; 6],
    pub(crate) failures: u64,
}

pub(crate) struct Reference {
    pub(crate) questions: Vec<Question>,
    pub(crate) lookers: BTreeMap<u32, (usize, Looker)>,
    pub(crate) waiters: BTreeMap<u32, Waiter>,
    pub(crate) counts: Counts,
    pub(crate) online: bool,
    pub(crate) visible: bool,
    pub(crate) ticks: Millis,
    pub(crate) jumped: i64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Nothing,
    Stale,
    Fresh,
}

impl Reference {
    pub(crate) fn new(questions: usize) -> Self {
        Self {
            questions: vec![Question::new(); questions],
            lookers: BTreeMap::new(),
            waiters: BTreeMap::new(),
            counts: Counts::default(),
            online: true,
            visible: true,
            ticks: 0,
            jumped: 0,
        }
    }

    pub(crate) fn now(&self) -> i64 {
        i64::try_from(self.ticks).expect("a test is short") + self.jumped
    }

    fn lookers_of(&self, at: usize) -> impl Iterator<Item = &Looker> {
        self.lookers.values().filter(move |(query, _)| *query == at).map(|(_, looker)| looker)
    }

    pub(crate) fn is_looked_at(&self, at: usize) -> bool {
        self.lookers_of(at).next().is_some()
    }

    fn is_awaited(&self, at: usize) -> bool {
        self.waiters.values().any(|waiter| waiter.query == at && waiter.end.is_none())
    }

    fn is_wanted(&self, at: usize) -> bool {
        self.questions[at].unseen || self.is_looked_at(at) || self.is_awaited(at)
    }

    fn is_busy(&self, at: usize) -> bool {
        self.questions[at].doing != Doing::Nothing
    }

    pub(crate) fn is_stale(&self, at: usize, limit: Millis) -> bool {
        self.questions[at].held.is_none_or(|held| {
            let age = self.now() - held.at;
            held.invalid || age < -60_000 || age.max(0) >= i64::try_from(limit).expect("a limit is short")
        })
    }

    fn found(&self, at: usize, limit: Millis) -> Found {
        match (self.questions[at].held.is_some(), self.is_stale(at, limit)) {
            (false, _) => Found::Nothing,
            (true, true) => Found::Stale,
            (true, false) => Found::Fresh,
        }
    }

    fn count(&mut self, found: Found, at: usize) {
        match found {
            Found::Nothing => self.counts.misses += 1,
            Found::Stale => self.counts.stale_hits += 1,
            Found::Fresh => self.counts.hits += 1,
        }
        self.counts.dedupes += u64::from(found != Found::Fresh && self.is_busy(at));
    }

    fn come_to_be(&mut self, at: usize) {
        if !self.questions[at].exists {
            self.questions[at] = Question { exists: true, ..Question::new() };
            self.used(at);
        }
    }

    fn used(&mut self, at: usize) {
        self.questions[at].idle_since = self.ticks;
    }
}
