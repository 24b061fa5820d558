use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use anyhow::Result;

use super::{Browser, World, places};

/// The times of a story's parts.
pub struct Parts {
    story: &'static str,
    start: Instant,
    last: Mutex<Instant>,
}

impl Parts {
    /// A part has ended: says how long it took.
    pub fn done(&self, part: &str) {
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let now = Instant::now();
        println!("  {}: {part} ... {:.1} s", self.story, now.duration_since(*last).as_secs_f64());
        *last = now;
    }
}

/// Runs a story in a new world, within a time limit. If it fails, pictures of every tab are written to `tests/shots` and
/// the consoles are printed.
///
/// # Panics
///
/// If the story fails.
pub fn story(name: &'static str, limit: Duration, tell: impl AsyncFnOnce(&World, &Parts) -> Result<()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime of two threads");
    let outcome = runtime.block_on(async {
        let start = Instant::now();
        let parts = Parts { story: name, start, last: Mutex::new(start) };
        let world = World::start().await?;
        let told = match tokio::time::timeout(limit, tell(&world, &parts)).await {
            Ok(told) => told,
            Err(_) => Err(anyhow::anyhow!("the story took longer than {limit:?}")),
        };
        if told.is_err() {
            for browser in world.browsers() {
                // A hung browser must not hide what failed.
                let _ = tokio::time::timeout(Duration::from_secs(20), picture(name, &browser)).await;
            }
        }
        println!("  {name}: all of it ... {:.1} s", parts.start.elapsed().as_secs_f64());
        told
    });
    if let Err(error) = outcome {
        let text = format!("{error:#}");
        // The driver's own stack says nothing about ours.
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
        panic!("{name}: {}", lines.join("\n"));
    }
}

async fn picture(story: &str, browser: &Browser) -> Result<()> {
    for (number, tab) in browser.tabs().await?.into_iter().enumerate() {
        let path = places::shots().join(format!("{story}-{}-{number}.png", browser.name()));
        let address = tab.path().await.unwrap_or_default();
        match tab.shot(&path).await {
            Ok(()) => println!("  {} tab {number} at {address}: {}", browser.name(), path.display()),
            Err(error) => println!("  {} tab {number} at {address}: no picture ({error})", browser.name()),
        }
        for line in tab.console().await.unwrap_or_default() {
            println!("    {line}");
        }
    }
    Ok(())
}
