//! `cargo xtask test`: every check there is, in the order in which a mistake shows soonest.

mod api;
mod list;
mod outcomes;
mod report;
mod runner;
mod summary;

pub(crate) use outcomes::{Outcome, Outcomes};
pub(crate) use report::{Checkout, Report};
pub(crate) use summary::Counts;

use crate::{setup, sh, workspace::Workspace};
use anyhow::{Result, bail};
use list::Suite;
use std::{
    process::ExitCode,
    time::{Duration, Instant},
};
use summary::Ran;

/// `cargo xtask test [--list | SUITE...]`.
pub(crate) fn command(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    if args.iter().any(|arg| arg == "--list") {
        for suite in list::ALL {
            println!("{:<12} {:<8} {}", suite.name, budget(suite), suite.what);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let total = run(workspace, &choose(args)?)?;
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Every suite, one after the other.
pub(crate) fn all(workspace: &Workspace) -> Result<Counts> {
    run(workspace, &choose(&[])?)
}

fn run(workspace: &Workspace, suites: &[&Suite]) -> Result<Counts> {
    let needs: Vec<_> = suites.iter().flat_map(|suite| suite.needs).copied().collect();
    let toolbox = setup::provide(workspace, &needs)?;

    let started = Instant::now();
    let mut total = Counts::default();
    let mut lines = Vec::new();
    for suite in suites {
        println!("\n==== {}: {} (budget {})", suite.name, suite.what, budget(suite));
        let before = Checkout::now(workspace).ok();
        let begun = Instant::now();
        let ran = match (suite.run)(workspace, &toolbox) {
            Ok(ran) => ran,
            Err(error) => {
                println!("{}: {error:#}", suite.name);
                Ran::from(Counts::FAILED)
            }
        };
        lines.push(line(suite, ran.counts, begun.elapsed()));
        println!("==== {}", lines[lines.len() - 1]);
        // The suite's verdict stands, whether or not it can be looked up later.
        if let Err(error) = report::keep(workspace, suite.name, before, &ran) {
            eprintln!("{} is not in the report: {error:#}", suite.name);
        }
        total += ran.counts;
    }

    println!("\n{}", lines.join("\n"));
    println!("all of it took {}", sh::human(started.elapsed()));
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(total)
}

fn choose(names: &[String]) -> Result<Vec<&'static Suite>> {
    if names.is_empty() {
        return Ok(list::ALL.iter().collect());
    }
    for name in names {
        if !list::ALL.iter().any(|suite| suite.name == name) {
            let known: Vec<_> = list::ALL.iter().map(|suite| suite.name).collect();
            bail!("there is no suite `{name}`; there are {}", known.join(", "));
        }
    }
    Ok(list::ALL.iter().filter(|suite| names.iter().any(|name| name == suite.name)).collect())
}

fn budget(suite: &Suite) -> String {
    sh::human(Duration::from_secs(suite.budget_secs))
}

/// Over its budget a suite is slow, not wrong: a first build on a new machine is.
fn line(suite: &Suite, counts: Counts, took: Duration) -> String {
    let over = if took.as_secs() > suite.budget_secs {
        format!("  WARNING: over its budget of {}", budget(suite))
    } else {
        String::new()
    };
    let verdict = if counts.failed == 0 { "ok" } else { "FAILED" };
    format!(
        "{:<12} {verdict:<7} {:>5} passed {:>4} failed   {}{over}",
        suite.name,
        counts.passed,
        counts.failed,
        sh::human(took)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suites_run_in_their_own_order_and_unknown_ones_are_named() {
        let names = |args: &[&str]| -> Result<Vec<&str>> {
            let args: Vec<String> = args.iter().map(|&arg| arg.to_owned()).collect();
            Ok(choose(&args)?.iter().map(|suite| suite.name).collect())
        };
        assert_eq!(names(&["fmt", "tidy"]).expect("both exist"), ["tidy", "fmt"]);
        assert_eq!(names(&[]).expect("all exist").len(), list::ALL.len());
        let error = names(&["fmt", "stroy"]).expect_err("a slip of the finger");
        assert!(error.to_string().contains("`stroy`") && error.to_string().contains("story"), "{error}");
    }

    #[test]
    fn being_slow_is_a_warning_and_not_a_failure() {
        let suite = &list::ALL[0];
        let slow = line(suite, Counts::PASSED, Duration::from_secs(suite.budget_secs + 1));
        assert!(slow.contains(" ok ") && slow.contains("WARNING"), "{slow}");
        assert!(!line(suite, Counts::PASSED, Duration::from_secs(0)).contains("WARNING"));
    }
}
