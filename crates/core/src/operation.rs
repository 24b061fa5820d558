//! Operations: every edit is one. A [`Draft`] is what a person asked for; an [`Operation`] is a draft as stored, with what
//! only the stored state can tell.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::{
    Millis,
    id::{ClientId, OpId, PersonId, RecordId, ScopeId},
    record::{Kind, Seq},
    value::{Change, FieldName, Value},
};

/// The version of the operation's form that this build writes. A reader that meets a newer one keeps it aside.
pub const OPERATION_FORMAT: u16 = 1;

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
    /// The version of the record in the client's base when the edit was stored: what its author can have seen.
    pub base: Seq,
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

/// An edit before it is stored: all that its author decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// A fresh id for the operation.
    pub op_id: OpId,
    /// Whose edit it is.
    pub author: PersonId,
    /// When, by the author's clock.
    pub at: Millis,
    /// What is edited.
    pub edit: Edit,
}

/// An edit of one record.
///
/// ```
/// use holdfast_core::{entity::{Entity, Task}, id::{Id, RecordId, ScopeId}, operation::Edit};
/// # let (scope, id) = (ScopeId::new(0, [0; 10]), Id::<Task>::new(0, [1; 10]));
/// let edit = Edit::set(scope, id).put(Task::TITLE, "Call the port").add(Task::TAGS, "urgent").increment(Task::TIME_SPENT, 90);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The scope of the record.
    pub scope: ScopeId,
    /// The record's kind.
    pub kind: Kind,
    /// The record.
    pub id: RecordId,
    /// What to do.
    pub action: Action,
}

impl Edit {
    /// An edit that changes fields; add them with [`Self::put`] and its siblings.
    pub fn set<E: crate::entity::Entity>(scope: ScopeId, id: crate::id::Id<E>) -> Self {
        Self { scope, kind: Kind::new(E::KIND), id: id.record(), action: Action::Set(BTreeMap::new()) }
    }

    /// An edit that deletes the record.
    pub fn delete<E: crate::entity::Entity>(scope: ScopeId, id: crate::id::Id<E>) -> Self {
        Self { scope, kind: Kind::new(E::KIND), id: id.record(), action: Action::Delete }
    }

    /// An edit that brings a deleted record back.
    pub fn restore<E: crate::entity::Entity>(scope: ScopeId, id: crate::id::Id<E>) -> Self {
        Self { scope, kind: Kind::new(E::KIND), id: id.record(), action: Action::Restore }
    }

    /// Puts a value into a field.
    #[must_use]
    pub fn put(self, field: &'static str, value: impl crate::entity::FieldValue) -> Self {
        self.change(field, Change::Put(value.write()))
    }

    /// Adds a member to a set field.
    #[must_use]
    pub fn add(self, field: &'static str, member: impl Into<String>) -> Self {
        self.change(field, Change::Members { add: BTreeSet::from([member.into()]), remove: BTreeSet::new() })
    }

    /// Removes a member from a set field.
    #[must_use]
    pub fn remove(self, field: &'static str, member: impl Into<String>) -> Self {
        self.change(field, Change::Members { add: BTreeSet::new(), remove: BTreeSet::from([member.into()]) })
    }

    /// Adds to a counter field.
    #[must_use]
    pub fn increment(self, field: &'static str, by: i64) -> Self {
        self.change(field, Change::Increment(by))
    }

    /// Makes one change to one field; a second change to a set or counter field of the same edit adds to the first.
    #[must_use]
    pub fn change(mut self, field: &'static str, change: Change) -> Self {
        if let Action::Set(changes) = &mut self.action {
            let merged = match (changes.remove(field), change) {
                (Some(Change::Increment(a)), Change::Increment(b)) => Change::Increment(a.saturating_add(b)),
                (Some(Change::Members { mut add, mut remove }), Change::Members { add: more, remove: less }) => {
                    add.retain(|member| !less.contains(member));
                    remove.retain(|member| !more.contains(member));
                    add.extend(more);
                    remove.extend(less);
                    Change::Members { add, remove }
                }
                (_, change) => change,
            };
            changes.insert(SmolStr::new_static(field), merged);
        }
        self
    }
}

impl Operation {
    /// A draft as stored: with its number, the version its author saw and what it waits for.
    pub fn stored(draft: &Draft, client_id: ClientId, client_seq: ClientSeq, base: Seq, depends_on: Vec<OpId>) -> Self {
        let Edit { scope, kind, id, action } = draft.edit.clone();
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
            base,
            depends_on,
            action,
        }
    }

    /// Whether it makes its record.
    pub fn is_create(&self) -> bool {
        matches!(self.action, Action::Create(_))
    }
}
