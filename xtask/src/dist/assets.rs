//! The files the app needs to start: what the service worker keeps for when there is no network.

use super::{compress, worker_script};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Where pictures of the app are that only whoever installs it is shown.
const PICTURES: &str = "screenshots/";

/// A file of `dist/` as the browser asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asset {
    /// The path on the server; `/` is the page.
    pub(super) path: String,
    /// Its content.
    pub(super) bytes: Vec<u8>,
}

/// All files of `dist/` but the service worker itself, the compressed copies and pictures of the app, sorted by path.
pub(super) fn read(dist: &Path) -> Result<Vec<Asset>> {
    let mut assets = Vec::new();
    for file in files(dist)? {
        let inside = file.strip_prefix(dist).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if inside == worker_script::NAME || compress::is_copy(&file) || inside.starts_with(PICTURES) {
            continue;
        }
        let path = if inside == "index.html" { "/".to_owned() } else { format!("/{inside}") };
        let bytes = std::fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        assets.push(Asset { path, bytes });
    }
    assets.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(assets)
}

/// All files below a folder.
pub(super) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let context = || format!("reading {}", folder.display());
        for entry in folder.read_dir().with_context(context)? {
            let path = entry.with_context(context)?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    Ok(found)
}
