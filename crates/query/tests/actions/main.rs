//! What somebody who starts an action is promised.

#[path = "../common/mod.rs"]
mod common;
mod ending;
mod network;
mod order;
mod shared;
mod world;
