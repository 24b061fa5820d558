//! Tools that `cargo install` builds, each version in a folder of its own.

use crate::{sh, tools::CargoTool};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// Gives the folder to put on `PATH`, or none if the tool on `PATH` already is the right one.
pub(crate) fn provide(tools: &Path, tool: &CargoTool) -> Result<Option<PathBuf>> {
    let CargoTool { name, version, .. } = tool;
    if tool.says_version
        && let Some(program) = sh::which(name)
        && program.parent().is_some_and(|bin| is_whole(bin, tool))
    {
        eprintln!("{name} {version} ... present");
        return Ok(None);
    }
    let folder = tools.join(format!("{name}-{version}"));
    let bin = folder.join("bin");
    if is_whole(&bin, tool) {
        eprintln!("{name} {version} ... present");
        return Ok(Some(bin));
    }

    sh::timed(&format!("{name} {version}: installing ({})", tool.takes), || {
        // A build folder that survives an interrupted run, so that the next one goes on where it stopped.
        let build = tools.join(format!(".build-{name}"));
        let mut install = sh::command("cargo");
        install.env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS");
        install.args(["install", tool.package, "--version", version, "--force"]);
        if !tool.features.is_empty() {
            install.args(["--features", tool.features]);
        }
        if tool.locked {
            install.arg("--locked");
        }
        sh::work(install.arg("--root").arg(&folder).arg("--target-dir").arg(&build).current_dir(tools))?;
        std::fs::remove_dir_all(&build).with_context(|| format!("removing {}", build.display()))
    })?;
    if !is_whole(&bin, tool) {
        bail!("{name} was installed into {} but does not say it is version {version}", folder.display());
    }
    Ok(Some(bin))
}

/// All programs there, and the main one starts and is the version wanted, if it can say so.
fn is_whole(bin: &Path, tool: &CargoTool) -> bool {
    let there = tool
        .programs
        .iter()
        .all(|program| sh::is_program(&bin.join(format!("{program}{}", std::env::consts::EXE_SUFFIX))));
    let says = || {
        sh::try_capture(sh::command(bin.join(tool.name)).env_remove("NO_COLOR").arg("--version"))
            .is_some_and(|said| said.split_whitespace().any(|word| word == tool.version))
    };
    there && (!tool.says_version || says())
}
