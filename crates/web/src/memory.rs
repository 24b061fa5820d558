//! What this browser profile remembers of a person's database outside of it, to notice when it is gone. In local storage: it
//! is written at once, also while a page is closed, and where a browser clears databases it mostly spares it.

use holdfast_core::{Millis, id::PersonId};
use serde::{Deserialize, Serialize};

/// The last thing known of a person's database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Memory {
    /// How many operations only it had.
    pub(crate) unsent: usize,
    /// When it last had all that the server has.
    pub(crate) synced: Option<Millis>,
    /// When this was written.
    pub(crate) at: Millis,
}

/// What is remembered; `None` if nothing is, or nothing that can be read.
pub(crate) fn recall(person: PersonId) -> Option<Memory> {
    let text = storage()?.get_item(&key(person)).ok()??;
    serde_json::from_str(&text).ok()
}

/// Whether what is remembered can be read; nothing where nothing is.
pub(crate) fn is_readable(person: PersonId) -> Option<bool> {
    let text = storage()?.get_item(&key(person)).ok()??;
    Some(serde_json::from_str::<Memory>(&text).is_ok())
}

/// Remembers. Where that is refused, a loss goes unnoticed and nothing else.
pub(crate) fn remember(person: PersonId, memory: &Memory) {
    let text = serde_json::to_string(memory).expect("a memory has no failing serialiser");
    if let Some(storage) = storage() {
        let _ = storage.set_item(&key(person), &text);
    }
}

/// Forgets: the data was removed because the person wants it so.
pub(crate) fn forget(person: PersonId) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key(person));
    }
}

fn key(person: PersonId) -> String {
    format!("holdfast-memory-{person}")
}

/// There is none in a worker, nor where the person has switched it off.
fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
