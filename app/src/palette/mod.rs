//! The command palette: everything that can be done, and every record, found by a few letters.

mod actions;
mod deed;
mod entries;
mod finder;
mod fuzzy;

pub(crate) use actions::{Action, Asker};
pub(crate) use deed::{Deed, use_doer};
pub(crate) use entries::{Entry, Group, Stock};
pub(crate) use fuzzy::Needle;

use holdfast_core::id::PersonId;
use holdfast_web::preferences;

/// How many of what was used last are known.
const RECENT: usize = 8;

/// What a person used last, the latest first: names of actions and ids of records.
fn recent(person: PersonId) -> Vec<String> {
    let kept = preferences::load_for(person, preferences::RECENT).unwrap_or_default();
    kept.lines().map(ToOwned::to_owned).collect()
}

/// Notes that something was used.
pub(crate) fn used(person: PersonId, name: &str) {
    let mut recent = recent(person);
    recent.retain(|one| one != name);
    recent.insert(0, name.to_owned());
    recent.truncate(RECENT);
    preferences::save_for(person, preferences::RECENT, &recent.join("\n"));
}
