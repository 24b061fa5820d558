//! A board as read from a file: already clean and within Holdfast's limits, but still in the source's terms.

use super::{Notes, Odd};
use crate::entity::{Priority, Status};

/// What wrote a file. Its name is part of the ids that imports derive, so it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A Trello board's JSON export.
    Trello,
    /// A table of comma-separated values.
    Csv,
    /// A todo.txt list.
    TodoTxt,
    /// Holdfast itself, as CSV or JSON ([`crate::export`]).
    Holdfast,
}

impl Source {
    /// The name that derived ids begin with.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trello => "trello",
            Self::Csv => "csv",
            Self::TodoTxt => "todo.txt",
            Self::Holdfast => "holdfast",
        }
    }

    /// What people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Trello => "Trello board",
            Self::Csv => "table (CSV)",
            Self::TodoTxt => "todo.txt list",
            Self::Holdfast => "Holdfast export",
        }
    }
}

/// A whole board.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// What it was read from.
    pub source: Source,
    /// Its id where it came from; for a file that has none, made of the file's name.
    pub source_id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The projects that its cards name, in the order shown there. Cards that name none belong to the board itself.
    pub projects: Vec<Project>,
    /// Its lists, closed ones too, in the order shown there.
    pub lists: Vec<List>,
    /// Its cards, closed ones too: list by list, each in the order shown there.
    pub cards: Vec<Card>,
    /// What the file holds and Holdfast has no place for, counted.
    pub left_out: Notes,
    /// What was changed to fit Holdfast's limits, counted.
    pub adjusted: Notes,
    /// Lines that were not quite what they should be, and what was made of them.
    pub odd: Odd,
}

/// A project that cards of a board belong to.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// Its id where it came from, or its name where it has none.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
}

/// A list of cards: a column.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// Its id where it came from.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it was put away there.
    pub closed: bool,
    /// Its place there; any finite number.
    pub position: f64,
    /// The status it stands for, where the source says so; else its name and place tell.
    pub status: Option<Status>,
}

/// A card.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Its id where it came from.
    pub id: String,
    /// The id of its list, which is one of [`Board::lists`].
    pub list: String,
    /// The id of its project, one of [`Board::projects`]; `None` for the board itself.
    pub project: Option<String>,
    /// The id of the card it is a part of, where it is a part of one; that may be none of the board's.
    pub parent: Option<String>,
    /// Its title, never blank.
    pub title: String,
    /// Its description; where the title had to be cut, the whole title stands first.
    pub description: String,
    /// Its labels: their names, or the colours of those without a name.
    pub labels: Vec<String>,
    /// How much it matters.
    pub priority: Priority,
    /// When it is due, in milliseconds since the Unix epoch, if it is.
    pub due: Option<i64>,
    /// Whether its due date was ticked off.
    pub done: bool,
    /// Whether it was put away there.
    pub closed: bool,
    /// Those of its labels that may be people: what a list calls with an "@".
    pub contexts: Vec<String>,
    /// The names of the people on it, or the ids of those that [`Board::with_people`] knows.
    pub members: Vec<String>,
    /// Time spent on it, in seconds.
    pub time_spent: i64,
    /// Its place in its list; any finite number.
    pub position: f64,
    /// Its checklists, in order.
    pub checklists: Vec<Checklist>,
    /// What was said about it, oldest first.
    pub comments: Vec<Comment>,
}

/// A checklist of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Checklist {
    /// Its id where it came from.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its steps, in order.
    pub items: Vec<ChecklistItem>,
}

/// A step of a checklist.
#[derive(Clone, Debug, PartialEq)]
pub struct ChecklistItem {
    /// Its id where it came from.
    pub id: String,
    /// Its title, never blank.
    pub title: String,
    /// Whether it is done.
    pub done: bool,
    /// Its place in its checklist; any finite number.
    pub position: f64,
}

/// A comment on a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    /// Its id where it came from.
    pub id: String,
    /// What was said, never blank.
    pub text: String,
    /// The name of whoever said it, or nothing where the file does not tell.
    pub by: String,
    /// When, in milliseconds since the Unix epoch, if the file tells.
    pub at: Option<i64>,
}
