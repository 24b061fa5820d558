//! Compiling the app. Not by Trunk, which knows only of one module.

use super::{Audience, parts, short};
use crate::{setup::Toolbox, sh, workspace::Workspace};
use anyhow::{Context, Result};
use std::{fs, path::Path};

/// What the files are called before they are named by their content.
const NAME: &str = "holdfast-app";

/// The compiled app.
#[derive(Debug)]
pub(super) struct App {
    /// What starts it and fetches the parts, a JavaScript module.
    pub(super) glue: String,
    /// What a first visit needs.
    pub(super) wasm: Vec<u8>,
    /// What is fetched later: names and modules.
    pub(super) parts: Vec<(String, Vec<u8>)>,
}

/// Compiles, cuts into parts, generates the glue, optimises.
pub(super) fn build(workspace: &Workspace, toolbox: &Toolbox, audience: Audience) -> Result<App> {
    let mut cargo = toolbox.wasm_command("cargo");
    cargo.args(["rustc", "--profile", "wasm-release", "--target", "wasm32-unknown-unknown", "-p", NAME, "--bin", NAME]);
    // The tool that cuts must know what refers to what.
    cargo.args(["--features", audience.features(), "--", "-Clink-arg=--emit-relocs"]);
    sh::work(cargo.current_dir(&workspace.root))?;

    let out = workspace.target.join(NAME);
    if out.exists() {
        fs::remove_dir_all(&out).with_context(|| format!("removing the old {}", out.display()))?;
    }
    let compiled = workspace.target.join(format!("wasm32-unknown-unknown/wasm-release/{NAME}.wasm"));
    let (cut, bound) = (out.join("cut"), out.join("bound"));
    sh::work(toolbox.command("wasm-split-cli").args(["--out-name", NAME]).arg(&compiled).arg(&cut))?;
    let mut bindgen = toolbox.command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", NAME, "--out-dir"]);
    sh::work(bindgen.arg(&bound).arg(cut.join(format!("{NAME}.wasm"))))?;

    let mut parts = Vec::new();
    for entry in cut.read_dir().with_context(|| format!("reading {}", cut.display()))? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "wasm") && name != NAME {
            parts.push((name, optimised(toolbox, &path)?));
        }
    }
    parts.sort();
    let mut glue = parts::join(&read(&bound.join(format!("{NAME}.js")))?, &read(&cut.join(parts::LINKS))?)?;
    let mut wasm = optimised(toolbox, &bound.join(format!("{NAME}_bg.wasm")))?;
    short::imports(&mut glue, &mut wasm)?;
    Ok(App { glue, wasm, parts })
}

/// What wasm-opt makes of a module. With `HOLDFAST_NAMES` in the environment its functions keep their names, for profiles.
pub(super) fn optimised(toolbox: &Toolbox, module: &Path) -> Result<Vec<u8>> {
    let smaller = module.with_extension("opt");
    let names = std::env::var_os("HOLDFAST_NAMES").map(|_| "-g");
    sh::work(toolbox.command("wasm-opt").arg("-Oz").args(names).arg(module).arg("-o").arg(&smaller))?;
    fs::read(&smaller).with_context(|| format!("reading {}", smaller.display()))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}
