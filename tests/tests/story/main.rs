//! Stories of people who use Holdfast: a real browser, the real server, a network that fails.
//!
//! Run with `cargo xtask test story`; or, with the app and the server built,
//! `cargo test -p holdfast-tests --test story -- --test-threads=2`.

mod access;
mod accounts;
mod builds;
mod conflicts;
mod crash;
mod denied;
mod fault;
mod first_load;
mod flags;
mod frame;
mod frozen;
mod health;
mod imports;
mod install;
mod journeys;
mod keyboard;
mod leaving;
mod levels;
mod looks;
mod parts;
mod pieces;
mod preflight;
#[path = "../../../crates/server/tests/story/provider.rs"]
#[allow(dead_code, clippy::unwrap_used, reason = "the server's tests, whose it is, have it do more than pages do")]
mod provider;
mod remembered;
mod reminders;
mod remote_account;
mod remote_records;
mod room;
mod scrolled;
mod sessions;
mod storage_trouble;
mod storm;
mod sweep;
mod sync_centre;
mod tongues;
mod train;
mod transports;
mod undo;
mod upgrade;
mod views;

/// `HOLDFAST_SEED`, or one of this run's own.
fn seed() -> u64 {
    let given = std::env::var("HOLDFAST_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| u64::from(std::process::id()))
}
