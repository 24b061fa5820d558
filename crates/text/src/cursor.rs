//! Where somebody's caret is, told by what stands beside it, so that it moves with that; in the form in which the editors that know
//! Yjs tell it.

use serde::{Deserialize, Serialize};

/// What somebody says of themselves over a line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Who they are: the server says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
    /// What they have selected.
    #[serde(default)]
    pub cursor: Option<Cursor>,
}

/// A person, as the others are told of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// What they are called.
    pub name: String,
    /// Their id here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Their colour: `#` and six hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
}

/// What is selected: from where to where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Where it was begun.
    pub anchor: Place,
    /// Where the caret is.
    pub head: Place,
}

/// A place in the text: before what stands there, or at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// What stands there.
    #[serde(default)]
    pub item: Option<ItemId>,
    /// The text's name.
    #[serde(default)]
    pub tname: Option<String>,
    /// Below zero: after that, rather than before it.
    #[serde(default)]
    pub assoc: i32,
}

/// One unit of the text: who wrote it, and its number among what they wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemId {
    /// The writer.
    pub client: u64,
    /// The number.
    pub clock: u32,
}
