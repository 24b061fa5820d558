//! Undo and redo, pure. A [`Step`] keeps what a person did at once and what takes it back, worked out from the view before
//! it. Taking it back is new edits, made from what the view shows *then*: what somebody else has changed since is left
//! as it is and named.
//!
//! This replica may not know of somebody's change yet. So the operations of an undo yield
//! ([`crate::operation::Operation::yields`]): where the server meets a value that their author cannot have seen, it stays.

mod in_use;
mod inverse;
mod reversal;
mod steps;
mod view;

use serde::{Deserialize, Serialize};

pub use inverse::inverse;
pub use reversal::{redoing, reversal};
pub use steps::{LIMIT, Steps};

use crate::{
    Millis,
    id::{ClientId, OpId, RecordId},
    operation::Edit,
    record::Kind,
    value::FieldName,
};

/// Something a person did, as one thing to undo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Which: the id of its first operation.
    pub id: OpId,
    /// When, by its author's clock.
    pub at: Millis,
    /// What to call it: "Renamed “Call the port”".
    pub label: String,
    /// What was done, in order.
    pub edits: Vec<Edit>,
    /// What takes it back, in order: from [`inverse`].
    pub inverse: Vec<Edit>,
    /// Whether it has been taken back.
    pub undone: bool,
}

/// What an undo or a redo comes to now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reversal {
    /// The edits to make, in order. Their drafts are to yield.
    pub edits: Vec<Edit>,
    /// What is left as it is.
    pub kept: Vec<Kept>,
}

/// Something that an undo leaves as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The record.
    pub record: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// The field; empty for the record itself.
    pub field: FieldName,
    /// Why.
    pub why: Why,
}

/// Why an undo leaves something as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Another client has changed it since; which one the replica can tell, whose it is only the history.
    Changed {
        /// The client.
        by: ClientId,
    },
    /// It was changed here since, by a later step.
    Later,
    /// Another client has made records that belong to it.
    InUse {
        /// The client, of one of them.
        by: ClientId,
    },
    /// It is not here, or was deleted.
    Gone,
}
