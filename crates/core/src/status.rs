//! The one answer to "is my work safe?": pure, from what is pending and whether the server can be reached.

use serde::{Deserialize, Serialize};

/// How many operations are pending, by how far they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Shown, but not stored on this device yet.
    pub saving: usize,
    /// Stored here, not known to be on the server.
    pub waiting: usize,
    /// On the server, its confirmation not applied here yet.
    pub accepted: usize,
    /// Dead letters and unreadable rows.
    pub dead: usize,
}

/// Whether the server can be reached, judged by requests that worked or failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// Not known yet.
    #[default]
    Connecting,
    /// The last request worked.
    Up,
    /// The last request did not reach the server.
    Down,
    /// The server asks for a new sign-in; edits wait here until then.
    SignedOut,
}

/// What the sync indicator shows; the first that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncState {
    /// Something was refused and needs its author: so many.
    Problem(usize),
    /// Edits are being stored on this device.
    Saving,
    /// The server asks for a new sign-in; so many edits wait.
    SignedOut(usize),
    /// The server cannot be reached; so many edits wait, stored here.
    Offline(usize),
    /// So many edits are stored here and on their way.
    Waiting(usize),
    /// Everything is on the server.
    Synced,
}

/// The state to show.
pub fn sync_state(counts: Counts, link: Link) -> SyncState {
    match (counts, link) {
        (Counts { dead, .. }, _) if dead > 0 => SyncState::Problem(dead),
        (Counts { saving, .. }, _) if saving > 0 => SyncState::Saving,
        (Counts { waiting, .. }, Link::SignedOut) => SyncState::SignedOut(waiting),
        (Counts { waiting, .. }, Link::Down) => SyncState::Offline(waiting),
        (Counts { waiting, .. }, _) if waiting > 0 => SyncState::Waiting(waiting),
        (_, Link::Connecting | Link::Up) => SyncState::Synced,
    }
}
