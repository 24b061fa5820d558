//! The counts of runs: what was done, what struck, and which faults struck in the same run.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{
    faults::Fault,
    trace::{Fnv, Trace},
};

const FAULTS: usize = Fault::ALL.len();

/// The most pairs named in a report.
const MOST_NAMED: usize = 12;

/// The counts.
pub struct Tally {
    /// Runs.
    pub runs: u64,
    /// Steps.
    pub steps: u64,
    /// Operations made.
    pub operations: u64,
    hash: Fnv,
    actions: BTreeMap<&'static str, u64>,
    faults: [u64; FAULTS],
    /// In how many runs both of a pair struck, by their numbers, the smaller first.
    pairs: Vec<u64>,
}

impl Default for Tally {
    fn default() -> Self {
        let (actions, faults, pairs) = (BTreeMap::new(), [0; FAULTS], vec![0; FAULTS * FAULTS]);
        Self { runs: 0, steps: 0, operations: 0, hash: Fnv::default(), actions, faults, pairs }
    }
}

impl Tally {
    /// Of one run.
    pub fn of(trace: &Trace, steps: u64) -> Self {
        let mut tally = Self { runs: 1, steps, operations: trace.operations, ..Self::default() };
        tally.hash.bytes(&trace.hash().to_le_bytes());
        tally.actions.clone_from(&trace.actions);
        tally.faults = trace.faults;
        for first in 0..FAULTS {
            for second in first + 1..FAULTS {
                tally.pairs[first * FAULTS + second] = u64::from(trace.faults[first] > 0 && trace.faults[second] > 0);
            }
        }
        tally
    }

    /// Adds another's counts.
    pub fn add(&mut self, other: &Self) {
        self.runs += other.runs;
        self.steps += other.steps;
        self.operations += other.operations;
        self.hash.bytes(&other.hash.0.to_le_bytes());
        for (name, count) in &other.actions {
            *self.actions.entry(name).or_default() += count;
        }
        for (sum, count) in
            self.faults.iter_mut().zip(other.faults).chain(self.pairs.iter_mut().zip(other.pairs.iter().copied()))
        {
            *sum += count;
        }
    }

    /// The hash of every line of every run.
    pub fn hash(&self) -> u64 {
        self.hash.0
    }

    /// How often any fault struck.
    pub fn struck(&self) -> u64 {
        self.faults.iter().sum()
    }

    /// The counts in words.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (name, count) in &self.actions {
            let _ = writeln!(text, "action {name:<28} {count:>9}");
        }
        for fault in Fault::ALL {
            let _ = writeln!(text, "fault  {:<28} {:>9}", fault.name(), self.faults[fault.index()]);
        }
        self.write_pairs(&mut text);
        let _ = writeln!(text, "trace  {:016x}", self.hash.0);
        text
    }

    fn write_pairs(&self, text: &mut String) {
        let named = |index: usize| (Fault::ALL[index / FAULTS].name(), Fault::ALL[index % FAULTS].name());
        let of = (0..FAULTS * FAULTS).filter(|index| index / FAULTS < index % FAULTS);
        let (met, never): (Vec<usize>, Vec<usize>) = of.partition(|index| self.pairs[*index] > 0);
        let fewest = met.iter().copied().min_by_key(|index| self.pairs[*index]);
        let _ = writeln!(text, "pairs  {} of {} pairs of faults struck in one run", met.len(), met.len() + never.len());
        if let Some(index) = fewest {
            let ((a, b), runs) = (named(index), self.pairs[index]);
            let _ = writeln!(text, "pairs  fewest: {a} with {b}, in {runs} runs");
        }
        for index in never.iter().take(MOST_NAMED) {
            let (a, b) = named(*index);
            let _ = writeln!(text, "pairs  never: {a} with {b}");
        }
        if never.len() > MOST_NAMED {
            let _ = writeln!(text, "pairs  never: {} more", never.len() - MOST_NAMED);
        }
    }
}
