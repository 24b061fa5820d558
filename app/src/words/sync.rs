//! The sync indicator's words.

use holdfast_core::{outbox::RowState, status::SyncState};

use super::count;

/// What is shown of a state.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Its name for styles and tests.
    pub name: &'static str,
    /// What the indicator says.
    pub label: String,
    /// What that means.
    pub meaning: &'static str,
}

/// What is shown of a state, or while it is too early to tell.
pub fn shown(state: SyncState, is_opening: bool) -> Shown {
    match is_opening {
        true => Shown {
            name: name(SyncState::Saving),
            label: "Opening".into(),
            meaning: "What is stored on this device is being read.",
        },
        false => Shown { name: name(state), label: label(state), meaning: meaning(state) },
    }
}

/// The state's name for styles and tests.
pub fn name(state: SyncState) -> &'static str {
    match state {
        SyncState::Problem(_) => "problem",
        SyncState::Saving => "saving",
        SyncState::SignedOut(_) => "signed-out",
        SyncState::Offline(_) => "offline",
        SyncState::Waiting(_) => "waiting",
        SyncState::Synced => "synced",
    }
}

/// What the indicator says.
pub fn label(state: SyncState) -> String {
    let with = |words: &str, waiting: usize| match waiting {
        0 => words.to_owned(),
        waiting => format!("{words} · {waiting} waiting"),
    };
    match state {
        SyncState::Problem(problems) => count(problems, "problem", "problems"),
        SyncState::Saving => "Saving".into(),
        SyncState::SignedOut(waiting) => with("Signed out", waiting),
        SyncState::Offline(waiting) => with("Offline", waiting),
        SyncState::Waiting(waiting) => format!("{waiting} waiting"),
        SyncState::Synced => "Synced".into(),
    }
}

/// What the state means, for the list behind the indicator.
pub fn meaning(state: SyncState) -> &'static str {
    match state {
        SyncState::Problem(_) => "Something could not be done as it stands. It is kept below until you decide.",
        SyncState::Saving => "Your edits are being stored on this device.",
        SyncState::SignedOut(0) => "The server asks you to sign in again.",
        SyncState::SignedOut(_) => {
            "The server asks you to sign in again. Your edits are safe on this device until then."
        }
        SyncState::Offline(0) => {
            "The server cannot be reached. You can go on working: edits are stored on this device."
        }
        SyncState::Offline(_) => {
            "The server cannot be reached. Your edits are stored on this device and are sent by themselves once it can."
        }
        SyncState::Waiting(_) => "Your edits are stored on this device and on their way to the server.",
        SyncState::Synced => "Everything is on the server.",
    }
}

/// How far one pending operation is.
pub fn state(state: Option<&RowState>) -> String {
    match state {
        None => "Being stored on this device".into(),
        Some(RowState::Waiting) => "Stored on this device, waiting to be sent".into(),
        Some(RowState::Accepted { .. }) => "On the server, being confirmed".into(),
        Some(RowState::Dead { why, .. }) => format!("Refused: {why}"),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn the_indicator_counts_what_waits() {
        for (state, words) in [
            (SyncState::Synced, "Synced"),
            (SyncState::Saving, "Saving"),
            (SyncState::Waiting(3), "3 waiting"),
            (SyncState::Offline(0), "Offline"),
            (SyncState::Offline(3), "Offline · 3 waiting"),
            (SyncState::Problem(1), "1 problem"),
            (SyncState::Problem(2), "2 problems"),
            (SyncState::SignedOut(2), "Signed out · 2 waiting"),
        ] {
            assert_eq!(label(state), words);
        }
    }
}
