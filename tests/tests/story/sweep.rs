//! Every screen there is, by the accessibility rules, wide and narrow, light and dark.

use std::time::Duration;

use anyhow::ensure;
use holdfast_tests::browser::{Axe, story, tour};

/// The windows in which each screen is judged.
const SIZES: [(u32, u32); 2] = [(360, 740), (1440, 900)];

#[test]
fn no_screen_breaks_a_rule_of_accessibility() {
    story("sweep", Duration::from_secs(300), async |world, parts| {
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
            Ok(())
        })
        .await?;
        parts.done(&format!("{screens} screens, each in {} windows and two themes", SIZES.len()));
        ensure!(wrong.is_empty(), "{} things are wrong:\n{}", wrong.len(), wrong.join("\n"));
        Ok(())
    });
}
