use std::collections::BTreeMap;

use uuid::Uuid;

use crate::{
    authority::overlay,
    id::{ClientId, OpId, PersonId, RecordId},
    operation::{ClientSeq, Draft, Edit, Operation},
    record::{Record, Seq},
    replica::Replica,
};

/// Whose the fields are that a view's own edits wrote.
pub(super) const VIEW: ClientId = ClientId(Uuid::nil());

/// What a replica shows, with some more edits laid over it.
pub(super) struct View<'a> {
    replica: &'a Replica,
    changed: BTreeMap<RecordId, Option<Record>>,
}

impl<'a> View<'a> {
    pub(super) fn new(replica: &'a Replica) -> Self {
        Self { replica, changed: BTreeMap::new() }
    }

    pub(super) fn replica(&self) -> &'a Replica {
        self.replica
    }

    /// A record, tombstones included.
    pub(super) fn seen(&self, id: RecordId) -> Option<&Record> {
        match self.changed.get(&id) {
            Some(record) => record.as_ref(),
            None => self.replica.seen(id).map(|record| &**record),
        }
    }

    pub(super) fn make(&mut self, edit: &Edit) {
        let draft = Draft::new(OpId(Uuid::nil()), PersonId::from_uuid(Uuid::nil()), 0, edit.clone());
        let op = Operation::stored(&draft, VIEW, ClientSeq(0), Seq(0), Vec::new());
        let after = overlay(self.seen(edit.id).cloned(), &op);
        self.changed.insert(edit.id, after);
    }
}
