//! An observer of a part of a view: whether what it shows may have changed since it last read.

use std::ops::Range;

use super::outcome::Outcome;

/// A part of a view that an observer shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interest<G> {
    /// Which ids stand at these indices of a group. For lists whose rows each observe their own record: a row that changes
    /// in place is none of the list's business.
    Ids {
        /// The group.
        group: G,
        /// The indices.
        indices: Range<usize>,
    },
    /// The rows at these indices of a group, with what is in them.
    Rows {
        /// The group.
        group: G,
        /// The indices.
        indices: Range<usize>,
    },
    /// How many rows a group has.
    Count {
        /// The group.
        group: G,
    },
    /// Which groups there are and how many rows each has.
    Groups,
}

impl<G: Ord> Interest<G> {
    /// Whether a change may have changed this part.
    pub fn is_touched_by(&self, outcome: &Outcome<G>) -> bool {
        match self {
            Self::Ids { group, indices } => outcome.reorders(group, indices),
            Self::Rows { group, indices } => outcome.touches(group, indices),
            Self::Count { group } => outcome.recounts(group),
            Self::Groups => outcome.recounts_any(),
        }
    }
}

/// Counts how often what an observer shows may have changed. Holds no rows: the observer reads the view again when
/// [`is_stale`](Self::is_stale) says so.
///
/// ```
/// use holdfast_query::view::{At, Interest, Outcome, Windowed};
///
/// let mut windowed = Windowed::new([Interest::Ids { group: (), indices: 0..50 }, Interest::Count { group: () }]);
/// windowed.read();
/// windowed.notice(&Outcome::Moved { from: At { group: (), index: 60 }, to: At { group: (), index: 90 } });
/// assert!(!windowed.is_stale());
/// windowed.notice(&Outcome::Entered(At { group: (), index: 60 }));
/// assert!(windowed.is_stale());
/// ```
#[derive(Clone, Debug)]
pub struct Windowed<G> {
    interests: Vec<Interest<G>>,
    version: u64,
    read: u64,
}

impl<G: Ord> Windowed<G> {
    /// An observer of these parts that has read nothing yet.
    pub fn new(interests: impl IntoIterator<Item = Interest<G>>) -> Self {
        Self { interests: interests.into_iter().collect(), version: 1, read: 0 }
    }

    /// What it shows.
    pub fn interests(&self) -> &[Interest<G>] {
        &self.interests
    }

    /// Shows other parts from now on, as when a list is scrolled. What it showed before counts as changed, unless it is the
    /// same.
    pub fn look_at(&mut self, interests: impl IntoIterator<Item = Interest<G>>) {
        let interests: Vec<_> = interests.into_iter().collect();
        if interests != self.interests {
            self.interests = interests;
            self.version += 1;
        }
    }

    /// Takes note of a change; whether it may have changed what is shown.
    pub fn notice(&mut self, outcome: &Outcome<G>) -> bool {
        let touched = self.interests.iter().any(|interest| interest.is_touched_by(outcome));
        self.version += u64::from(touched);
        touched
    }

    /// Grows whenever what is shown may have changed.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Whether what is shown may have changed since it was last read.
    pub fn is_stale(&self) -> bool {
        self.version != self.read
    }

    /// Says that the observer reads what it shows now; the version it reads.
    pub fn read(&mut self) -> u64 {
        self.read = self.version;
        self.version
    }
}
