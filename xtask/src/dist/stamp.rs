//! Knowing that `dist/` is up to date without asking cargo, Trunk and brotli, which takes seconds.

use super::{Audience, assets, full_hash, worker_script};
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// Everything that `dist/` is made from. A folder that is not there counts as empty.
const INPUTS: &[&str] = &[
    "app",
    "worker",
    "crates/core",
    "crates/messages",
    "crates/text",
    "crates/web",
    "crates/query",
    "static",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo",
    "xtask/src/dist",
    "xtask/src/tools.rs",
];

/// A hash over all inputs, by content: a checkout changes times without changing anything.
pub(super) fn inputs(workspace: &Workspace, audience: Audience) -> Result<String> {
    let mut files = Vec::new();
    for input in INPUTS.iter().map(|input| workspace.root.join(input)) {
        if input.is_dir() {
            files.extend(assets::files(&input)?);
        } else if input.is_file() {
            files.push(input);
        }
    }
    files.sort();
    let mut parts = vec![audience.features().as_bytes().to_vec()];
    for file in &files {
        let inside = file.strip_prefix(&workspace.root).unwrap_or(file);
        parts.push(inside.to_string_lossy().into_owned().into_bytes());
        parts.push(std::fs::read(file).with_context(|| format!("reading {}", file.display()))?);
    }
    Ok(full_hash(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>()))
}

/// Whether `dist/` was made from these inputs and nobody has built into it since by other means.
pub(super) fn is_current(workspace: &Workspace, inputs: &str) -> bool {
    let stored = std::fs::read_to_string(path(workspace)).unwrap_or_default();
    finished(&workspace.dist()).is_some_and(|finished| stored == format!("{inputs} {finished}"))
}

/// Remembers that `dist/` now is what the inputs say.
pub(super) fn write(workspace: &Workspace, inputs: &str) -> Result<()> {
    let finished = finished(&workspace.dist()).context("dist/ has no service worker")?;
    super::write(&path(workspace), format!("{inputs} {finished}").as_bytes())
}

/// Makes the next `ensure` build.
pub(super) fn forget(workspace: &Workspace) -> Result<()> {
    match std::fs::remove_file(path(workspace)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).context("removing the stamp of dist/"),
        _ => Ok(()),
    }
}

/// Outside `dist/`, which the server embeds as it is. One per checkout, as checkouts may share a target directory.
fn path(workspace: &Workspace) -> PathBuf {
    let checkout = super::short_hash(&[workspace.root.to_string_lossy().as_bytes()]);
    workspace.target.join(format!("holdfast-dist-{checkout}.stamp"))
}

/// The service worker is written after everything it lists, and a bare `trunk build` removes it.
fn finished(dist: &Path) -> Option<String> {
    let page = std::fs::read(dist.join("index.html")).ok()?;
    Some(full_hash(&[&page, &std::fs::read(dist.join(worker_script::NAME)).ok()?]))
}
