//! What is said between the app and its service worker, and the names both know.

use holdfast_core::id::PersonId;
use serde::{Deserialize, Serialize};

/// What a tab asks of the service worker: a JSON text by `postMessage`. The worker answers only by hints over the channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToWorker {
    /// Send what waits in the outbox.
    Replay,
    /// Become the active worker without waiting for the older tabs to close: the person has agreed to the update.
    TakeOver,
}

/// The tag of the Background Sync that replays the outbox.
pub const SYNC_TAG: &str = "holdfast-outbox";

/// The name of a person's database, and of the channel between the tabs and the worker that share it.
pub fn person_name(person: PersonId) -> String {
    format!("holdfast-{person}")
}

/// The name of the database and of the channel of the query layer's answers for a person.
pub fn queries_name(person: PersonId) -> String {
    format!("holdfast-queries-{person}")
}

/// The Web Lock of the tab that keeps a person's line to the server.
pub fn line_lock(person: PersonId) -> String {
    format!("holdfast-line-{person}")
}
