//! What Holdfast is measured against, and what it is tested with, from npm, as a folder of the project pins it.

use super::node;
use crate::{lock::Lock, sh, workspace::Workspace};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The installed packages.
#[derive(Debug)]
pub(crate) struct Peers {
    /// Where they are.
    pub(crate) modules: PathBuf,
    /// The bundler's program.
    pub(crate) esbuild: PathBuf,
    /// Name and version of each, the bundler apart.
    pub(crate) versions: Vec<String>,
}

/// Finds or installs what the folder `pins` of the project names, exactly as its lock file says, among the tools as `name`.
pub(crate) fn peers(workspace: &Workspace, pins: &str, name: &str) -> Result<Peers> {
    let _lock = Lock::take(&workspace.cache.join("tools/.lock"), "installing tools")?;
    let (modules, versions) = packages(workspace, pins, name, "esbuild/bin/esbuild")?;
    Ok(Peers { esbuild: modules.join(".bin/esbuild"), modules, versions })
}

/// The same of any packages, of which one must have that file. Whoever calls this holds the lock of the tools.
pub(super) fn packages(workspace: &Workspace, pins: &str, name: &str, file: &str) -> Result<(PathBuf, Vec<String>)> {
    let pins = workspace.root.join(pins);
    let (manifest, locked) = (read(&pins.join("package.json"))?, read(&pins.join("package-lock.json"))?);
    let folder = workspace.cache.join("tools").join(name);
    let modules = folder.join("node_modules");
    let versions = versions(&manifest).with_context(|| format!("reading {}", pins.join("package.json").display()))?;
    // Written last, and all that decides what is installed.
    let proof = folder.join("installed");
    if std::fs::read_to_string(&proof).is_ok_and(|proof| proof == locked) && modules.join(file).is_file() {
        eprintln!("{} ... present", versions.join(", "));
        return Ok((modules, versions));
    }

    node::node()?;
    sh::timed(&format!("{}: installing (a few seconds)", versions.join(", ")), || {
        std::fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
        let _ = std::fs::remove_file(&proof);
        write(&folder.join("package.json"), &manifest)?;
        write(&folder.join("package-lock.json"), &locked)?;
        let mut npm = sh::command("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
        sh::work(npm.current_dir(&folder))?;
        if !modules.join(file).is_file() {
            bail!("npm installed the packages into {} but there is no {file}", folder.display());
        }
        write(&proof, &locked)
    })?;
    Ok((modules, versions))
}

/// `@tanstack/db 1.2.3` for each package but the bundler.
fn versions(manifest: &str) -> Result<Vec<String>> {
    let manifest: Value = serde_json::from_str(manifest)?;
    let pinned = manifest["dependencies"].as_object().context("it names no dependencies")?;
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
    fn every_peer_is_pinned_exactly() {
        for (manifest, count) in [
            (include_str!("../../../bench/peers/package.json"), 2),
            (include_str!("../../../tests/bench/package.json"), 8),
            (include_str!("../../../crates/server/tests/yjs/package.json"), 3),
        ] {
            let versions = versions(manifest).expect("it names its dependencies");
            assert_eq!(versions.len(), count);
            for version in versions {
                let number = version.split(' ').nth(1).unwrap_or_default();
                assert!(number.split('.').all(|part| part.parse::<u32>().is_ok()), "{version}");
            }
        }
    }
}
