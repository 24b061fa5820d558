//! Dead letters: each was refused, and for the reason it shows.

use holdfast_core::{authority::Rejection, id::RecordId, operation::Operation, outbox::RowState};

use super::stored::Stored;
use crate::sim::{
    profile::Profile,
    registry::{Known, Registry, needed},
    world::World,
};

/// Every dead letter was refused by the server with that reason, or lost its scope, or waited for what never will be.
pub(super) fn are_true(world: &World, profile: &Profile, stored: &Stored) {
    let server = world.server.borrow();
    let registry = world.registry.borrow();
    for row in &stored.rows {
        let RowState::Dead { why, .. } = &row.state else { continue };
        let op = &row.operation;
        let revoked = registry.revoked.contains(&(profile.person, op.scope));
        let refused = registry.refused.get(&op.op_id);
        let told = match (refused, why) {
            (Some(reasons), why) if reasons.contains(why) => true,
            // A scope whose making the server has forgotten is lost too, until it is made again.
            (_, Rejection::NoAccess) => revoked || server.restored,
            // What waited for a discarded create; a former history may have refused it for something else before.
            (refused, Rejection::NotFound) if refused.is_none() || server.restored => true,
            _ => false,
        };
        if !told {
            world.violate(format!("dead letters are true: {} is dead by {why:?}; the server: {refused:?}", op.op_id));
        }
        if *why == Rejection::NotFound && !revoked && !excused(&registry, op) && !server.restored {
            let all_there = needed(op).all(|id| server.ledger.record(id).is_some());
            // Somebody else has made it since, whom nobody could wait for.
            let mut lacked = registry.lacked.get(&op.op_id).into_iter().flatten();
            let is_anothers = |id: &RecordId| {
                let mut made = registry.pushed.values().filter(|made| made.is_create() && made.id == *id);
                made.any(|made| made.client_id != op.client_id)
            };
            if all_there && !lacked.any(is_anothers) {
                world.violate(format!("order: {op:?} was not found, though all it needs was made"));
            }
        }
    }
}

/// Where a create was refused by its device, damaged, retried or discarded, what needs it may have lost its turn.
fn excused(registry: &Registry, op: &Operation) -> bool {
    let repaired = |id, known: &Known| registry.retried.contains(&known.root) || registry.is_given_up(id);
    needed(op).any(|id| registry.unmade.contains(&id))
        // It takes back what was never done.
        || op.depends_on.iter().any(|needed| !registry.pushed.contains_key(needed))
        || registry.ops.iter().any(|(id, known)| {
            known.edit.scope == op.scope
                && (repaired(*id, known) || registry.damaged.contains(id) || registry.is_wiped(known))
        })
}
