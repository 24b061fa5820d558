//! Parts that come from rustup or the system's package manager.

use crate::sh;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// Where the running toolchain keeps its libraries.
pub(crate) fn sysroot() -> Result<PathBuf> {
    Ok(PathBuf::from(sh::capture(sh::command("rustc").args(["--print", "sysroot"]))?.trim()))
}

/// Whether the standard library for the browser is there. Looks at files: asking rustup takes longer.
pub(crate) fn has_wasm_target() -> Result<bool> {
    let lib = sysroot()?.join("lib/rustlib/wasm32-unknown-unknown/lib");
    Ok(lib.read_dir().is_ok_and(|mut files| files.next().is_some()))
}

/// `cargo fmt` and `cargo clippy`, which rustup's minimal profile leaves out.
pub(crate) fn rustup_components() -> Result<()> {
    let bin = sysroot()?.join("bin");
    for (component, program) in [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")] {
        if sh::is_program(&bin.join(program)) || sh::which(program).is_some_and(|path| !path.is_symlink()) {
            eprintln!("{component} ... present");
        } else {
            sh::timed(&format!("{component}: installing"), || {
                sh::work(sh::command("rustup").args(["component", "add", component]))
            })?;
        }
    }
    Ok(())
}

/// Installs Debian packages, as root or through sudo.
pub(crate) fn apt_install(packages: &[&str], why: &str) -> Result<()> {
    let names = packages.join(" ");
    if sh::which("apt-get").is_none() {
        bail!("{why}: install {names} (there is no apt-get here to do it with)");
    }
    let root = sh::capture(sh::command("id").arg("-u"))?.trim() == "0";
    let apt = |args: &[&str]| {
        let mut command = sh::command(if root { "apt-get" } else { "sudo" });
        if !root {
            command.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        }
        sh::work(command.env("DEBIAN_FRONTEND", "noninteractive").args(args))
    };
    let install: Vec<&str> = ["install", "-y", "--no-install-recommends"].iter().chain(packages).copied().collect();
    sh::timed(&format!("{names}: installing"), || {
        // On a fresh image the package lists are missing or stale; refresh them only then.
        apt(&install).or_else(|_| apt(&["update"]).and_then(|()| apt(&install)))
    })
    .with_context(|| format!("{why}: `apt-get install {names}` did not work; install it by hand"))
}
