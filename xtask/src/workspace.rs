//! Where things are: the repository, cargo's target directory, the cache.

use crate::sh;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The places every command needs, found once.
#[derive(Debug)]
pub(crate) struct Workspace {
    /// The repository's root.
    pub(crate) root: PathBuf,
    /// Cargo's target directory, wherever it was configured.
    pub(crate) target: PathBuf,
    /// Tools and compressed files, kept across checkouts.
    pub(crate) cache: PathBuf,
    packages: Value,
}

impl Workspace {
    /// Asks cargo, which knows about `CARGO_TARGET_DIR` and every other way to set the target directory.
    pub(crate) fn find() -> Result<Self> {
        // As cargo says now, not as it said when this was compiled: a shared target folder serves several checkouts.
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let manifest = Path::new(&manifest);
        let root = manifest.parent().context("xtask has no parent folder")?.to_owned();
        let output = sh::capture(sh::command("cargo").current_dir(&root).args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
        ]))?;
        let mut metadata: Value = serde_json::from_str(&output).context("reading `cargo metadata`")?;
        let target = metadata["target_directory"].as_str().context("cargo names no target directory")?.into();
        let cache = match std::env::var_os("HOLDFAST_CACHE") {
            Some(dir) => PathBuf::from(dir),
            None => std::env::home_dir().context("no home directory; set HOLDFAST_CACHE")?.join(".cache/holdfast"),
        };
        Ok(Self { root, target, cache, packages: metadata["packages"].take() })
    }

    /// The finished app.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// A built binary of ours. `profile` is cargo's folder name: `debug` or `release`.
    pub(crate) fn binary(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// A package's version, if there is such a package.
    pub(crate) fn version(&self, package: &str) -> Option<&str> {
        let mut packages = self.packages.as_array().into_iter().flatten();
        packages.find(|candidate| candidate["name"] == package)?["version"].as_str()
    }

    /// The names of a package's targets of one kind (`test`, `bin`, …).
    pub(crate) fn targets(&self, package: &str, kind: &str) -> Vec<String> {
        let packages = self.packages.as_array().into_iter().flatten();
        packages
            .filter(|candidate| candidate["name"] == package)
            .flat_map(|package| package["targets"].as_array().into_iter().flatten())
            .filter(|target| target["kind"].as_array().is_some_and(|kinds| kinds.iter().any(|k| k == kind)))
            .filter_map(|target| target["name"].as_str().map(str::to_owned))
            .collect()
    }
}
