//! Why a file cannot be imported: typed, so that each language says it in its own words.

use std::fmt;

use serde_json::Value;

use crate::entity;

/// Why a file cannot be imported: the first thing found wrong with it, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct ImportError {
    /// Where.
    pub place: Place,
    /// What is wrong there.
    pub problem: Problem,
    /// What that makes of the whole file.
    pub wrong: Wrong,
}

impl ImportError {
    pub(crate) fn new(place: Place, problem: Problem) -> Self {
        Self { place, problem, wrong: Wrong::Within }
    }

    /// The same of a file that is wrong as a whole.
    pub(crate) fn of(self, wrong: Wrong) -> Self {
        Self { wrong, ..self }
    }
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

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The file as a whole.
    File,
    /// What the columns of a table are taken to mean.
    Columns,
    /// A byte, from 0, of what may be no text.
    Byte(usize),
    /// A character, from 1.
    Character(usize),
    /// A line, from 1.
    Line(usize),
    /// A line and a column of it, both from 1.
    LineAt(usize, usize),
    /// A path in JSON: `cards[3].due`.
    Path(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("the file"),
            Self::Columns => f.write_str("the columns"),
            Self::Byte(at) => write!(f, "byte {at}"),
            Self::Character(at) => write!(f, "character {at}"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::LineAt(line, column) => write!(f, "line {line}, column {column}"),
            Self::Path(path) => f.write_str(path),
        }
    }
}

/// What JSON holds somewhere, or should.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Shape {
    /// Nothing.
    #[error("null")]
    Null,
    /// True or false.
    #[error("true or false")]
    Flag,
    /// A number.
    #[error("a number")]
    Number,
    /// Text.
    #[error("text")]
    Text,
    /// Text that says a date.
    #[error("a date")]
    Date,
    /// An array.
    #[error("an array")]
    Array,
    /// An object.
    #[error("an object")]
    Object,
}

impl Shape {
    /// What a value is.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Flag,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}

/// What there are too many of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Counted {
    /// A board's cards.
    #[error("cards")]
    Cards,
    /// The columns of a table.
    #[error("columns")]
    Columns,
    /// The rows of a table.
    #[error("rows")]
    Rows,
    /// The tasks of a list.
    #[error("tasks")]
    Tasks,
}

/// What is wrong at a place, in words to follow it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// There is nothing in the file.
    #[error("it is empty")]
    Empty,
    /// A table has nothing but empty lines.
    #[error("it has no rows")]
    NoRows,
    /// The file begins as workbooks and archives do.
    #[error("it is a workbook or an archive; save its sheet as CSV first")]
    Workbook,
    /// The lines have no marks, and the name is none of a list's.
    #[error("it is neither a table nor a list of tasks; a list of lines has a name that ends in .txt")]
    NeitherTableNorList,
    /// The file is too large.
    #[error("it is {mib} MiB large; {most} MiB is the most")]
    Large {
        /// How large it is, in MiB, rounded up.
        mib: usize,
        /// How large it may be, in MiB.
        most: usize,
    },
    /// There is too much of something.
    #[error("there are {has} {what}; {most} is the most")]
    Many {
        /// How many there are.
        has: usize,
        /// What of.
        what: Counted,
        /// The most there may be.
        most: usize,
    },
    /// A character that no text has.
    #[error("this is not text")]
    NotText,
    /// Bytes that are no UTF-8.
    #[error("this is not UTF-8 text; save it as UTF-8")]
    NotUtf8,
    /// Pairs of bytes that are no UTF-16.
    #[error("this is not well-formed UTF-16 text")]
    NotUtf16,
    /// An odd number of bytes where pairs are read.
    #[error("this UTF-16 text ends in the middle of a character: it was cut off")]
    HalfCharacter,
    /// JSON that does not go on to its end.
    #[error("the file ends in the middle: it was cut off")]
    CutOff,
    /// No JSON, and why in the parser's words.
    #[error("this is not JSON: {0}")]
    NotJson(String),
    /// Too much in one another.
    #[error("this is nested too deeply")]
    Deep,
    /// JSON of another form than the file says it has, in the parser's words.
    #[error("{0}")]
    Form(String),
    /// A board's export is no object.
    #[error("a Trello board export is an object; this is {0}")]
    NoBoard(Shape),
    /// What every board's export has is not there.
    #[error("missing; this is not a Trello board export")]
    NoPart,
    /// Something else was to be there.
    #[error("{expected} was expected here, not {found}")]
    Expected {
        /// What was to be there.
        expected: Shape,
        /// What is.
        found: Shape,
    },
    /// There is no id.
    #[error("the id is missing")]
    NoId,
    /// Another thing has the id.
    #[error("“{id}” is also the id of {other}")]
    SameId {
        /// The id, shortened.
        id: String,
        /// Where the other is, as a path.
        other: String,
    },
    /// Some text, shortened, is no date.
    #[error("“{0}” is not a date")]
    NotADate(String),
    /// Some text, shortened, is none of the names that can stand there.
    #[error("“{0}” is not one")]
    Unknown(String),
    /// What some text, shortened, says can stand in no such field.
    #[error("“{text}” {wrong}")]
    Refused {
        /// The text.
        text: String,
        /// Why not.
        wrong: entity::Wrong,
    },
    /// A newer Holdfast wrote the file.
    #[error("it is {0}: a newer Holdfast wrote this file")]
    Newer(u64),
    /// The export does not say its version.
    #[error("it is missing")]
    NoVersion,
    /// A quotation mark is never closed.
    #[error("a quotation mark opens a cell in this row and never closes it; the rest of the file would be that cell")]
    OpenQuote,
    /// No column is the title.
    #[error("none of them is the title of its task")]
    NoTitle,
}

/// A short piece of someone's text, for a message.
pub(super) fn short(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
