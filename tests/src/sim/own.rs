//! What must hold at every step: an edit that was saved and not refused shows in the tab that made it. (That nothing shows
//! twice is looked at with every change of a view: see [`super::tab`].)

use std::collections::BTreeMap;

use futures::FutureExt as _;
use holdfast_core::{
    client::read::read,
    entity::FieldValue,
    id::OpId,
    operation::{Action, ClientSeq},
    outbox::{Row, RowState},
    value::Change,
};

use super::run::Run;

/// An edit that was saved and not refused shows in the tab that made it, at any moment.
pub fn own_edits_show(run: &Run) {
    let world = &run.world;
    let registry = world.registry.borrow();
    for sim in run.tabs.values().filter(|sim| sim.is_idle()) {
        let Some(tab) = sim.ready() else { continue };
        let Some(rows) = read(&sim.profile.db, &[], &[], ClientSeq(0)).now_or_never().and_then(Result::ok) else {
            continue;
        };
        let rows: BTreeMap<OpId, Row> =
            rows.rows.into_iter().filter_map(Result::ok).map(|row| (row.operation.op_id, row)).collect();
        let replica = tab.replica();
        let mine = registry.ops.iter().filter(|(_, known)| known.life == sim.life.id && known.saved);
        for (op, known) in mine {
            let lost_scope = registry.revoked.contains(&(known.person, known.edit.scope));
            let refused = rows.get(op).is_some_and(|row| matches!(row.state, RowState::Dead { .. }));
            let repaired = registry.retried.contains(&known.root) || registry.discarded.contains(&known.root);
            let homeless =
                registry.unmade.contains(&known.edit.id) || registry.unmade.contains(&known.edit.scope.into());
            if lost_scope || refused || repaired || homeless || registry.deleted.contains(&known.edit.id) {
                continue;
            }
            let seen = replica.seen(known.edit.id);
            let shows = match (&known.edit.action, seen) {
                (_, None) => false,
                (Action::Set(changes), Some(record)) => changes.iter().all(|(field, change)| match change {
                    Change::Increment(by) => i64::read(record.value(field)) & by == *by,
                    _ => true,
                }),
                _ => true,
            };
            if !shows {
                world.violate(format!("own edits show: tab {} does not show {op}", sim.life.id.0));
            }
        }
    }
}
