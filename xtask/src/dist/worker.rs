//! Compiling the service worker. Not by Trunk, whose loader registers listeners too late for a service worker.

use super::{app::optimised, parts, short, short_hash};
use crate::{setup::Toolbox, sh, workspace::Workspace};
use anyhow::{Context, Result};

/// A module and what starts it.
#[derive(Debug, Clone)]
pub(super) struct Module {
    /// wasm-bindgen's classic script, which defines `wasm_bindgen`.
    pub(super) glue: String,
    /// The module.
    pub(super) wasm: Vec<u8>,
}

/// The compiled worker.
#[derive(Debug, Clone)]
pub(super) struct Worker {
    /// What is there from the first event on.
    pub(super) own: Module,
    /// What it starts when there is something to send.
    pub(super) replayer: Module,
}

impl Worker {
    /// Where the module that sends is in `dist/`.
    pub(super) fn replayer_path(&self) -> String {
        format!("{}/replayer-{}.wasm", parts::FOLDER, short_hash(&[&self.replayer.wasm]))
    }
}

/// Compiles, generates the glue, optimises.
pub(super) fn build(workspace: &Workspace, toolbox: &Toolbox) -> Result<Worker> {
    let mut cargo = toolbox.wasm_command("cargo");
    cargo.args(["build", "--profile", "wasm-release", "--target", "wasm32-unknown-unknown"]);
    sh::work(cargo.current_dir(&workspace.root).args(["-p", "holdfast-worker", "--bins"]))?;
    let module = |name| module(workspace, toolbox, name);
    Ok(Worker { own: module("holdfast-worker")?, replayer: module("holdfast-replayer")? })
}

fn module(workspace: &Workspace, toolbox: &Toolbox, name: &str) -> Result<Module> {
    let compiled = workspace.target.join(format!("wasm32-unknown-unknown/wasm-release/{name}.wasm"));
    let out = workspace.target.join("holdfast-worker");
    let mut bindgen = toolbox.command("wasm-bindgen");
    bindgen.args(["--target", "no-modules", "--no-typescript", "--out-name", name, "--out-dir"]).arg(&out);
    sh::work(bindgen.arg(&compiled))?;
    let glue = out.join(format!("{name}.js"));
    let mut glue = std::fs::read_to_string(&glue).with_context(|| format!("reading {}", glue.display()))?;
    let mut wasm = optimised(toolbox, &out.join(format!("{name}_bg.wasm")))?;
    short::imports(&mut glue, &mut wasm)?;
    Ok(Module { glue, wasm })
}
