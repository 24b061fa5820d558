//! What the simulation itself knows of every operation, apart from anything the code under test says.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::{
    id::{OpId, PersonId, RecordId, ScopeId},
    operation::Edit,
};

use super::executor::LifeId;

/// One operation.
#[derive(Clone)]
pub struct Known {
    /// Whose.
    pub person: PersonId,
    /// Which profile it was stored in.
    pub profile: usize,
    /// Which tab made it.
    pub life: LifeId,
    /// Its place among all that were made.
    pub made: u64,
    /// What it asks for.
    pub edit: Edit,
    /// Whether its author was told that it is stored.
    pub saved: bool,
    /// The operation it repeats under a fresh id; itself if it is the first.
    pub root: OpId,
}

/// Everything known.
#[derive(Default)]
pub struct Registry {
    /// Every operation ever made by a person.
    pub ops: BTreeMap<OpId, Known>,
    /// Operations (by their first ids) that their author began to discard.
    pub discarded: BTreeSet<OpId>,
    /// Operations (by their first ids) that their author began to retry.
    pub retried: BTreeSet<OpId>,
    /// Records that someone asked to delete.
    pub deleted: BTreeSet<RecordId>,
    /// Records that may never be made: their create found no room on its device, or was discarded.
    pub unmade: BTreeSet<RecordId>,
    /// Every record anyone asked to make.
    pub created: BTreeMap<RecordId, ScopeId>,
    /// Who lost which scope at any time.
    pub revoked: BTreeSet<(PersonId, ScopeId)>,
    digits: BTreeMap<RecordId, u32>,
    words: u64,
}

impl Registry {
    /// A word nobody has used.
    pub fn word(&mut self) -> String {
        self.words += 1;
        format!("word-{}", self.words)
    }

    /// The next power of four of a record's counter, while there is one: each increment is another, so that a total shows
    /// which were counted, and how often.
    pub fn next_digit(&mut self, record: RecordId) -> Option<u32> {
        let next = self.digits.entry(record).or_default();
        (*next < 30).then(|| {
            *next += 1;
            *next - 1
        })
    }

    /// The first id of an operation.
    pub fn root(&self, op: OpId) -> OpId {
        self.ops.get(&op).map_or(op, |known| known.root)
    }
}

/// How often an increment was counted in a total.
pub fn digit(total: i64, digit: u32) -> i64 {
    (total >> (2 * digit)) & 3
}
