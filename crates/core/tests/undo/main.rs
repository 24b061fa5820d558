//! Undo and redo: what takes an edit back, and that nothing anybody else wrote goes with it.

#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

#[path = "../common/mod.rs"]
mod common;
mod tables;
mod traces;
mod world;
