//! Import of another tool's export, in three pure steps: [`read()`] sees from the content what a file is, reads it and says
//! what is wrong with it or what it has to leave out, [`mapping::suggest`] proposes a status for each list, and [`plan()`]
//! turns the board into edits. Ids are derived from the source's own, so a second import of the same file finds the first.
//!
//! Nothing is lost in silence: what Holdfast has no place for is counted in [`Board::left_out`], what had to be changed to
//! fit its limits in [`Board::adjusted`], what was odd is told by line in [`Board::odd`], and what is wrong is an
//! [`ImportError`] that names the place.

mod board;
pub mod csv;
mod decode;
mod file;
mod flat;
mod holdfast;
mod json;
mod local_date;
pub mod mapping;
mod notes;
mod odd;
mod people;
mod plan;
mod text;
mod time;
pub mod todo_txt;
pub mod trello;

pub use board::{Board, Card, Checklist, ChecklistItem, Comment, List, Project, Source};
pub use file::{Options, detect, read};
pub use notes::{Note, Notes};
pub use odd::{Odd, OddLine, Oddity, Unread};
pub use plan::{Counts, Existing, Plan, Target, Where, plan};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// The most cards of one board.
pub const MAX_CARDS: usize = 20_000;

/// Why a file cannot be imported: the first thing found wrong with it, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct ImportError {
    /// Where: "line 3, column 14" for text that is not JSON, "byte 120" for text that is not UTF-8, a path such as
    /// `cards[3].due` for other JSON, "line 3" for a table or list, and "the file" for the whole.
    pub place: String,
    /// What is wrong there, in words to follow the place.
    pub problem: String,
    /// What that makes of the whole file.
    pub wrong: Wrong,
}

/// What is wrong with a file as a whole, for whoever is to choose another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// There is nothing in it.
    Empty,
    /// It is a workbook or an archive.
    Workbook,
    /// It is not text.
    NotText,
    /// It is JSON, or nearly, but no board of Trello's.
    NotABoard,
    /// It is text, but neither a table nor a list.
    NotAList,
    /// It is what it seems to be, and something in it is not right.
    Within,
}

impl ImportError {
    pub(crate) fn new(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { place: place.into(), problem: problem.into(), wrong: Wrong::Within }
    }

    /// The same of a file that is wrong as a whole.
    pub(crate) fn of(self, wrong: Wrong) -> Self {
        Self { wrong, ..self }
    }
}
