//! What happened: a hash of every line, the last lines, and counts.

use std::collections::{BTreeMap, VecDeque};

const TAIL: usize = 120;

/// The record of one run.
pub struct Trace {
    hash: u64,
    tail: VecDeque<String>,
    /// How often each fault struck.
    pub faults: BTreeMap<&'static str, u64>,
    /// How often each action was done.
    pub actions: BTreeMap<&'static str, u64>,
    /// The operations made.
    pub operations: u64,
    /// The steps taken.
    pub steps: u64,
}

impl Default for Trace {
    fn default() -> Self {
        Self {
            hash: 0xcbf2_9ce4_8422_2325,
            tail: VecDeque::new(),
            faults: BTreeMap::new(),
            actions: BTreeMap::new(),
            operations: 0,
            steps: 0,
        }
    }
}

impl Trace {
    /// Writes a line.
    pub fn line(&mut self, line: String) {
        self.hash = fnv(self.hash, line.as_bytes());
        if self.tail.len() == TAIL {
            self.tail.pop_front();
        }
        self.tail.push_back(line);
    }

    /// Counts a fault.
    pub fn fault(&mut self, name: &'static str) {
        *self.faults.entry(name).or_default() += 1;
    }

    /// Counts an action.
    pub fn action(&mut self, name: &'static str) {
        *self.actions.entry(name).or_default() += 1;
    }

    /// The hash of every line so far.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// The last lines.
    pub fn tail(&self) -> Vec<String> {
        self.tail.iter().cloned().collect()
    }
}

/// FNV-1a, 64 bits, going on from `hash`: a fingerprint that no library's version changes.
pub fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().chain(b"\n").fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
