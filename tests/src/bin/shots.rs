//! Pictures of every screen with the demo's data, light and dark, wide and narrow: `cargo xtask shots [FOLDER]`.

use std::{path::PathBuf, process::ExitCode, time::Duration};

use holdfast_tests::browser::{story, tour};

/// The windows that are pictured.
const SIZES: [(u32, u32); 2] = [(1280, 800), (360, 740)];

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("usage: shots FOLDER");
        return ExitCode::from(2);
    };
    story("shots", Duration::from_secs(600), async |world, parts| {
        tour(world, async |tab, name| {
            for (width, height) in SIZES {
                for theme in ["light", "dark"] {
                    tab.emulate(width, height, theme).await?;
                    tab.rest().await?;
                    tab.shot(&folder.join(format!("{name}-{width}-{theme}.png"))).await?;
                }
            }
            Ok(())
        })
        .await?;
        parts.done("all pictures");
        Ok(())
    });
    ExitCode::SUCCESS
}
