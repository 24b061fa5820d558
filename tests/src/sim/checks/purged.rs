//! Nothing of a scope that a person has lost is left on their devices, but their own words.

use std::collections::BTreeSet;

use holdfast_core::client::{Key, Table};
use serde_json::Value;

use crate::sim::{own::says_discarded, profile::Profile, world::World};

/// Looks through every table for what names a lost scope.
pub(super) fn nothing_is_left(world: &World, profile: &Profile) {
    let registry = world.registry.borrow();
    let readable = world.server.borrow().ledger.readable(profile.person);
    let stored = profile.db.committed();
    let own: BTreeSet<String> = stored
        .iter()
        .filter(|((table, _), raw)| *table == Table::Outbox || *table == Table::Done && is_own_discarded(raw))
        .filter_map(|(_, raw)| record_of(raw))
        .collect();
    let lost = registry.revoked.iter().filter(|(person, scope)| *person == profile.person && !readable.contains(scope));
    for (_, scope) in lost {
        let name = scope.to_string();
        let names =
            |key: &Key, raw: &str| raw.contains(&name) || matches!(key, Key::Text(text) if text.contains(&name));
        for ((table, key), raw) in stored.iter().filter(|((_, key), raw)| names(key, raw)) {
            if !is_own(*table, key, raw, &own) {
                let index = profile.index;
                world.violate(format!("purged: profile {index} still has {table:?} {key:?} of a lost scope: {raw}"));
            }
        }
    }
}

/// Whether an entry is of what the person themselves wanted to say: that stays, even where nobody can read it any more.
fn is_own(table: Table, key: &Key, raw: &str, own: &BTreeSet<String>) -> bool {
    match (table, key) {
        (Table::Outbox | Table::Creates, _) => true,
        (Table::Quarantine, Key::Text(place)) => {
            // What was discarded there stays; where that goes bad, which may hide that it was, it is put aside.
            let discarded = place.starts_with("done:") && !names_seen(raw);
            place.starts_with("outbox:") || place.starts_with("creates:") || discarded
        }
        (Table::Done, _) => is_own_discarded(raw),
        // What they did where they were already put out: it is refused, or given up, and what it was is there too.
        (Table::Undo, _) => own.iter().any(|record| raw.contains(record)),
        _ => false,
    }
}

/// Whether a text is of an operation that was discarded, and has nothing of others.
fn is_own_discarded(raw: &str) -> bool {
    says_discarded(raw) && !names_seen(raw)
}

/// Whether an operation's text has what its author had before them, which is not theirs.
fn names_seen(raw: &str) -> bool {
    raw.contains("\"seen\":{\"")
}

/// The record of the operation in a stored text, if that can be read.
fn record_of(raw: &str) -> Option<String> {
    let (_, json) = raw.split_once('{')?;
    let stored: Value = serde_json::from_str(&format!("{{{json}")).ok()?;
    Some(stored.pointer("/operation/id")?.as_str()?.to_owned())
}
