//! The journal: what a client has applied is what the log says.

use std::collections::BTreeMap;

use holdfast_core::{
    id::{OpId, ScopeId},
    record::Seq,
};

use super::stored::Stored;
use crate::sim::{profile::Profile, world::World};

/// A client that read the whole log has all of it in its journal; one that read a snapshot, what came after that.
pub(super) fn journal_is_log(world: &World, profile: &Profile, stored: &Stored) {
    let server = world.server.borrow();
    let index = profile.index;
    let readable = server.ledger.readable(profile.person);
    let cursor: Vec<ScopeId> = stored.cursor.scopes.keys().copied().collect();
    if readable != cursor {
        return world.violate(format!("converged: profile {index} reads {cursor:?}, may read {readable:?}"));
    }
    let registry = world.registry.borrow();
    for scope in readable {
        let by_snapshot = server.snapshots.get(&(profile.person, scope)).copied().unwrap_or_default();
        let mut log: BTreeMap<OpId, Seq> =
            server.ledger.log(scope).iter().map(|effect| (effect.op, effect.seq)).collect();
        for (op, (_, seq)) in stored.journal.iter().filter(|(_, (of, _))| *of == scope) {
            if log.remove(op) != Some(*seq) {
                world.violate(format!("journal: profile {index} has applied {op} as {seq:?}, the log has not"));
            }
        }
        log.retain(|op, seq| *seq > by_snapshot && !registry.damaged.contains(op));
        // A damaged entry of the journal names no operation that anyone could look up.
        if log.len() > registry.blots(index) {
            world.violate(format!("journal: profile {index} has not applied {log:?} of {scope}"));
        }
    }
}
