//! Both sides as they would be shipped: ours by cargo, wasm-bindgen and wasm-opt, the peers bundled and minified.

use super::serve::Files;
use crate::{
    setup::{Peers, Toolbox},
    sh, tools,
    workspace::Workspace,
};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// What was built.
#[derive(Debug)]
pub(super) struct Built {
    /// Ours to fill, in cargo's target folder.
    pub(super) folder: PathBuf,
    page: PathBuf,
    /// The module that asks three questions with the query layer, and the one that asks them without.
    pub(super) with: PathBuf,
    pub(super) without: PathBuf,
    /// The least of query-core.
    pub(super) peer: PathBuf,
}

/// Builds everything; cargo and the bundler know what is up to date.
pub(super) fn all(workspace: &Workspace, toolbox: &Toolbox, peers: &Peers) -> Result<Built> {
    let mut cargo = toolbox.wasm_command("cargo");
    // As the app is shipped.
    cargo.args(["build", "--profile", "wasm-release", "--target", "wasm32-unknown-unknown", "-p", "holdfast-bench"]);
    sh::work(cargo.current_dir(&workspace.root).env("CARGO_TARGET_DIR", &workspace.target))?;
    let folder = workspace.target.join("holdfast-bench");
    let modules = workspace.target.join("wasm32-unknown-unknown/wasm-release");
    let module = |file: &str, name: &str| finish(toolbox, &modules.join(file), &folder, name);
    module("holdfast_bench.wasm", "bench")?;
    let (with, without) = (module("size-with.wasm", "with")?, module("size-without.wasm", "without")?);

    let page = workspace.root.join("bench/page");
    let bundle = |name: &str| {
        let out = folder.join("peers").join(name);
        let mut esbuild = sh::command(&peers.esbuild);
        esbuild.arg(page.join(name)).args(["--bundle", "--format=esm", "--minify", "--log-level=warning"]);
        // The page is not in the folder that has the packages.
        esbuild.arg("--define:process.env.NODE_ENV=\"production\"").env("NODE_PATH", &peers.modules);
        sh::work(esbuild.arg(format!("--outfile={}", out.display())))?;
        Ok::<_, anyhow::Error>(out)
    };
    bundle("peers.js")?;
    Ok(Built { peer: bundle("size.js")?, folder, page, with, without })
}

/// Generates the glue and optimises, unless that was done to the same bytes by the same tools. The finished module's path.
fn finish(toolbox: &Toolbox, compiled: &Path, folder: &Path, name: &str) -> Result<PathBuf> {
    let out = folder.join("ours");
    let (raw, finished) = (folder.join(format!("{name}_raw.wasm")), out.join(format!("{name}_bg.wasm")));
    // By content: cargo gives back an older build with its older time, which would pass for what is here already.
    let (proof, made_of) = (folder.join(format!("{name}.made-of")), made_of(&read(compiled)?));
    if finished.exists() && std::fs::read(&proof).is_ok_and(|proof| proof == made_of) {
        return Ok(finished);
    }
    // Should this be cut off, what is there is taken for nothing.
    let _ = std::fs::remove_file(&proof);
    let mut bindgen = toolbox.command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--out-name", name, "--out-dir"]).arg(&out);
    sh::work(bindgen.arg(compiled))?;
    std::fs::rename(&finished, &raw).with_context(|| format!("renaming {}", finished.display()))?;
    sh::work(toolbox.command("wasm-opt").arg("-Oz").arg(&raw).arg("-o").arg(&finished))?;
    std::fs::write(&proof, made_of).with_context(|| format!("writing {}", proof.display()))?;
    Ok(finished)
}

/// What a finished module depends on.
fn made_of(compiled: &[u8]) -> Vec<u8> {
    let tools = format!("{} {}\n", tools::WASM_BINDGEN.version, tools::BINARYEN);
    [tools.as_bytes(), compiled].concat()
}

impl Built {
    /// All that the page may ask for.
    pub(super) fn files(&self) -> Result<Files> {
        let mut files = Files::new();
        for (prefix, folder) in [
            ("/", self.page.clone()),
            ("/lines/", self.page.join("lines")),
            ("/ours/", self.folder.join("ours")),
            ("/peers/", self.folder.join("peers")),
        ] {
            for entry in folder.read_dir().with_context(|| format!("listing {}", folder.display()))? {
                let entry = entry?;
                if entry.file_type()?.is_file() {
                    let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
                    files.insert(path, read(&entry.path())?);
                }
            }
        }
        let page = files.remove("/index.html").context("the page has no index.html")?;
        files.insert("/".to_owned(), page);
        Ok(files)
    }
}

/// A file's bytes.
pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("reading {}", path.display()))
}
