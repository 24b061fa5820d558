//! A screen as it is, by the accessibility rules, wide and narrow, light and dark.

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Axe, Tab};

/// Checks the screen that a tab shows, and where `HOLDFAST_LOOKS` names a folder, takes pictures of it there: of all looks
/// then, else of the two that differ most.
pub(crate) async fn check(tab: &Tab, screen: &str, axe: &Axe) -> Result<()> {
    let folder = std::env::var_os("HOLDFAST_LOOKS").map(std::path::PathBuf::from);
    let all = [(1280, "light"), (360, "dark"), (1280, "dark"), (360, "light")];
    for (width, theme) in all.into_iter().take(if folder.is_some() { 4 } else { 2 }) {
        tab.emulate(width, 800, theme).await?;
        // What is half behind the bar counts as small.
        tab.js::<()>("window.scrollTo(0, 0)", &[]).await?;
        let found = axe.violations(tab).await?;
        // Once what moves has come to rest.
        if let Some(folder) = &folder {
            tab.shot(&folder.join(format!("{screen}-{width}-{theme}.png"))).await?;
        }
        ensure!(found.is_empty(), "{screen} ({width} px, {theme}): {}", found.join("\n"));
        let wide: f64 = tab.js("return document.documentElement.scrollWidth", &[]).await?;
        ensure!(wide <= f64::from(width), "{screen} scrolls sideways: {wide} in {width} px");
    }
    tab.emulate(1280, 800, "light").await
}
