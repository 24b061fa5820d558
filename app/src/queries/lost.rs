//! Answers about what the person may no longer read.

use holdfast_core::{
    id::RecordId,
    replica::{Replica, Touched},
};
use holdfast_query::{
    Client, Infinite,
    persist::{Persister, Shelf},
};

use super::{History, Members, Search};

/// What an answer is about: an engagement, without whose record nobody may read it.
trait About {
    fn scope(&self) -> RecordId;
}

impl About for Members {
    fn scope(&self) -> RecordId {
        self.engagement.record()
    }
}

impl About for Infinite<History> {
    fn scope(&self) -> RecordId {
        RecordId(self.0.scope.0)
    }
}

/// Whether records have gone from the replica.
pub(crate) fn has_lost(replica: &Replica, touched: &Touched) -> bool {
    touched.records.iter().any(|id| replica.seen(*id).is_none())
}

/// Forgets the answers in memory about engagements that the replica has not: access to them was lost, just now or while nobody
/// was here to hear of it. What is on show is asked for again, and refused. All that is stored must have been read.
pub(crate) fn forget_lost(client: &Client, replica: &Replica) {
    let is_lost = |scope: RecordId| replica.seen(scope).is_none();
    let mut lost = false;
    for query in client.queries::<Members>() {
        if is_lost(query.scope()) {
            client.remove(&query);
            lost = true;
        }
    }
    for query in client.queries::<Infinite<History>>() {
        if is_lost(query.scope()) {
            client.remove(&query);
            lost = true;
        }
    }
    let held = |query: &Search| client.get(query).is_some_and(|page| page.hits.iter().any(|hit| is_lost(hit.id)));
    for query in client.queries::<Search>() {
        if lost || held(&query) {
            client.remove(&query);
        }
    }
}

/// Forgets those on the device, also where they are in memory no more.
pub(crate) fn forget_kept<S: Shelf>(kept: &Persister<S>, is_lost: &dyn Fn(RecordId) -> bool) {
    kept.forget(|query: &Members| is_lost(query.scope()));
    kept.forget(|query: &Infinite<History>| is_lost(query.scope()));
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{
        id::{ClientId, OpId},
        operation::Draft,
    };

    use super::*;
    use crate::{
        commands::{engagement, testing::id},
        queries::client,
    };

    #[test]
    fn members_of_what_is_not_here_are_forgotten_and_others_stay() {
        let mut replica = Replica::new(ClientId::new(0, [0; 10]));
        let edit = engagement::create(id(1), "Harbour").unwrap().edits.remove(0).edit;
        replica.stage(&[Draft::new(OpId::new(1, [0; 10]), id(7), 0, edit)]);
        let client = client();
        for engagement in [1, 2] {
            client.set(&Members { engagement: id(engagement) }, Vec::new());
        }
        forget_lost(&client, &replica);
        assert_eq!(client.queries::<Members>(), [Members { engagement: id(1) }]);
    }
}
