//! What a first visit downloads, shown after each build: every kilobyte is waited for on a slow line. The parts, which it does
//! not wait for, are counted by themselves, so that what is moved there does not vanish.

use super::{assets, compress, parts};
use anyhow::{Context, Result, bail};
use std::{fmt::Write, path::Path};

/// What a first visit is to cost: all that it waits for, brotli.
const GOAL: u64 = 350_000;

/// What it may cost: what it was when this was written, and a fiftieth more. Whoever makes it more on purpose says why beside the
/// new number.
/// 346.9 kB: the pages of who is not signed in, what they stand on, the page, its styles in one file and the service worker. 2.5 of it since
/// the device counts the code that it has not sent, and knows what is turned off.
const CEILING: u64 = 347_500;

/// The same of the parts: what is fetched when it is wanted, and kept for offline when there is nothing else to do.
/// 1,577 kB, of which 196 are what the service worker sends with; 26 more than before a session had a room, with who is there, a chat,
/// their styles and their words in two languages, and 42 for its files: hashing, sending and showing them. 14 more for flags, and for
/// going through what is kept on a device and telling of it, in two languages. 134 for code that is written together: what Yjs takes is most
/// of it, and a part of its own.
const PARTS_CEILING: u64 = 1_602_000;

/// The folders of what a first visit does not wait for. Of the languages, only who reads another than English waits for theirs.
const LATER: &[&str] = &[parts::FOLDER, "locales"];

/// A file.
struct Row {
    name: String,
    raw: u64,
    small: u64,
    /// Whether a first visit does without it.
    later: bool,
}

/// A line for each script, style, module and page: raw and brotli kilobytes; and what they come to.
pub(super) fn table(dist: &Path) -> Result<String> {
    Ok(told(&rows(dist)?))
}

fn told(rows: &[Row]) -> String {
    let mut text = format!("{:<44} {:>9} {:>9}\n", "dist/", "raw kB", "brotli kB");
    for Row { name, raw, small, .. } in rows {
        let _ = writeln!(text, "{name:<44} {:>9} {:>9}", kilobytes(*raw), kilobytes(*small));
    }
    let (first, later) = totals(rows);
    let _ = writeln!(text, "{:<44} {:>9} {:>9}", "first load", "", kilobytes(first));
    let _ = writeln!(text, "{:<44} {:>9} {:>9}", "later", "", kilobytes(later));
    let _ = writeln!(text, "{}", verdict(first));
    text
}

/// Says by file what a visit downloads.
///
/// # Errors
///
/// If it is more than it may be.
pub(super) fn check(dist: &Path) -> Result<()> {
    let rows = rows(dist)?;
    eprint!("{}", told(&rows));
    let (first, later) = totals(&rows);
    for (what, total, ceiling) in [("first load is", first, CEILING), ("parts are", later, PARTS_CEILING)] {
        if total > ceiling {
            bail!("the {what} {} kB, more than the {} kB it may be", kilobytes(total), kilobytes(ceiling));
        }
    }
    Ok(())
}

/// What a first visit waits for, and the rest.
fn totals(rows: &[Row]) -> (u64, u64) {
    let sum = |later: bool| rows.iter().filter(|row| row.later == later).map(|row| row.small).sum();
    (sum(false), sum(true))
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
        let inside = file.strip_prefix(dist).unwrap_or(&file);
        let later = LATER.iter().any(|folder| inside.starts_with(folder));
        rows.push(Row { name: inside.display().to_string(), raw: size(&file)?, small: size(&compressed)?, later });
    }
    rows.sort_by(|a, b| (a.later, b.raw, &a.name).cmp(&(b.later, a.raw, &b.name)));
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
        std::fs::create_dir_all(dist.join(parts::FOLDER)).expect("a folder");
        for (name, bytes) in [("app.wasm", 3_000), ("app.wasm.br", 900), ("app.wasm.gz", 1_200), ("icon.png", 5_000)] {
            std::fs::write(dist.join(name), vec![0; bytes]).expect("a file");
        }
        for (name, bytes) in [("parts/a.wasm", 70_000), ("parts/a.wasm.br", 20_000)] {
            std::fs::write(dist.join(name), vec![0; bytes]).expect("a file");
        }
        let table = table(&dist).expect("a table");
        let said = |what: &str| table.lines().find(|line| line.starts_with(what)).unwrap_or_default().to_owned();
        assert!(said("first load").ends_with(" 0.9") && said("later").ends_with(" 20.0"), "{table}");
        assert!(table.contains("app.wasm ") && !table.contains("icon.png"), "{table}");
        assert!(table.contains("within the goal"), "{table}");
        check(&dist).expect("little enough");
        std::fs::write(dist.join("app.wasm.br"), vec![0; 2_000_000]).expect("a file");
        let refused = check(&dist).expect_err("far too much").to_string();
        assert!(refused.contains("2000.0 kB"), "{refused}");
        std::fs::write(dist.join("app.wasm.br"), vec![0; 1]).expect("a file");
        std::fs::write(dist.join("parts/a.wasm.br"), vec![0; 2_000_000]).expect("a file");
        check(&dist).expect_err("what comes later is not free either");
        std::fs::remove_dir_all(&dist).expect("a folder to remove");
    }

    #[test]
    fn what_is_over_the_goal_is_said() {
        assert_eq!(verdict(GOAL), "within the goal of 350.0 kB");
        assert!(verdict(GOAL + 1_500).starts_with("1.5 kB over"));
    }
}
