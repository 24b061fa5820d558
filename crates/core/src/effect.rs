//! Effects: what an accepted operation did. The log is made of them, and replicas are nothing but effects applied in order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Millis,
    id::{ClientId, OpId, PersonId, RecordId, ScopeId},
    operation::ClientSeq,
    record::{Kind, Record, Seq},
    value::{FieldName, Value},
};

/// What one accepted operation did to its scope. One operation, one effect, one sequence number, always: even an operation
/// that changed nothing has an (empty) effect, because seeing it is how its sender knows it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// The scope it belongs to.
    pub scope: ScopeId,
    /// Its place in the scope, without gaps from 1.
    pub seq: Seq,
    /// The operation it answers.
    pub op: OpId,
    /// The client that operation came from.
    pub client: ClientId,
    /// The operation's number at that client: where its outbox row is.
    pub client_seq: ClientSeq,
    /// Whose edit it was.
    pub author: PersonId,
    /// When the server took it, by the server's clock: for display.
    pub at: Millis,
    /// When the edit was made, by its author's clock; 0 where that was not kept. For display.
    #[serde(default)]
    pub made: Millis,
    /// What was written, record by record; the first is the operation's own record.
    pub writes: Vec<Write>,
}

/// What an effect wrote to one record: resulting values, so that no replica ever merges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Write {
    /// The record's kind.
    pub kind: Kind,
    /// The record.
    pub id: RecordId,
    /// What became of the record itself.
    #[serde(default, skip_serializing_if = "Life::is_kept")]
    pub life: Life,
    /// The fields written, with their resulting values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<FieldName, Value>,
    /// Fields whose former value was newer than the one the author had seen: the author overwrote an edit they did not
    /// know of. The overwritten value is in the log.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overwrote: Vec<FieldName>,
    /// Values the author asked for that did not win, kept so that nothing is lost in silence.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lost: BTreeMap<FieldName, Value>,
}

/// What became of a record in a write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Life {
    /// It is there as it was.
    #[default]
    Kept,
    /// It is new.
    Created,
    /// It became a tombstone.
    Deleted,
    /// It came back from being a tombstone.
    Restored,
}

impl Life {
    fn is_kept(&self) -> bool {
        *self == Self::Kept
    }
}

impl Effect {
    /// Whose edit it was, and when they made it, as far as that was kept: else when the server took it.
    pub fn writer(&self) -> (PersonId, Millis) {
        (self.author, if self.made == 0 { self.at } else { self.made })
    }

    /// The record that results from one of this effect's writes over what was there. A write to a record that is not there
    /// (and does not create it) leaves nothing.
    pub fn result(&self, write: &Write, before: Option<Record>) -> Option<Record> {
        match before {
            Some(mut record) => {
                record.overwrite(self, write);
                Some(record)
            }
            None if write.life == Life::Created => Some(Record::created(self, write)),
            None => None,
        }
    }
}

/// A run of effects of one scope: all of those after `from` up to and including `to`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delta {
    /// The scope.
    pub scope: ScopeId,
    /// The reader's place before it. A reader elsewhere has missed something, or has this already.
    pub from: Seq,
    /// The reader's place after it.
    pub to: Seq,
    /// The effects, in order.
    pub effects: Vec<Effect>,
}

impl Delta {
    /// Whether it holds exactly the effects it names.
    pub fn is_whole(&self) -> bool {
        let mut expected = self.from;
        let in_order = self.effects.iter().all(|effect| {
            expected = expected.next();
            effect.seq == expected && effect.scope == self.scope
        });
        in_order && expected == self.to
    }

    /// Takes in the one that follows, so that both are applied at once; gives it back if it is not that, if either is not
    /// whole, or if there would be more than `most` effects.
    pub fn join(&mut self, next: Self, most: usize) -> Option<Self> {
        let follows = next.scope == self.scope && next.from == self.to;
        let fits = self.effects.len() + next.effects.len() <= most;
        if !(follows && fits && self.is_whole() && next.is_whole()) {
            return Some(next);
        }
        self.to = next.to;
        self.effects.extend(next.effects);
        None
    }
}
