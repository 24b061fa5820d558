//! Schemathesis, which asks a server what its description says it can be asked, from Python's packages in an environment of
//! its own.

use super::system;
use crate::{sh, tools};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// Its program, installed if it is not there.
pub(super) fn provide(tools: &Path) -> Result<PathBuf> {
    let version = tools::SCHEMATHESIS;
    let folder = tools.join(format!("schemathesis-{version}"));
    let program = folder.join("bin/st");
    // Written last: what an interrupted run leaves can look whole, and starting it to ask takes a second.
    let proof = folder.join("installed");
    if proof.exists() && sh::is_program(&program) {
        eprintln!("schemathesis {version} ... present");
        return Ok(program);
    }
    sh::timed(&format!("schemathesis {version}: installing (about 30 s)"), || {
        environment(&folder)?;
        let mut pip = sh::command(folder.join("bin/python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        sh::work(pip.arg(format!("schemathesis=={version}")))?;
        let said = sh::capture(sh::command(&program).arg("--version"))?;
        if !said.split_whitespace().any(|word| word == version) {
            bail!("pip installed Schemathesis into {} but it is not version {version}", folder.display());
        }
        std::fs::write(&proof, "").with_context(|| format!("writing {}", proof.display()))
    })?;
    Ok(program)
}

/// An empty environment, with Debian's packages for making one where they are missing.
fn environment(folder: &Path) -> Result<()> {
    let make = || sh::work(sh::command("python3").args(["-m", "venv", "--clear"]).arg(folder));
    make().or_else(|_| {
        system::apt_install(&["python3", "python3-venv"], "Python is needed for Schemathesis")?;
        make()
    })
}
