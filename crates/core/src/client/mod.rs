//! What runs in a browser, over any database and network: storing edits, sending them, applying what comes back. One
//! implementation of each, over small traits; the browser's are in `holdfast-web`, the simulation's lose and crash.
//!
//! Several tabs and the service worker share one [`Database`] and nothing else. Each function here is safe to be cut off
//! at any await and run again.

pub mod apply;
pub mod blobs;
pub mod carry;
mod compact;
mod creates;
pub mod database;
pub mod done;
pub mod doubt;
pub mod enqueue;
pub mod health;
mod held;
pub mod hint;
pub mod lease;
mod mark;
#[cfg(any(test, feature = "memory"))]
pub mod memory;
pub mod missing;
pub mod net;
pub mod open;
pub mod outbox_store;
mod purge;
pub mod read;
pub mod repair;
pub mod replay;
pub mod reset;
pub mod scrub;
pub mod snapshot;
pub mod steps;
mod stored;
#[cfg(any(test, feature = "memory"))]
pub mod suite;
pub mod survey;
pub mod tab;
pub mod transport;
mod turns;

pub use database::{Database, Key, Mode, Range, StoreError, Table, Transaction};
pub use hint::Hint;
pub use net::{Failure, Net, Timer};
pub use tab::Tab;
