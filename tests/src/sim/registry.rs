//! What the simulation itself knows of every operation, apart from anything the code under test says.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::{
    authority::{Rejection, references},
    id::{Epoch, OpId, PersonId, RecordId, ScopeId},
    operation::{Action, ClientSeq, Edit, Operation},
    record::Seq,
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
    /// The version of the record that its author had before them, and of which history.
    pub seen: (Option<Epoch>, Seq),
    /// Whether its author was told that it is stored.
    pub saved: bool,
    /// How many edits had been stored when it was, itself among them.
    pub stored: u64,
    /// The row it was stored in; the last there can be while it is not stored.
    pub row: ClientSeq,
    /// The operation it repeats under a fresh id; itself if it is the first.
    pub root: OpId,
    /// The operation that says all it says, where it was stored within another that had not been sent.
    pub within: Option<OpId>,
    /// Whether it takes another edit back, or does it again.
    pub undoing: bool,
}

/// Everything known.
#[derive(Default)]
pub struct Registry {
    /// Every operation ever made by a person.
    pub ops: BTreeMap<OpId, Known>,
    /// Every operation that the server accepted, as it was sent.
    pub pushed: BTreeMap<OpId, Operation>,
    /// Every refusal the server ever gave.
    pub refused: BTreeMap<OpId, Vec<Rejection>>,
    /// What was not there when the server did not find what an operation needs.
    pub lacked: BTreeMap<OpId, BTreeSet<RecordId>>,
    /// Operations (by their first ids) that their author began to discard.
    pub discarded: BTreeSet<OpId>,
    /// Operations that their author took out of the outbox before they were sent.
    pub withdrawn: BTreeSet<OpId>,
    /// How many withdrawals are under way in a scope of a profile, or ended nobody knows how.
    doubted: BTreeMap<(usize, ScopeId), usize>,
    /// Operations (by their first ids) that their author began to retry, or brought back.
    pub retried: BTreeSet<OpId>,
    /// Those of them that were brought back.
    pub returned: BTreeSet<OpId>,
    /// Operations whose rows were damaged on disk: they are to be kept as they are, but nobody can send them.
    pub damaged: BTreeSet<OpId>,
    /// Records that someone asked to delete.
    pub deleted: BTreeSet<RecordId>,
    /// Records that may never be made: their create found no room on its device, or was discarded.
    pub unmade: BTreeSet<RecordId>,
    /// Every record anyone asked to make.
    pub created: BTreeMap<RecordId, ScopeId>,
    /// Who lost which scope at any time.
    pub revoked: BTreeSet<(PersonId, ScopeId)>,
    /// Records one of whose increments was taken back.
    pub recounted: BTreeSet<RecordId>,
    /// How many operations had been made when a profile's storage was wiped last.
    pub wiped: BTreeMap<usize, u64>,
    /// How many stored values of a profile were damaged.
    pub blotted: BTreeMap<usize, usize>,
    /// Profiles that made room by forgetting what they had kept in case the server forgets.
    pub evicted: BTreeSet<usize>,
    /// Texts that a newer build left in a profile's outbox.
    pub foreign: Vec<(usize, String)>,
    /// How many edits were stored so far.
    pub stored: u64,
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

    /// A person begins to discard a dead letter, or to offer it again under a fresh id.
    pub fn repaired(&mut self, op: OpId, fresh: Option<OpId>) {
        let root = self.root(op);
        // What was stored within it shares its fate, also where somebody began to retry it before and was cut off.
        let is_within = |other: &OpId| {
            let holder = self.holder(*other);
            holder == op || self.root(*other) != root && self.root(holder) == root
        };
        let known: Vec<OpId> = self.ops.keys().copied().filter(is_within).collect();
        let roots = known.iter().map(|other| self.root(*other)).chain([root]).collect::<Vec<_>>();
        match fresh {
            Some(fresh) => {
                if let Some(known) = self.ops.get(&op).cloned() {
                    self.ops.insert(fresh, Known { within: None, ..known });
                }
                for other in known.iter().filter(|other| **other != op) {
                    if let Some(known) = self.ops.get_mut(other) {
                        known.within = Some(fresh);
                    }
                }
                self.retried.extend(roots);
            }
            None => {
                let ids = self.made_by(&known);
                self.unmade.extend(ids);
                self.discarded.extend(roots);
            }
        }
    }

    /// A person begins to offer a dead letter again that may have been done: as the operation it is, but under the fresh id where
    /// its answer comes before that is stored.
    pub fn repeated(&mut self, op: OpId, fresh: OpId) {
        self.repaired(op, Some(op));
        if let Some(known) = self.ops.get(&op).cloned() {
            self.ops.insert(fresh, known);
        }
    }

    /// The records that some operations make.
    fn made_by(&self, ops: &[OpId]) -> Vec<RecordId> {
        let edits = ops.iter().filter_map(|op| self.ops.get(op)).map(|known| &known.edit);
        edits.filter(|edit| matches!(edit.action, Action::Create(_))).map(|edit| edit.id).collect()
    }

    /// Something that waits in a scope of a profile is about to be taken out of the outbox, with what builds on it.
    pub fn doubt(&mut self, profile: usize, scope: ScopeId) {
        *self.doubted.entry((profile, scope)).or_default() += 1;
    }

    /// What became of that is known.
    pub fn is_clear(&mut self, profile: usize, scope: ScopeId) {
        let doubts = self.doubted.entry((profile, scope)).or_default();
        *doubts = doubts.saturating_sub(1);
    }

    /// Operations were taken out of the outbox for good.
    pub fn withdrawn(&mut self, gone: &[OpId]) {
        self.withdrawn.extend(gone);
        for op in gone {
            self.repaired(*op, None);
        }
    }

    /// Operations were taken out, and are about to be brought back: in between, others may have overtaken them.
    pub fn brought_back(&mut self, gone: &[OpId]) {
        let ids = self.made_by(gone);
        self.unmade.extend(ids);
        let roots: Vec<OpId> =
            self.ops.keys().filter(|op| gone.contains(&self.holder(**op))).map(|op| self.root(*op)).collect();
        self.returned.extend(&roots);
        self.retried.extend(roots);
    }

    /// What rows of a profile had undone in scopes whose person was put out: it is not kept with what else was taken out, and may have
    /// gone before anybody looked.
    pub fn undone_of_the_put_out(&self, profile: usize, rows: &[ClientSeq]) -> Vec<OpId> {
        let is_such = |known: &Known| {
            let is_there =
                known.saved && known.profile == profile && rows.contains(&known.row) && !self.is_wiped(known);
            is_there && known.undoing && self.revoked.contains(&(known.person, known.edit.scope))
        };
        self.ops.iter().filter(|(_, known)| is_such(known)).map(|(op, _)| *op).collect()
    }

    /// The row of a profile that an edit of a record was stored in, and the operation it became a part of, by what was stored
    /// there before.
    pub fn placed(&self, profile: usize, record: RecordId, rows: &[ClientSeq]) -> (ClientSeq, Option<OpId>) {
        let mut found = rows.iter().filter_map(|seq| {
            let is_there =
                |known: &Known| known.saved && known.profile == profile && known.row == *seq && known.edit.id == record;
            let there = self.ops.iter().filter(|(_, known)| is_there(known) && !self.is_wiped(known));
            there.max_by_key(|(_, known)| known.made).map(|(op, _)| (*seq, Some(self.holder(*op))))
        });
        found.next().unwrap_or_default()
    }

    /// Whether the author of an operation has given it up, or may have.
    pub fn is_given_up(&self, op: OpId) -> bool {
        self.is_discarded(op) || self.ops.get(&op).is_some_and(|known| self.is_doubted(known))
    }

    /// Whether the author of an operation began to discard it, or has withdrawn it.
    pub fn is_discarded(&self, op: OpId) -> bool {
        let roots = [self.root(op), self.root(self.holder(op))];
        roots.iter().any(|root| self.discarded.contains(root))
    }

    /// Whether something was being withdrawn that an operation may be a part of, and nobody knows what came of it.
    pub fn is_doubted(&self, known: &Known) -> bool {
        self.doubted.get(&(known.profile, known.edit.scope)).is_some_and(|doubts| *doubts > 0)
    }

    /// The first id of an operation.
    pub fn root(&self, op: OpId) -> OpId {
        self.ops.get(&op).map_or(op, |known| known.root)
    }

    /// The operation whose row holds what an operation says: itself, or the one it was stored within.
    pub fn holder(&self, op: OpId) -> OpId {
        let mut at = op;
        while let Some(within) = self.ops.get(&at).and_then(|known| known.within) {
            at = within;
        }
        at
    }

    /// How many stored values of a profile were damaged.
    pub fn blots(&self, profile: usize) -> usize {
        self.blotted.get(&profile).copied().unwrap_or_default()
    }

    /// Whether a profile's storage was ever wiped or damaged.
    pub fn is_troubled(&self, profile: usize) -> bool {
        self.wiped.contains_key(&profile) || self.blotted.contains_key(&profile)
    }

    /// Whether everything a profile had stored up to an operation was wiped.
    pub fn is_wiped(&self, known: &Known) -> bool {
        self.wiped.get(&known.profile).is_some_and(|made| known.made < *made)
    }
}

/// How often an increment was counted in a total.
pub fn digit(total: i64, digit: u32) -> i64 {
    (total >> (2 * digit)) & 3
}

/// What must be there for an operation to be done, if it does not make it.
pub fn needed(op: &Operation) -> impl Iterator<Item = RecordId> {
    references(op).into_iter().map(|(_, id)| id).chain([op.id, RecordId::from(op.scope)])
}
