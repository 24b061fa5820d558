//! Which queries were said to be out of date, and when.

use std::collections::BTreeMap;

use super::message::Address;
use crate::Millis;

/// How many are remembered.
const REMEMBERED: usize = 500;

/// The latest time for each query.
#[derive(Debug, Default)]
pub(super) struct Outdated(BTreeMap<Address, Millis>);

impl Outdated {
    pub(super) fn at(&self, query: &Address) -> Option<Millis> {
        self.0.get(query).copied()
    }

    /// Notes it; whether that is news. Where there are too many, the one longest ago is forgotten.
    pub(super) fn note(&mut self, query: &Address, at: Millis) -> bool {
        if self.at(query).is_some_and(|known| known >= at) {
            return false;
        }
        self.0.insert(query.clone(), at);
        if self.0.len() > REMEMBERED {
            let oldest = self.0.iter().min_by_key(|(_, at)| **at).map(|(query, _)| query.clone());
            oldest.map(|query| self.0.remove(&query));
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_counts_and_the_oldest_is_forgotten() {
        let query = |number: usize| Address { name: "a".into(), query: number.to_string() };
        let mut outdated = Outdated::default();
        assert_eq!([5, 5, 4, 6].map(|at| outdated.note(&query(0), at)), [true, false, false, true]);
        for number in 1..=REMEMBERED {
            outdated.note(&query(number), 10);
        }
        assert_eq!((outdated.0.len(), outdated.at(&query(0)), outdated.at(&query(1))), (REMEMBERED, None, Some(10)));
    }
}
