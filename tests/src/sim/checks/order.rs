//! Order: the log has no gaps, and edits of one record come in the order in which they were made.

use std::collections::BTreeMap;

use holdfast_core::{
    effect::Effect,
    id::{ClientId, RecordId},
    operation::ClientSeq,
    record::Seq,
};

use crate::sim::world::World;

/// Whether a scope's log is in order.
pub(super) fn in_order(world: &World, log: &[Effect]) {
    let registry = world.registry.borrow();
    let mut lanes: BTreeMap<(ClientId, RecordId), ClientSeq> = BTreeMap::new();
    let mut makers: BTreeMap<(u64, RecordId), u64> = BTreeMap::new();
    for (effect, seq) in log.iter().zip(1..) {
        if effect.seq != Seq(seq) {
            world.violate(format!("log: {} stands where {seq} belongs", effect.seq.0));
        }
        let Some(known) = registry.ops.get(&effect.op) else { continue };
        // One whose row went bad after it had been sent does not hold up those behind it, and may still be on its way.
        if registry.retried.contains(&known.root) || registry.damaged.contains(&effect.op) {
            continue;
        }
        let id = effect.writes[0].id;
        // What was on its way when its author was put out holds up nothing of theirs any more, and is done if they are let in
        // again before it arrives.
        let was_put_out = registry.revoked.contains(&(known.person, known.edit.scope));
        if lanes
            .insert((effect.client, id), effect.client_seq)
            .is_some_and(|before| before >= effect.client_seq && !was_put_out)
        {
            world.violate(format!("lanes: {} of {id} came after a later one", effect.op));
        }
        if makers.insert((known.life.0, id), known.made).is_some_and(|before| before >= known.made && !was_put_out) {
            world.violate(format!("order: {} of {id} was made before what was done before it", effect.op));
        }
    }
}
