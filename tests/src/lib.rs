//! Suites that see the whole of Holdfast: simulation, browser stories.

pub mod browser;
pub mod intent;
pub mod sim;
