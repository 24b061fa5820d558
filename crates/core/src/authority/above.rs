//! What a record belongs to, and whether that is still there.

use super::Facts;
use crate::{
    conflict,
    entity::{FieldType, schema_of},
    id::RecordId,
    operation::{Action, Operation},
    record::{Kind, Record, Seq},
    value::{Change, FieldName, Value},
};

/// The records an operation refers to, which must exist in its scope: those that what it makes belongs to, and those that a
/// record is to stand under.
pub fn references(op: &Operation) -> Vec<(FieldName, RecordId)> {
    let put = |name: &str| match &op.action {
        Action::Create(fields) => fields.get(name),
        Action::Set(changes) => match changes.get(name) {
            Some(Change::Put(value)) => Some(value),
            _ => None,
        },
        Action::Delete | Action::Restore => None,
    };
    naming(&op.kind, |field| matches!(field, FieldType::Ref { .. } | FieldType::Under { .. }), put)
}

/// The records that what an operation makes belongs to.
fn belonging(op: &Operation) -> Vec<(FieldName, RecordId)> {
    let Action::Create(fields) = &op.action else { return Vec::new() };
    referring(&op.kind, |name| fields.get(name))
}

/// What else a decision needs to know where an operation belongs to that record: what it belongs to in its turn and, if it
/// was deleted, the conflict that says what was added since.
pub fn leads_to(record: &Record) -> Vec<RecordId> {
    let above = referring(&record.kind, |name| record.value(name)).into_iter().map(|(_, id)| id);
    let told = record.deleted.then(|| conflict::told_of(record.id, deletion(record)));
    above.chain(told).collect()
}

/// The effect that deleted a tombstone; where that was not recorded, the last that touched it.
pub(super) fn deletion(record: &Record) -> Seq {
    record.turned.map_or(record.version, |turned| turned.version)
}

/// The nearest record that an operation's is to belong to which was deleted without its author knowing.
pub(super) fn buried_under<'a>(op: &Operation, facts: &'a Facts) -> Option<&'a Record> {
    buried(op, |id| facts.referred.get(&id))
}

/// As [`buried_under`], among these records.
pub(super) fn buried<'a>(op: &Operation, find: impl Fn(RecordId) -> Option<&'a Record>) -> Option<&'a Record> {
    let unseen = |record: &Record| match record.turned {
        Some(turned) => turned.version > op.base && turned.by != op.client_id,
        None => true,
    };
    let mut level: Vec<RecordId> = belonging(op).into_iter().map(|(_, id)| id).collect();
    while !level.is_empty() {
        let records: Vec<&Record> = level.into_iter().filter_map(&find).collect();
        if let Some(found) = records.iter().find(|record| record.deleted && unseen(record)) {
            return Some(found);
        }
        let above = records.iter().flat_map(|record| referring(&record.kind, |name| record.value(name)));
        level = above.map(|(_, id)| id).collect();
    }
    None
}

/// What a record belongs to: its fields of the one type that binds it.
fn referring<'a>(kind: &Kind, value: impl Fn(&str) -> Option<&'a Value>) -> Vec<(FieldName, RecordId)> {
    naming(kind, |field| matches!(field, FieldType::Ref { .. }), value)
}

/// The records that fields of some types name.
fn naming<'a>(
    kind: &Kind,
    is_such: impl Fn(FieldType) -> bool,
    value: impl Fn(&str) -> Option<&'a Value>,
) -> Vec<(FieldName, RecordId)> {
    let Some(schema) = schema_of(kind) else { return Vec::new() };
    let such = schema.fields.iter().filter(|field| is_such(field.field_type));
    such.filter_map(|field| Some((field.name.into(), value(field.name)?.as_text()?.parse().ok()?))).collect()
}
