//! Chromium and its driver, for the suites that run in a real browser.

use super::system;
use crate::sh;
use anyhow::{Context, Result};
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// How it is started wherever nobody looks. No sandbox: CI runs as root, and the pages are ours. The rest keeps it off the
/// network.
pub(crate) const ARGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Where the browser and its driver are.
#[derive(Debug)]
pub(crate) struct Browser {
    chromium: PathBuf,
    chromedriver: PathBuf,
}

/// Finds both, or installs Debian's.
pub(crate) fn provide() -> Result<Browser> {
    if let Some(browser) = find() {
        eprintln!("chromium, chromedriver ... present");
        return Ok(browser);
    }
    system::apt_install(&["chromium", "chromium-driver"], "the browser suites need Chromium and chromedriver")?;
    find().context(
        "Chromium and chromedriver were installed but cannot be found; set HOLDFAST_CHROMIUM and HOLDFAST_CHROMEDRIVER",
    )
}

fn find() -> Option<Browser> {
    // The program itself before the wrapper on PATH: the wrapper starts it as a child, which then outlives a kill.
    let chromium = locate("HOLDFAST_CHROMIUM", &["/usr/lib/chromium/chromium"], &["chromium", "google-chrome"])?;
    let chromedriver = locate("HOLDFAST_CHROMEDRIVER", &[], &["chromedriver"])?;
    Some(Browser { chromium, chromedriver })
}

fn locate(variable: &str, places: &[&str], programs: &[&str]) -> Option<PathBuf> {
    if let Some(chosen) = std::env::var_os(variable) {
        return Some(PathBuf::from(chosen)).filter(|path| sh::is_program(path));
    }
    let places = places.iter().map(PathBuf::from).filter(|path| sh::is_program(path));
    places.chain(programs.iter().filter_map(|program| sh::which(program))).next()
}

impl Browser {
    /// The browser's program.
    pub(crate) fn program(&self) -> &Path {
        &self.chromium
    }

    /// Tells a suite of `holdfast-tests` where they are.
    pub(crate) fn describe_to(&self, command: &mut Command) {
        command.env("HOLDFAST_CHROMIUM", &self.chromium).env("HOLDFAST_CHROMEDRIVER", &self.chromedriver);
    }

    /// Tells wasm-bindgen's test runner; `config` is where its description of the browser is written.
    pub(crate) fn describe_to_runner(&self, command: &mut Command, config: &Path) -> Result<()> {
        let capabilities = json!({ "goog:chromeOptions": { "binary": self.chromium, "args": ARGS } });
        std::fs::write(config, capabilities.to_string()).with_context(|| format!("writing {}", config.display()))?;
        command.env("CHROMEDRIVER", &self.chromedriver).env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", config);
        Ok(())
    }
}
