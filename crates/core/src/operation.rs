//! Operations: every edit is one. A [`Draft`] is what a person asked for; an [`Operation`] is a draft as stored, with what
//! only the stored state can tell.

mod edit;
mod upcast;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use edit::{Begun, Draft, Edit};
pub use upcast::DecodeError;

use crate::{
    Millis,
    entity::{Policy, schema_of},
    id::{ClientId, OpId, PersonId, RecordId, ScopeId},
    record::{Kind, Record, Seq},
    value::{Change, FieldName, Value},
};

/// The version of the operation's form that this build writes. Older ones are brought up to it ([`Operation::decode`]); a
/// reader that meets a newer one keeps it aside.
pub const OPERATION_FORMAT: u16 = 2;

/// An operation's number at its client, from 1 without gaps: the order in which edits were stored there, and the key of
/// the outbox row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientSeq(pub u64);

/// One edit, as stored in the outbox and sent to the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// The version of this form, [`OPERATION_FORMAT`] when written.
    pub format: u16,
    /// Which operation it is, for ever.
    pub op_id: OpId,
    /// The client database it was stored in.
    pub client_id: ClientId,
    /// Its number there.
    pub client_seq: ClientSeq,
    /// Whose edit it is.
    pub author: PersonId,
    /// When it was made, by the author's clock: for display only.
    pub at: Millis,
    /// The scope of the record.
    pub scope: ScopeId,
    /// The record's kind.
    pub kind: Kind,
    /// The record.
    pub id: RecordId,
    /// The version of the record up to which its author can have seen it: that of the client's base when the edit was
    /// stored, or an older one they began from.
    pub base: Seq,
    /// What stood, as far as its author had seen it, in the fields it puts whose conflicts people settle. To show and to
    /// combine with; never to decide by: a value that went and came back hides an edit.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub seen: BTreeMap<FieldName, Value>,
    /// Whether it gives way, as an undo does: what its author cannot have seen stays as it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub yields: bool,
    /// Operations that must have been done before it: unconfirmed creates of the record and of those it refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<OpId>,
    /// What it asks for.
    pub action: Action,
}

/// What an operation asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Make the record with these fields.
    Create(BTreeMap<FieldName, Value>),
    /// Change these fields.
    Set(BTreeMap<FieldName, Change>),
    /// Turn it into a tombstone.
    Delete,
    /// Bring it back: the only way back from a tombstone.
    Restore,
}

impl Operation {
    /// A draft as stored over a base of that version: with its number, the version its author saw and what it waits for.
    /// What they saw in its fields is [`Self::over`]'s to add.
    pub fn stored(draft: &Draft, client_id: ClientId, client_seq: ClientSeq, base: Seq, depends_on: Vec<OpId>) -> Self {
        let Edit { scope, kind, id, action } = draft.edit.clone();
        let depends_on = depends_on.into_iter().chain(draft.after.iter().copied()).collect();
        Self {
            format: OPERATION_FORMAT,
            op_id: draft.op_id,
            client_id,
            client_seq,
            author: draft.author,
            at: draft.at,
            scope,
            kind,
            id,
            base: draft.seen.map_or(base, |seen| seen.min(base)),
            seen: BTreeMap::new(),
            yields: draft.yields,
            depends_on,
            action,
        }
    }

    /// The operation with what its author had before them in the fields that need it, taken from the record of the
    /// client's base. A field newer than what they saw is left out: nobody knows what they saw there.
    #[must_use]
    pub fn over(mut self, base: Option<&Record>) -> Self {
        if let (Action::Set(changes), Some(record), Some(schema)) = (&self.action, base, schema_of(&self.kind)) {
            let manual = schema.fields.iter().filter(|field| field.field_type.policy() == Policy::Manual);
            let stored = manual.filter(|field| changes.contains_key(field.name));
            let stored = stored.filter_map(|field| Some((field, record.fields.get(field.name)?)));
            self.seen = stored
                .filter(|(_, stored)| stored.version <= self.base || stored.by == self.client_id)
                .map(|(field, stored)| (field.name.into(), stored.value.clone()))
                .collect();
        }
        self
    }

    /// The blob that the record it makes names: the server takes such an operation only once it has that.
    pub fn blob(&self) -> Option<&str> {
        let Action::Create(fields) = &self.action else { return None };
        fields.get(schema_of(&self.kind)?.blob_field()?)?.as_text()
    }

    /// Whether it makes its record.
    pub fn is_create(&self) -> bool {
        matches!(self.action, Action::Create(_))
    }
}
