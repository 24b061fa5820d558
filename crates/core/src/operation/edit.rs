//! Edits as their authors make them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::Action;
use crate::{
    Millis,
    id::{OpId, PersonId, RecordId, ScopeId},
    record::{Kind, Seq},
    value::Change,
};

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
    /// The version of the record that its author had before them when they began, if that was a while ago (a text being
    /// written); `None` for what the replica showed when it was staged.
    pub seen: Option<Seq>,
    /// Whether it gives way to what its author cannot have seen: see [`super::Operation::yields`].
    pub yields: bool,
    /// Operations made with it, without which it is not to be done.
    pub after: Vec<OpId>,
}

impl Draft {
    /// An edit of what is on the screen now, which does not give way.
    pub fn new(op_id: OpId, author: PersonId, at: Millis, edit: Edit) -> Self {
        Self { op_id, author, at, edit, seen: None, yields: false, after: Vec::new() }
    }

    /// The drafts of edits that are made as one, in order, under these ids.
    pub fn all(
        edits: impl IntoIterator<Item = Begun>,
        ids: impl IntoIterator<Item = OpId>,
        author: PersonId,
        at: Millis,
    ) -> Vec<Self> {
        let mut drafts: Vec<Self> = Vec::new();
        for (Begun { edit, seen, waits_for }, op_id) in edits.into_iter().zip(ids) {
            let before = drafts.len().saturating_sub(waits_for);
            let after = drafts[before..].iter().map(|draft| draft.op_id).collect();
            drafts.push(Self { seen, after, ..Self::new(op_id, author, at, edit) });
        }
        drafts
    }
}

/// An edit with what its author had before them when they began it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The edit.
    pub edit: Edit,
    /// The version of its record that they had before them; `None` for what the replica shows when it is staged.
    pub seen: Option<Seq>,
    /// How many of the edits right before it must be done for it to be done.
    pub waits_for: usize,
}

impl From<Edit> for Begun {
    fn from(edit: Edit) -> Self {
        Self { edit, seen: None, waits_for: 0 }
    }
}

/// An edit of one record.
///
/// ```
/// use holdfast_core::{entity::{Entity, Task}, id::{Id, RecordId, ScopeId}, operation::Edit};
/// # let (scope, id) = (ScopeId::new(0, [0; 10]), Id::<Task>::new(0, [1; 10]));
/// let edit = Edit::set(scope, id).put(Task::TITLE, "Call the port").add(Task::TAGS, "urgent").increment(Task::TIME_SPENT, 90);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
