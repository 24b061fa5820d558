//! Which of two answers is newer, and whether one that is offered may be taken. Pure.

use std::cmp::Ordering;

use super::message::{Sent, TabId};
use crate::{
    Millis,
    client::{age, rank},
};

/// What orders the answers to a query. The time of an answer is the wall clock's, which all tabs of a device share; two of one
/// millisecond are ordered by who found them, so that all tabs end with the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) at: Millis,
    pub(super) writer: TabId,
    pub(super) revision: u64,
}

impl Version {
    pub(super) fn new(at: Millis, stamp: Sent) -> Self {
        Self { at, writer: stamp.writer, revision: stamp.revision }
    }

    fn is_newer_than(self, other: Self, now: Millis) -> bool {
        match rank(self.at, now).cmp(&rank(other.at, now)) {
            Ordering::Greater => true,
            Ordering::Less => false,
            // Restored from the device by one and fetched by the other: it is the same answer.
            Ordering::Equal if self.writer == TabId::default() || other.writer == TabId::default() => false,
            Ordering::Equal => (self.writer, self.revision) > (other.writer, other.revision),
        }
    }
}

/// What a tab knows of a query when an answer to it is offered.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Here {
    /// The answer here.
    pub(super) version: Option<Version>,
    /// Whether that still counts.
    pub(super) is_valid: bool,
    /// When the run here began, if one is under way.
    pub(super) running_since: Option<Millis>,
    /// When the query was last said to be out of date.
    pub(super) outdated: Option<Millis>,
    /// When records last changed, as far as this tab knows.
    pub(super) touched: Millis,
    pub(super) now: Millis,
}

/// Whether an answer with that version, asked for at that time, is better than what is here.
pub(super) fn accepts(version: Version, asked: Millis, here: &Here) -> bool {
    let asked = asked.min(version.at);
    // From a clock that was set back since, or from somebody who pretends: it would stay for ever.
    let is_believable = age(version.at, here.now) != Millis::MAX;
    // It may be from before a change, and its tab may not know that yet. A change that did not meet the older answer here
    // does not matter to a newer one.
    let touched = if here.is_valid { 0 } else { here.touched };
    let knows_of_changes = asked >= touched.max(here.outdated.unwrap_or(0));
    // What is under way here will be newer, and would be given up.
    let is_worth_it = here.running_since.is_none_or(|since| asked >= since);
    let is_newer = here.version.is_none_or(|known| version.is_newer_than(known, here.now));
    is_believable && knows_of_changes && is_worth_it && is_newer
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = 1_000_000;

    fn version(at: Millis, writer: u64, revision: u64) -> Version {
        Version { at, writer: TabId(writer), revision }
    }

    #[test]
    fn newer_answers_win_and_ties_end_the_same_everywhere() {
        let cases = [
            (version(9, 1, 1), version(8, 2, 2), true),
            (version(8, 2, 2), version(9, 1, 1), false),
            (version(8, 2, 1), version(8, 1, 2), true),
            (version(8, 1, 2), version(8, 2, 1), false),
            (version(8, 1, 2), version(8, 1, 1), true),
            (version(8, 1, 1), version(8, 1, 1), false),
            (version(8, 2, 0), version(8, 0, 0), false),
            (version(8, 0, 0), version(8, 2, 0), false),
            // The clock was set back by more than a minute: the one from the future is not the newer one.
            (version(8, 1, 1), version(NOW + 60_001, 1, 2), true),
            (version(NOW + 10, 1, 2), version(NOW, 1, 1), true),
        ];
        for (a, b, expected) in cases {
            assert_eq!(a.is_newer_than(b, NOW), expected, "{a:?} over {b:?}");
        }
    }

    #[test]
    fn what_may_be_from_before_a_change_is_refused() {
        let none = Here { now: NOW, ..Here::default() };
        let cases = [
            ("nothing is known", none, true),
            ("an older answer is here", Here { version: Some(version(400, 2, 1)), ..none }, true),
            ("a newer one", Here { version: Some(version(600, 2, 1)), ..none }, false),
            ("a change before it was asked for", Here { touched: 450, ..none }, true),
            ("a change since", Here { touched: 451, ..none }, false),
            ("a change since that met", Here { touched: 451, version: Some(version(400, 2, 1)), ..none }, false),
            (
                "a change since that did not",
                Here { touched: 451, version: Some(version(400, 2, 1)), is_valid: true, ..none },
                true,
            ),
            ("outdated in that moment", Here { outdated: Some(450), ..none }, true),
            ("outdated since", Here { outdated: Some(451), ..none }, false),
            ("asked for here before that", Here { running_since: Some(449), ..none }, true),
            ("asked for here since", Here { running_since: Some(451), ..none }, false),
        ];
        for (name, here, expected) in cases {
            assert_eq!(accepts(version(500, 1, 1), 450, &here), expected, "{name}");
        }
        assert!(!accepts(version(NOW + 60_001, 1, 1), 450, &none), "from the future");
        let touched = Here { touched: 501, ..none };
        assert!(!accepts(version(500, 1, 1), 900, &touched), "nothing is asked for after it was answered");
    }
}
