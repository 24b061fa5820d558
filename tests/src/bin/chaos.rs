//! The real server and the real browser, killed at the worst moments, round after round: `chaos -- --seed 1 --rounds 50`
//! crashes one person's server and browser around a push; with `--storm`, two people at three tabs work on while tabs,
//! workers, browsers, the network and the server are killed under them.

use std::{collections::BTreeMap, process::ExitCode, time::Duration};

use anyhow::{Context, Result, bail};
use holdfast_tests::browser::{
    rounds::{self, Crash, Rounds},
    storm::{self, Storm},
    story,
};

fn main() -> ExitCode {
    let asked = match Asked::read(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(error) => {
            eprintln!("{error:#}\nusage: chaos [--storm] [--seed NUMBER] [--rounds NUMBER]");
            return ExitCode::from(2);
        }
    };
    if asked.storm {
        asked.storm()
    } else {
        asked.crashes()
    }
    ExitCode::SUCCESS
}

struct Asked {
    seed: u64,
    rounds: usize,
    storm: bool,
}

impl Asked {
    fn read(mut given: impl Iterator<Item = String>) -> Result<Self> {
        let mut asked = Self { seed: 1, rounds: 50, storm: false };
        while let Some(name) = given.next() {
            let mut value = || given.next().with_context(|| format!("{name} needs a value"));
            match name.as_str() {
                "--seed" => asked.seed = value()?.parse().context("--seed takes a number")?,
                "--rounds" => asked.rounds = value()?.parse().context("--rounds takes a number")?,
                "--storm" => asked.storm = true,
                other => bail!("what is {other}?"),
            }
        }
        Ok(asked)
    }

    fn crashes(&self) {
        let &Self { seed, rounds, .. } = self;
        println!("chaos: seed {seed}, {rounds} rounds of each crash");
        // A round takes about two seconds; one that hangs ends by its own limits.
        let limit = Duration::from_secs(60 + 60 * rounds as u64);
        story("chaos", limit, async |world, parts| {
            for crash in [Crash::Server, Crash::Browser] {
                let mut left = rounds;
                for part in 0.. {
                    let now = left.min(rounds::MOST);
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
    }

    /// Each part of so many rounds has a world of its own: browsers and a project grow slow.
    fn storm(&self) {
        let &Self { seed, rounds, .. } = self;
        println!("chaos: seed {seed}, {rounds} rounds of storm");
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for (part, first) in (0..).zip((0..rounds).step_by(storm::MOST)) {
            let (seed, now) = (seed.wrapping_add(part), storm::MOST.min(rounds - first));
            story("storm", Duration::from_secs(120 + 90 * now as u64), async |world, parts| {
                let mut storm = Storm::begin(world, seed).await?;
                for round in 1..=now {
                    let fault = storm.round(round).await.with_context(|| format!("seed {seed}"))?;
                    parts.done(&format!("round {}, {fault:?} (seed {seed}, its round {round})", first + round));
                }
                for (name, count) in storm.counts() {
                    *counts.entry(name.clone()).or_default() += count;
                }
                Ok(())
            });
        }
        for (name, count) in counts {
            println!("{name:<26} {count:>6}");
        }
        println!("chaos: seed {seed}, {rounds} rounds of storm: all held");
    }
}
