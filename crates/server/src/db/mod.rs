//! The database: the only place with SQL. [`Db`] hands out transactions ([`Tx`]); what they can do stands in the files of
//! this folder, by concern.

mod accounts;
mod backup;
mod blobs;
mod check;
mod code;
mod compact;
mod flags;
mod health;
mod history;
mod identities;
mod invites;
mod ledger;
mod log;
mod members;
mod of_kind;
mod open;
mod resets;
mod schema;
mod search;
mod search_fill;
mod sessions;
mod snapshot;
mod sqlite;
mod transfer;

pub(crate) use accounts::{Account, NewAccount};
pub(crate) use backup::make_whole;
pub(crate) use blobs::BlobRow;
pub(crate) use check::Check;
pub(crate) use code::CodeUpdates;
pub(crate) use flags::Setting;
pub(crate) use history::Part;
pub(crate) use identities::Identity;
pub(crate) use invites::{Invite, OpenInvite};
pub(crate) use log::{Extent, Page, RawDelta};
pub(crate) use open::{FILE, OpenError, make_folder};
pub(crate) use search::Match;
pub(crate) use sessions::{NewSession, SessionRow, TokenHash};
pub(crate) use snapshot::{RawFound, RawSnapshot};
pub(crate) use sqlite::{Db, Tx};

use uuid::Uuid;

/// What goes wrong in the database. Nothing of it is for the client to see.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DbError {
    /// The database refused or failed.
    #[error("the database failed: {0}")]
    Sql(#[from] sqlx::Error),
    /// A stored body is not what this build writes.
    #[error("a stored row cannot be read: {0}")]
    Body(#[from] serde_json::Error),
    /// A stored id or name is not one.
    #[error("a stored value cannot be read: {0}")]
    Value(String),
}

/// An id as stored: its 16 bytes.
fn blob(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

/// A stored id.
fn id(bytes: &[u8]) -> Result<Uuid, DbError> {
    Uuid::from_slice(bytes).map_err(|error| DbError::Value(error.to_string()))
}

/// A number as stored; SQLite's are signed.
fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A stored number; none of ours are negative.
fn uint(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
