//! What must hold at every step: an edit that was saved and not refused shows in the tab that made it. (That nothing shows
//! twice is looked at with every change of a view: see [`super::tab`].)

use std::collections::BTreeSet;

use holdfast_core::{
    client::{Table, memory::MemoryDatabase},
    entity::FieldValue,
    id::OpId,
    operation::Action,
    replica::Replica,
    value::Change,
};

use super::{
    registry::{Known, Registry},
    run::Run,
};

/// An edit that was saved and not refused shows in the tab that made it, at any moment; but not while everything is read
/// again because storage or the server's history were lost.
pub fn own_edits_show(run: &Run) {
    let world = &run.world;
    if world.server.borrow().restored {
        return;
    }
    let registry = world.registry.borrow();
    for sim in run.tabs.values().filter(|sim| sim.is_idle() && !sim.profile.troubled.get()) {
        let Some(tab) = sim.ready() else { continue };
        let mut refused = None;
        let replica = tab.replica();
        for (op, known) in registry.ops.iter().filter(|(_, known)| known.life == sim.life.id && known.saved) {
            if excused(&registry, known) || shows(&replica, known) {
                continue;
            }
            // Read only where it matters: most edits show.
            let refused = refused.get_or_insert_with(|| dead_letters(&sim.profile.db));
            if !refused.contains(&registry.holder(*op)) {
                world.violate(format!("own edits show: tab {} does not show {op}", sim.life.id.0));
            }
        }
    }
}

fn excused(registry: &Registry, known: &Known) -> bool {
    let id = known.edit.id;
    registry.revoked.contains(&(known.person, known.edit.scope))
        || registry.retried.contains(&known.root)
        || registry.discarded.contains(&known.root)
        || registry.unmade.contains(&id)
        || registry.unmade.contains(&known.edit.scope.into())
        || registry.deleted.contains(&id)
        || registry.recounted.contains(&id)
        || known.undoing
}

fn shows(replica: &Replica, known: &Known) -> bool {
    match (&known.edit.action, replica.seen(known.edit.id)) {
        (_, None) => false,
        (Action::Set(changes), Some(record)) => changes.iter().all(|(field, change)| match change {
            Change::Increment(by) => i64::read(record.value(field)) & by == *by,
            _ => true,
        }),
        _ => true,
    }
}

/// The operations that are dead letters in a database.
pub fn dead_letters(db: &MemoryDatabase) -> BTreeSet<OpId> {
    let stored = db.committed();
    let rows = stored.iter().filter(|((table, _), raw)| *table == Table::Outbox && raw.contains("\"dead\":"));
    rows.filter_map(|(_, raw)| op_of(raw)).collect()
}

/// The id of the operation in a stored text.
pub fn op_of(raw: &str) -> Option<OpId> {
    let (_, from) = raw.split_once("\"op_id\":\"")?;
    from.get(..36)?.parse().ok()
}
