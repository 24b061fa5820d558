//! Stories of people who use Holdfast: a real browser, the real server, a network that fails.
//!
//! Run with `cargo xtask test story`; or, with the app and the server built,
//! `cargo test -p holdfast-tests --test story -- --test-threads=1`.

mod access;
mod crash;
mod denied;
mod imports;
mod install;
mod keyboard;
mod leaving;
mod remote_account;
mod remote_records;
mod train;
