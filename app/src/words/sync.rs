//! The sync indicator's words.

use holdfast_core::{
    Millis,
    client::transport::Carrier,
    status::{Link, SyncState},
};

use super::time;
use crate::t;

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
        true => {
            Shown { name: name(SyncState::Saving), label: t::sync_opening().into(), meaning: t::sync_opening_meaning() }
        }
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
    let with = |words: &'static str, waiting: usize| match waiting {
        0 => words.to_owned(),
        waiting => t::sync_and_waiting(words, waiting),
    };
    match state {
        SyncState::Problem(problems) => t::sync_problems(problems),
        SyncState::Saving => t::sync_saving().into(),
        SyncState::SignedOut(waiting) => with(t::signed_out(), waiting),
        SyncState::Offline(waiting) => with(t::sync_offline(), waiting),
        SyncState::Waiting(waiting) => t::sync_waiting(waiting),
        SyncState::Synced => t::sync_synced().into(),
    }
}

/// What the state means, for the list behind the indicator.
pub fn meaning(state: SyncState) -> &'static str {
    match state {
        SyncState::Problem(_) => t::sync_problem_meaning(),
        SyncState::Saving => t::sync_saving_meaning(),
        SyncState::SignedOut(0) => t::sync_out_meaning(),
        SyncState::SignedOut(_) => t::sync_out_safe(),
        SyncState::Offline(0) => t::sync_offline_meaning(),
        SyncState::Offline(_) => t::sync_offline_safe(),
        SyncState::Waiting(_) => t::sync_waiting_meaning(),
        SyncState::Synced => t::sync_synced_meaning(),
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
        (Link::SignedOut, _) => t::link_paused().into(),
        (Link::Down, _) => match next_try.map(|at| at.saturating_sub(now).div_ceil(1_000)) {
            None => t::link_offline().into(),
            Some(0) => t::link_trying().into(),
            Some(seconds) => t::link_down_for(usize::try_from(seconds).unwrap_or_default()),
        },
        (_, Some(Carrier::WebSocket)) => t::link_live().into(),
        (_, Some(Carrier::Events)) => t::link_slower().into(),
        (_, Some(Carrier::Poll)) => t::link_checking().into(),
        (Link::Up, None) => t::link_reached().into(),
        (Link::Connecting, None) => t::link_connecting().into(),
    }
}

/// That the oldest unsent edit was made then.
pub fn old(at: Millis, now: Millis) -> String {
    t::sync_old(&time::ago(at, now))
}

/// How long the browser keeps what is stored here: for good, where it has promised that.
pub fn kept(persisted: bool) -> &'static str {
    if persisted { t::kept_always() } else { t::kept_maybe() }
}

/// A number of bytes: "12 MB".
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => t::bytes_few().into(),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..10_000_000 => format!("{} MB", t::tenths((bytes / 100_000) as usize)),
        10_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{} GB", t::tenths((bytes / 100_000_000) as usize)),
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
