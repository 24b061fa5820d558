use std::collections::BTreeSet;

use crate::id::RecordId;

/// What a change of a replica touched, so that only what shows it is drawn again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// The records whose view or mark may have changed.
    pub records: BTreeSet<RecordId>,
    /// Whether something of the outbox changed that belongs to no record.
    pub outbox: bool,
}

impl Touched {
    /// Whether nothing was touched.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && !self.outbox
    }

    /// Adds what another change touched.
    pub fn merge(&mut self, other: Self) {
        self.records.extend(other.records);
        self.outbox |= other.outbox;
    }

    pub(super) fn add(&mut self, id: RecordId) {
        self.records.insert(id);
    }

    pub(super) fn extend(&mut self, id: Option<RecordId>) {
        self.records.extend(id);
    }
}
