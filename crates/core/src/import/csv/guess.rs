//! What a table's columns mean: by their headings, else by what stands in them.

use super::{Column, Row, cells, meaning::Meaning};
use crate::import::{local_date, mapping};

/// How many rows are looked at: enough to tell, few enough for the largest file.
const LOOKED_AT: usize = 200;

/// Whether the first row is headings: by their words, or because a column of dates, numbers or the like begins with a word.
pub(super) fn has_headings(rows: &[Row]) -> bool {
    let Some((first, rest)) = rows.split_first() else { return false };
    let known: Vec<Meaning> = first.cells.iter().filter_map(Meaning::of_heading).collect();
    if first.cells.iter().any(is_value) {
        return false;
    }
    if known.len() > 1 || known.contains(&Meaning::Title) {
        return true;
    }
    let named = first.cells.iter().all(|cell| !cell.trim().is_empty());
    named && !rest.is_empty() && (0..first.cells.len()).any(|column| share(rest, column, is_value) > 80)
}

/// What no heading is: a date or a number.
fn is_value(cell: &str) -> bool {
    let cell = cell.trim();
    local_date::read(cell).is_some() || cell.parse::<f64>().is_ok_and(f64::is_finite)
}

/// The columns and what they seem to mean.
pub(super) fn columns(headings: Option<&Row>, rows: &[Row], width: usize) -> Vec<Column> {
    let mut columns: Vec<Column> = (0..width)
        .map(|column| {
            let heading = headings.map_or("", |row| row.cell(column));
            let name = match heading {
                "" => format!("Column {}", column + 1),
                heading => heading.chars().filter(|c| !c.is_control()).take(60).collect(),
            };
            let sample = rows.iter().map(|row| row.cell(column)).find(|cell| !cell.is_empty()).unwrap_or_default();
            let sample = sample.chars().filter(|c| !c.is_control()).take(60).collect();
            Column { name, meaning: Meaning::of_heading(heading), sample }
        })
        .collect();
    for column in 0..width {
        if columns[..column].iter().any(|before| before.meaning == columns[column].meaning) {
            columns[column].meaning = None;
        }
    }
    if headings.is_none() {
        by_cells(&mut columns, rows);
    }
    if !columns.iter().any(|column| column.meaning == Some(Meaning::Title)) {
        // Words tell a title from a number or a date; where there is no column of words, any will do.
        let free = |column: &usize| columns[*column].meaning.is_none();
        let words = |column: &usize| free(column) && share(rows, *column, is_words) >= 50;
        let title = (0..width).find(words).or_else(|| (0..width).find(free)).or((width > 0).then_some(0));
        if let Some(title) = title {
            columns[title].meaning = Some(Meaning::Title);
        }
    }
    columns
}

/// Whether a cell shows a meaning.
type Shows = fn(&str) -> bool;

/// Gives each meaning that cells can show to the first column whose cells show it.
fn by_cells(columns: &mut [Column], rows: &[Row]) {
    let shows: [(Meaning, Shows); 4] = [
        (Meaning::Due, |cell| local_date::read(cell).is_some()),
        (Meaning::Priority, |cell| cell.parse::<f64>().is_err() && cells::priority(cell).is_some()),
        (Meaning::Status, |cell| cell.chars().count() <= 30 && mapping::by_name(cell).is_some()),
        (Meaning::Done, |cell| cell.parse::<f64>().is_err() && cells::yes_no(cell).is_some()),
    ];
    for (meaning, shows) in shows {
        let column =
            (0..columns.len()).find(|column| columns[*column].meaning.is_none() && share(rows, *column, shows) >= 80);
        if let Some(column) = column {
            columns[column].meaning = Some(meaning);
        }
    }
}

fn is_words(cell: &str) -> bool {
    !is_value(cell) && cell.chars().any(char::is_alphabetic)
}

/// Of a column's cells that are not blank, how many in a hundred are such; none if all are blank.
fn share(rows: &[Row], column: usize, is_such: impl Fn(&str) -> bool) -> usize {
    let cells = rows.iter().take(LOOKED_AT).map(|row| row.cell(column)).filter(|cell| !cell.is_empty());
    let (such, all) = cells.fold((0, 0), |(such, all), cell| (such + usize::from(is_such(cell)), all + 1));
    (such * 100_usize).checked_div(all).unwrap_or(0)
}
