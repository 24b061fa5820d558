//! Whose turn it is in each scope.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::ActionId;

/// The calls of each scope that have not ended, in their order: the first has its turn.
#[derive(Default)]
pub(super) struct Lanes(FxHashMap<String, VecDeque<ActionId>>);

impl Lanes {
    /// A call joins the end. Whether it has its turn at once.
    pub(super) fn join(&mut self, scope: &str, id: ActionId) -> bool {
        match self.0.get_mut(scope) {
            Some(lane) => {
                lane.push_back(id);
                false
            }
            None => {
                self.0.insert(scope.to_owned(), VecDeque::from([id]));
                true
            }
        }
    }

    /// A call leaves, wherever it stands. Who has the turn now who did not have it before.
    pub(super) fn leave(&mut self, scope: &str, id: ActionId) -> Option<ActionId> {
        let lane = self.0.get_mut(scope)?;
        let place = lane.iter().position(|known| *known == id)?;
        lane.remove(place);
        let next = lane.front().copied();
        if next.is_none() {
            self.0.remove(scope);
        }
        next.filter(|_| place == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_has_its_turn_and_the_others_follow_in_order() {
        let [one, two, three, other] = [1, 2, 3, 4].map(ActionId);
        let mut lanes = Lanes::default();
        assert_eq!([one, two, three].map(|id| lanes.join("a", id)), [true, false, false]);
        assert!(lanes.join("b", other));
        assert_eq!(lanes.leave("a", two), None, "it had no turn to give on");
        assert_eq!(lanes.leave("a", one), Some(three));
        assert_eq!(lanes.leave("a", one), None, "it has left already");
        assert_eq!(lanes.leave("a", three), None);
        assert!(lanes.0.keys().eq(["b"]), "an empty scope costs nothing");
    }
}
