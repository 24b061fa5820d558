//! What is to be run: a seed, and what of its run is left out. A whole run is its seed; a shrunk one says what remains.

use std::collections::BTreeSet;

use super::{faults::Fault, planted::Planted, rng::Rng};

/// The part of a run's chance that draws its size; its steps draw from the parts 1, 2, ….
pub const SIZE: u64 = 0;
/// The part that draws the fault rates and who is there.
pub const CAST: u64 = u64::MAX;
/// The part that the time of healing draws from.
pub const HEALING: u64 = u64::MAX - 1;

/// What the server of a run keeps its data in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Store {
    /// Memory alone.
    #[default]
    Memory,
    /// The real SQLite database, beside memory: each must say what the other says.
    Sql,
}

/// One run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// All that happens in it.
    pub seed: u64,
    /// What the server stores in.
    pub store: Store,
    /// A bug put in on purpose.
    pub planted: Option<Planted>,
    /// The steps taken, by number.
    pub steps: BTreeSet<u64>,
    /// Faults that never strike.
    pub off: BTreeSet<Fault>,
    /// The most profiles.
    pub most_profiles: usize,
    /// The most tabs of a profile.
    pub most_tabs: usize,
}

impl Plan {
    /// The whole run of a seed.
    pub fn whole(seed: u64, store: Store, planted: Option<Planted>) -> Self {
        let last = 80 + Rng::of(seed, SIZE).below(81);
        let (steps, off) = ((1..=last).collect(), BTreeSet::new());
        Self { seed, store, planted, steps, off, most_profiles: 4, most_tabs: 3 }
    }
}
