//! The figures, as a table for people or as JSON for programs.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fmt::Write;

/// One line: what it cost on both sides. Less is better.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) ours: f64,
    pub(super) peer: f64,
    pub(super) unit: String,
    /// Whether the two sides can be set against each other.
    pub(super) comparable: bool,
}

/// All that was measured, and with what.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) rows: Vec<Row>,
    /// The browser's own name for itself.
    pub(super) browser: String,
    /// Name and version of each peer.
    pub(super) peers: Vec<String>,
}

impl Row {
    /// How often ours goes into the peer's: more than 1 where ours is ahead.
    fn ratio(&self) -> Option<f64> {
        self.comparable.then(|| self.peer / self.ours)
    }
}

/// What the page posts when it is done: its rows, and the browser.
pub(super) fn read(text: &str) -> Result<(Vec<Row>, String)> {
    let posted: Value = serde_json::from_str(text).context("reading what the page reports")?;
    let rows = posted["rows"].as_array().context("the page reports no rows")?;
    let rows = rows.iter().map(|row| {
        Ok(Row {
            name: row["name"].as_str().context("a row without a name")?.to_owned(),
            ours: row["ours"].as_f64().with_context(|| format!("no figure of ours: {row}"))?,
            peer: row["peer"].as_f64().with_context(|| format!("no figure of the peer's: {row}"))?,
            unit: row["unit"].as_str().context("a row without a unit")?.to_owned(),
            comparable: true,
        })
    });
    Ok((rows.collect::<Result<_>>()?, posted["browser"].as_str().unwrap_or_default().to_owned()))
}

impl Report {
    /// `[{name, ours, peer, unit, ratio}]`.
    pub(super) fn json(&self) -> String {
        let rows = self.rows.iter().map(|row| {
            json!({
                "name": row.name,
                "ours": rounded(row.ours),
                "peer": rounded(row.peer),
                "unit": row.unit,
                "ratio": row.ratio().map(rounded),
            })
        });
        format!("{:#}", Value::Array(rows.collect()))
    }

    /// The same for people, with what it was measured on.
    pub(super) fn table(&self) -> String {
        let width = self.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or_default();
        let mut text = format!("{:<width$} {:>10} {:>10} {:>8}  unit\n", "", "ours", "peer", "ratio");
        for row in &self.rows {
            let ratio = row.ratio().map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.1}"));
            let (ours, peer) = (figure(row.ours), figure(row.peer));
            let _ = writeln!(text, "{:<width$} {ours:>10} {peer:>10} {ratio:>8}  {}", row.name, row.unit);
        }
        let _ =
            writeln!(text, "\nMedians; a ratio above 1 is ours ahead. Peer: query-core, unless a line says otherwise.");
        let _ = writeln!(text, "{}; {}", self.peers.join(", "), self.browser);
        text
    }
}

/// To four significant digits: what is beyond them is noise.
fn rounded(number: f64) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return number;
    }
    let digits = 3 - number.abs().log10().floor() as i32;
    let factor = 10f64.powi(digits);
    (number * factor).round() / factor
}

fn figure(number: f64) -> String {
    match number.abs() {
        size if size >= 100.0 => format!("{number:.0}"),
        size if size >= 10.0 => format!("{number:.1}"),
        size if size >= 1.0 => format!("{number:.2}"),
        _ => format!("{number:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, ours: f64, peer: f64, comparable: bool) -> Row {
        Row { name: name.to_owned(), ours, peer, unit: "µs".to_owned(), comparable }
    }

    #[test]
    fn json_has_the_ratio_where_there_is_one() {
        let rows = vec![row("set", 2.0, 13.000_04, true), row("size", 9000.0, 8000.0, false)];
        let report = Report { rows, browser: String::new(), peers: Vec::new() };
        let read: Value = serde_json::from_str(&report.json()).expect("valid JSON");
        let expected = json!([
            { "name": "set", "ours": 2.0, "peer": 13.0, "unit": "µs", "ratio": 6.5 },
            { "name": "size", "ours": 9000.0, "peer": 8000.0, "unit": "µs", "ratio": null },
        ]);
        assert_eq!(read, expected);
    }

    #[test]
    fn what_the_page_posts_is_read() {
        let text = r#"{"browser": "B 1", "rows": [{"name": "a", "unit": "µs", "ours": 1, "peer": 2.5}]}"#;
        assert_eq!(read(text).expect("complete"), (vec![row("a", 1.0, 2.5, true)], "B 1".to_owned()));
        // Not a number is posted as null.
        let broken = r#"{"rows": [{"name": "a", "unit": "µs", "ours": null, "peer": 2.5}]}"#;
        assert!(read(broken).is_err());
    }

    #[test]
    fn figures_have_four_digits() {
        for (number, text) in [(0.012_345_6, "0.01235"), (123_456.0, "123500"), (0.0, "0")] {
            assert_eq!(rounded(number).to_string(), text);
        }
    }
}
