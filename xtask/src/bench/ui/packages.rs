//! What the other pages are made of, from npm, as `tests/bench` pins it.

use crate::{lock::Lock, sh, workspace::Workspace};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The installed packages.
#[derive(Debug)]
pub(super) struct Packages {
    /// Where they are.
    pub(super) modules: PathBuf,
    /// The bundler's program.
    pub(super) esbuild: PathBuf,
    /// Name and version of each, the bundler apart.
    pub(super) versions: Vec<String>,
}

/// Finds or installs them, exactly as the lock file says.
pub(super) fn provide(workspace: &Workspace) -> Result<Packages> {
    let pins = workspace.root.join("tests/bench");
    let (manifest, locked) = (read(&pins.join("package.json"))?, read(&pins.join("package-lock.json"))?);
    let folder = workspace.cache.join("tools/ui-peers");
    let _lock = Lock::take(&workspace.cache.join("tools/.lock"), "installing tools")?;
    let modules = folder.join("node_modules");
    let found = Packages { esbuild: modules.join(".bin/esbuild"), modules, versions: versions(&manifest)? };
    // Written last, and all that decides what is installed.
    let proof = folder.join("installed");
    if std::fs::read_to_string(&proof).is_ok_and(|proof| proof == locked) && sh::is_program(&found.esbuild) {
        eprintln!("{} ... present", found.versions.join(", "));
        return Ok(found);
    }
    sh::timed("the other pages' packages: installing (a few seconds)", || {
        std::fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
        let _ = std::fs::remove_file(&proof);
        write(&folder.join("package.json"), &manifest)?;
        write(&folder.join("package-lock.json"), &locked)?;
        sh::work(sh::command("npm").args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&folder))?;
        if !sh::is_program(&found.esbuild) {
            bail!("npm installed the packages into {} but there is no bundler", folder.display());
        }
        write(&proof, &locked)
    })?;
    Ok(found)
}

/// `react 1.2.3` for each package but the bundler.
fn versions(manifest: &str) -> Result<Vec<String>> {
    let manifest: Value = serde_json::from_str(manifest).context("reading tests/bench/package.json")?;
    let pinned = manifest["dependencies"].as_object().context("tests/bench/package.json names no dependencies")?;
    let peers = pinned.iter().filter(|(name, _)| *name != "esbuild");
    Ok(peers.map(|(name, version)| format!("{name} {}", version.as_str().unwrap_or_default())).collect())
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_is_pinned_exactly() {
        let manifest = include_str!("../../../../tests/bench/package.json");
        let versions = versions(manifest).expect("it names its dependencies");
        assert_eq!(versions.len(), 8);
        for version in versions {
            let number = version.split(' ').nth(1).unwrap_or_default();
            assert!(number.split('.').all(|part| part.parse::<u32>().is_ok()), "{version}");
        }
    }
}
