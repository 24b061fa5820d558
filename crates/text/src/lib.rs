//! A text that several people write at once, also apart from each other: a Yjs document with one text in it, what is taken into it
//! and what is not, and what is said about it over a line, in the words of y-websocket, so that any Yjs client can join.
//!
//! Pure: no browser, no runtime, no clock and no randomness of its own. [`Document`] is the one place that knows yrs; what sends
//! and stores updates as they are ([`message`]) does without it.

mod awareness;
mod change;
mod cursor;
mod document;
mod document_undo;
pub mod message;
mod shape;
mod var;

pub use awareness::{Entry, MOST_ENTRIES, MOST_STATE, read_entries, write_entries};
pub use change::{Change, change};
pub use cursor::{Cursor, ItemId, Place, State, User};
pub use document::{Document, Refused, Took, merge};
pub use shape::{Flaw, MOST_UPDATE};

/// The name of the text within its document.
pub const NAME: &str = "code";

/// How long the text may be, in UTF-16 units, for whoever writes in it.
pub const MOST_TEXT: u32 = 1_000_000;

/// The same for the server: what two have written apart from each other, each within the bound, is not to be refused.
pub const MOST_TOGETHER: u32 = 2 * MOST_TEXT;

/// How large a whole document may be as it is stored, in bytes, for whoever adds to it: what was deleted leaves its traces.
pub const MOST_STATE_BYTES: usize = 8_000_000;

/// The same for whoever only deletes, which makes a document larger at first: one that is full can still be made shorter.
pub const MOST_DELETING_BYTES: usize = 10_000_000;

/// Of how many new pieces an update may be, and how many it may delete. Where as many are put at one place, finding their order takes
/// minutes.
pub const MOST_PIECES: usize = 100_000;

/// A number that Yjs may know a writer by: any of 32 bits but none. Whoever opens a document takes a new one, so that none is ever
/// used again with other content, whatever was lost in a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writer(u32);

impl Writer {
    /// From random bits.
    pub fn of(random: u32) -> Self {
        Self(random.max(1))
    }

    /// The number.
    pub fn number(self) -> u64 {
        u64::from(self.0)
    }
}
