//! What happened: a hash of every line, the lines themselves where someone will read them, and counts.

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
};

use super::faults::Fault;

/// Whether lines are kept. Most runs hold, and nobody reads theirs: writing them out would be most of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Only their hash.
    Hashed,
    /// As text too.
    Kept,
}

/// The record of one run.
pub struct Trace {
    hash: Fnv,
    lines: Option<Vec<String>>,
    /// How often each fault struck, by [`Fault::index`].
    pub faults: [u64; Fault::ALL.len()],
    /// How often each action was done.
    pub actions: BTreeMap<&'static str, u64>,
    /// The operations made.
    pub operations: u64,
}

impl Trace {
    /// An empty one.
    pub fn new(lines: Lines) -> Self {
        Self {
            hash: Fnv::default(),
            lines: (lines == Lines::Kept).then(Vec::new),
            faults: [0; Fault::ALL.len()],
            actions: BTreeMap::new(),
            operations: 0,
        }
    }

    /// Writes a line.
    pub fn line(&mut self, what: fmt::Arguments<'_>) {
        let written = match &mut self.lines {
            Some(lines) => {
                let line = what.to_string();
                let written = self.hash.write_str(&line);
                lines.push(line);
                written
            }
            None => self.hash.write_fmt(what),
        };
        written.and_then(|()| self.hash.write_char('\n')).expect("hashing never fails");
    }

    /// Counts a fault.
    pub fn fault(&mut self, fault: Fault) {
        self.faults[fault.index()] += 1;
    }

    /// Counts an action.
    pub fn action(&mut self, name: &'static str) {
        *self.actions.entry(name).or_default() += 1;
    }

    /// The hash of every line so far.
    pub fn hash(&self) -> u64 {
        self.hash.0
    }

    /// The lines, if they were kept.
    pub fn lines(&self) -> &[String] {
        self.lines.as_deref().unwrap_or_default()
    }
}

/// FNV-1a, 64 bits: a fingerprint that no library's version changes.
pub struct Fnv(pub u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Goes on with these bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    }
}

impl fmt::Write for Fnv {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.bytes(text.as_bytes());
        Ok(())
    }
}
