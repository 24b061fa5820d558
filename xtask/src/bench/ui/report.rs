//! The figures, as a table for people or as JSON for programs.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fmt::Write;

/// One line at one size. Less is better.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    name: String,
    /// Tasks in the list, sessions in the hub or people in the room; none where there are none.
    size: Option<u64>,
    unit: String,
    /// None where the app has no such thing.
    ours: Option<f64>,
    peer: Option<f64>,
    /// The page without a framework.
    floor: Option<f64>,
}

/// All that was measured, and with what.
#[derive(Debug)]
pub(super) struct Report {
    rows: Vec<Row>,
    /// The browser's own name for itself.
    browser: String,
}

/// What the driver prints when it is done.
pub(super) fn read(text: &str) -> Result<Report> {
    let printed: Value = serde_json::from_str(text).context("reading what the driver reports")?;
    let rows = printed["rows"].as_array().context("the driver reports no rows")?;
    let rows = rows.iter().map(|row| {
        Ok(Row {
            name: row["name"].as_str().context("a row without a name")?.to_owned(),
            size: row["size"].as_u64(),
            unit: row["unit"].as_str().context("a row without a unit")?.to_owned(),
            ours: row["ours"].as_f64(),
            peer: row["peer"].as_f64(),
            floor: row["floor"].as_f64(),
        })
    });
    Ok(Report {
        rows: rows.collect::<Result<_>>()?,
        browser: printed["browser"].as_str().unwrap_or_default().to_owned(),
    })
}

impl Row {
    /// How often ours goes into the peer's: more than 1 where ours is ahead. A time before the start of the clock, or
    /// nothing at all, goes into nothing.
    fn ratio(&self) -> Option<f64> {
        let (ours, peer) = (self.ours?, self.peer?);
        (ours > 0.0 && peer > 0.0).then(|| peer / ours)
    }
}

impl Report {
    /// `[{name, size, unit, ours, peer, floor, ratio}]`.
    pub(super) fn json(&self) -> String {
        let rows = self.rows.iter().map(|row| {
            json!({
                "name": row.name,
                "size": row.size,
                "unit": row.unit,
                "ours": row.ours.map(rounded),
                "peer": row.peer.map(rounded),
                "floor": row.floor.map(rounded),
                "ratio": row.ratio().map(rounded),
            })
        });
        format!("{:#}", Value::Array(rows.collect()))
    }

    /// The same for people, lines of one name together, with how each grows and what it was measured on.
    pub(super) fn table(&self) -> String {
        let mut rows: Vec<&Row> = self.rows.iter().collect();
        let first = |row: &Row| self.rows.iter().position(|other| other.name == row.name);
        rows.sort_by_key(|row| (first(row), row.size));
        let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or_default();
        let mut text =
            format!("{:<width$} {:>7} {:>9} {:>9} {:>9} {:>7}  unit\n", "", "of", "ours", "peer", "floor", "ratio");
        for row in rows {
            let size = row.size.map_or_else(String::new, |size| size.to_string());
            let _ = writeln!(
                text,
                "{:<width$} {size:>7} {:>9} {:>9} {:>9} {:>7}  {}",
                row.name,
                shown(row.ours),
                shown(row.peer),
                shown(row.floor),
                shown(row.ratio()),
                row.unit
            );
        }
        text.push_str(&self.growth(width));
        let _ = writeln!(text, "\nMedians; a ratio above 1 is ours ahead. {}", self.browser);
        text
    }

    /// What the most cost over what the fewest do, of each line that was measured of several sizes.
    fn growth(&self, width: usize) -> String {
        let over = |large: Option<f64>, small: Option<f64>| {
            let (large, small) = (large?, small?);
            (large > 0.0 && small > 0.0).then(|| large / small)
        };
        let mut text = String::new();
        for large in self.rows.iter().filter(|row| row.size.is_some()) {
            let same = || self.rows.iter().filter(|row| row.name == large.name && row.size.is_some());
            let is_largest = same().all(|row| row.size <= large.size);
            let Some(small) = same().min_by_key(|row| row.size).filter(|small| is_largest && small.size < large.size)
            else {
                continue;
            };
            if text.is_empty() {
                let _ = writeln!(text, "\n{:<width$} {:>7} {:>9} {:>9} {:>9}", "growth", "", "ours", "peer", "floor");
            }
            let _ = writeln!(
                text,
                "{:<width$} {:>7} {:>9} {:>9} {:>9}",
                large.name,
                "",
                shown(over(large.ours, small.ours)),
                shown(over(large.peer, small.peer)),
                shown(over(large.floor, small.floor))
            );
        }
        text
    }
}

/// To three significant digits: what is beyond them is noise.
fn rounded(number: f64) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return number;
    }
    let digits = 2 - number.abs().log10().floor() as i32;
    let factor = 10f64.powi(digits);
    (number * factor).round() / factor
}

fn shown(number: Option<f64>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| rounded(number).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = r#"{"browser": "B 1", "rows": [
        {"name": "load", "size": null, "unit": "kB", "ours": 628.927, "peer": 86.5, "floor": 4.36},
        {"name": "toggle", "size": 1000, "unit": "ms", "ours": 10, "peer": 30.04, "floor": 15},
        {"name": "filter", "size": 1000, "unit": "ms", "peer": 20, "floor": 8},
        {"name": "toggle", "size": 100000, "unit": "ms", "ours": 12, "peer": 240, "floor": 15},
        {"name": "hub", "size": 20, "unit": "ms", "ours": 4},
        {"name": "hub", "size": 2000, "unit": "ms", "ours": 8}
    ]}"#;

    #[test]
    fn json_has_a_ratio_where_both_were_measured() {
        let json: Value = serde_json::from_str(&read(PRINTED).expect("complete").json()).expect("valid JSON");
        let toggle = json!({
            "name": "toggle", "size": 1000, "unit": "ms", "ours": 10.0, "peer": 30.0, "floor": 15.0, "ratio": 3.0
        });
        assert_eq!(json[1], toggle);
        assert_eq!((&json[2]["ours"], &json[2]["ratio"]), (&Value::Null, &Value::Null));
        assert_eq!((&json[0]["size"], &json[0]["ours"]), (&Value::Null, &json!(629.0)));
    }

    #[test]
    fn the_table_keeps_lines_together_and_says_how_they_grow() {
        let table = read(PRINTED).expect("complete").table();
        let names: Vec<&str> = table.lines().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(
            names,
            ["of", "load", "toggle", "toggle", "filter", "hub", "hub", "growth", "toggle", "hub", "Medians;"]
        );
        let growth = |line: usize| table.lines().nth(line).expect("a line").split_whitespace().collect::<Vec<_>>();
        assert_eq!(growth(9), ["toggle", "1.2", "7.99", "1"]);
        // Each by its own sizes.
        assert_eq!(growth(10), ["hub", "2", "-", "-"]);
    }

    #[test]
    fn what_came_before_its_start_has_no_ratio() {
        let early = PRINTED.replace("\"ours\": 10,", "\"ours\": -1,");
        let json: Value = serde_json::from_str(&read(&early).expect("complete").json()).expect("valid JSON");
        assert_eq!(json[1]["ratio"], Value::Null);
    }
}
