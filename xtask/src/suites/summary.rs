//! Reading how many tests passed and failed from what test runners print.

use super::outcomes::{Outcomes, Tests};
use std::ops::AddAssign;

/// Tests (or whole steps) that passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Counts {
    /// A step that went well.
    pub(crate) const PASSED: Self = Self { passed: 1, failed: 0 };
    /// A step that did not.
    pub(crate) const FAILED: Self = Self { passed: 0, failed: 1 };
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// What a suite has shown: how many tests passed and failed, and which. A step has none with a name.
#[derive(Debug, Default)]
pub(super) struct Ran {
    pub(super) counts: Counts,
    pub(super) tests: Outcomes,
}

impl From<Counts> for Ran {
    fn from(counts: Counts) -> Self {
        Self { counts, tests: Outcomes::new() }
    }
}

/// What has been read of a runner's output so far.
#[derive(Debug, Default)]
pub(super) struct Summary {
    counts: Counts,
    lines: u64,
    tests: Tests,
}

impl Summary {
    /// Looks at one line, coloured or not.
    pub(super) fn read(&mut self, line: &str) {
        let line = without_colour(line);
        self.tests.read(&line);
        if let Some(counts) = parse(&line) {
            self.counts += counts;
            self.lines += 1;
        }
    }

    /// The outcome of each test that was named, once the output is over.
    pub(super) fn finish(&mut self) -> Outcomes {
        self.tests.finish()
    }

    /// Whether no count was seen.
    pub(super) fn is_empty(&self) -> bool {
        self.lines == 0 || self.counts == Counts::default()
    }

    /// The counts, with a failure added when the exit code knows of one that no line told (a crash, a build error) or
    /// when no test ran at all: a suite that silently tests nothing must not look well.
    pub(super) fn verdict(&self, exit_ok: bool) -> Counts {
        let mut counts = self.counts;
        if counts.failed == 0 && (!exit_ok || self.is_empty()) {
            counts += Counts::FAILED;
        }
        counts
    }
}

/// `test result: ok. 3 passed; 1 failed; …` (libtest, wasm-bindgen-test) or
/// `Summary [ 0.1s] 4 tests run: 3 passed (1 slow), 1 failed, 2 skipped` (nextest).
fn parse(line: &str) -> Option<Counts> {
    let line = line.trim();
    let parts: Vec<&str> = if let Some(rest) = line.strip_prefix("test result: ") {
        rest.split_once(". ")?.1.split(';').collect()
    } else {
        line.strip_prefix("Summary [")?.split_once("run:")?.1.split(',').collect()
    };
    let mut counts = Counts::default();
    for part in parts {
        let mut words = part.split_whitespace();
        let Some(number) = words.next().and_then(|word| word.parse::<u64>().ok()) else { continue };
        match words.next() {
            Some("passed") => counts.passed += number,
            // nextest's other ways to fail: `timed out`, `exec failed`.
            Some("failed" | "timed" | "exec") => counts.failed += number,
            _ => {}
        }
    }
    Some(counts)
}

/// Removes terminal colour sequences (`ESC [ … m`).
fn without_colour(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(u64, u64)>) {
        let counts = parse(&without_colour(line));
        assert_eq!(counts, expected.map(|(passed, failed)| Counts { passed, failed }), "{line}");
    }

    #[test]
    fn every_runner_is_understood() {
        check(
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            Some((3, 0)),
        );
        check("test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 filtered out", Some((1, 2)));
        check("     Summary [   0.004s] 3 tests run: 3 passed, 0 skipped", Some((3, 0)));
        check(
            "     Summary [  12.5s] 5/9 tests run: 2 passed (1 slow), 1 failed, 1 timed out, 1 exec failed",
            Some((2, 3)),
        );
        check(
            "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] \u{1b}[1m2\u{1b}[0m tests run: \u{1b}[1m2\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, 0 skipped",
            Some((2, 0)),
        );
        check("test result: \u{1b}[31mFAILED\u{1b}[0m. 0 passed; 1 failed; 0 ignored", Some((0, 1)));
    }

    #[test]
    fn other_lines_are_not() {
        check("running 3 tests", None);
        check("the Summary [x] run: 3 passed", None);
        check("3 passed, 0 failed", None);
    }

    fn verdict(lines: &[&str], exit_ok: bool) -> (u64, u64) {
        let mut summary = Summary::default();
        lines.iter().for_each(|line| summary.read(line));
        let counts = summary.verdict(exit_ok);
        (counts.passed, counts.failed)
    }

    #[test]
    fn counts_add_up_and_silence_fails() {
        let ok = "test result: ok. 2 passed; 0 failed; 0 ignored";
        let nothing = "test result: ok. 0 passed; 0 failed; 0 ignored";
        assert_eq!(verdict(&[ok, nothing, ok], true), (4, 0));
        assert_eq!(verdict(&[ok], false), (2, 1), "a crash that no line tells of");
        assert_eq!(
            verdict(&["test result: FAILED. 1 passed; 3 failed"], false),
            (1, 3),
            "failures are not counted twice"
        );
        assert_eq!(verdict(&[], true), (0, 1), "no count");
        assert_eq!(verdict(&[nothing], true), (0, 1), "a count of nothing");
    }
}
