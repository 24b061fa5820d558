//! All sides as they would be shipped: the app inside its server in release, the other pages bundled and minified.

use crate::{
    bins,
    setup::{Peers, Toolbox},
    sh,
    workspace::Workspace,
};
use anyhow::Result;
use std::path::PathBuf;

/// The sides other than ours: their name in the report, and where their script starts.
const PAGES: &[(&str, &str)] = &[("peer", "react/main.jsx"), ("floor", "plain/main.js")];

/// What was built.
#[derive(Debug)]
pub(super) struct Built {
    /// Ours to fill, in cargo's target folder.
    pub(super) folder: PathBuf,
    /// The server's program, with the app in it.
    pub(super) holdfast: PathBuf,
    /// The other pages' names and scripts.
    pub(super) pages: Vec<(&'static str, PathBuf)>,
}

/// Builds everything; cargo and the bundler know what is up to date.
pub(super) fn all(workspace: &Workspace, toolbox: &Toolbox, peers: &Peers) -> Result<Built> {
    let holdfast = bins::shipped_server(workspace, toolbox)?;
    let folder = workspace.target.join("holdfast-bench-ui");
    let source = workspace.root.join("tests/bench");
    let bundle = |&(name, start): &(&'static str, &str)| {
        let out = folder.join(format!("{name}.js"));
        let mut esbuild = sh::command(&peers.esbuild);
        esbuild.arg(source.join(start)).args(["--bundle", "--format=esm", "--minify", "--jsx=automatic"]);
        esbuild.args(["--define:process.env.NODE_ENV=\"production\"", "--log-level=warning"]);
        // The pages are not in the folder that has the peers.
        esbuild.env("NODE_PATH", &peers.modules);
        sh::work(esbuild.arg(format!("--outfile={}", out.display())))?;
        Ok((name, out))
    };
    let pages = PAGES.iter().map(bundle).collect::<Result<_>>()?;
    Ok(Built { folder, holdfast, pages })
}
