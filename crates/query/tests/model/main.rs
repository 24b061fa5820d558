//! Random sequences of everything that can happen, against a reference that is written as plainly as can be. After each
//! step all that can be seen is compared: what every observer shows and whether it was told, how many requests are under
//! way, how every wait ended, and every count.
//!
//! `HOLDFAST_MODEL_SEQUENCES` says how many sequences, `HOLDFAST_MODEL_SEED` runs one alone and prints its steps.

mod reference;
mod steps;
mod world;

use std::{
    env, panic,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// How many sequences an ordinary run tries.
const SEQUENCES: u64 = 10_000;

fn number(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a number, not {text:?}")))
}

#[test]
fn the_cache_does_what_the_reference_says() {
    if let Some(seed) = number("HOLDFAST_MODEL_SEED") {
        return steps::run(seed, true);
    }
    let current = Arc::new(AtomicU64::new(0));
    let (seed, report) = (Arc::clone(&current), panic::take_hook());
    // Said when it breaks, not after: what is dropped then may break again and end the process.
    panic::set_hook(Box::new(move |broken| {
        let seed = seed.load(Ordering::Relaxed);
        eprintln!("seed {seed}; alone: HOLDFAST_MODEL_SEED={seed} cargo test -p holdfast-query --test model");
        report(broken);
    }));
    for seed in 0..number("HOLDFAST_MODEL_SEQUENCES").unwrap_or(SEQUENCES) {
        current.store(seed, Ordering::Relaxed);
        steps::run(seed, false);
    }
}
