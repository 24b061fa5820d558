//! Reading which tests passed and which failed from what test runners print.

use std::collections::BTreeMap;

/// How a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// It did what it should.
    Passed,
    /// It did not, or nobody knows.
    Failed,
}

/// Tests by the name their runner gives them. One that several programs have is one entry, with the worse outcome.
pub(crate) type Outcomes = BTreeMap<String, Outcome>;

/// What has been read of a runner's output so far.
#[derive(Debug, Default)]
pub(super) struct Tests {
    known: Outcomes,
    /// Tests that have begun, where something was printed before their outcome.
    begun: Vec<String>,
}

impl Tests {
    /// Looks at one line, without colours.
    pub(super) fn read(&mut self, line: &str) {
        if let Some(result) = line.trim().strip_prefix("test result: ") {
            // Of the program that ends here. Where all is well, so are those whose outcome was not understood.
            self.end(if result.starts_with("ok") { Outcome::Passed } else { Outcome::Failed });
        } else if let Some((name, outcome)) = libtest(line) {
            match outcome {
                Said::Outcome(outcome) => self.note(name, outcome),
                Said::NotRun => {}
                Said::SomethingElse => self.begun.push(name.to_owned()),
            }
        } else if let Some((name, outcome)) = nextest(line) {
            self.note(name, outcome);
        } else if let Said::Outcome(outcome) = said(line)
            && let Some(name) = self.begun.pop()
        {
            self.note(&name, outcome);
        }
    }

    /// The outcomes, once the output is over: what began and did not end has failed.
    pub(super) fn finish(&mut self) -> Outcomes {
        self.end(Outcome::Failed);
        std::mem::take(&mut self.known)
    }

    fn end(&mut self, outcome: Outcome) {
        for name in std::mem::take(&mut self.begun) {
            self.note(&name, outcome);
        }
    }

    fn note(&mut self, name: &str, outcome: Outcome) {
        let known = self.known.entry(name.to_owned()).or_insert(outcome);
        *known = outcome.max(*known);
    }
}

/// What stands where a test's outcome should.
enum Said {
    Outcome(Outcome),
    NotRun,
    SomethingElse,
}

fn said(text: &str) -> Said {
    match text.split([' ', ',']).next() {
        Some("ok") => Said::Outcome(Outcome::Passed),
        // The latter is wasm-bindgen-test's.
        Some("FAILED" | "FAIL") => Said::Outcome(Outcome::Failed),
        Some("ignored") => Said::NotRun,
        _ => Said::SomethingElse,
    }
}

/// `test frame::it_holds ... ok` (libtest, wasm-bindgen-test). With one thread, libtest writes the name before it runs the
/// test: what others print meanwhile stands behind it, and the outcome on a line of its own.
fn libtest(line: &str) -> Option<(&str, Said)> {
    let (name, outcome) = line.strip_prefix("test ")?.split_once(" ... ")?;
    Some((name.strip_suffix(" - should panic").unwrap_or(name), said(outcome)))
}

/// `PASS [   0.004s] (1/3) holdfast-core entity::tests::it_holds` (nextest), which says a failure again at the end.
fn nextest(line: &str) -> Option<(&str, Outcome)> {
    let (word, rest) = line.trim_start().split_once(" [")?;
    let outcome = match word {
        "PASS" | "LEAK" => Outcome::Passed,
        "FAIL" | "LEAK-FAIL" | "TIMEOUT" | "ABORT" | "XFAIL" => Outcome::Failed,
        _ if word.starts_with("SIG") && !word.contains(' ') => Outcome::Failed,
        _ => return None,
    };
    let name = rest.split_once(']')?.1.trim_start();
    let name = match name.strip_prefix('(') {
        Some(numbered) => numbered.split_once(") ")?.1,
        None => name,
    };
    Some((name, outcome))
}

#[cfg(test)]
mod tests {
    use super::{Outcome::*, *};

    fn check(lines: &[&str], expected: &[(&str, Outcome)]) {
        let mut tests = Tests::default();
        lines.iter().for_each(|line| tests.read(line));
        let read = tests.finish();
        let read: Vec<_> = read.iter().map(|(name, outcome)| (name.as_str(), *outcome)).collect();
        assert_eq!(read, expected, "{lines:?}");
    }

    #[test]
    fn every_runner_names_its_tests() {
        check(
            &[
                "running 4 tests",
                "test frame::it_holds ... ok",
                "test undo::it_breaks ... FAILED",
                "test frame::it_panics - should panic ... ok",
                "test slow ... ignored, takes long",
                "test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out",
            ],
            &[("frame::it_holds", Passed), ("frame::it_panics", Passed), ("undo::it_breaks", Failed)],
        );
        check(
            &["test holdfast_web::idb::it_opens ... ok", "test holdfast_web::idb::it_shuts ... FAIL"],
            &[("holdfast_web::idb::it_opens", Passed), ("holdfast_web::idb::it_shuts", Failed)],
        );
        check(
            &["test crates/core/src/id.rs - id::Id (line 12) ... ok"],
            &[("crates/core/src/id.rs - id::Id (line 12)", Passed)],
        );
        check(
            &[
                "        PASS [   0.019s] (  1/142) xtask::bin/xtask sh::tests::a",
                "        SLOW [> 60.000s] (───) xtask::bin/xtask sh::tests::b",
                "     TIMEOUT [ 120.000s] (  2/142) xtask::bin/xtask sh::tests::b",
                "     SIGSEGV [   0.100s] (  3/142) holdfast-core merge",
                "        FAIL [   0.004s] holdfast-core::merge old::form",
                "     Summary [ 120.020s] 4 tests run: 1 passed, 3 failed, 66 skipped",
                "        FAIL [   0.004s] holdfast-core::merge old::form",
            ],
            &[
                ("holdfast-core merge", Failed),
                ("holdfast-core::merge old::form", Failed),
                ("xtask::bin/xtask sh::tests::a", Passed),
                ("xtask::bin/xtask sh::tests::b", Failed),
            ],
        );
    }

    #[test]
    fn an_outcome_on_a_line_of_its_own_is_found() {
        let talks = "test train::a_day ... a browser says something";
        check(&[talks, "and more", "ok", "test undo::a ... ok"], &[("train::a_day", Passed), ("undo::a", Passed)]);
        check(&[talks, "FAILED"], &[("train::a_day", Failed)]);
        check(&[talks, "test result: ok. 1 passed; 0 failed"], &[("train::a_day", Passed)]);
        check(&[talks, "test result: FAILED. 0 passed; 1 failed"], &[("train::a_day", Failed)]);
    }

    #[test]
    fn what_never_ended_has_failed() {
        check(&["test storm::a ... ok", "test train::a_day ... "], &[("storm::a", Passed), ("train::a_day", Failed)]);
    }

    #[test]
    fn the_worse_of_two_counts_and_other_lines_do_not() {
        check(&["test a ... FAILED", "test a ... ok"], &[("a", Failed)]);
        check(&["test a has been running for over 60 seconds", "ok", "    PASS of the river", "tidy: 3 files"], &[]);
    }
}
