//! The simulation: the real tabs, replayer, lease, merge and push under one seeded clock, over a network that loses,
//! repeats, delays and truncates, and databases that stop, fail and crash their owners at every await.
//!
//! One thread, one source of chance, one virtual clock: a seed is a run. [`run`] tells the story of one, [`checks`] says
//! what must hold, [`planted`] holds the bugs that prove the checks.

pub mod checks;
pub mod clock;
pub mod executor;
pub mod faults;
pub mod life;
pub mod line;
pub mod network;
pub mod options;
pub mod own;
pub mod plan;
pub mod planted;
pub mod profile;
pub mod registry;
pub mod report;
pub mod rng;
pub mod run;
pub mod server;
pub mod shrink;
pub mod steps;
pub mod story;
pub mod tab;
pub mod tally;
pub mod trace;
pub mod troubles;
pub mod turning;
pub mod withdrawing;
pub mod worker;
pub mod world;
