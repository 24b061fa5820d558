//! IndexedDB as `holdfast-core`'s [`Database`](holdfast_core::client::Database).
//!
//! `indexed_db_futures` opens, upgrades and deletes. Transactions are our own over `web-sys`, because theirs borrow the
//! connection, lose the error of a commit that fails (and "no room left" must be told from all else) and wait for every
//! request by itself.

mod connection;
mod error;
mod person;
mod request;
mod salvage;
mod transaction;

pub(crate) use connection::Connection;
pub use person::{IdbDatabase, IdbTx};
pub(crate) use person::{Salvaged, VERSION, name as name_of};
pub(crate) use salvage::stored_version;
pub(crate) use transaction::{Access, Raw};
