//! The report of the last run of each suite: a file beside what cargo builds, one a checkout.
//!
//! A suite that came to its end takes its own entry's place and leaves the others'. Every entry names the files it was of, by a
//! hash over their content, and counts for those alone: an edit, or another commit with other files, puts it out of date;
//! committing what was tested does not.

use super::{
    outcomes::{Outcome, Outcomes},
    summary::{Counts, Ran},
};
use crate::{checkout, dist, lock::Lock, workspace::Workspace};
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeMap,
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// The form of the file. A report of another form is no report.
const FORMAT: u64 = 1;

/// What was checked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checkout {
    /// The commit, for people: files may have been changed since.
    pub(crate) commit: String,
    /// [`checkout::content`]: what a result belongs to.
    pub(crate) content: String,
}

impl Checkout {
    /// What is checked out now.
    pub(crate) fn now(workspace: &Workspace) -> Result<Self> {
        Ok(Self { commit: checkout::commit(&workspace.root)?, content: checkout::content(&workspace.root)? })
    }
}

/// The last run of one suite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// What was checked out; nothing where that changed while it ran, for then the results are nobody's.
    pub(crate) of: Option<Checkout>,
    /// Tests or steps.
    pub(crate) counts: Counts,
    /// The tests that have names.
    pub(crate) tests: Outcomes,
}

/// The last run of every suite that has been run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Report(BTreeMap<String, Entry>);

impl Report {
    /// Reads it; where nothing was run yet it is empty.
    ///
    /// # Errors
    ///
    /// If what is there cannot be understood.
    pub(crate) fn read(workspace: &Workspace) -> Result<Self> {
        Self::load(&path(workspace))
    }

    fn load(path: &Path) -> Result<Self> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error).with_context(|| format!("reading {}", path.display())),
        };
        Self::parse(&text).with_context(|| {
            format!(
                "the report of the tests, {}, is broken: remove it and run `cargo xtask test` again",
                path.display()
            )
        })
    }

    /// A suite's last run.
    pub(crate) fn of(&self, suite: &str) -> Option<&Entry> {
        self.0.get(suite)
    }

    /// A report of one suite.
    #[cfg(test)]
    pub(crate) fn of_one(suite: &str, of: Option<Checkout>, tests: Outcomes) -> Self {
        Self([(suite.to_owned(), Entry { of, counts: Counts::default(), tests })].into())
    }

    fn parse(text: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(text)?;
        match value["format"].as_u64() {
            Some(FORMAT) => {}
            Some(other) => bail!("its form is {other}, and this is for {FORMAT}"),
            None => bail!("it does not say of which form it is"),
        }
        let mut suites = BTreeMap::new();
        for (name, suite) in object(&value["suites"]).context("its `suites`")? {
            suites.insert(name.clone(), entry(suite).with_context(|| format!("the suite {name}"))?);
        }
        Ok(Self(suites))
    }

    fn text(&self) -> String {
        let suites: Map<String, Value> = self.0.iter().map(|(name, entry)| (name.clone(), told(entry))).collect();
        format!("{:#}\n", json!({ "format": FORMAT, "suites": suites }))
    }
}

/// Puts a suite's results in the place of its last ones. `before` is what was checked out when it began, if that could be told.
pub(super) fn keep(workspace: &Workspace, suite: &str, before: Option<Checkout>, ran: &Ran) -> Result<()> {
    let of = before.filter(|before| Checkout::now(workspace).is_ok_and(|now| now.content == before.content));
    let entry = Entry { of, counts: ran.counts, tests: ran.tests.clone() };
    put(&path(workspace), suite, entry)
}

fn put(path: &Path, suite: &str, entry: Entry) -> Result<()> {
    let _lock = Lock::take(&path.with_extension("lock"), "writing the report of the tests")?;
    let mut report = Report::load(path).unwrap_or_else(|error| {
        eprintln!("{error:#}\nwriting a new one");
        Report::default()
    });
    report.0.insert(suite.to_owned(), entry);
    // Beside it first: whoever reads meanwhile, or after a crash, finds one or the other.
    let part = path.with_extension("part");
    std::fs::write(&part, report.text()).with_context(|| format!("writing {}", part.display()))?;
    std::fs::rename(&part, path).with_context(|| format!("writing {}", path.display()))
}

/// One a checkout, as checkouts may share a target directory.
fn path(workspace: &Workspace) -> PathBuf {
    let checkout = dist::short_hash(&[workspace.root.to_string_lossy().as_bytes()]);
    workspace.target.join(format!("holdfast-tests-{checkout}.json"))
}

fn told(entry: &Entry) -> Value {
    let outcome = |outcome: &Outcome| match outcome {
        Outcome::Passed => "passed",
        Outcome::Failed => "failed",
    };
    let tests: BTreeMap<&str, &str> = entry.tests.iter().map(|(name, ended)| (name.as_str(), outcome(ended))).collect();
    json!({
        "commit": entry.of.as_ref().map(|of| &of.commit),
        "content": entry.of.as_ref().map(|of| &of.content),
        "passed": entry.counts.passed,
        "failed": entry.counts.failed,
        "tests": tests,
    })
}

fn entry(value: &Value) -> Result<Entry> {
    let of = match (&value["commit"], &value["content"]) {
        (Value::Null, Value::Null) => None,
        (Value::String(commit), Value::String(content)) => {
            Some(Checkout { commit: commit.clone(), content: content.clone() })
        }
        _ => bail!("it does not say what was checked out"),
    };
    let count = |name: &str| value[name].as_u64().with_context(|| format!("no number of tests that {name}"));
    let mut tests = Outcomes::new();
    for (name, ended) in object(&value["tests"]).context("its `tests`")? {
        let outcome = match ended.as_str() {
            Some("passed") => Outcome::Passed,
            Some("failed") => Outcome::Failed,
            _ => bail!("the test {name} has neither passed nor failed but {ended}"),
        };
        tests.insert(name.clone(), outcome);
    }
    Ok(Entry { of, counts: Counts { passed: count("passed")?, failed: count("failed")? }, tests })
}

fn object(value: &Value) -> Result<&Map<String, Value>> {
    value.as_object().context("it is not a list by name")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Report {
        let of = Checkout { commit: "0123abc".into(), content: "ff00".into() };
        let tests = [("undo::a".to_owned(), Outcome::Passed), ("undo::b".to_owned(), Outcome::Failed)].into();
        Report(BTreeMap::from([
            ("fmt".to_owned(), Entry { of: None, counts: Counts::PASSED, tests: Outcomes::new() }),
            ("story".to_owned(), Entry { of: Some(of), counts: Counts { passed: 1, failed: 1 }, tests }),
        ]))
    }

    #[test]
    fn a_report_is_read_as_it_was_written() {
        assert_eq!(Report::parse(&sample().text()).expect("it is whole"), sample());
        assert_eq!(Report::parse(&Report::default().text()).expect("it is whole"), Report::default());
    }

    #[test]
    fn a_broken_report_is_none() {
        let whole = sample().text();
        for (from, to, words) in [
            ("\"format\": 1", "\"format\": 2", "its form is 2"),
            ("\"format\": 1,", "", "does not say of which form"),
            ("\"suites\"", "\"suits\"", "`suites`"),
            ("", "", "EOF"),
            ("\"passed\",", "\"well\",", "neither passed nor failed"),
            ("\"passed\": 1", "\"passed\": -1", "no number of tests that passed"),
            ("\"content\": \"ff00\"", "\"content\": null", "what was checked out"),
        ] {
            let broken = if words == "EOF" { whole[..whole.len() / 2].to_owned() } else { whole.replace(from, to) };
            let refused = format!("{:#}", Report::parse(&broken).expect_err(words));
            assert!(refused.contains(words), "{refused}");
        }
    }

    #[test]
    fn a_suite_replaces_its_own_results_alone() {
        let folder = std::env::temp_dir().join(format!("holdfast-report-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("report.json");
        let read = || Report::load(&path).map_err(|error| format!("{error:#}"));
        assert_eq!(read(), Ok(Report::default()), "nothing was run");

        for (suite, entry) in sample().0 {
            put(&path, &suite, entry).expect("it is written");
        }
        assert_eq!(read(), Ok(sample()));
        let again = Entry { of: None, counts: Counts::FAILED, tests: Outcomes::new() };
        put(&path, "story", again.clone()).expect("it is written");
        let report = read().expect("it is whole");
        assert_eq!((report.of("story"), report.of("fmt")), (Some(&again), sample().of("fmt")));

        std::fs::write(&path, "{").expect("a file");
        assert!(read().expect_err("it is broken").contains("is broken: remove it"));
        put(&path, "story", again.clone()).expect("a new one is written");
        assert_eq!(read().expect("it is whole").of("story"), Some(&again));
        std::fs::remove_dir_all(&folder).expect("a folder to remove");
    }
}
