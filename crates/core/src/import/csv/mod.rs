//! Tables of comma-separated values, as spreadsheets and other programs write them: RFC 4180 and its relatives. A
//! [`Sheet`] is the table; it suggests what each column means, a person may say otherwise, and [`Sheet::board`] makes
//! tasks of its rows. Nothing in a row is dropped: what no field can hold goes into the description.

mod cells;
mod fields;
mod guess;
mod meaning;
mod records;
mod rows;

use ::csv::StringRecord;
pub use meaning::Meaning;

use super::{Board, Counted, ImportError, MAX_CARDS, Notes, Odd, Oddity, Options, Place, Problem, decode, file};

/// The most columns of a table.
pub const MAX_COLUMNS: usize = 200;

/// A table: its headings, if it has any, and its rows.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The columns, as many as the widest row has or the headings name.
    columns: Vec<Column>,
    rows: Vec<Row>,
    notes: Notes,
    /// Rows whose number of cells is not that of the first.
    odd: Odd,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading, or "Column 3" where it has none.
    pub name: String,
    /// What it means, as far as its heading or else its cells tell. `None`: it goes into the description.
    pub meaning: Option<Meaning>,
    /// Its first cell that is not blank, cut to a length to show.
    pub sample: String,
}

#[derive(Clone, Debug)]
struct Row {
    /// The number of its first line in the file, from 1.
    line: usize,
    cells: StringRecord,
}

impl Row {
    /// A cell, trimmed; missing reads as blank.
    fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default().trim()
    }
}

/// Reads a table and takes every column for what it seems to mean.
pub fn parse(bytes: &[u8], options: &Options<'_>) -> Result<Board, ImportError> {
    let sheet = Sheet::read(bytes)?;
    let meanings: Vec<Option<Meaning>> = sheet.columns().iter().map(|column| column.meaning).collect();
    sheet.board(&meanings, options)
}

/// Whether text is a table: `Some(true)` where its first row has a known heading for titles, `Some(false)` where its rows
/// only have several cells, and as many each.
pub(super) fn looks_like_a_table(text: &str) -> Option<bool> {
    records::shape(text).map(|shape| shape.known_headings)
}

fn many(has: usize, what: Counted, most: usize) -> ImportError {
    ImportError::new(Place::File, Problem::Many { has, what, most })
}

impl Sheet {
    /// Reads a table.
    pub fn read(bytes: &[u8]) -> Result<Self, ImportError> {
        file::check_size(bytes)?;
        let mut notes = Notes::default();
        let text = decode::text(bytes, &mut notes)?;
        let mut rows = records::read(&text)?;
        let headings = guess::has_headings(&rows).then(|| rows.remove(0));
        if rows.len() > MAX_CARDS {
            return Err(many(rows.len(), Counted::Rows, MAX_CARDS));
        }
        let expected = headings.as_ref().or(rows.first()).map_or(0, |row| row.cells.len());
        let width = rows.iter().map(|row| row.cells.len()).fold(expected, usize::max);
        if width > MAX_COLUMNS {
            return Err(many(width, Counted::Columns, MAX_COLUMNS));
        }
        let mut odd = Odd::default();
        for row in rows.iter().filter(|row| row.cells.len() != expected) {
            odd.add(row.line, Oddity::Cells { has: row.cells.len(), expected });
        }
        let columns = guess::columns(headings.as_ref(), &rows, width);
        Ok(Self { columns, rows, notes, odd })
    }

    /// Its columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many rows it has below the headings.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The tasks its rows make, each column taken for what `meanings` says; a column beyond them goes into the
    /// description. Of two columns of one meaning the first counts and the other goes into the description.
    pub fn board(&self, meanings: &[Option<Meaning>], options: &Options<'_>) -> Result<Board, ImportError> {
        rows::board(self, meanings, options)
    }
}
