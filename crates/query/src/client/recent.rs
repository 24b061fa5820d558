//! The latest changes, while something is being fetched: an answer may name what nobody knew it would depend on, and that
//! may have changed after the server looked and before the answer came.

use std::collections::VecDeque;

use super::index::Place;
use crate::{Reads, Touch, reads::concerns};

/// How many changes are remembered. An answer that took longer than these is taken to be out of date.
const REMEMBERED: usize = 1_000;

/// A change, by hashes.
struct Recent {
    addresses: Vec<u64>,
    /// The fields that changed, where these are known to be all.
    fields: Option<Vec<u64>>,
}

/// The latest changes.
#[derive(Default)]
pub(super) struct Recents {
    told: u64,
    latest: VecDeque<Recent>,
}

impl Recents {
    /// How many changes have been told.
    pub(super) fn told(&self) -> u64 {
        self.told
    }

    /// Something changed.
    pub(super) fn remember(&mut self, touch: &Touch<'_>) {
        self.told += 1;
        if self.latest.len() == REMEMBERED {
            self.latest.pop_front();
        }
        self.latest.push_back(Recent { addresses: touch.addresses().collect(), fields: touch.changed_fields() });
    }

    /// Nothing is being fetched: what changed is of no concern to anything under way.
    pub(super) fn forget(&mut self) {
        self.latest.clear();
    }

    /// Whether something that is read now, and was not at the places before, has changed since so many changes had been told.
    pub(super) fn met(&self, since: u64, reads: &Reads, before: &[Place]) -> bool {
        let after = usize::try_from(self.told.saturating_sub(since)).unwrap_or(usize::MAX);
        if after == 0 {
            return false;
        }
        let mut learned =
            reads.iter().filter(|read| !before.contains(&Place::new(read.address(), read.fields.as_deref())));
        if after > self.latest.len() {
            return learned.next().is_some();
        }
        learned.any(|read| {
            let group = read.group_field();
            let mut later = self.latest.iter().skip(self.latest.len() - after);
            later.any(|recent| {
                let is_there = read.addresses().any(|address| recent.addresses.contains(&address));
                is_there && concerns(recent.fields.as_deref(), read.fields.as_deref(), group)
            })
        })
    }
}
