//! Of which tasks a person is reminded.

use crate::t::{self, Words};

/// Of which tasks to remind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Which {
    /// Those that are the person's own work.
    #[default]
    Mine,
    /// All that are due at some time.
    All,
    /// None.
    Nothing,
}

impl Which {
    /// All, each with its name where it is kept, and what people read.
    pub(crate) const ALL: [(Self, &str, Words); 3] = [
        (Self::Mine, "mine", t::remind_mine),
        (Self::All, "all", t::remind_all),
        (Self::Nothing, "nothing", t::remind_nothing),
    ];

    /// The one of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(which, ..)| *which)
    }
}
