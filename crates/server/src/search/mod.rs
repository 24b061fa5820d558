//! What is searched and how a hit is shown: pure. The index itself is `db/search.rs`.
//!
//! Which fields hold text is the schema's to say (`holdfast_core::entity`), so a new kind of record is found without a line
//! here. A record is one row of the index: the text it goes by, and its other texts joined by [`SEPARATOR`], so that words
//! are found together whichever of its fields they stand in.

mod expression;
mod snippet;
mod texts;

pub(crate) use expression::{expression, has_words, scope_word};
pub(crate) use snippet::{Marked, shown};
pub(crate) use texts::{form, texts, touches};

/// Between the texts of a row. Like the marks below it is a control character, and [`texts`] leaves none in a text.
const SEPARATOR: char = '\u{1e}';
/// Before a match in a marked text.
pub(crate) const OPEN: char = '\u{2}';
/// After a match in a marked text.
pub(crate) const CLOSE: char = '\u{3}';
