//! `cargo xtask bench`: ours beside others, in the real browser. No test: a loaded machine makes every figure worse.

mod query;
mod ui;

use crate::{bins, workspace::Workspace};
use anyhow::{Result, bail};
use std::process::ExitCode;

/// `cargo xtask bench (query | ui | recover) [OPTIONS]`.
pub(crate) fn command(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    match args.split_first() {
        Some((what, options)) if what == "query" => query::command(workspace, options),
        Some((what, options)) if what == "ui" => ui::command(workspace, options),
        Some((what, options)) if what == "recover" => bins::recover(workspace, options),
        Some((what, _)) => bail!("`bench` knows `query`, `ui` and `recover`, not `{what}`"),
        None => bail!("say what to measure: `bench query`, `bench ui` or `bench recover`"),
    }
}
