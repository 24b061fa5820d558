//! `cargo xtask bench ui`: the app's list of tasks beside the same screen made by others. What each line is stands in
//! `docs/performance.md`; the pages and what drives them are in `tests/bench`.

mod asked;
mod build;
mod drive;
mod report;

use crate::{
    setup::{self, Need},
    sh,
    workspace::Workspace,
};
use anyhow::Result;
use asked::Form;
use std::process::ExitCode;

/// `cargo xtask bench ui [--json] [--quick] [--only TEXT] [--sizes LIST] [--profile FOLDER]`.
pub(super) fn command(workspace: &Workspace, options: &[String]) -> Result<ExitCode> {
    let asked = asked::parse(options)?;
    // Node comes with what building the app takes.
    let needs = [setup::DIST, &[Need::Browser]].concat();
    let toolbox = setup::provide(workspace, &needs)?;
    let peers = setup::peers(workspace, "tests/bench", "ui-peers")?;
    let built = build::all(workspace, &toolbox, &peers)?;
    let report = sh::timed("bench: measuring", || drive::measure(workspace, &toolbox, &built, &asked))?;
    match asked.form {
        Form::Table => print!("{}\n{}\n", report.table(), peers.versions.join(", ")),
        Form::Json => println!("{}", report.json()),
    }
    Ok(ExitCode::SUCCESS)
}
