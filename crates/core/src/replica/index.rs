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

    /// Takes a record's former view out and its new one in; tombstones are not indexed. Of a record that stays live only what
    /// it stands under can have changed.
    pub(super) fn replace(&mut self, before: Option<&Record>, after: Option<&Record>) {
        let before = before.filter(|record| !record.deleted);
        let after = after.filter(|record| !record.deleted);
        match (before, after) {
            (None, None) => {}
            (Some(before), Some(after)) => {
                if !above(before).eq(above(after)) {
                    above(before).for_each(|parent| self.leave(parent, before));
                    above(after).for_each(|parent| self.join(parent, after));
                }
            }
            (Some(record), None) => {
                remove(&mut self.kinds, record.kind.clone(), record.id);
                around(record).for_each(|parent| self.leave(parent, record));
            }
            (None, Some(record)) => {
                self.kinds.entry(record.kind.clone()).or_default().insert(record.id);
                around(record).for_each(|parent| self.join(parent, record));
            }
        }
    }

    fn join(&mut self, parent: RecordId, record: &Record) {
        self.children.entry((parent, record.kind.clone())).or_default().insert(record.id);
    }

    fn leave(&mut self, parent: RecordId, record: &Record) {
        remove(&mut self.children, (parent, record.kind.clone()), record.id);
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

/// The records that a record belongs to.
pub(super) fn parents(record: &Record) -> impl Iterator<Item = RecordId> {
    named(record, |field| matches!(field, FieldType::Ref { .. } | FieldType::Link))
}

/// The records that it stands under.
fn above(record: &Record) -> impl Iterator<Item = RecordId> {
    named(record, |field| matches!(field, FieldType::Under { .. }))
}

/// All of those.
fn around(record: &Record) -> impl Iterator<Item = RecordId> {
    named(record, |field| matches!(field, FieldType::Ref { .. } | FieldType::Link | FieldType::Under { .. }))
}

fn named(record: &Record, is_such: fn(FieldType) -> bool) -> impl Iterator<Item = RecordId> {
    let fields = schema_of(&record.kind).map_or(&[][..], |schema| schema.fields);
    let such = fields.iter().filter(move |field| is_such(field.field_type));
    such.filter_map(|field| record.value(field.name).and_then(Value::as_text)?.parse().ok())
}
