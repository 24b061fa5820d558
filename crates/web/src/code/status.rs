//! What whoever shows a text is told of it, beside the text.

use holdfast_text::{Cursor, message::Way};

/// How an open text stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    /// Whether what is kept here has been read.
    pub is_loaded: bool,
    /// Whether the line is up and both sides have told each other what they have.
    pub is_live: bool,
    /// What the server has said that its person may do.
    pub way: Option<Way>,
    /// Whether something is on its way to this device's disk.
    pub is_saving: bool,
    /// Whether there is anything that the server is not known to have.
    pub is_unsent: bool,
    /// What is wrong.
    pub trouble: Option<Trouble>,
}

/// What can be wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// What is kept of it on this device cannot be read or written.
    Storage,
    /// The server finds it too long.
    Full,
    /// The server lets its person read only, and something here is unsent.
    ReadOnly,
    /// The server does not take what was written here.
    Refused,
}

/// Somebody who is at a text too.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// Their number there.
    pub writer: u64,
    /// Who they are, by the text of their id.
    pub person: String,
    /// What they are called.
    pub name: String,
    /// What they have selected.
    pub cursor: Option<Cursor>,
}
