//! Every screen there is, by the accessibility rules, wide and narrow, light and dark.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Axe, Tab, story, tour};

/// The screens that are judged once more in the system's own colours, and with more contrast.
const CONTRASTS: [&str; 7] = ["project", "board", "selected", "panel", "palette", "settings", "conflict"];

/// The windows in which each screen is judged.
const SIZES: [(u32, u32); 2] = [(360, 740), (1440, 900)];

#[test]
fn no_screen_breaks_a_rule_of_accessibility() {
    story("sweep", Duration::from_secs(360), async |world, parts| {
        let axe = Axe::provide()?;
        let (mut screens, mut wrong) = (0, Vec::new());
        tour(world, async |tab, name| {
            screens += 1;
            for (width, height) in SIZES {
                for theme in ["light", "dark"] {
                    tab.emulate(width, height, theme).await?;
                    let found = axe.violations(tab).await?;
                    wrong.extend(found.into_iter().map(|found| format!("{name} ({width} px, {theme}): {found}")));
                }
                let wide: f64 = tab.js("return document.documentElement.scrollWidth", &[]).await?;
                if wide > f64::from(width) {
                    wrong.push(format!("{name} scrolls sideways: {wide} in {width} px"));
                }
            }
            if CONTRASTS.contains(&name) {
                tab.force_colors().await?;
                wrong.extend(untold(tab).await?.into_iter().map(|found| format!("{name} (forced colours): {found}")));
                let found = axe.violations(tab).await?;
                wrong.extend(found.into_iter().map(|found| format!("{name} (forced colours): {found}")));
                for theme in ["light", "dark"] {
                    tab.emulate(1440, 900, theme).await?;
                    tab.js::<()>("document.documentElement.dataset.contrast = 'more'", &[]).await?;
                    let found = axe.violations(tab).await?;
                    wrong.extend(found.into_iter().map(|found| format!("{name} (more contrast, {theme}): {found}")));
                }
                tab.js::<()>("delete document.documentElement.dataset.contrast", &[]).await?;
            }
            Ok(())
        })
        .await?;
        parts.done(&format!("{screens} screens, each in {} windows and two themes", SIZES.len()));
        ensure!(wrong.is_empty(), "{} things are wrong:\n{}", wrong.len(), wrong.join("\n"));
        Ok(())
    });
}

/// What is chosen and looks like what is not, where the system forces its colours.
async fn untold(tab: &Tab) -> Result<Vec<String>> {
    let script = "
        const look = one => (style => [style.backgroundColor, style.outlineStyle, style.outlineWidth].join())(getComputedStyle(one));
        const kinds = [['.palette-option', '[aria-selected=true]'], ['.tab', '[aria-selected=true]'], ['.side-item', '[aria-current]'],
            ['.view-layouts button', '[aria-pressed=true]'], ['.task', '[aria-current], .is-picked']];
        return kinds.filter(([all, chosen]) => {
            const shown = [...document.querySelectorAll(all)].filter(one => one.checkVisibility());
            const one = shown.find(one => one.matches(chosen)), other = shown.find(one => !one.matches(chosen));
            return one && other && look(one) === look(other);
        }).map(([all, chosen]) => `${all}:is(${chosen}) looks like any other`)";
    tab.js(script, &[]).await
}
