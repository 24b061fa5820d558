//! Everything Holdfast knows about its data, and nothing about where it runs.
//!
//! The crate is pure: time, randomness, storage and the network come in as arguments or as small traits, so the app, the
//! service worker, the server, the tests and the simulation all run these same lines.
//!
//! The path of an edit: a [`operation::Draft`] shows at once in the [`replica::Replica`], is stored by
//! [`client::enqueue`], pushed by [`client::replay`], merged on the server by [`authority`] through [`ledger::push`], and
//! comes back to every replica as an [`effect::Effect`] that [`client::apply`] writes over what it had.

pub mod authority;
pub mod backoff;
pub mod client;
pub mod conflict;
pub mod date;
pub mod effect;
pub mod entity;
pub mod export;
pub mod find;
pub mod flags;
pub mod fold;
pub mod id;
pub mod import;
pub mod ledger;
pub mod operation;
pub mod order;
pub mod outbox;
pub mod password;
pub mod planted;
pub mod quick_add;
pub mod record;
pub mod replica;
pub mod role;
mod sealed;
pub mod status;
pub mod undo;
pub mod value;
pub mod wire;

/// Milliseconds since the Unix epoch, in UTC. For display and for time-outs; never to order edits.
pub type Millis = u64;
