//! From text to rows of cells: which character stands between cells, and where each row begins.

use std::io::Read as _;

use ::csv::{ReaderBuilder, StringRecord};

use super::{Row, meaning::Meaning};
use crate::import::{ImportError, Place, Problem};

/// What may stand between cells. Where a text can be divided by several, the last wins: commas are in words and numbers
/// more often than semicolons, and those more often than tabs.
const DELIMITERS: [u8; 3] = *b",;\t";
/// How much of a text is looked at to tell.
const HEAD: usize = 64 * 1024;
/// A last row of our own: if it does not come out as one, a quotation mark before it never closed.
const END: &str = "\u{1}end";

/// How a text is divided into cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    delimiter: u8,
    /// Whether the first row has a known heading for titles.
    pub(super) known_headings: bool,
}

/// The rows of a text; blank lines are none.
pub(super) fn read(text: &str) -> Result<Vec<Row>, ImportError> {
    let (text, named) = named_delimiter(text);
    // Files of very old programs end lines with a bare carriage return.
    let returns = !text.contains('\n') && text.contains('\r');
    let (owned, skipped) = (returns.then(|| text.replace('\r', "\n")), usize::from(named.is_some()));
    let text = owned.as_deref().unwrap_or(text);
    let delimiter = named.unwrap_or_else(|| shape(text).map_or(b',', |shape| shape.delimiter));
    let mut rows = rows(text, delimiter, usize::MAX)?;
    for row in &mut rows {
        row.line += skipped;
    }
    if rows.is_empty() {
        return Err(ImportError::new(Place::File, Problem::NoRows));
    }
    Ok(rows)
}

/// A first line "sep=;", with which spreadsheets are told the delimiter, taken off.
fn named_delimiter(text: &str) -> (&str, Option<u8>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end_matches('\r').as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] if DELIMITERS.contains(delimiter) => {
            (rest, Some(*delimiter))
        }
        _ => (text, None),
    }
}

/// How a text seems to be divided into cells, if it is.
pub(super) fn shape(text: &str) -> Option<Shape> {
    if let (_, Some(delimiter)) = named_delimiter(text) {
        return Some(Shape { delimiter, known_headings: true });
    }
    let cut = (0..=text.len().min(HEAD)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let head = &text[..cut];
    let judged = DELIMITERS.iter().filter_map(|delimiter| {
        // A head that ends within quotation marks is judged by the rows before.
        let mut rows = parsed(head, *delimiter, 50).0;
        if cut < text.len() {
            rows.pop();
        }
        let first = rows.first()?;
        let headings = first.cells.iter().filter(|cell| Meaning::of_heading(cell).is_some()).count();
        let title = first.cells.iter().any(|cell| Meaning::of_heading(cell) == Some(Meaning::Title));
        let width = first.cells.len();
        let alike = rows.iter().filter(|row| row.cells.len() == width).count() * 100 / rows.len();
        let known_headings = title && (width > 1 || rows.len() > 1);
        let divided = width > 1 && rows.len() > 1 && alike >= 80;
        (known_headings || divided)
            .then_some(((headings, alike, width), Shape { delimiter: *delimiter, known_headings }))
    });
    judged.max_by_key(|(score, _)| *score).map(|(_, shape)| shape)
}

fn rows(text: &str, delimiter: u8, most: usize) -> Result<Vec<Row>, ImportError> {
    match parsed(text, delimiter, most) {
        (rows, true) => Ok(rows),
        (rows, false) => {
            let line = rows.last().map_or(1, |row| row.line);
            Err(ImportError::new(Place::Line(line), Problem::OpenQuote))
        }
    }
}

/// The first rows of a text, and whether every quotation mark closed.
fn parsed(text: &str, delimiter: u8, most: usize) -> (Vec<Row>, bool) {
    let end = format!("\n{END}");
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes().chain(end.as_bytes()));
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1, 0);
    let mut record = StringRecord::new();
    // Text that is UTF-8 and in memory cannot fail to be read.
    while rows.len() < most && reader.read_record(&mut record).unwrap_or(false) {
        if record.len() == 1 && record.get(0) == Some(END) {
            return (rows, true);
        }
        let position = record.position().map_or(0, ::csv::Position::byte);
        let from = usize::try_from(position).unwrap_or(usize::MAX).min(text.len());
        // The record's own position may be that of blank lines before it.
        let blank = text.as_bytes()[from..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        line += text.as_bytes()[counted..from + blank].iter().filter(|byte| **byte == b'\n').count();
        counted = from + blank;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(Row { line, cells: record.clone() });
        }
    }
    let whole = rows.len() == most;
    (rows, whole)
}

#[cfg(test)]
mod tests {
    use super::read;

    fn check(text: &str, expected: &[(usize, &[&str])]) {
        let rows = read(text).unwrap();
        let rows: Vec<(usize, Vec<&str>)> = rows.iter().map(|row| (row.line, row.cells.iter().collect())).collect();
        let expected: Vec<(usize, Vec<&str>)> = expected.iter().map(|(line, cells)| (*line, cells.to_vec())).collect();
        assert_eq!(rows, expected, "{text:?}");
    }

    #[test]
    fn rows_and_their_lines() {
        check("a,b\r\nc,d\r\n", &[(1, &["a", "b"]), (2, &["c", "d"])]);
        check("\n\na,b\n\n\nc,d", &[(3, &["a", "b"]), (6, &["c", "d"])]);
        check("a,\"b\nb\"\nc,d\n,\n", &[(1, &["a", "b\nb"]), (3, &["c", "d"])]);
        check("a;b,b\nc;d,d\n", &[(1, &["a", "b,b"]), (2, &["c", "d,d"])]);
        check("a\tb, c\nc\td\n", &[(1, &["a", "b, c"]), (2, &["c", "d"])]);
        check("sep=;\r\na;b\n", &[(2, &["a", "b"])]);
        check("a,b\rc,d\r", &[(1, &["a", "b"]), (2, &["c", "d"])]);
        check("a,\"say \"\"hi\"\"\"\n5\" pipe,x\n", &[(1, &["a", "say \"hi\""]), (2, &["5\" pipe", "x"])]);
        check("Title;Notes\nOne, two, three;x\n", &[(1, &["Title", "Notes"]), (2, &["One, two, three", "x"])]);
    }

    #[test]
    fn a_mark_that_never_closes_is_named() {
        let error = read("a,b\nc,d\n\"e,f\ng,h\n").unwrap_err();
        assert!(error.to_string().starts_with("line 3: a quotation mark opens"), "{error}");
        assert!(read("\n \n").is_err() && read("").is_err());
    }
}
