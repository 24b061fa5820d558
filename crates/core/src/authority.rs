//! The merge, pure: an operation and the facts it meets go in, its outcome and effect come out. The server runs it under
//! the scope's lock; a replica runs the same field rules to show an edit before it is confirmed ([`overlay`]).
//!
//! Server order decides. Edits of different fields both win. Edits of one field that did not know of each other are merged
//! by the field's policy: sets and counters take both; otherwise the later arrival wins, the write names the field in
//! `overwrote`, and the former value stays in the log.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Millis,
    effect::{Effect, Life, Write},
    entity::{Entity as _, FieldType, Home, Invalid, KindSchema, Membership, Policy, Rights, schema_of},
    id::{PersonId, RecordId},
    operation::{Action, OPERATION_FORMAT, Operation},
    record::{Kind, Record, Seq, Stored},
    role::Role,
    value::{Change, FieldName, Value},
};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person, with their role in the operation's scope, if they have one.
    Person {
        /// The account the request was made with.
        id: PersonId,
        /// The role.
        role: Option<Role>,
    },
    /// The server itself, for what no operation by sync may write.
    Server,
}

/// What a decision needs to know; read under the scope's lock.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Who asks.
    pub actor: Actor,
    /// The last number of the scope, or `None` while there is no such scope.
    pub head: Option<Seq>,
    /// The operation's record, if its scope has it.
    pub target: Option<Record>,
    /// The records that [`references`] named, as far as the scope has them.
    pub referred: BTreeMap<RecordId, Record>,
    /// The author's name, for the membership that making an engagement brings.
    pub author_name: String,
    /// The server's clock.
    pub now: Millis,
}

/// What is to be stored, together, if an operation is accepted; nothing but its outcome if not.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Done: append the effect and store the records it results in.
    Accepted {
        /// What to append to the log.
        effect: Effect,
        /// What its writes result in.
        records: Vec<Record>,
    },
    /// Refused, for good.
    Rejected(Rejection),
}

/// Why an operation can never be done as it stands. The words are shown to its author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// A value its field cannot take.
    #[error("{0}")]
    Invalid(Invalid),
    /// There is no such record (it was never made, or not here).
    #[error("what it changes is not here")]
    NotFound,
    /// It changes something that was deleted meanwhile.
    #[error("it was deleted by someone else meanwhile; restore it to keep this edit")]
    Deleted,
    /// The author's role does not allow it.
    #[error("your role in this engagement does not allow it")]
    Forbidden,
    /// The author has no access to the scope (any more).
    #[error("you have no access to this engagement any more")]
    NoAccess,
    /// A kind this server does not know.
    #[error("this server does not know this kind of record yet")]
    UnknownKind,
    /// A form of operation this server does not know.
    #[error("this server is older than the app that made the edit")]
    UnknownFormat,
    /// One operation larger than the server takes.
    #[error("it is too large")]
    TooLarge,
}

/// The records an operation refers to, which must exist in its scope.
pub fn references(op: &Operation) -> Vec<(FieldName, RecordId)> {
    let (Some(schema), Action::Create(fields)) = (schema_of(&op.kind), &op.action) else {
        return Vec::new();
    };
    let of_field = |field: &crate::entity::FieldSchema| match field.field_type {
        FieldType::Ref { .. } => {
            let id = fields.get(field.name)?.as_text()?.parse().ok()?;
            Some((field.name.into(), id))
        }
        _ => None,
    };
    schema.fields.iter().filter_map(of_field).collect()
}

/// Decides one operation.
pub fn decide(op: &Operation, facts: Facts) -> Decision {
    match check(op, &facts).and_then(|schema| merge(op, schema, &facts)) {
        Ok(writes) => accepted(op, writes, facts),
        Err(rejection) => Decision::Rejected(rejection),
    }
}

fn accepted(op: &Operation, writes: Vec<Write>, facts: Facts) -> Decision {
    let effect = Effect {
        scope: op.scope,
        seq: facts.head.unwrap_or_default().next(),
        op: op.op_id,
        client: op.client_id,
        client_seq: op.client_seq,
        author: op.author,
        at: facts.now,
        writes,
    };
    let mut target = facts.target;
    let result = |write: &Write| effect.result(write, target.take_if(|record| record.id == write.id));
    let records = effect.writes.iter().filter_map(result).collect();
    Decision::Accepted { effect, records }
}

/// Form, access and rights, in that order: what someone may not see must not be told apart from what is not there.
fn check(op: &Operation, facts: &Facts) -> Result<&'static KindSchema, Rejection> {
    if op.format != OPERATION_FORMAT {
        return Err(Rejection::UnknownFormat);
    }
    let schema = schema_of(&op.kind).ok_or(Rejection::UnknownKind)?;
    let founds = schema.home == Home::EngagementRoot && op.is_create() && facts.head.is_none();
    let role = match &facts.actor {
        Actor::Server => None,
        Actor::Person { id, .. } if *id != op.author => return Err(Rejection::Forbidden),
        // Reserved for the server's own records, whose ids can be guessed.
        Actor::Person { .. } if op.is_create() && op.id.0.get_version() == Some(uuid::Version::Custom) => {
            return Err(Rejection::Forbidden);
        }
        // Whoever makes an engagement owns it; nobody makes a scope in another way.
        Actor::Person { .. } if founds && op.id == RecordId::from(op.scope) => Some(Role::Owner),
        Actor::Person { role: None, .. } => return Err(Rejection::NoAccess),
        Actor::Person { role: Some(role), .. } => Some(*role),
    };
    let own_scope = op.scope == op.author.scope();
    let at_home = match schema.home {
        Home::Person => own_scope && op.id == RecordId::from(op.scope),
        Home::Engagement => !own_scope,
        Home::EngagementRoot => !own_scope && op.id == RecordId::from(op.scope),
    };
    let target = facts.target.as_ref();
    if !at_home || target.is_some_and(|record| record.scope != op.scope || record.kind != op.kind) {
        return Err(Rejection::NotFound);
    }
    match role {
        None => Ok(schema),
        Some(role) if may(schema.rights, role, op, target) => Ok(schema),
        Some(_) => Err(Rejection::Forbidden),
    }
}

fn may(rights: Rights, role: Role, op: &Operation, target: Option<&Record>) -> bool {
    let mine = target.is_none_or(|record| record.created_by == op.author);
    match (rights, &op.action) {
        (Rights::Server, _) => false,
        (Rights::Roles { create, .. }, Action::Create(_)) => role >= create,
        (Rights::Roles { set, .. }, Action::Set(_)) => role >= set,
        (Rights::Roles { delete, .. }, Action::Delete | Action::Restore) => role >= delete,
        (Rights::Author, Action::Create(_)) => role >= Role::Editor,
        (Rights::Author, Action::Set(_)) => role >= Role::Editor && mine,
        (Rights::Author, Action::Delete | Action::Restore) => (role >= Role::Editor && mine) || role >= Role::Admin,
    }
}

/// What the operation writes.
///
/// ```text
///              │ never was        │ is there             │ tombstone
///  ────────────┼──────────────────┼──────────────────────┼───────────────
///   create     │ made             │ stands; mine is kept │ Deleted
///   set        │ NotFound         │ field by field       │ Deleted
///   delete     │ NotFound         │ tombstone            │ nothing to do
///   restore    │ NotFound         │ nothing to do        │ back
/// ```
fn merge(op: &Operation, schema: &KindSchema, facts: &Facts) -> Result<Vec<Write>, Rejection> {
    let write = |life: Life| Write {
        kind: op.kind.clone(),
        id: op.id,
        life,
        fields: BTreeMap::new(),
        overwrote: Vec::new(),
        lost: BTreeMap::new(),
    };
    match (&op.action, &facts.target) {
        (Action::Create(fields), None) => {
            schema.check_new(fields).map_err(Rejection::Invalid)?;
            check_references(op, schema, facts)?;
            let made = Write { fields: fields.clone(), ..write(Life::Created) };
            let owner = (schema.home == Home::EngagementRoot).then(|| ownership(op, facts));
            Ok(std::iter::once(made).chain(owner).collect())
        }
        (Action::Create(fields), Some(record)) if !record.deleted => {
            let differs = |(field, value): &(&FieldName, &Value)| record.value(field) != Some(value);
            let lost = fields.iter().filter(differs).map(|(field, value)| (field.clone(), value.clone())).collect();
            Ok(vec![Write { lost, ..write(Life::Kept) }])
        }
        (Action::Set(_), Some(record)) | (Action::Create(_), Some(record)) if record.deleted => Err(Rejection::Deleted),
        (Action::Set(changes), Some(record)) => set(op, schema, changes, record, write(Life::Kept)),
        (Action::Delete, Some(record)) if !record.deleted => Ok(vec![write(Life::Deleted)]),
        (Action::Restore, Some(record)) if record.deleted => Ok(vec![write(Life::Restored)]),
        (Action::Delete | Action::Restore, Some(_)) => Ok(vec![write(Life::Kept)]),
        (_, None) => Err(Rejection::NotFound),
        (Action::Create(_), Some(_)) => Err(Rejection::Deleted),
    }
}

fn set(
    op: &Operation,
    schema: &KindSchema,
    changes: &BTreeMap<FieldName, Change>,
    record: &Record,
    mut write: Write,
) -> Result<Vec<Write>, Rejection> {
    for (name, change) in changes {
        schema.check_change(name, change).map_err(Rejection::Invalid)?;
        let stored = record.fields.get(name);
        let value = change.applied_to(stored.map(|stored| &stored.value));
        schema.check_value(name, &value).map_err(Rejection::Invalid)?;
        let unseen = stored.is_some_and(|stored| is_unseen(stored, op));
        let last_wins = schema.field(name).is_some_and(|field| field.field_type.policy() == Policy::Lww);
        if unseen && last_wins && stored.is_some_and(|stored| stored.value != value) {
            write.overwrote.push(name.clone());
        }
        write.fields.insert(name.clone(), value);
    }
    Ok(vec![write])
}

/// Whether a stored value is one the operation's author cannot have known: newer than what they saw, and not their own.
/// Versions decide, never values, so that A→B→A is seen.
fn is_unseen(stored: &Stored, op: &Operation) -> bool {
    stored.version > op.base && stored.by != op.client_id
}

fn check_references(op: &Operation, schema: &KindSchema, facts: &Facts) -> Result<(), Rejection> {
    for (field, id) in references(op) {
        let wanted = schema.field(&field).map(|field| field.field_type);
        let found = facts.referred.get(&id).filter(|record| record.scope == op.scope);
        match (wanted, found) {
            (Some(FieldType::Ref { kind }), Some(record)) if record.kind.name() == kind => {}
            _ => return Err(Rejection::NotFound),
        }
    }
    Ok(())
}

/// The owner's membership that making an engagement brings: the one rule by which an operation writes a membership.
fn ownership(op: &Operation, facts: &Facts) -> Write {
    let membership = Membership { person: op.author, role: Role::Owner, name: facts.author_name.clone() };
    Write {
        kind: Kind::new(Membership::KIND),
        id: Membership::id_of(op.scope, op.author).record(),
        life: Life::Created,
        fields: membership.fields(),
        overwrote: Vec::new(),
        lost: BTreeMap::new(),
    }
}

/// The record as its author sees it while the operation is not confirmed. An operation that does not fit (its record is not
/// here, or was deleted meanwhile) changes nothing: the outbox shows it, the view cannot.
pub fn overlay(before: Option<Record>, op: &Operation) -> Option<Record> {
    let stored = |value: Value| Stored { value, version: op.base, by: op.client_id };
    match (&op.action, before) {
        (Action::Create(fields), None) => Some(Record {
            kind: op.kind.clone(),
            id: op.id,
            scope: op.scope,
            version: Seq::default(),
            deleted: false,
            created_by: op.author,
            created_at: op.at,
            fields: fields.iter().map(|(name, value)| (name.clone(), stored(value.clone()))).collect(),
        }),
        (Action::Set(changes), Some(mut record)) if !record.deleted => {
            for (name, change) in changes {
                let value = change.applied_to(record.value(name));
                record.fields.insert(name.clone(), stored(value));
            }
            Some(record)
        }
        (Action::Delete, Some(record)) => Some(Record { deleted: true, ..record }),
        (Action::Restore, Some(record)) => Some(Record { deleted: false, ..record }),
        (_, before) => before,
    }
}
