//! The outbox: one row per operation, from the moment it is stored until the effect that confirms it is applied. Pure: what
//! a row is, and which rows may be sent next.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::{
    Millis,
    authority::Rejection,
    id::{OpId, RecordId},
    operation::{ClientSeq, OPERATION_FORMAT, Operation},
    record::Seq,
};

/// One operation and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// How far it is.
    pub state: RowState,
    /// The operation.
    pub operation: Operation,
}

/// How far a stored operation is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// Stored here, to be sent.
    Waiting,
    /// Done by the server as that effect, which this client has not applied yet: never sent again, still shown as pending.
    Accepted {
        /// The effect's number in the operation's scope.
        seq: Seq,
    },
    /// Refused for good: a dead letter. Its words are kept until its author retries or discards it.
    Dead {
        /// Why.
        why: Rejection,
        /// When it was refused, by this client's clock.
        at: Millis,
    },
}

/// A stored row that this build cannot read: kept as it is, shown, never sent and never dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its key.
    pub client_seq: ClientSeq,
    /// Its text.
    pub raw: String,
}

impl Row {
    /// A new operation's row.
    pub fn waiting(operation: Operation) -> Self {
        Self { state: RowState::Waiting, operation }
    }

    /// Reads a stored row, bringing older forms up to this build's.
    pub fn read(client_seq: ClientSeq, raw: &str) -> Result<Self, Unreadable> {
        match serde_json::from_str::<Self>(raw) {
            Ok(row) if row.operation.format == OPERATION_FORMAT && row.operation.client_seq == client_seq => Ok(row),
            _ => Err(Unreadable { client_seq, raw: raw.to_owned() }),
        }
    }
}

/// Picks what to send next, row by row in stored order: in order within a record's lane, in parallel across records. A dead
/// create holds its lane and whatever depends on it; any other dead letter frees its lane.
#[derive(Debug)]
pub struct Picker {
    max_count: usize,
    max_bytes: usize,
    bytes: usize,
    batch: Vec<Operation>,
    held_lanes: HashSet<RecordId>,
    held_ops: HashSet<OpId>,
}

/// Whether a picker wants more rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appetite {
    /// Offer the next row.
    More,
    /// The batch is full.
    Full,
}

impl Picker {
    /// A picker of at most so many operations and about so many bytes; one operation larger than that goes alone.
    pub fn new(max_count: usize, max_bytes: usize) -> Self {
        Self { max_count, max_bytes, bytes: 0, batch: Vec::new(), held_lanes: HashSet::new(), held_ops: HashSet::new() }
    }

    /// Looks at the next row of the outbox; `size` is its stored size in bytes.
    pub fn offer(&mut self, row: &Row, size: usize) -> Appetite {
        let op = &row.operation;
        match row.state {
            RowState::Accepted { .. } => Appetite::More,
            RowState::Dead { .. } => {
                if op.is_create() {
                    self.hold(op);
                }
                Appetite::More
            }
            RowState::Waiting if self.is_held(op) => {
                self.hold(op);
                Appetite::More
            }
            RowState::Waiting => {
                let full = self.batch.len() >= self.max_count || self.bytes + size > self.max_bytes;
                if full && !self.batch.is_empty() {
                    return Appetite::Full;
                }
                self.bytes += size;
                self.batch.push(op.clone());
                Appetite::More
            }
        }
    }

    /// The operations to send, in order.
    pub fn batch(self) -> Vec<Operation> {
        self.batch
    }

    fn is_held(&self, op: &Operation) -> bool {
        self.held_lanes.contains(&op.id) || op.depends_on.iter().any(|needed| self.held_ops.contains(needed))
    }

    fn hold(&mut self, op: &Operation) {
        self.held_lanes.insert(op.id);
        self.held_ops.insert(op.op_id);
    }
}
