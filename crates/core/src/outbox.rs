//! The outbox: one row per operation, from the moment it is stored until the effect that confirms it is applied. Pure: what
//! a row is, and which rows may be sent next.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::{
    Millis,
    authority::Rejection,
    id::{OpId, RecordId},
    operation::{ClientSeq, OPERATION_FORMAT, Operation},
    planted::{self, Bug},
    record::Seq,
    sealed,
};

/// One operation and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// How far it is.
    pub state: RowState,
    /// Whether it may have left this device: then it stays as it is. A row that does not tell is an older build's.
    #[serde(default = "maybe")]
    pub sent: bool,
    /// Whether its effect may be in the base already, where nothing says so: a snapshot names no operations. Until the server
    /// has said, it is not shown over the base, where it would count twice.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsure: bool,
    /// The server history, by how many had begun on this device, that its base version is a number of: only where that is not
    /// the one known before the doubt that is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<u64>,
    /// The blob that must be on the server first: until it is known to be there, the row is not sent, nor what waits for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blob: Option<String>,
    /// The operation.
    pub operation: Operation,
}

const fn maybe() -> bool {
    true
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
        /// Whether the server may do it, or have done it, all the same: it had been sent, and died here without the server's
        /// answer. Offered again, it is the same operation still, lest it be done twice.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        maybe_done: bool,
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
        let blob = operation.blob().map(ToOwned::to_owned);
        Self { state: RowState::Waiting, sent: false, unsure: false, history: None, blob, operation }
    }

    /// An operation that a server may have done, to be offered to it (again).
    pub fn offered(operation: Operation) -> Self {
        Self { state: RowState::Waiting, sent: true, unsure: false, history: None, blob: None, operation }
    }

    /// The same in another state, which says whether its effect is in the base.
    #[must_use]
    pub fn in_state(self, state: RowState) -> Self {
        Self { state, unsure: false, ..self }
    }

    /// Reads a stored row, bringing older forms up to this build's.
    pub fn read(client_seq: ClientSeq, raw: &str) -> Result<Self, Unreadable> {
        let row = sealed::open(raw).and_then(Self::parse).filter(|row| row.operation.client_seq == client_seq);
        row.ok_or_else(|| Unreadable { client_seq, raw: raw.to_owned() })
    }

    fn parse(json: &str) -> Option<Self> {
        match serde_json::from_str::<Self>(json) {
            Ok(row) if row.operation.format == OPERATION_FORMAT => Some(row),
            _ => Self::upcast(json),
        }
    }

    /// A row whose operation is of an older form.
    fn upcast(json: &str) -> Option<Self> {
        let mut row: serde_json::Value = serde_json::from_str(json).ok()?;
        let operation = Operation::upcast(row.get_mut("operation")?.take()).ok()?;
        let state = serde_json::from_value(row.get_mut("state")?.take()).ok()?;
        let sent = row.get("sent").and_then(serde_json::Value::as_bool).unwrap_or(maybe());
        let unsure = row.get("unsure").and_then(serde_json::Value::as_bool).unwrap_or_default();
        let history = row.get("history").and_then(serde_json::Value::as_u64);
        let blob = row.get("blob").and_then(serde_json::Value::as_str).map(ToOwned::to_owned);
        Some(Self { state, sent, unsure, history, blob, operation })
    }
}

/// Picks what to send next, row by row in stored order: in order within a record's lane, in parallel across records. A dead
/// create holds its lane and whatever depends on it, and so does one whose blob is not on the server yet; any other dead letter frees its lane.
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
        if planted::has(Bug::DeadLetterBlocks) && matches!(row.state, RowState::Dead { .. }) {
            return Appetite::Full;
        }
        if !self.is_free(row) {
            return Appetite::More;
        }
        // One push is one client's.
        let is_others = self.batch.first().is_some_and(|first| first.client_id != row.operation.client_id);
        let is_full = self.batch.len() >= self.max_count || self.bytes + size > self.max_bytes;
        if is_others || (is_full && !self.batch.is_empty()) {
            return Appetite::Full;
        }
        self.bytes += size;
        self.batch.push(row.operation.clone());
        Appetite::More
    }

    /// Whether the next row of the outbox is one to send, nothing before it holding it.
    pub fn is_free(&mut self, row: &Row) -> bool {
        let op = &row.operation;
        let is_waiting = row.state == RowState::Waiting;
        let holds = match row.state {
            RowState::Accepted { .. } => false,
            RowState::Dead { .. } => op.is_create(),
            RowState::Waiting => row.blob.is_some() || self.is_held(op),
        };
        if holds {
            self.held_lanes.insert(op.id);
            self.held_ops.insert(op.op_id);
        }
        is_waiting && !holds
    }

    /// The operations to send, in order.
    pub fn batch(self) -> Vec<Operation> {
        self.batch
    }

    fn is_held(&self, op: &Operation) -> bool {
        self.held_lanes.contains(&op.id) || op.depends_on.iter().any(|needed| self.held_ops.contains(needed))
    }
}
