//! Crashes between commit and answer, and between send and mark. By hand, for longer: `cargo xtask chaos`.

use std::time::Duration;

use anyhow::Context as _;
use holdfast_tests::browser::{
    rounds::{Crash, Rounds},
    story,
};

const ROUNDS: usize = 5;

#[test]
fn crashes_at_the_worst_moments_lose_and_repeat_nothing() {
    let seed = super::seed();
    println!("seed {seed} (HOLDFAST_SEED={seed} repeats it)");
    story("crash", Duration::from_secs(180), async |world, parts| {
        let mut person = Rounds::begin(world, seed).await?;
        for crash in [Crash::Server, Crash::Browser] {
            for round in 1..=ROUNDS {
                person.round(round, crash).await.with_context(|| format!("seed {seed}"))?;
            }
            parts.done(&format!("{ROUNDS} rounds, {crash:?}"));
        }
        Ok(())
    });
}
