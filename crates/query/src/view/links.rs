//! Which row depends on which foreign record, and the other way round.

use std::{collections::BTreeSet, hash::Hash};

use rustc_hash::FxHashMap;

/// At most one foreign record a row. Dependents come in the order of their ids, so that the same changes always have the
/// same outcomes.
#[derive(Clone, Debug)]
pub(super) struct Links<I, F> {
    foreign: FxHashMap<I, F>,
    dependents: FxHashMap<F, BTreeSet<I>>,
}

impl<I: Copy + Eq + Ord + Hash, F: Copy + Eq + Hash> Links<I, F> {
    pub(super) fn new() -> Self {
        Self { foreign: FxHashMap::default(), dependents: FxHashMap::default() }
    }

    /// The rows that depend on a foreign record.
    pub(super) fn dependents(&self, foreign: F) -> impl Iterator<Item = I> {
        self.dependents.get(&foreign).into_iter().flatten().copied()
    }

    /// A row depends on this record and on no other.
    pub(super) fn set(&mut self, row: I, foreign: Option<F>) {
        let before = match foreign {
            Some(foreign) => self.foreign.insert(row, foreign),
            None => self.foreign.remove(&row),
        };
        if before == foreign {
            return;
        }
        if let Some(before) = before
            && let Some(rows) = self.dependents.get_mut(&before)
        {
            rows.remove(&row);
            if rows.is_empty() {
                self.dependents.remove(&before);
            }
        }
        if let Some(foreign) = foreign {
            self.dependents.entry(foreign).or_default().insert(row);
        }
    }
}
