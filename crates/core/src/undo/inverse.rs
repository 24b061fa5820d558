use std::collections::BTreeMap;

use super::view::View;
use crate::{
    entity::schema_of,
    id::RecordId,
    operation::{Action, Edit},
    record::Record,
    replica::Replica,
    value::{Change, FieldName, Value},
};

/// What takes some edits back, in the order to make it: worked out from the view before they are staged. Only what they
/// really change is taken back, so adding a tag that is there already has nothing to undo.
pub fn inverse(replica: &Replica, edits: &[Edit]) -> Vec<Edit> {
    let mut view = View::new(replica);
    let mut made: Vec<RecordId> = Vec::new();
    let mut inverse = Vec::new();
    for edit in edits {
        // What is made and then changed is taken back by deleting it.
        if !made.contains(&edit.id) {
            let back = opposite(edit, view.seen(edit.id));
            inverse.extend(back.map(|action| Edit { action, ..edit.clone() }));
        }
        if matches!(edit.action, Action::Create(_)) && view.seen(edit.id).is_none() {
            made.push(edit.id);
        }
        view.make(edit);
    }
    inverse.reverse();
    inverse
}

fn opposite(edit: &Edit, before: Option<&Record>) -> Option<Action> {
    match (&edit.action, before) {
        (Action::Create(_), None) => Some(Action::Delete),
        (Action::Delete, Some(record)) if !record.deleted => Some(Action::Restore),
        (Action::Restore, Some(record)) if record.deleted => Some(Action::Delete),
        (Action::Set(changes), Some(record)) if !record.deleted => {
            let back = changes.iter().filter_map(|(field, change)| Some((field.clone(), back(field, change, record)?)));
            let back: BTreeMap<FieldName, Change> = back.collect();
            (!back.is_empty()).then_some(Action::Set(back))
        }
        _ => None,
    }
}

/// The change that takes a change of a record back, if it changes anything.
fn back(field: &FieldName, change: &Change, record: &Record) -> Option<Change> {
    let before = record.value(field);
    match (change, before) {
        (Change::Put(value), Some(before)) => (before != value).then(|| Change::Put(before.clone())),
        (Change::Put(_), None) => schema_of(&record.kind)?.field(field)?.field_type.empty().map(Change::Put),
        (Change::Members { add, remove }, before) => {
            let empty = Value::Set(Default::default());
            let Some(Value::Set(members)) = before.or(Some(&empty)) else { return None };
            let added = add.difference(members).cloned().collect();
            let removed = remove.intersection(members).filter(|member| !add.contains(*member)).cloned().collect();
            let back = Change::Members { add: removed, remove: added };
            (!back.is_nothing()).then_some(back)
        }
        (Change::Increment(by), _) => (*by != 0).then(|| Change::Increment(by.saturating_neg())),
    }
}
