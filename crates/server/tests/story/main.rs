//! The server as its clients see it: a real one, on a free port, with a database of its own.
#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail, in its helpers too")]

mod accounts;
mod app;
mod blobs;
mod code;
mod crash;
mod ends;
mod events;
mod flags;
mod health;
mod history;
mod hostile;
mod invites;
mod keeping;
mod live;
mod members;
mod migration;
mod oidc;
mod operate;
mod passwords;
mod poll;
mod presence;
mod provider;
mod reset;
mod rest;
mod rights;
mod search;
mod sessions;
mod sync;
mod transfer;
mod way_back;
mod world;
