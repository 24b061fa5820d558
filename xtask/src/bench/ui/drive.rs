//! Starting what drives the pages, and reading what it measured.

use super::{
    asked::Asked,
    build::Built,
    report::{self, Report},
};
use crate::{setup::Toolbox, sh, workspace::Workspace};
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use std::process::Stdio;

/// The same tasks in every run.
const SEED: u32 = 7;

/// Runs the driver to its end; it says on stderr how far it is.
pub(super) fn measure(workspace: &Workspace, toolbox: &Toolbox, built: &Built, asked: &Asked) -> Result<Report> {
    let bench = workspace.root.join("tests/bench");
    let pages: Map<String, Value> =
        built.pages.iter().map(|(name, script)| ((*name).to_owned(), json!(script))).collect();
    let config = json!({
        "chromium": toolbox.browser()?.program(),
        "holdfast": built.holdfast,
        "pages": pages,
        "shared": bench.join("shared"),
        "work": built.folder,
        "sizes": asked.sizes,
        "runs": asked.runs,
        "only": asked.only,
        "seed": SEED,
        "profile": asked.profile,
    });
    let mut node = sh::command("node");
    node.arg(bench.join("driver/main.js")).arg(config.to_string());
    let output = node.stdin(Stdio::null()).stderr(Stdio::inherit()).output().context("starting node")?;
    if !output.status.success() {
        bail!("the driver failed ({})", output.status);
    }
    report::read(&String::from_utf8_lossy(&output.stdout))
}
