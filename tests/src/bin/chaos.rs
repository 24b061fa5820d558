//! Crashes the real server and the real browser at the worst moments, round after round: `chaos -- --seed 1 --rounds 50`.

use std::{process::ExitCode, time::Duration};

use anyhow::{Context, Result, bail};
use holdfast_tests::browser::{
    rounds::{Crash, MOST, Rounds},
    story,
};

fn main() -> ExitCode {
    let (seed, rounds) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => {
            eprintln!("{error:#}\nusage: chaos [--seed NUMBER] [--rounds NUMBER]");
            return ExitCode::from(2);
        }
    };
    println!("chaos: seed {seed}, {rounds} rounds of each crash");
    // A round takes about two seconds; one that hangs ends by its own limits.
    let limit = Duration::from_secs(60 + 60 * rounds as u64);
    story("chaos", limit, async |world, parts| {
        for crash in [Crash::Server, Crash::Browser] {
            let mut left = rounds;
            for part in 0.. {
                let now = left.min(MOST);
                if now == 0 {
                    break;
                }
                let mut person = Rounds::begin(world, seed.wrapping_add(part)).await?;
                for round in 1..=now {
                    person.round(round, crash).await.with_context(|| format!("seed {seed}"))?;
                    parts.done(&format!("round {}, {crash:?}", rounds - left + round));
                }
                left -= now;
            }
        }
        Ok(())
    });
    ExitCode::SUCCESS
}

fn arguments(mut given: impl Iterator<Item = String>) -> Result<(u64, usize)> {
    let (mut seed, mut rounds) = (1, 50);
    while let Some(name) = given.next() {
        let value = given.next().with_context(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--seed" => seed = value.parse().context("--seed takes a number")?,
            "--rounds" => rounds = value.parse().context("--rounds takes a number")?,
            other => bail!("what is {other}?"),
        }
    }
    Ok((seed, rounds))
}
