//! Liveness: what can be sent has been.

use std::collections::BTreeSet;

use holdfast_core::outbox::RowState;

use super::stored::Stored;
use crate::sim::{profile::Profile, world::World};

/// Every row is gone, a dead letter, or waits for one.
pub(super) fn drained(world: &World, profile: &Profile, stored: &Stored) {
    let (server, registry) = (world.server.borrow(), world.registry.borrow());
    let (mut lanes, mut ops) = (BTreeSet::new(), BTreeSet::new());
    for row in &stored.rows {
        let op = &row.operation;
        let held = lanes.contains(&op.id) || op.depends_on.iter().any(|needed| ops.contains(needed));
        match row.state {
            RowState::Dead { .. } if !op.is_create() => continue,
            RowState::Dead { .. } => {}
            RowState::Waiting if held => {}
            // Done by a history that is over, in a scope that is lost: the server says so, and its effect never comes.
            RowState::Accepted { .. } if server.restored && registry.revoked.contains(&(profile.person, op.scope)) => {}
            _ => world.violate(format!("liveness: profile {} still has {row:?}", profile.index)),
        }
        lanes.insert(op.id);
        ops.insert(op.op_id);
    }
}
