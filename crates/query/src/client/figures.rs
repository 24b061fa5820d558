//! True counts of what the cache did.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use super::{EntryId, Inner, entry::AnyEntry};
use crate::{Cause, Fetch, Millis, Origin};

/// A run that takes longer, in milliseconds, is noticed as slow.
pub(crate) const SLOW: Millis = 1_000;

/// How many slow runs are remembered.
const REMEMBERED: usize = 32;

/// A number for each cause, in the order of [`Cause::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CauseCounts(pub [u64; Cause::ALL.len()]);

impl CauseCounts {
    /// That of a cause.
    pub fn of(self, cause: Cause) -> u64 {
        self.0[cause as usize]
    }

    /// All together.
    pub fn total(self) -> u64 {
        self.0.iter().sum()
    }

    fn add(&mut self, cause: Cause) {
        self.0[cause as usize] += 1;
    }
}

/// A run that took long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slow {
    /// The name of the query's type.
    pub name: &'static str,
    /// The query, with all that it asks for.
    pub key: String,
    /// How long, in milliseconds, repetitions included.
    pub took: Millis,
    /// When it ended, by the wall clock.
    pub at: Millis,
}

/// What the cache did so far, and what it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Somebody wanted an answer and a fresh one was there.
    pub hits: u64,
    /// There was none.
    pub misses: u64,
    /// There was one, and it was stale: it was shown, and fetched again.
    pub stale_hits: u64,
    /// Of those who wanted one, how many joined a run that was under way.
    pub dedupes: u64,
    /// Runs, by cause.
    pub runs: CauseCounts,
    /// Runs whose answer was the one that was there, by cause: what invalidation should not have caused.
    pub unchanged: CauseCounts,
    /// Runs that failed for good.
    pub failures: u64,
    /// Entries dropped for room.
    pub evicted: u64,
    /// Entries dropped because nobody had wanted them for long.
    pub collected: u64,
    /// Entries.
    pub entries: usize,
    /// Of these, observed.
    pub observed: usize,
    /// Of these, being fetched.
    pub fetching: usize,
    /// Of these, with an error.
    pub failing: usize,
    /// Of these, stale by their type's policy.
    pub stale: usize,
    /// The data's weight in bytes, as the types weigh it.
    pub bytes: usize,
    /// The latest slow runs, oldest first.
    pub slow: Vec<Slow>,
}

/// One entry, for developers.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryInfo {
    /// Which.
    pub id: EntryId,
    /// The name of its type.
    pub name: &'static str,
    /// Its key.
    pub key: String,
    /// What is being done for new data.
    pub fetch: Fetch,
    /// When the data was true, by the wall clock.
    pub updated_at: Option<Millis>,
    /// Where the data came from.
    pub origin: Option<Origin>,
    /// Whether it is stale by its type's policy.
    pub is_stale: bool,
    /// Whether something it depends on changed since.
    pub is_invalid: bool,
    /// The error of the last run, in words.
    pub error: Option<String>,
    /// The data as JSON, if the type is [registered](crate::Client::register).
    pub data: Option<String>,
    /// How many observe it.
    pub observers: usize,
    /// The data's weight in bytes.
    pub bytes: usize,
    /// Its runs, by cause.
    pub runs: CauseCounts,
    /// How long the last run took, in milliseconds.
    pub took: Option<Millis>,
    /// What it reads, in words.
    pub reads: Vec<String>,
}

#[derive(Default)]
pub(crate) struct Counters {
    figures: RefCell<Figures>,
    slow: RefCell<VecDeque<Slow>>,
}

/// What somebody who wanted an answer found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Fresh,
    Stale,
    Nothing,
}

impl Counters {
    pub(crate) fn wanted(&self, found: Found, joins: bool) {
        let mut figures = self.figures.borrow_mut();
        match found {
            Found::Fresh => figures.hits += 1,
            Found::Stale => figures.stale_hits += 1,
            Found::Nothing => figures.misses += 1,
        }
        figures.dedupes += u64::from(joins);
    }

    /// Somebody who wants a new answer, whatever is there, joins a run.
    pub(crate) fn joined(&self) {
        self.figures.borrow_mut().dedupes += 1;
    }

    pub(crate) fn ran(&self, cause: Cause) {
        self.figures.borrow_mut().runs.add(cause);
    }

    pub(crate) fn unchanged(&self, cause: Cause) {
        self.figures.borrow_mut().unchanged.add(cause);
    }

    pub(crate) fn failed(&self) {
        self.figures.borrow_mut().failures += 1;
    }

    pub(crate) fn evicted(&self) {
        self.figures.borrow_mut().evicted += 1;
    }

    pub(crate) fn collected(&self) {
        self.figures.borrow_mut().collected += 1;
    }

    pub(crate) fn slow(&self, slow: Slow) {
        let mut remembered = self.slow.borrow_mut();
        if remembered.len() == REMEMBERED {
            remembered.pop_front();
        }
        remembered.push_back(slow);
    }
}

impl Inner {
    pub(super) fn figures(&self) -> Figures {
        let now = self.runtime.now();
        let mut figures = self.counters.figures.borrow().clone();
        figures.slow = self.counters.slow.borrow().iter().cloned().collect();
        figures.bytes = self.bytes.get();
        figures.fetching = self.fetching.get();
        figures.failing = self.failing.get();
        for entry in self.entries.borrow().values() {
            let core = entry.core().borrow();
            figures.entries += 1;
            figures.observed += usize::from(!core.subscribers.is_empty());
            figures.stale += usize::from(core.is_stale(entry.policy().stale, now));
        }
        figures
    }

    pub(super) fn infos(&self) -> Vec<EntryInfo> {
        let now = self.runtime.now();
        let entries: Vec<Rc<dyn AnyEntry>> = self.entries.borrow().values().cloned().collect();
        let mut infos: Vec<EntryInfo> = entries.iter().map(|entry| self.info(entry, now)).collect();
        infos.sort_by(|a, b| a.key.cmp(&b.key).then(a.id.cmp(&b.id)));
        infos
    }

    pub(crate) fn info(&self, entry: &Rc<dyn AnyEntry>, now: Millis) -> EntryInfo {
        let (key, data, error) = (entry.key(), self.data_text(entry), entry.error_text());
        let reads = entry.reads().describe().collect();
        let core = entry.core().borrow();
        EntryInfo {
            id: entry.id(),
            name: entry.name(),
            key,
            fetch: core.machine.fetch(),
            updated_at: core.machine.held().map(|held| held.at),
            origin: core.origin(),
            is_stale: core.is_stale(entry.policy().stale, now),
            is_invalid: core.machine.held().is_some_and(|held| held.invalid),
            error,
            data,
            observers: core.subscribers.len(),
            bytes: core.bytes,
            runs: CauseCounts(core.runs.map(u64::from)),
            took: core.took,
            reads,
        }
    }
}
