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
mod error;
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
pub use error::{Counted, ImportError, Place, Problem, Shape, Wrong};
pub use file::{Options, detect, read};
pub use notes::{Note, Notes};
pub use odd::{Odd, OddLine, Oddity, Unread};
pub use plan::{Counts, Existing, Plan, Target, Where, plan};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// The most cards of one board.
pub const MAX_CARDS: usize = 20_000;
