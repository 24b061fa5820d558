//! `cargo xtask bench query`: the query layer beside its peers, in one page of the real browser. What each line is stands in
//! `docs/benchmarks.md`; it is no test, as a loaded machine makes every figure worse.

mod browser;
mod build;
mod report;
mod serve;
mod size;

use crate::{
    setup::{self, Need},
    sh,
    workspace::Workspace,
};
use anyhow::{Result, bail};
use report::Report;
use std::process::ExitCode;

/// Samples of each side of each line.
const RUNS: u32 = 21;

/// As many with `--quick`: enough to see that it works.
const QUICK_RUNS: u32 = 5;

const NEEDS: &[Need] = &[Need::WasmTarget, Need::WasmBindgen, Need::Binaryen, Need::Browser];

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
struct Asked<'a> {
    form: Form,
    runs: u32,
    /// Only lines whose names have this in them.
    only: &'a str,
}

/// How the figures are printed.
#[derive(Debug, PartialEq, Eq)]
enum Form {
    Table,
    Json,
}

/// `cargo xtask bench query [--json] [--quick] [--only TEXT]`.
pub(super) fn command(workspace: &Workspace, options: &[String]) -> Result<ExitCode> {
    let asked = parse(options)?;
    let toolbox = setup::provide(workspace, NEEDS)?;
    let peers = setup::peers(workspace, "bench/peers", "query-peers")?;
    let built = sh::timed("bench: building", || build::all(workspace, &toolbox, &peers))?;
    let measured = sh::timed("bench: measuring", || browser::measure(&toolbox, &built, &asked))?;
    let mut rows = measured.rows;
    let size = size::row(&built)?;
    rows.extend(Some(size).filter(|row| row.name.contains(asked.only)));
    let report = Report { rows, browser: measured.browser, peers: peers.versions };
    match asked.form {
        Form::Table => print!("{}", report.table()),
        Form::Json => println!("{}", report.json()),
    }
    Ok(ExitCode::SUCCESS)
}

fn parse(options: &[String]) -> Result<Asked<'_>> {
    let mut asked = Asked { form: Form::Table, runs: RUNS, only: "" };
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match (option.as_str(), option.strip_prefix("--only=")) {
            ("--json", _) => asked.form = Form::Json,
            ("--quick", _) => asked.runs = QUICK_RUNS,
            (_, Some(text)) => asked.only = text,
            ("--only", _) => match options.next() {
                Some(text) => asked.only = text,
                None => bail!("`--only` needs a part of a line's name"),
            },
            (other, _) => bail!("`bench query` takes `--json`, `--quick` and `--only TEXT`, not `{other}`"),
        }
    }
    Ok(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn what_is_asked_is_read() {
        let plain = Asked { form: Form::Table, runs: RUNS, only: "" };
        assert_eq!(parse(&[]).expect("no options"), plain);
        let all = Asked { form: Form::Json, runs: QUICK_RUNS, only: "prefix" };
        for text in ["--json --quick --only prefix", "--only=prefix --quick --json"] {
            assert_eq!(parse(&words(text)).expect(text), all);
        }
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for text in ["server", "--slow", "--only"] {
            assert!(parse(&words(text)).is_err(), "{text}");
        }
    }
}
