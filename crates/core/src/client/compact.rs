//! Compaction: an edit that says anew what an edit not sent yet says becomes part of it. Pure.
//!
//! A day of edits on a train is sent as what it came to. What can be undone is kept elsewhere ([`crate::undo`]), so nothing
//! of it is lost; and what may have left the device is never touched, because its effect may come.

use std::collections::BTreeMap;

use crate::{
    entity::{KindSchema, schema_of},
    operation::Action,
    outbox::{Row, RowState},
    planted::{self, Bug},
    value::{Change, FieldName, Value},
};

/// The last row of a lane with the next one taken into it; `None` if that is to be a row of its own.
///
/// Only a change of nothing but fields that the row sets too is taken in, made over the same base by the same author: both
/// are then what one longer edit would have been. What the result could not hold stays apart, so that one wrong value does not
/// take the others down with it.
pub(super) fn compact(tail: &Row, next: &Row) -> Option<Row> {
    let (kept, operation) = (&tail.operation, &next.operation);
    let unsent = !tail.sent || planted::has(Bug::CompactsSent);
    let same =
        kept.author == operation.author && kept.client_id == operation.client_id && kept.scope == operation.scope;
    let same = same && kept.kind == operation.kind && (kept.base, tail.history) == (operation.base, next.history);
    let apart = kept.yields || operation.yields;
    let waits_for_more = operation.depends_on.iter().any(|op| *op != kept.op_id && !kept.depends_on.contains(op));
    if tail.state != RowState::Waiting || !unsent || !same || apart || waits_for_more {
        return None;
    }
    let schema = schema_of(&kept.kind)?;
    let Action::Set(changes) = &operation.action else { return None };
    // What it is to be a part of may be made only after the row was.
    if changes.keys().any(|name| schema.is_under(name)) {
        return None;
    }
    let action = match &kept.action {
        // A record that others may make too (an import's) may be there already when its create arrives, which then makes
        // nothing: what had become a part of it would be lost with it.
        Action::Create(_) if kept.id.0.get_version() != Some(uuid::Version::SortRand) => return None,
        Action::Create(fields) => Action::Create(into_create(schema, fields, changes)?),
        Action::Set(before) => Action::Set(into_set(schema, before, changes)?),
        Action::Delete | Action::Restore => return None,
    };
    let mut row = tail.clone();
    row.operation.action = action;
    row.operation.at = operation.at;
    Some(row)
}

type Fields = BTreeMap<FieldName, Value>;
type Changes = BTreeMap<FieldName, Change>;

fn into_create(schema: &KindSchema, fields: &Fields, changes: &Changes) -> Option<Fields> {
    let mut fields = fields.clone();
    for (name, change) in changes {
        let before = fields.get(name)?;
        let value = change.applied_to(Some(before));
        schema.check_change(name, change).and_then(|()| schema.check_value(name, &value)).ok()?;
        fields.insert(name.clone(), value);
    }
    Some(fields)
}

fn into_set(schema: &KindSchema, before: &Changes, changes: &Changes) -> Option<Changes> {
    let mut all = before.clone();
    for (name, change) in changes {
        let both = before.get(name)?.then(change)?;
        schema.check_change(name, &both).ok()?;
        all.insert(name.clone(), both);
    }
    Some(all)
}
