//! Which live records there are, by kind and by what they refer to.

use std::collections::{BTreeSet, HashMap};

use crate::{
    entity::{FieldType, schema_of},
    id::RecordId,
    record::{Kind, Record},
    value::Value,
};

#[derive(Default)]
pub(super) struct Index {
    kinds: HashMap<Kind, BTreeSet<RecordId>>,
    children: HashMap<(RecordId, Kind), BTreeSet<RecordId>>,
}

impl Index {
    pub(super) fn of_kind(&self, kind: &Kind) -> impl Iterator<Item = RecordId> {
        self.kinds.get(kind).into_iter().flatten().copied()
    }

    pub(super) fn children(&self, parent: RecordId, kind: &Kind) -> impl Iterator<Item = RecordId> {
        self.children.get(&(parent, kind.clone())).into_iter().flatten().copied()
    }

    /// Takes a record's former view out and its new one in; tombstones are not indexed. References never change once made,
    /// so a record that stays live stays where it is.
    pub(super) fn replace(&mut self, before: Option<&Record>, after: Option<&Record>) {
        let before = before.filter(|record| !record.deleted);
        let after = after.filter(|record| !record.deleted);
        match (before, after) {
            (Some(_), Some(_)) | (None, None) => {}
            (Some(record), None) => {
                remove(&mut self.kinds, record.kind.clone(), record.id);
                for parent in parents(record) {
                    remove(&mut self.children, (parent, record.kind.clone()), record.id);
                }
            }
            (None, Some(record)) => {
                self.kinds.entry(record.kind.clone()).or_default().insert(record.id);
                for parent in parents(record) {
                    self.children.entry((parent, record.kind.clone())).or_default().insert(record.id);
                }
            }
        }
    }
}

fn remove<K: std::hash::Hash + Eq>(sets: &mut HashMap<K, BTreeSet<RecordId>>, key: K, id: RecordId) {
    if let Some(set) = sets.get_mut(&key) {
        set.remove(&id);
        if set.is_empty() {
            sets.remove(&key);
        }
    }
}

/// The records that a record refers to.
pub(super) fn parents(record: &Record) -> impl Iterator<Item = RecordId> {
    let fields = schema_of(&record.kind).map_or(&[][..], |schema| schema.fields);
    let references = fields.iter().filter(|field| matches!(field.field_type, FieldType::Ref { .. } | FieldType::Link));
    references.filter_map(|field| record.value(field.name).and_then(Value::as_text)?.parse().ok())
}
