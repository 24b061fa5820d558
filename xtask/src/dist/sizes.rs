//! What a first visit downloads, shown after each build: every kilobyte is waited for on a slow line.

use super::{assets, compress};
use anyhow::{Context, Result, bail};
use std::{fmt::Write, path::Path};

/// What a first visit is to cost in the end: all of its bytes, brotli.
const GOAL: u64 = 350_000;

/// What it may cost as long as the goal is not met: what it was when this was written, and a fiftieth more. Whoever makes it
/// more on purpose says why beside the new number.
/// 1,331 kB with reminders, the parts for dates, labels and Markdown, and the translations.
const CEILING: u64 = 1_358_000;

/// A file that a first visit downloads.
struct Row {
    name: String,
    raw: u64,
    small: u64,
}

/// A line for each script, style, module and page: raw and brotli kilobytes; and what they come to.
pub(super) fn table(dist: &Path) -> Result<String> {
    Ok(told(&rows(dist)?))
}

fn told(rows: &[Row]) -> String {
    let mut text = format!("{:<44} {:>9} {:>9}\n", "dist/", "raw kB", "brotli kB");
    for Row { name, raw, small } in rows {
        let _ = writeln!(text, "{name:<44} {:>9} {:>9}", kilobytes(*raw), kilobytes(*small));
    }
    let total = total(rows);
    let _ = writeln!(text, "{:<44} {:>9} {:>9}", "first load", "", kilobytes(total));
    let _ = writeln!(text, "{}", verdict(total));
    text
}

/// Says by file what a first visit downloads.
///
/// # Errors
///
/// If it is more than it may be.
pub(super) fn check(dist: &Path) -> Result<()> {
    let rows = rows(dist)?;
    eprint!("{}", told(&rows));
    let total = total(&rows);
    if total > CEILING {
        bail!("the first load is {} kB, more than the {} kB it may be", kilobytes(total), kilobytes(CEILING));
    }
    Ok(())
}

fn total(rows: &[Row]) -> u64 {
    rows.iter().map(|row| row.small).sum()
}

/// How it stands by the goal.
fn verdict(total: u64) -> String {
    match total.checked_sub(GOAL) {
        None | Some(0) => format!("within the goal of {} kB", kilobytes(GOAL)),
        Some(over) => format!(
            "{} kB over the goal of {} kB; at most {} kB for now",
            kilobytes(over),
            kilobytes(GOAL),
            kilobytes(CEILING)
        ),
    }
}

fn rows(dist: &Path) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for file in assets::files(dist)? {
        let compressed = compress::copy_of(&file, "br");
        if compress::is_copy(&file) || !compressed.exists() {
            continue;
        }
        let name = file.strip_prefix(dist).unwrap_or(&file).display().to_string();
        rows.push(Row { name, raw: size(&file)?, small: size(&compressed)? });
    }
    rows.sort_by(|a, b| b.raw.cmp(&a.raw).then_with(|| a.name.cmp(&b.name)));
    Ok(rows)
}

fn size(file: &Path) -> Result<u64> {
    Ok(file.metadata().with_context(|| format!("reading {}", file.display()))?.len())
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_counts_by_its_smaller_copy() {
        let dist = std::env::temp_dir().join(format!("holdfast-sizes-{}", std::process::id()));
        std::fs::create_dir_all(&dist).expect("a folder");
        for (name, bytes) in [("app.wasm", 3_000), ("app.wasm.br", 900), ("app.wasm.gz", 1_200), ("icon.png", 5_000)] {
            std::fs::write(dist.join(name), vec![0; bytes]).expect("a file");
        }
        let table = table(&dist).expect("a table");
        assert!(table.contains("app.wasm ") && !table.contains("icon.png"), "{table}");
        assert!(table.contains("within the goal"), "{table}");
        check(&dist).expect("little enough");
        std::fs::write(dist.join("app.wasm.br"), vec![0; 2_000_000]).expect("a file");
        let refused = check(&dist).expect_err("far too much").to_string();
        assert!(refused.contains("2000.0 kB"), "{refused}");
        std::fs::remove_dir_all(&dist).expect("a folder to remove");
    }

    #[test]
    fn what_is_over_the_goal_is_said() {
        assert_eq!(verdict(GOAL), "within the goal of 350.0 kB");
        assert!(verdict(GOAL + 1_500).starts_with("1.5 kB over"));
    }
}
