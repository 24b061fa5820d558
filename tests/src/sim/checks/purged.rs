//! Nothing of a scope that a person has lost is left on their devices, but their own words.

use holdfast_core::client::{Key, Table};

use crate::sim::{own::op_of, profile::Profile, world::World};

/// Looks through every table for what names a lost scope.
pub(super) fn nothing_is_left(world: &World, profile: &Profile) {
    let registry = world.registry.borrow();
    let readable = world.server.borrow().ledger.readable(profile.person);
    let lost = registry.revoked.iter().filter(|(person, scope)| *person == profile.person && !readable.contains(scope));
    for (_, scope) in lost {
        let name = scope.to_string();
        let stored = profile.db.committed();
        // Their own words stay, even where nobody can read them any more.
        let own = |table: Table, key: &Key| match (table, key) {
            (Table::Outbox | Table::Creates, _) => true,
            (Table::Quarantine, Key::Text(place)) => place.starts_with("outbox:") || place.starts_with("creates:"),
            _ => false,
        };
        // So do the steps that they can take back, until they are done with them.
        let pending = |raw: &str| stored.iter().any(|((table, _), row)| *table == Table::Outbox && shares_id(row, raw));
        let left = stored.iter().filter(|((table, key), _)| !own(*table, key));
        for ((table, key), raw) in left {
            let discarded = *table == Table::Done && raw.contains("\"discarded\":");
            if discarded || (*table == Table::Undo && pending(raw)) {
                continue;
            }
            if raw.contains(&name) || format!("{key:?}").contains(&name) {
                let index = profile.index;
                world.violate(format!("purged: profile {index} still has {table:?} {key:?} of a lost scope: {raw}"));
            }
        }
    }
}

/// Whether a stored step is of the operation in a stored row.
fn shares_id(row: &str, step: &str) -> bool {
    op_of(row).is_some_and(|op| step.contains(&op.to_string()))
}
