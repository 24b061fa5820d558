use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

/// The server's program: `HOLDFAST_SERVER_BIN`, or the one cargo built beside this program.
pub(super) fn server_program() -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("HOLDFAST_SERVER_BIN") {
        return Ok(PathBuf::from(chosen));
    }
    let own = std::env::current_exe().context("where is this program?")?;
    let name = format!("holdfast{}", std::env::consts::EXE_SUFFIX);
    // Tests are in `deps`, one folder below binaries.
    let found = own.ancestors().skip(1).take(2).map(|folder| folder.join(&name)).find(|path| path.is_file());
    found.context("no server program: set HOLDFAST_SERVER_BIN, or run `cargo build -p holdfast-server` first")
}

/// The browser: `HOLDFAST_CHROMIUM`, or Debian's. The program itself, not the wrapper, which would survive its child.
pub(super) fn chromium() -> Result<PathBuf> {
    program("HOLDFAST_CHROMIUM", "/usr/lib/chromium/chromium")
}

/// Its driver: `HOLDFAST_CHROMEDRIVER`, or Debian's.
pub(super) fn chromedriver() -> Result<PathBuf> {
    program("HOLDFAST_CHROMEDRIVER", "/usr/bin/chromedriver")
}

fn program(variable: &str, default: &str) -> Result<PathBuf> {
    let path = std::env::var_os(variable).map_or_else(|| PathBuf::from(default), PathBuf::from);
    ensure!(path.is_file(), "{} is not there: set {variable}", path.display());
    Ok(path)
}

/// Where tools are kept between runs: `HOLDFAST_CACHE`, or `~/.cache/holdfast`.
pub(super) fn cache() -> Result<PathBuf> {
    match std::env::var_os("HOLDFAST_CACHE") {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => Ok(std::env::home_dir().context("no home directory: set HOLDFAST_CACHE")?.join(".cache/holdfast")),
    }
}

/// Where the project is checked out.
pub fn checkout() -> PathBuf {
    package().join("..")
}

/// The sample board that the import page offers too.
pub fn sample_board() -> PathBuf {
    checkout().join("crates/server/assets/sample-board.json")
}

/// Where pictures of failed stories go.
pub fn shots() -> PathBuf {
    package().join("shots")
}

/// As cargo says now: a shared target folder serves several checkouts.
fn package() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into()).into()
}
