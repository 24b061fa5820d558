//! `cargo xtask preflight`: the check before a release. What takes seconds comes first; whatever fails, the rest is looked at.

mod audit;
mod deployment;
mod release;

use crate::{
    dist,
    setup::{self, Need},
    sh,
    suites::{self, Counts},
    workspace::Workspace,
};
use anyhow::{Context, Result, bail};
use std::{
    fmt::{self, Write},
    process::ExitCode,
    time::{Duration, Instant},
};

/// How a check ended, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    Passed(String),
    Failed(String),
    /// Nobody knows: it could not be looked at, or was not to be.
    Unchecked(String),
}

/// A line of the summary.
#[derive(Debug)]
struct Line {
    name: &'static str,
    verdict: Verdict,
}

impl Line {
    fn new(name: &'static str, verdict: Verdict) -> Self {
        Self { name, verdict }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, why) = match &self.verdict {
            Verdict::Passed(why) => ("ok", why),
            Verdict::Failed(why) => ("FAILED", why),
            Verdict::Unchecked(why) => ("NOT CHECKED", why),
        };
        // All of it is above; the table has a line each.
        write!(f, "{:<14} {word:<12} {}", self.name, why.lines().next().unwrap_or_default())
    }
}

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    tests: Tests,
    /// The steps to take, by name; with none, all.
    only: Vec<String>,
    /// For the server, which says whether it could be run so.
    server: Vec<String>,
}

/// Whether the tests are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tests {
    Run,
    Left,
}

impl Asked {
    const NO_TESTS: &str = "--no-tests";

    fn read(args: &[String]) -> Result<Self> {
        let (own, server) = match args.iter().position(|arg| arg == "--") {
            Some(dashes) => (&args[..dashes], &args[dashes + 1..]),
            None => (args, &[][..]),
        };
        let (flags, only): (Vec<String>, Vec<String>) = own.iter().cloned().partition(|arg| arg.starts_with('-'));
        let is_step = |name: &String| STEPS.iter().any(|step| step.name == name);
        if let Some(unknown) =
            flags.iter().find(|flag| *flag != Self::NO_TESTS).or(only.iter().find(|name| !is_step(name)))
        {
            let steps = STEPS.map(|step| step.name).join(", ");
            bail!(
                "`preflight` takes `{}` and names of its steps ({steps}), not `{unknown}`; what the server is to be given \
                 goes after `--`",
                Self::NO_TESTS
            );
        }
        let tests = if flags.is_empty() { Tests::Run } else { Tests::Left };
        Ok(Self { tests, only, server: server.to_vec() })
    }

    fn is_wanted(&self, step: &Step) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == step.name)
    }
}

/// A part of it: its name, and what gives its lines.
struct Step {
    name: &'static str,
    run: fn(&Workspace, &Asked) -> Result<Vec<Line>>,
}

const STEPS: [Step; 6] = [
    Step { name: "work-tree", run: work_tree },
    Step { name: "changelog", run: changelog },
    Step { name: "dependencies", run: dependencies },
    Step { name: "bundle", run: bundle },
    Step { name: "configuration", run: configuration },
    Step { name: "tests", run: tests },
];

/// `cargo xtask preflight [--no-tests] [-- ARGS]`.
pub(crate) fn command(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let asked = Asked::read(args)?;
    let started = Instant::now();
    let mut lines = Vec::new();
    let before = Tree::read(workspace)?;
    for step in &STEPS {
        if !asked.is_wanted(step) {
            lines.push(Line::new(step.name, Verdict::Unchecked("it was not asked for".into())));
            continue;
        }
        println!("\n==== {}", step.name);
        let found = (step.run)(workspace, &asked)
            .unwrap_or_else(|error| vec![Line::new(step.name, Verdict::Failed(format!("{error:#}")))]);
        for line in found {
            if let Verdict::Failed(why) = &line.verdict
                && why.lines().nth(1).is_some()
            {
                println!("{why}");
            }
            println!("==== {line}");
            lines.push(line);
        }
    }
    if let Some(why) = release::changed(&before, &Tree::read(workspace)?) {
        println!("==== {why}");
        lines.push(Line::new("changed since", Verdict::Failed(why)));
    }
    print!("\n{}", summary(&lines, started.elapsed()));
    let well = !lines.iter().any(|line| matches!(line.verdict, Verdict::Failed(_)));
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// All lines, and what they come to. What was not checked is named there: it is neither a pass nor forgotten.
fn summary(lines: &[Line], took: Duration) -> String {
    let mut text = String::new();
    for line in lines {
        let _ = writeln!(text, "{line}");
    }
    let _ = writeln!(text, "all of it took {}", sh::human(took));
    let names = |is: fn(&Verdict) -> bool| -> Vec<&str> {
        lines.iter().filter(|line| is(&line.verdict)).map(|line| line.name).collect()
    };
    let passed = names(|verdict| matches!(verdict, Verdict::Passed(_)));
    let _ = write!(text, "{} passed", passed.len());
    for (words, those) in [
        ("failed", names(|verdict| matches!(verdict, Verdict::Failed(_)))),
        ("not checked", names(|verdict| matches!(verdict, Verdict::Unchecked(_)))),
    ] {
        let _ = write!(text, ", {} {words}", those.len());
        if !those.is_empty() {
            let _ = write!(text, " ({})", those.join(", "));
        }
    }
    text.push('\n');
    text
}

/// What is checked out: the commit, and what differs from it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tree {
    commit: String,
    changes: Vec<String>,
}

impl Tree {
    fn read(workspace: &Workspace) -> Result<Self> {
        let (commit, changes) =
            (crate::checkout::commit(&workspace.root)?, crate::checkout::uncommitted(&workspace.root)?);
        Ok(Self { commit, changes })
    }
}

fn work_tree(workspace: &Workspace, _: &Asked) -> Result<Vec<Line>> {
    Ok(vec![Line::new("work-tree", release::clean(&Tree::read(workspace)?))])
}

fn changelog(workspace: &Workspace, _: &Asked) -> Result<Vec<Line>> {
    let version = workspace.version("holdfast-server").context("cargo knows no version of the server")?;
    let text = std::fs::read_to_string(workspace.root.join("CHANGELOG.md")).context("reading CHANGELOG.md")?;
    Ok(vec![Line::new("changelog", release::told(&text, version))])
}

fn dependencies(workspace: &Workspace, _: &Asked) -> Result<Vec<Line>> {
    let toolbox = setup::provide(workspace, &[Need::CargoDeny])?;
    audit::audit(workspace, &toolbox)
}

fn bundle(workspace: &Workspace, _: &Asked) -> Result<Vec<Line>> {
    let toolbox = setup::provide(workspace, setup::DIST)?;
    dist::ensure(workspace, &toolbox)?;
    dist::check_first_load(workspace)?;
    Ok(vec![Line::new("bundle", Verdict::Passed("what a first visit and the parts may cost".into()))])
}

fn configuration(workspace: &Workspace, asked: &Asked) -> Result<Vec<Line>> {
    let toolbox = setup::provide(workspace, setup::DIST)?;
    let output = crate::bins::check_config(workspace, &toolbox, &asked.server)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (said, refused) = (text(&output.stdout), text(&output.stderr));
    print!("{said}");
    Ok(vec![Line::new("configuration", deployment::verdict(output.status.code(), &said, &refused))])
}

fn tests(workspace: &Workspace, asked: &Asked) -> Result<Vec<Line>> {
    let verdict = match asked.tests {
        Tests::Run => counted(suites::all(workspace)?),
        Tests::Left => Verdict::Unchecked(format!("tests were not run: {}", Asked::NO_TESTS)),
    };
    Ok(vec![Line::new("tests", verdict)])
}

fn counted(counts: Counts) -> Verdict {
    match counts.failed {
        0 => Verdict::Passed(format!("{} passed", counts.passed)),
        failed => Verdict::Failed(format!("{failed} failed, {} passed", counts.passed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn what_is_for_the_server_stands_behind_the_dashes() {
        let asked = |text: &str| Asked::read(&words(text)).map_err(|error| error.to_string());
        let of = |tests, only: &str, server: &str| Ok(Asked { tests, only: words(only), server: words(server) });
        let both = |tests, server| of(tests, "", server);
        assert_eq!(asked(""), both(Tests::Run, ""));
        assert_eq!(asked("--no-tests"), both(Tests::Left, ""));
        assert_eq!(asked("--no-tests -- --data /srv"), both(Tests::Left, "--data /srv"));
        assert_eq!(asked("-- --public-url https://a.example"), both(Tests::Run, "--public-url https://a.example"));
        assert_eq!(asked("bundle configuration -- --data /srv"), of(Tests::Run, "bundle configuration", "--data /srv"));
        assert!(asked("--notests").is_err_and(|refused| refused.contains("--no-tests")));
        assert!(asked("bundel").is_err_and(|refused| refused.contains("changelog, dependencies, bundle")));
    }

    #[test]
    fn what_was_not_checked_is_named_and_has_not_passed() {
        let lines = [
            Line::new("work-tree", Verdict::Passed("nothing is uncommitted".into())),
            Line::new("bans", Verdict::Failed("2 errors\nthe first\nthe second".into())),
            Line::new("advisories", Verdict::Unchecked("advisories were not checked: no database".into())),
            Line::new("tests", Verdict::Unchecked("tests were not run: --no-tests".into())),
        ];
        assert_eq!(
            summary(&lines, Duration::from_secs(12)),
            "work-tree      ok           nothing is uncommitted\n\
             bans           FAILED       2 errors\n\
             advisories     NOT CHECKED  advisories were not checked: no database\n\
             tests          NOT CHECKED  tests were not run: --no-tests\n\
             all of it took 12 s\n\
             1 passed, 1 failed (bans), 2 not checked (advisories, tests)\n"
        );
    }

    #[test]
    fn one_failed_test_is_a_failure() {
        assert_eq!(counted(Counts { passed: 3, failed: 0 }), Verdict::Passed("3 passed".into()));
        assert_eq!(counted(Counts { passed: 3, failed: 1 }), Verdict::Failed("1 failed, 3 passed".into()));
    }
}
