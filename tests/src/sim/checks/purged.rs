//! Nothing of a scope that a person has lost is left on their devices, but their own words.

use std::collections::BTreeSet;

use holdfast_core::client::{Key, Table};

use crate::sim::{own::op_of, profile::Profile, world::World};

/// Looks through every table for what names a lost scope.
pub(super) fn nothing_is_left(world: &World, profile: &Profile) {
    let registry = world.registry.borrow();
    let readable = world.server.borrow().ledger.readable(profile.person);
    let stored = profile.db.committed();
    let waiting = stored.iter().filter(|((table, _), _)| *table == Table::Outbox);
    let outbox: BTreeSet<String> = waiting.filter_map(|(_, raw)| Some(op_of(raw)?.to_string())).collect();
    let lost = registry.revoked.iter().filter(|(person, scope)| *person == profile.person && !readable.contains(scope));
    for (_, scope) in lost {
        let name = scope.to_string();
        let names =
            |key: &Key, raw: &str| raw.contains(&name) || matches!(key, Key::Text(text) if text.contains(&name));
        for ((table, key), raw) in stored.iter().filter(|((_, key), raw)| names(key, raw)) {
            if !is_own(*table, key, raw, &outbox) {
                let index = profile.index;
                world.violate(format!("purged: profile {index} still has {table:?} {key:?} of a lost scope: {raw}"));
            }
        }
    }
}

/// Whether an entry is of what the person themselves wanted to say: that stays, even where nobody can read it any more.
fn is_own(table: Table, key: &Key, raw: &str, outbox: &BTreeSet<String>) -> bool {
    match (table, key) {
        (Table::Outbox | Table::Creates, _) => true,
        (Table::Quarantine, Key::Text(place)) => place.starts_with("outbox:") || place.starts_with("creates:"),
        (Table::Done, _) => raw.contains("\"discarded\":"),
        // What they did where they were already put out: it is refused, and in the outbox with what it was.
        (Table::Undo, _) => outbox.iter().any(|op| raw.contains(op)),
        _ => false,
    }
}
