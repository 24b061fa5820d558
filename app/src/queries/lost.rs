//! Answers about what the person may no longer read.

use holdfast_core::{
    id::RecordId,
    replica::{Replica, Touched},
};
use holdfast_query::{Client, Infinite};

use super::{History, Members, Search};

/// Forgets, here and on the device, the answers about engagements whose records have gone from the replica: access to them
/// was lost. What is on show is asked for again, and refused.
pub(crate) fn forget_lost(client: &Client, replica: &Replica, touched: &Touched) {
    if touched.records.iter().all(|id| replica.seen(*id).is_some()) {
        return;
    }
    let is_lost = |scope: RecordId| replica.seen(scope).is_none();
    let mut lost = false;
    for query in client.queries::<Members>() {
        if is_lost(query.engagement.record()) {
            client.remove(&query);
            lost = true;
        }
    }
    for query in client.queries::<Infinite<History>>() {
        if is_lost(RecordId(query.0.scope.0)) {
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
