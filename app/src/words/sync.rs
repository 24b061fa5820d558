//! The sync indicator's words.

use holdfast_core::{
    Millis,
    client::transport::Carrier,
    status::{Link, SyncState},
};

use super::{count, grouped, time};

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
        waiting => format!("{words} · {} waiting", grouped(waiting)),
    };
    match state {
        SyncState::Problem(problems) => count(problems, "problem", "problems"),
        SyncState::Saving => "Saving".into(),
        SyncState::SignedOut(waiting) => with("Signed out", waiting),
        SyncState::Offline(waiting) => with("Offline", waiting),
        SyncState::Waiting(waiting) => format!("{} waiting", grouped(waiting)),
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

/// A way to the server, for styles and tests.
pub fn carrier_name(carrier: Carrier) -> &'static str {
    match carrier {
        Carrier::WebSocket => "websocket",
        Carrier::Events => "events",
        Carrier::Poll => "poll",
    }
}

/// How the server is reached, and if it is not, when it is tried again.
pub fn connection(link: Link, carrier: Option<Carrier>, next_try: Option<Millis>, now: Millis) -> String {
    match (link, carrier) {
        (Link::SignedOut, _) => "Paused until you sign in again".into(),
        (Link::Down, _) => match next_try.map(|at| at.saturating_sub(now).div_ceil(1_000)) {
            None => "Offline; tried again by itself".into(),
            Some(0) => "Offline, trying again now".into(),
            Some(seconds) => format!("Offline, trying again in {seconds} s"),
        },
        (_, Some(Carrier::WebSocket)) => "Live".into(),
        (_, Some(Carrier::Events)) => "Live, through a slower channel".into(),
        (_, Some(Carrier::Poll)) => "Checking every few seconds".into(),
        (Link::Up, None) => "Reached; the live line is being opened".into(),
        (Link::Connecting, None) => "Connecting".into(),
    }
}

/// That the oldest unsent edit was made then.
pub fn old(at: Millis, now: Millis) -> String {
    format!(
        "Your oldest unsent edit was made {}. It is safe here, but on no other device: reach the server soon, or export it.",
        time::ago(at, now)
    )
}

/// A number of bytes: "12 MB".
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => "less than 1 kB".into(),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..10_000_000 => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
        10_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes % 1_000_000_000 / 100_000_000),
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
            (SyncState::Waiting(10_001), "10,001 waiting"),
            (SyncState::Offline(0), "Offline"),
            (SyncState::Offline(3), "Offline · 3 waiting"),
            (SyncState::Problem(1), "1 problem"),
            (SyncState::Problem(2), "2 problems"),
            (SyncState::SignedOut(2), "Signed out · 2 waiting"),
        ] {
            assert_eq!(label(state), words);
        }
    }

    #[test]
    fn the_connection_is_told_in_plain_words() {
        for (link, carrier, next_try, words) in [
            (Link::Up, Some(Carrier::WebSocket), None, "Live"),
            (Link::Up, Some(Carrier::Events), None, "Live, through a slower channel"),
            (Link::Up, Some(Carrier::Poll), None, "Checking every few seconds"),
            (Link::Down, Some(Carrier::WebSocket), Some(13_000), "Offline, trying again in 12 s"),
            (Link::Down, None, Some(500), "Offline, trying again now"),
            (Link::Down, None, None, "Offline; tried again by itself"),
            (Link::SignedOut, Some(Carrier::WebSocket), Some(9_000), "Paused until you sign in again"),
            (Link::Connecting, None, None, "Connecting"),
        ] {
            assert_eq!(connection(link, carrier, next_try, 1_001), words);
        }
    }

    #[test]
    fn room_is_told_in_the_unit_that_fits() {
        let sizes = [999, 64_000, 1_260_000, 12_999_999, 2_550_000_000];
        assert_eq!(sizes.map(bytes), ["less than 1 kB", "64 kB", "1.2 MB", "12 MB", "2.5 GB"]);
    }
}
