//! Installing what is missing, and nothing else: a second run only looks and takes a fraction of a second.

mod browser;
mod cargo_tools;
mod node;
mod peers;
mod schemathesis;
pub(crate) mod system;

use crate::{lock::Lock, sh, tools, wasm_fallback, workspace::Workspace};
use anyhow::{Context, Result, bail};
use std::{
    ffi::OsString,
    path::PathBuf,
    process::{Command, ExitCode},
};

pub(crate) use browser::{ARGS as BROWSER_ARGS, Browser};
pub(crate) use peers::{Peers, peers};

/// Something a command cannot do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// `cargo fmt` and `cargo clippy`.
    Lints,
    /// The standard library for the browser.
    WasmTarget,
    /// The glue generator and the runner of browser tests.
    WasmBindgen,
    /// What cuts the app into parts.
    WasmSplit,
    /// What makes the page.
    Trunk,
    /// wasm-opt.
    Binaryen,
    /// Chromium and its driver.
    Browser,
    /// What looks through the dependencies.
    CargoDeny,
    /// What asks a server all that its description says.
    Schemathesis,
    /// A Yjs client in JavaScript.
    Yjs,
}

/// What building `dist/` takes.
pub(crate) const DIST: &[Need] = &[Need::WasmTarget, Need::WasmBindgen, Need::WasmSplit, Need::Trunk, Need::Binaryen];

/// The tools that were asked for, ready to be put into a child's environment.
#[derive(Debug, Default)]
pub(crate) struct Toolbox {
    path: Vec<PathBuf>,
    wasm_env: Vec<(String, OsString)>,
    /// The browser, if it was asked for.
    pub(crate) browser: Option<Browser>,
    /// The program that asks a server what its description says, if it was asked for.
    pub(crate) schemathesis: Option<PathBuf>,
    /// Where the packages of a Yjs client are, if they were asked for.
    pub(crate) yjs: Option<PathBuf>,
}

impl Toolbox {
    /// A command that finds our tools before any others, and builds for the browser as this machine can.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = sh::command(program);
        if !self.path.is_empty() {
            let inherited = std::env::var_os("PATH").unwrap_or_default();
            let dirs = self.path.iter().cloned().chain(std::env::split_paths(&inherited));
            if let Ok(path) = std::env::join_paths(dirs) {
                command.env("PATH", path);
            }
        }
        command
    }

    /// The same for a command that compiles for `wasm32-unknown-unknown`.
    pub(crate) fn wasm_command(&self, program: &str) -> Command {
        let mut command = self.command(program);
        command.envs(self.wasm_env.iter().map(|(name, value)| (name, value)));
        command
    }

    /// The browser; asking without `Need::Browser` is a mistake in xtask.
    pub(crate) fn browser(&self) -> Result<&Browser> {
        self.browser.as_ref().context("this suite does not say that it needs a browser")
    }
}

/// `cargo xtask setup [--tests]`.
pub(crate) fn command(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let mut needs = DIST.to_vec();
    for arg in args {
        match arg.as_str() {
            "--tests" => needs.extend([Need::Lints, Need::Browser, Need::Schemathesis, Need::Yjs]),
            other => bail!("`setup` takes only `--tests`, not `{other}`"),
        }
    }
    provide(workspace, &needs)?;
    Ok(ExitCode::SUCCESS)
}

/// Makes sure of every need, in an order in which early failures are cheap.
pub(crate) fn provide(workspace: &Workspace, needs: &[Need]) -> Result<Toolbox> {
    let mut toolbox = Toolbox::default();
    if needs.is_empty() {
        return Ok(toolbox);
    }
    let mut needs = needs.to_vec();
    needs.sort();
    needs.dedup();
    let tools = workspace.cache.join("tools");
    let _lock = Lock::take(&tools.join(".lock"), "installing tools")?;
    for need in needs {
        match need {
            Need::Lints => system::rustup_components()?,
            Need::WasmTarget => toolbox.wasm_env = wasm_target(workspace)?,
            Need::WasmBindgen => toolbox.path.extend(cargo_tools::provide(&tools, &tools::WASM_BINDGEN)?),
            Need::WasmSplit => toolbox.path.extend(cargo_tools::provide(&tools, &tools::WASM_SPLIT)?),
            Need::Trunk => toolbox.path.extend(cargo_tools::provide(&tools, &tools::TRUNK)?),
            Need::Binaryen => toolbox.path.extend(node::binaryen(&tools)?),
            Need::Browser => toolbox.browser = Some(browser::provide()?),
            Need::CargoDeny => toolbox.path.extend(cargo_tools::provide(&tools, &tools::CARGO_DENY)?),
            Need::Schemathesis => toolbox.schemathesis = Some(schemathesis::provide(&tools)?),
            Need::Yjs => {
                let found =
                    peers::packages(workspace, "crates/server/tests/yjs", "yjs-client", "y-websocket/package.json");
                toolbox.yjs = Some(found?.0);
            }
        }
    }
    Ok(toolbox)
}

/// rustup's build of the standard library, or one made here where the download is refused.
fn wasm_target(workspace: &Workspace) -> Result<Vec<(String, OsString)>> {
    if wasm_fallback::forced() {
        return wasm_fallback::provide(workspace);
    }
    if system::has_wasm_target()? {
        eprintln!("wasm32-unknown-unknown ... present");
        return Ok(Vec::new());
    }
    let added = sh::timed("wasm32-unknown-unknown: installing (a few seconds)", || {
        sh::work(sh::command("rustup").args(["target", "add", "wasm32-unknown-unknown"]))
    });
    match added {
        Ok(()) => Ok(Vec::new()),
        Err(refused) => {
            eprintln!("{refused:#}\ntrying Debian's source instead");
            wasm_fallback::provide(workspace)
        }
    }
}
