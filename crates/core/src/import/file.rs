//! What a file is, told from its content, and reading it as that.

use super::{
    Board, ImportError, MAX_BYTES, Notes, Place, Problem, Source, Wrong, csv, decode, holdfast, json, todo_txt, trello,
};
use crate::date::LocalTime;

/// What a file does not say itself.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The file's name, or nothing. A table or list is called by it, and imported again under the same name finds what
    /// was imported before.
    pub name: &'a str,
    /// Whether dates such as 3/4/2026, where nothing in their column tells, have the month first.
    pub month_first: bool,
    /// The moment at which clocks here show a time, in milliseconds since the Unix epoch.
    pub zone: &'a dyn Fn(LocalTime) -> i64,
}

/// Reads a file that [`detect`] makes something of.
pub fn read(bytes: &[u8], options: &Options<'_>) -> Result<Board, ImportError> {
    match detect(bytes)? {
        Source::Trello => trello::parse(bytes).map_err(not_a_board),
        Source::Holdfast => holdfast::parse(bytes),
        Source::Csv => csv::parse(bytes, options),
        Source::TodoTxt if !may_be_lines(options.name) && !has_marks(bytes)? => {
            Err(ImportError::new(Place::File, Problem::NeitherTableNorList).of(Wrong::NotAList))
        }
        Source::TodoTxt => todo_txt::parse(bytes, options),
    }
}

/// What is wrong within a board may be that it is none.
fn not_a_board(error: ImportError) -> ImportError {
    if error.wrong == Wrong::Within { error.of(Wrong::NotABoard) } else { error }
}

/// Whether a file of that name may be a list without any marks: a program's own text is made of lines as well.
fn may_be_lines(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    name.is_empty() || ["txt", "text", "csv", "tsv"].contains(&ending.as_str())
}

/// Whether its lines are marked as those of a list are.
fn has_marks(bytes: &[u8]) -> Result<bool, ImportError> {
    Ok(todo_txt::looks_like_a_list(&decode::text(bytes, &mut Notes::default())?))
}

/// What a file is. JSON is a Holdfast export if it says so, else a Trello board. Of text, a table has a row of known
/// headings or columns that go on; any other lines are a list. A CSV file that Holdfast wrote is a table here, and its
/// board says where it is from.
pub fn detect(bytes: &[u8]) -> Result<Source, ImportError> {
    check_size(bytes)?;
    let text = decode::text(bytes, &mut Notes::default())?;
    if text.trim().is_empty() {
        return Err(ImportError::new(Place::File, Problem::Empty).of(Wrong::Empty));
    }
    if text.trim_start().starts_with(['{', '[']) && !looks_like_lines(&text) {
        return Ok(if holdfast::is_export(&text) { Source::Holdfast } else { Source::Trello });
    }
    Ok(match csv::looks_like_a_table(&text) {
        Some(true) => Source::Csv,
        Some(false) if !todo_txt::looks_like_a_list(&text) => Source::Csv,
        _ => Source::TodoTxt,
    })
}

/// Whether text that begins with a bracket is a list all the same: "[ ] Buy milk", "[urgent] call".
fn looks_like_lines(text: &str) -> bool {
    let mut rest = text.trim_start().chars();
    let first = rest.next();
    let second = rest.find(|c| !c.is_whitespace());
    let json = match first {
        Some('{') => matches!(second, None | Some('"' | '}')),
        _ => matches!(second, None | Some('"' | '{' | '[' | '-' | '0'..='9' | 't' | 'f' | 'n')),
    };
    // Any other bracket in front of words is a mark of a person's own.
    !json || (first == Some('[') && text.lines().next().is_some_and(|line| line.contains("] ")))
}

/// Refuses a file too large to read.
pub(super) fn check_size(bytes: &[u8]) -> Result<(), ImportError> {
    if bytes.len() <= MAX_BYTES {
        return Ok(());
    }
    let mib = bytes.len().div_ceil(1024 * 1024);
    Err(ImportError::new(Place::File, Problem::Large { mib, most: MAX_BYTES >> 20 }))
}

/// The text of a file of JSON, read as UTF-8.
pub(super) fn parsed_json(text: &str) -> Result<serde_json::Value, ImportError> {
    serde_json::from_str(text).map_err(|error| json::not_json(text, &error))
}
