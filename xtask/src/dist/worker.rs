//! Compiling the service worker. Not by Trunk, whose loader registers listeners too late for a service worker.

use crate::{setup::Toolbox, sh, workspace::Workspace};
use anyhow::{Context, Result};

/// The two halves of the compiled worker.
#[derive(Debug, Clone)]
pub(super) struct Worker {
    /// wasm-bindgen's classic script, which defines `wasm_bindgen`.
    pub(super) glue: String,
    /// The module.
    pub(super) wasm: Vec<u8>,
}

/// Compiles, generates the glue, optimises.
pub(super) fn build(workspace: &Workspace, toolbox: &Toolbox) -> Result<Worker> {
    let mut cargo = toolbox.wasm_command("cargo");
    cargo.args(["build", "--profile", "wasm-release", "--target", "wasm32-unknown-unknown"]);
    sh::work(cargo.current_dir(&workspace.root).args(["-p", "holdfast-worker", "--bin", "holdfast-worker"]))?;

    let compiled = workspace.target.join("wasm32-unknown-unknown/wasm-release/holdfast-worker.wasm");
    let out = workspace.target.join("holdfast-worker");
    let mut bindgen = toolbox.command("wasm-bindgen");
    bindgen.args(["--target", "no-modules", "--no-typescript", "--out-name", "worker", "--out-dir"]).arg(&out);
    sh::work(bindgen.arg(&compiled))?;

    let (unoptimised, optimised) = (out.join("worker_bg.wasm"), out.join("worker_opt.wasm"));
    sh::work(toolbox.command("wasm-opt").arg("-Oz").arg(&unoptimised).arg("-o").arg(&optimised))?;
    let glue = out.join("worker.js");
    Ok(Worker {
        glue: std::fs::read_to_string(&glue).with_context(|| format!("reading {}", glue.display()))?,
        wasm: std::fs::read(&optimised).with_context(|| format!("reading {}", optimised.display()))?,
    })
}
