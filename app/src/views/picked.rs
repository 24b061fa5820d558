//! Which tasks are selected.

use std::collections::BTreeSet;

use holdfast_core::id::RecordId;

/// The most tasks of a selection that is kept.
const MOST: usize = 500;

/// A selection. It remembers where a run of tasks began, so that the run can grow and shrink.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picked {
    ids: BTreeSet<RecordId>,
    /// What was selected before the run.
    before: BTreeSet<RecordId>,
    /// Where the run began.
    from: Option<RecordId>,
}

impl Picked {
    /// All of these.
    pub fn all(ids: impl Iterator<Item = RecordId>) -> Self {
        Self { ids: ids.collect(), ..Self::default() }
    }

    /// One more, or one less; a run may begin there.
    #[must_use]
    pub fn toggled(mut self, id: RecordId) -> Self {
        if !self.ids.remove(&id) {
            self.ids.insert(id);
        }
        Self { before: self.ids.clone(), from: Some(id), ids: self.ids }
    }

    /// The same, with a new run to begin where the one there was began at a task that is not there any more.
    #[must_use]
    pub fn from_among(self, is_there: impl FnOnce(RecordId) -> bool) -> Self {
        Self { from: self.from.filter(|from| is_there(*from)), ..self }
    }

    /// With a run from where it began to another task, in place of the run there was. `between` gives all from the one to the
    /// other.
    #[must_use]
    pub fn run(self, start: RecordId, between: impl FnOnce(RecordId) -> Vec<RecordId>) -> Self {
        let from = self.from.unwrap_or(start);
        let before = if self.from.is_some() { self.before } else { self.ids };
        let ids = before.iter().copied().chain(between(from)).collect();
        Self { ids, before, from: Some(from) }
    }

    /// Whether a task is selected.
    pub fn has(&self, id: RecordId) -> bool {
        self.ids.contains(&id)
    }

    /// The tasks, in the order in which they were made.
    pub fn ids(&self) -> impl Iterator<Item = RecordId> {
        self.ids.iter().copied()
    }

    /// What was selected, from what was kept of it; what cannot be read is passed over.
    pub fn read(text: &str) -> Self {
        Self::all(text.split(' ').filter_map(|id| id.parse().ok()))
    }

    /// What to keep of it: nothing of a selection that is larger than the browser keeps with an address.
    pub fn text(&self) -> String {
        if self.ids.len() > MOST {
            return String::new();
        }
        self.ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    /// Whether none is selected.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::commands::testing;

    fn id(number: u8) -> RecordId {
        testing::id::<()>(number).record()
    }

    fn run(picked: Picked, start: u8, to: u8) -> Picked {
        picked.run(id(start), |from| {
            (1..9).map(id).filter(|one| (from.min(id(to))..=from.max(id(to))).contains(one)).collect()
        })
    }

    fn check(picked: &Picked, wanted: &[u8]) {
        assert_eq!(picked.ids().collect::<Vec<_>>(), wanted.iter().map(|one| id(*one)).collect::<Vec<_>>());
    }

    #[test]
    fn a_run_grows_shrinks_and_turns_around_where_it_began() {
        let picked = Picked::default().toggled(id(1)).toggled(id(4));
        check(&picked, &[1, 4]);
        let picked = run(picked, 4, 6);
        check(&picked, &[1, 4, 5, 6]);
        let picked = run(picked, 4, 5);
        check(&picked, &[1, 4, 5]);
        let picked = run(picked, 4, 3);
        check(&picked, &[1, 3, 4]);
        check(&picked.toggled(id(3)), &[1, 4]);
    }

    #[test]
    fn a_run_whose_beginning_has_gone_begins_anew() {
        let picked = Picked::default().toggled(id(1)).from_among(|_| false);
        check(&run(picked, 4, 5), &[1, 4, 5]);
        let picked = Picked::default().toggled(id(3)).from_among(|_| true);
        check(&run(picked, 4, 5), &[3, 4, 5]);
    }

    #[test]
    fn what_is_kept_of_a_selection_is_selected_again_unless_it_is_large() {
        let picked = Picked::default().toggled(id(2)).toggled(id(5));
        check(&Picked::read(&picked.text()), &[2, 5]);
        check(&Picked::read(&format!("x  {}", id(3))), &[3]);
        assert!(Picked::read("").is_empty());
        let many = |all: usize| {
            let ids = (0..all).map(|number| format!("00000000-0000-7000-8000-{number:012x}"));
            Picked::all(ids.map(|id| id.parse().unwrap()))
        };
        assert_eq!(Picked::read(&many(MOST).text()).ids.len(), MOST);
        assert_eq!(many(MOST + 1).text(), "");
    }

    #[test]
    fn a_run_that_nobody_began_begins_where_the_focus_is() {
        check(&run(Picked::default(), 2, 3), &[2, 3]);
        check(&run(Picked::all([id(7)].into_iter()), 2, 3), &[2, 3, 7]);
    }
}
