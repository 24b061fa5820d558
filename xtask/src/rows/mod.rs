//! `cargo xtask rows`: what Holdfast must do, row by row, and what the last run of the stories has shown of it.
//!
//! A row's tests are stories of that name (`named`) and those that `list` gives; a row's state is what the report of the last
//! run says of them, and nothing else: no code makes a row pass.

mod list;
mod named;

pub(crate) use list::ALL;
pub(crate) use named::{STORIES, Story, is_row, rows_of, stories};

use crate::{
    checkout,
    suites::{Checkout, Outcome, Outcomes, Report},
    workspace::Workspace,
};
use anyhow::{Context, Result, bail};
use list::Row;
use serde_json::{Value, json};
use std::{fmt::Write, process::ExitCode};

/// The suite that shows rows: each is open until it works in a real browser.
const SUITE: &str = "story";

/// How a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// All its tests were run, and passed.
    Passed,
    /// One of them failed.
    Failed,
    /// It has no test, or not all of them were run.
    None,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::None => "none",
        }
    }
}

/// A row and what is known of it.
struct Line {
    row: &'static Row,
    tests: Vec<String>,
    state: State,
}

/// `cargo xtask rows [--json]`. A failed row is no failure of this: it tells how things are.
pub(crate) fn command(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let as_json = match args {
        [] => false,
        [only] if only == "--json" => true,
        _ => bail!("`rows` takes only `--json`"),
    };
    let report = Report::read(workspace)?;
    let now = Checkout::now(workspace)?;
    let (outcomes, remark) = counting(&report, &now);
    let lines = lines(&read(workspace)?, outcomes);
    if as_json {
        println!("{:#}", as_value(&lines));
        eprintln!("{remark}");
    } else {
        print!("{}", table(&lines));
        println!("{remark}");
    }
    Ok(ExitCode::SUCCESS)
}

/// The stories there are.
fn read(workspace: &Workspace) -> Result<Vec<Story>> {
    let mut all = Vec::new();
    for path in checkout::files(&workspace.root)?.iter().filter(|path| path.starts_with(STORIES)) {
        let file = workspace.root.join(path);
        let text = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        all.extend(stories(path, &text));
    }
    Ok(all)
}

/// The outcomes that count for what is checked out, and what to say of that.
fn counting<'a>(report: &'a Report, now: &Checkout) -> (Option<&'a Outcomes>, String) {
    let again = "`cargo xtask test story` runs them";
    match report.of(SUITE) {
        None => (None, format!("No state is known: the stories were not run in this checkout; {again}.")),
        Some(entry) => match &entry.of {
            Some(of) if of.content == now.content => (
                Some(&entry.tests),
                format!("State: of the last run of the stories, over these very files (commit {}).", of.commit),
            ),
            Some(of) => {
                let since = if of.commit == now.commit { "changed since" } else { "of another commit" };
                (
                    None,
                    format!(
                        "No state is known: the stories were last run at commit {}, over files {since}; {again}.",
                        of.commit
                    ),
                )
            }
            None => (None, format!("No state is known: files were changed while the stories were last run; {again}.")),
        },
    }
}

fn lines(stories: &[Story], outcomes: Option<&Outcomes>) -> Vec<Line> {
    let line = |row: &'static Row| {
        let is_its =
            |story: &&Story| row.shown_by.contains(&story.name.as_str()) || rows_of(&story.name).any(|id| id == row.id);
        let tests: Vec<String> = stories.iter().filter(is_its).map(|story| story.name.clone()).collect();
        let state = state(&tests, outcomes);
        Line { row, tests, state }
    };
    ALL.iter().map(line).collect()
}

fn state(tests: &[String], outcomes: Option<&Outcomes>) -> State {
    let ended: Vec<Option<Outcome>> =
        tests.iter().map(|test| outcomes.and_then(|outcomes| outcomes.get(test).copied())).collect();
    if ended.contains(&Some(Outcome::Failed)) {
        State::Failed
    } else if ended.is_empty() || ended.contains(&None) {
        State::None
    } else {
        State::Passed
    }
}

fn as_value(lines: &[Line]) -> Value {
    let one = |line: &Line| {
        let test = (!line.tests.is_empty()).then(|| line.tests.join(", "));
        json!({ "row": line.row.id, "test": test, "state": line.state.name() })
    };
    lines.iter().map(one).collect()
}

fn table(lines: &[Line]) -> String {
    let widest = lines.iter().map(|line| line.row.what.chars().count()).max().unwrap_or_default();
    let tests = lines.iter().flat_map(|line| &line.tests).map(|test| test.chars().count()).max().unwrap_or_default();
    let tests = tests.max("test".len());
    let mut text = format!("{:<4} {:<widest$}  {:<tests$}  state\n", "row", "what", "test");
    for Line { row, tests: its, state } in lines {
        let first = its.first().map_or("-", String::as_str);
        let _ = writeln!(text, "{:<4} {:<widest$}  {first:<tests$}  {}", row.id, row.what, state.name());
        for other in its.iter().skip(1) {
            let _ = writeln!(text, "{:<4} {:<widest$}  {other}", "", "");
        }
    }
    let count = |state: State| lines.iter().filter(|line| line.state == state).count();
    let (passed, failed, none) = (count(State::Passed), count(State::Failed), count(State::None));
    let _ = writeln!(text, "{} rows: {passed} passed, {failed} failed, {none} none", lines.len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(all: &[(&str, Outcome)]) -> Outcomes {
        all.iter().map(|(name, outcome)| ((*name).to_owned(), *outcome)).collect()
    }

    #[test]
    fn a_row_has_passed_when_all_its_tests_have() {
        let ran = outcomes(&[("a", Outcome::Passed), ("b", Outcome::Passed), ("c", Outcome::Failed)]);
        for (tests, expected) in [
            (&["a", "b"][..], State::Passed),
            (&["a", "c"], State::Failed),
            (&["a", "d"], State::None),
            (&["c", "d"], State::Failed),
            (&["d"], State::None),
            (&[], State::None),
        ] {
            let tests: Vec<String> = tests.iter().map(|&test| test.to_owned()).collect();
            assert_eq!(state(&tests, Some(&ran)), expected, "{tests:?}");
            assert_eq!(state(&tests, None), State::None, "nothing that counts was run");
        }
    }

    #[test]
    fn every_row_is_told_with_its_tests() {
        let story = |name: &str| Story { name: name.to_owned(), line: 1 };
        let mapped = "fault::h14_a_fault_is_told_with_its_details_and_people_go_on";
        let stories = [story("hub::h5_tabs_find_sessions"), story("h5_h6_the_hub_lists"), story(mapped)];
        let ran = outcomes(&[("hub::h5_tabs_find_sessions", Outcome::Passed), (mapped, Outcome::Passed)]);
        let lines = lines(&stories, Some(&ran));
        assert_eq!(lines.len(), 63);
        let value = as_value(&lines);
        let of = |row: &str| value.as_array().and_then(|all| all.iter().find(|one| one["row"] == row)).cloned();
        let told = |row: &str, test: Value, state: &str| Some(json!({ "row": row, "test": test, "state": state }));
        assert_eq!(of("H5"), told("H5", json!("hub::h5_tabs_find_sessions, h5_h6_the_hub_lists"), "none"));
        assert_eq!(of("H6"), told("H6", json!("h5_h6_the_hub_lists"), "none"));
        assert_eq!(of("C6"), told("C6", json!(mapped), "passed"));
        assert_eq!(of("H14"), told("H14", json!(mapped), "passed"));
        assert_eq!(of("H1"), told("H1", Value::Null, "none"));
        let table = table(&lines);
        assert!(table.ends_with("63 rows: 2 passed, 0 failed, 61 none\n"), "{table}");
        assert!(table.lines().any(|line| line.starts_with("C6 ") && line.ends_with("passed")), "{table}");
    }

    #[test]
    fn results_of_other_files_do_not_count() {
        let of = |content: &str| Checkout { commit: "0123abc".into(), content: content.into() };
        let report = |of: Option<Checkout>| Report::of_one(SUITE, of, outcomes(&[("a", Outcome::Passed)]));
        assert!(counting(&report(Some(of("1"))), &of("1")).0.is_some());
        for (report, words) in [
            (report(Some(of("1"))), "over files changed since"),
            (report(None), "were changed while"),
            (Report::default(), "were not run"),
        ] {
            let (outcomes, remark) = counting(&report, &of("2"));
            assert!(outcomes.is_none() && remark.contains(words), "{remark}");
        }
    }
}
