use std::{collections::BTreeSet, rc::Rc};

use crate::{
    id::RecordId,
    record::Record,
    value::{FieldName, Value},
};

/// A record before and after the server's word changed it. The view shows it too, unless an edit that is still pending
/// covers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// As it was known before, if it was.
    pub before: Option<Rc<Record>>,
    /// As it is known now, tombstones included.
    pub now: Rc<Record>,
}

impl Confirmed {
    /// Whether the record came: made, or brought back.
    pub fn came(&self) -> bool {
        !self.now.deleted && self.before.as_ref().is_none_or(|before| before.deleted)
    }

    /// Whether it went.
    pub fn went(&self) -> bool {
        self.now.deleted && self.before.as_ref().is_some_and(|before| !before.deleted)
    }

    /// The fields that have other values than before: the value before, if there was one, and the one now.
    pub fn changes(&self) -> impl Iterator<Item = (&FieldName, Option<&Value>, &Value)> {
        let fields = self.now.fields.iter().map(|(name, stored)| {
            let before = self.before.as_ref().and_then(|before| before.fields.get(name));
            (name, before.map(|stored| &stored.value), &stored.value)
        });
        fields.filter(|(_, before, now)| *before != Some(*now))
    }
}

/// What a change of a replica touched, so that only what shows it is drawn again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// The records whose view or mark may have changed.
    pub records: BTreeSet<RecordId>,
    /// Whether something of the outbox changed that belongs to no record.
    pub outbox: bool,
    /// What the server's word changed, record by record: for what depends on the server's state and not on the view.
    pub confirmed: Vec<Confirmed>,
}

impl Touched {
    /// Whether nothing was touched.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && !self.outbox && self.confirmed.is_empty()
    }

    /// Adds what another change touched.
    pub fn merge(&mut self, other: Self) {
        self.records.extend(other.records);
        self.outbox |= other.outbox;
        self.confirmed.extend(other.confirmed);
    }

    pub(super) fn add(&mut self, id: RecordId) {
        self.records.insert(id);
    }

    pub(super) fn extend(&mut self, id: Option<RecordId>) {
        self.records.extend(id);
    }
}
