//! Two people, three tabs, and everything that can be killed killed under them. By hand, for longer:
//! `cargo xtask chaos --storm`.

use std::time::Duration;

use anyhow::Context as _;
use holdfast_tests::browser::{storm::Storm, story};

const ROUNDS: usize = 10;

#[test]
fn a_storm_loses_and_repeats_nothing() {
    let seed = super::seed();
    println!("seed {seed} (HOLDFAST_SEED={seed} repeats it)");
    story("storm", Duration::from_secs(240), async |world, parts| {
        let mut storm = Storm::begin(world, seed).await?;
        parts.done("two people at three tabs");
        for number in 1..=ROUNDS {
            let fault = storm.round(number).await.with_context(|| format!("seed {seed}"))?;
            parts.done(&format!("round {number}, {fault:?}"));
        }
        Ok(())
    });
}
