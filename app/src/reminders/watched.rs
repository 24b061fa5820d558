//! The moments of a person's tasks, followed change by change.

use holdfast_core::{
    entity::{Entity as _, Membership, Task},
    id::{PersonId, RecordId},
    record::Kind,
    replica::Replica,
};

use super::{moments::Moments, wanted::Wanted, which::Which};
use crate::stores::Records;

/// The moments, and up to which change of the records they are right.
pub(super) struct Watched {
    person: PersonId,
    wanted: Wanted,
    moments: Moments,
    version: u64,
}

impl Watched {
    /// Those of a person who wants to be reminded of nothing yet.
    pub(super) fn new(replica: &Replica, person: PersonId, records: &Records) -> Self {
        let wanted = Wanted::new(replica, person, Which::Nothing);
        Self { person, wanted, moments: Moments::default(), version: records.version() }
    }

    /// The moments.
    pub(super) fn moments(&self) -> &Moments {
        &self.moments
    }

    /// The person wants to be reminded of these from now on.
    pub(super) fn want(&mut self, replica: &Replica, which: Which) {
        if self.wanted.which() != which {
            self.wanted = Wanted::new(replica, self.person, which);
            self.read(replica);
        }
    }

    /// Follows the records. Gives what has another moment than before.
    pub(super) fn follow(&mut self, replica: &Replica, records: &Records) -> Vec<(RecordId, i64)> {
        let since = records.since(std::mem::replace(&mut self.version, records.version()));
        let Some(since) = since else { return self.read_anew(replica) };
        let touched: Vec<RecordId> = since.flatten().copied().collect();
        let is_member = |id: &RecordId| replica.seen(*id).is_some_and(|record| record.kind.name() == Membership::KIND);
        if touched.iter().any(is_member) {
            return self.read_anew(replica);
        }
        touched.into_iter().filter_map(|id| self.set(replica, id)).collect()
    }

    fn read_anew(&mut self, replica: &Replica) -> Vec<(RecordId, i64)> {
        self.wanted = Wanted::new(replica, self.person, self.wanted.which());
        self.read(replica)
    }

    /// Looks at every task: at the start, and where what is wanted has changed.
    fn read(&mut self, replica: &Replica) -> Vec<(RecordId, i64)> {
        let gone: Vec<_> = self.moments.tasks().filter(|id| replica.live(*id).is_none()).collect();
        for id in gone {
            self.moments.set(id, None);
        }
        let kind = Kind::new(Task::KIND);
        let all: Vec<_> = replica.of_kind(&kind).map(|record| (record.id, self.wanted.moment(record))).collect();
        all.into_iter().filter(|(id, at)| self.moments.set(*id, *at)).filter_map(|(id, at)| Some((id, at?))).collect()
    }

    fn set(&mut self, replica: &Replica, id: RecordId) -> Option<(RecordId, i64)> {
        let at = replica.live(id).and_then(|record| self.wanted.moment(record));
        self.moments.set(id, at).then_some(id).zip(at)
    }
}
