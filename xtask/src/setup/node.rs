//! wasm-opt, from Binaryen's Node package.

use super::system;
use crate::{sh, tools};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// Gives the folder to put on `PATH`, or none if the wasm-opt on `PATH` already is the right one.
pub(crate) fn binaryen(tools: &Path) -> Result<Option<PathBuf>> {
    let version = tools::BINARYEN;
    if sh::which("wasm-opt").is_some_and(|program| is_version(&program)) {
        eprintln!("wasm-opt {version} ... present");
        return Ok(None);
    }
    let folder = tools.join(format!("binaryen-{version}"));
    let bin = folder.join("node_modules/.bin");
    // Written last: npm unpacks in place, so what an interrupted run leaves can look whole. Starting it to ask takes
    // half a second, which is not to be spent on every run.
    let proof = folder.join("installed");
    node()?;
    if proof.exists() && sh::is_program(&bin.join("wasm-opt")) {
        eprintln!("wasm-opt {version} ... present");
        return Ok(Some(bin));
    }

    sh::timed(&format!("wasm-opt {version}: installing (about 10 s)"), || {
        std::fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
        let mut npm = sh::command("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder);
        sh::work(npm.arg(format!("binaryen@{version}")))?;
        if !is_version(&bin.join("wasm-opt")) {
            bail!("npm installed Binaryen into {} but it is not version {version}", folder.display());
        }
        std::fs::write(&proof, "").with_context(|| format!("writing {}", proof.display()))
    })?;
    Ok(Some(bin))
}

fn is_version(wasm_opt: &Path) -> bool {
    sh::try_capture(sh::command(wasm_opt).arg("--version"))
        .is_some_and(|said| said.split_whitespace().any(|word| word == tools::BINARYEN))
}

/// Node and npm, new enough.
pub(super) fn node() -> Result<()> {
    let wanted = tools::NODE;
    if sh::which("node").is_none() || sh::which("npm").is_none() {
        system::apt_install(&["nodejs", "npm"], &format!("Node {wanted} or newer is needed for wasm-opt"))?;
    }
    let said = sh::capture(sh::command("node").arg("--version"))?;
    match major(&said) {
        Some(major) if major >= wanted => Ok(()),
        _ => bail!("wasm-opt needs Node {wanted} or newer, and `node --version` says {}", said.trim()),
    }
}

/// `v20.20.2` → 20.
fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v9.0.0"), Some(9));
        assert_eq!(major("what"), None);
    }
}
