use crate::{
    operation::{Action, Operation},
    record::{Record, Seq, Stored, Turned},
    value::Value,
};

/// The record as its author sees it while the operation is not confirmed. An operation that does not fit (its record is not
/// here, or was deleted meanwhile) changes nothing: the outbox shows it, the view cannot. What may turn out to be a conflict
/// shows as its author wrote it until the server says otherwise.
pub fn overlay(before: Option<Record>, op: &Operation) -> Option<Record> {
    let stored = |value: Value| Stored { value, version: op.base, by: op.client_id };
    let turned = Some(Turned { version: op.base, by: op.client_id });
    match (&op.action, before) {
        (Action::Create(fields), None) => Some(Record {
            kind: op.kind.clone(),
            id: op.id,
            scope: op.scope,
            version: Seq::default(),
            deleted: false,
            turned: None,
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
        (Action::Delete, Some(record)) if !record.deleted => Some(Record { deleted: true, turned, ..record }),
        (Action::Restore, Some(record)) if record.deleted => Some(Record { deleted: false, turned, ..record }),
        (_, before) => before,
    }
}
