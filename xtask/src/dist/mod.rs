//! `dist/`: what the server embeds and the browser gets.
//!
//! Trunk makes the page; the rest happens here, so that the result works under a strict content security policy, comes in parts,
//! is installed by one service worker script, and is compressed once instead of per request.

mod app;
mod assets;
mod compress;
mod html;
mod locales;
mod page;
mod parts;
mod short;
mod sizes;
mod stamp;
mod styles;
mod worker;
mod worker_script;

use app::App;
pub(crate) use compress::brotli;

use crate::{
    lock::Lock,
    setup::{self, Toolbox},
    sh,
    workspace::Workspace,
};
use anyhow::{Context, Result, bail};
use std::{path::Path, process::ExitCode};

/// For whom the app is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// For people: what is shipped.
    People,
    /// For developers: the same, with the panel over its queries.
    Developers,
}

impl Audience {
    /// The option that asks for developers.
    pub(crate) const DEVTOOLS: &str = "--devtools";

    /// The app's cargo features.
    fn features(self) -> &'static str {
        match self {
            Self::People => "parts",
            Self::Developers => "parts,devtools",
        }
    }
}

/// `cargo xtask build [--force] [--devtools]`.
pub(crate) fn command(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let (mut force, mut audience) = (false, Audience::People);
    for arg in args {
        match arg.as_str() {
            "--force" => force = true,
            Audience::DEVTOOLS => audience = Audience::Developers,
            _ => bail!("`build` takes only `--force` and `{}`", Audience::DEVTOOLS),
        }
    }
    let toolbox = setup::provide(workspace, setup::DIST)?;
    if force {
        stamp::forget(workspace)?;
    }
    ensure_for(workspace, &toolbox, audience)?;
    Ok(ExitCode::SUCCESS)
}

/// Builds `dist/` as it is shipped, unless it already is what the sources say.
pub(crate) fn ensure(workspace: &Workspace, toolbox: &Toolbox) -> Result<()> {
    ensure_for(workspace, toolbox, Audience::People)
}

/// Whether what a first visit downloads is no more than it may be.
pub(crate) fn check_first_load(workspace: &Workspace) -> Result<()> {
    sizes::check(&workspace.dist())
}

/// The same for either audience. There is one `dist/`: what was built for the other is built anew, never passed off.
pub(crate) fn ensure_for(workspace: &Workspace, toolbox: &Toolbox, audience: Audience) -> Result<()> {
    let _lock = Lock::take(&workspace.target.join("holdfast-dist.lock"), "building the app")?;
    let inputs = stamp::inputs(workspace, audience)?;
    if stamp::is_current(workspace, &inputs) {
        eprintln!("app and service worker ... unchanged, dist/ is up to date");
        return Ok(());
    }
    // Should this be cut off, dist/ is half old and half new: without a stamp it is not taken for whole.
    stamp::forget(workspace)?;
    build(workspace, toolbox, audience)?;
    // A source edited during the build may be in it or not; then the next run builds again.
    if stamp::inputs(workspace, audience)? == inputs {
        stamp::write(workspace, &inputs)?;
    }
    Ok(())
}

fn build(workspace: &Workspace, toolbox: &Toolbox, audience: Audience) -> Result<()> {
    let dist = workspace.dist();
    let app = sh::timed("app: building", || app::build(workspace, toolbox, audience))?;
    let worker = sh::timed("service worker: building", || worker::build(workspace, toolbox))?;
    sh::timed("page: building", || page::build(workspace, toolbox))?;
    sh::timed("dist: finishing", || {
        styles::join(&dist)?;
        page::start(&dist, app)?;
        scripts_out_of_line(&dist)?;
        let replayer = dist.join(worker.replayer_path());
        write(&replayer, &worker.replayer.wasm)?;
        locales::write(&workspace.root.join("app/locales"), &dist.join("locales"))?;
        let assets = assets::read(&dist)?;
        let script = worker_script::assemble(&worker, &assets);
        write(&dist.join(worker_script::NAME), script.as_bytes())?;
        compress::all(&dist, &workspace.cache.join("compressed"))
    })?;
    eprint!("{}", sizes::table(&dist)?);
    Ok(())
}

/// The page has scripts inside, which `script-src 'self'` forbids: each becomes a file.
fn scripts_out_of_line(dist: &Path) -> Result<()> {
    let path = dist.join("index.html");
    let page = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let html::OutOfLine { page, scripts } = html::out_of_line(&page)?;
    for (name, text) in scripts {
        write(&dist.join(name), text.as_bytes())?;
    }
    let left = html::forbidden(&page);
    if !left.is_empty() {
        bail!("index.html would break the content security policy: {}", left.join(", "));
    }
    write(&path, page.as_bytes())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}

/// The first 16 hexadecimal digits of a SHA-256: names files and versions.
pub(crate) fn short_hash(parts: &[&[u8]]) -> String {
    full_hash(parts)[..16].to_owned()
}

/// SHA-256 over the parts, each with its length before it so that no two lists collide.
pub(crate) fn full_hash(parts: &[&[u8]]) -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write;
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
