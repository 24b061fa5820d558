//! When to remind of what, in order, so that the next moment is found without looking at every task.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::id::RecordId;

/// The tasks, each with its moment in milliseconds since the Unix epoch.
#[derive(Debug, Default)]
pub(super) struct Moments {
    of: BTreeMap<RecordId, i64>,
    in_order: BTreeSet<(i64, RecordId)>,
}

impl Moments {
    /// Gives a task a moment, or none. Whether that is another than it had.
    pub(super) fn set(&mut self, task: RecordId, at: Option<i64>) -> bool {
        let before = match at {
            Some(at) => self.of.insert(task, at),
            None => self.of.remove(&task),
        };
        if before == at {
            return false;
        }
        if let Some(before) = before {
            self.in_order.remove(&(before, task));
        }
        self.in_order.extend(at.map(|at| (at, task)));
        true
    }

    /// The moment of a task.
    pub(super) fn of(&self, task: RecordId) -> Option<i64> {
        self.of.get(&task).copied()
    }

    /// All tasks that have one.
    pub(super) fn tasks(&self) -> impl Iterator<Item = RecordId> {
        self.of.keys().copied()
    }

    /// What has its moment after one and not after another, the earliest first.
    pub(super) fn between(&self, after: i64, until: i64) -> impl Iterator<Item = (RecordId, i64)> {
        // None where the end comes first, for which a range would panic.
        let start = (after.saturating_add(1).min(until), RecordId::new(0, [0; 10]));
        self.in_order
            .range(start..)
            .map(|(at, task)| (*task, *at))
            .take_while(move |(_, at)| *at <= until)
            .filter(move |(_, at)| *at > after)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn task(number: u8) -> RecordId {
        RecordId::new(0, [number; 10])
    }

    #[test]
    fn a_task_has_one_moment_and_is_found_by_it() {
        let mut moments = Moments::default();
        assert!(moments.set(task(1), Some(30)));
        assert!(moments.set(task(2), Some(10)));
        assert!(!moments.set(task(2), Some(10)), "that is what it had");
        assert!(moments.set(task(3), Some(20)));
        let found =
            |moments: &Moments, after, until| moments.between(after, until).map(|(task, _)| task).collect::<Vec<_>>();
        assert_eq!(found(&moments, 9, 30), [task(2), task(3), task(1)]);
        assert_eq!(found(&moments, 10, 29), [task(3)], "after the one, up to the other");
        assert_eq!(found(&moments, 30, 10), []);
        assert!(moments.set(task(3), Some(31)));
        assert!(moments.set(task(1), None));
        assert!(!moments.set(task(1), None));
        assert_eq!(found(&moments, i64::MIN, i64::MAX), [task(2), task(3)]);
        assert_eq!((moments.of(task(1)), moments.of(task(3))), (None, Some(31)));
    }
}
