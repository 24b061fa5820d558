//! What the merge may not decide: the conflict records it makes, who may settle them, and what settling does.

#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

#[path = "../common/mod.rs"]
mod common;
mod deleted;
mod fields;
mod settled;
mod world;
