use std::{
    path::PathBuf,
    process::Command,
    sync::{Mutex, PoisonError},
};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::{Tab, places};

/// The npm package that knows the rules, pinned.
const VERSION: &str = "4.14.1";

/// Accessibility rules run in the page: all of WCAG 2.2 A and AA that can be checked by program, and best practice.
pub struct Axe(String);

/// One rule that a page breaks.
#[derive(Debug, Deserialize)]
struct Violation {
    id: String,
    help: String,
    nodes: Vec<String>,
}

impl Axe {
    /// Finds the rules, installing them into the cache the first time.
    pub fn provide() -> Result<Self> {
        let folder = places::cache()?.join("tools").join(format!("axe-core-{VERSION}"));
        let script = folder.join("node_modules/axe-core/axe.min.js");
        {
            static INSTALLING: Mutex<()> = Mutex::new(());
            let _one_at_a_time = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
            if !script.is_file() {
                install(&folder)?;
            }
        }
        Ok(Self(std::fs::read_to_string(&script).with_context(|| format!("reading {}", script.display()))?))
    }

    /// What is wrong with the page as it is, one line each; none switched off.
    pub async fn violations(&self, tab: &Tab) -> Result<Vec<String>> {
        if !tab.js::<bool>("return Boolean(window.axe)", &[]).await? {
            tab.js::<()>(&format!("{}; return null", self.0), &[]).await.context("putting axe into the page")?;
        }
        // What moves is judged where it comes to rest.
        tab.rest().await?;
        let found: Vec<Violation> = tab
            .js_async(
                "const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
                const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
                return violations.map(({ id, help, nodes }) => ({
                    id, help, nodes: nodes.slice(0, 4).map(node => `${node.target.join(' ')}: ${node.any.concat(node.all, node.none).map(check => check.message).join('; ')}`),
                }));",
                &[],
            )
            .await?;
        Ok(found.into_iter().map(|one| format!("{}: {} at {}", one.id, one.help, one.nodes.join(" | "))).collect())
    }
}

fn install(folder: &PathBuf) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save", "--prefix"]).arg(folder);
    let status = npm.arg(format!("axe-core@{VERSION}")).status().context("npm is needed for axe-core")?;
    ensure!(status.success(), "npm did not install axe-core {VERSION}");
    Ok(())
}
