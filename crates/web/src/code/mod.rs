//! Texts that are written together, on this device: what is kept of them ([`Codes`]), the line to the server ([`Wire`]), an open
//! text ([`Desk`]), and the [`Courier`], which brings to the server what was written in texts that are not open any more.
//!
//! Each change is an update of a Yjs document and a row of its own. Whoever sends rows needs not know what is in them, so only a text
//! that is open takes what Yjs takes.

mod channel;
mod courier;
mod desk;
mod kept;
mod pump;
mod status;
mod store;
mod wire;

pub(crate) use channel::{Tabs, Word};
pub(crate) use courier::{Courier, OVERDUE, send};
pub use desk::{Desk, News};
pub use status::{Other, Status, Trouble};
pub(crate) use store::{Codes, VERSION};

use holdfast_core::id::{PersonId, RecordId, ScopeId};
use holdfast_text::Writer;

use crate::random;

/// The record at which a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Its engagement.
    pub(crate) scope: ScopeId,
    /// The record.
    pub(crate) record: RecordId,
}

impl Place {
    /// By which it is known here.
    fn name(self) -> String {
        format!("{}:{}", self.scope, self.record)
    }

    fn named(name: &str) -> Option<Self> {
        let (scope, record) = name.split_once(':')?;
        Some(Self { scope: ScopeId(scope.parse().ok()?), record: RecordId(record.parse().ok()?) })
    }

    fn address(self, account: PersonId) -> String {
        format!("/api/v1/scopes/{}/records/{}/code?account={account}&told=true", self.scope, self.record)
    }
}

/// A number to write by that nobody has written by.
fn writer() -> Writer {
    Writer::of(u32::from_be_bytes(random::bytes()))
}
