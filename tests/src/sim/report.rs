//! Many runs, and the report of them: the same bytes for the same seed and number of runs.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{
    planted::Planted,
    run::run,
    trace::{Trace, fnv},
};

/// The report of some runs.
pub struct Report {
    /// What to print.
    pub text: String,
    /// Whether everything held.
    pub held: bool,
    /// The hash of every line of every trace.
    pub hash: u64,
}

/// Runs the seeds `seed`, `seed + 1`, … and stops at the first violation.
pub fn simulate(seed: u64, runs: u64, planted: Option<Planted>) -> Report {
    let (mut actions, mut faults) = (BTreeMap::new(), BTreeMap::new());
    let (mut steps, mut operations, mut hash) = (0, 0, 0);
    for number in 0..runs {
        let at = seed.wrapping_add(number);
        let done = run(at, planted);
        add(&mut actions, &done.trace.actions);
        add(&mut faults, &done.trace.faults);
        steps += done.trace.steps;
        operations += done.trace.operations;
        hash = fnv(hash, &done.trace.hash().to_le_bytes());
        if let Some((step, what)) = done.violation {
            return Report { text: violated(at, step, &what, &done.trace), held: false, hash };
        }
    }
    let mut text = String::new();
    for (title, counts) in [("action", &actions), ("fault", &faults)] {
        for (name, count) in counts {
            let _ = writeln!(text, "{title:<6} {name:<28} {count:>8}");
        }
    }
    let _ = writeln!(text, "trace  {hash:016x}");
    let struck = faults.values().sum::<u64>();
    let _ = writeln!(
        text,
        "simulate: seed {seed}, {runs} runs, {steps} steps, {operations} operations, {struck} faults: all held"
    );
    Report { text, held: true, hash }
}

fn add(sums: &mut BTreeMap<&'static str, u64>, counts: &BTreeMap<&'static str, u64>) {
    for (name, count) in counts {
        *sums.entry(name).or_default() += count;
    }
}

fn violated(seed: u64, step: u64, what: &str, trace: &Trace) -> String {
    let mut text = String::new();
    for line in trace.tail() {
        let _ = writeln!(text, "  {line}");
    }
    let _ = writeln!(text, "simulate: seed {seed}, step {step}: violated: {what}");
    let _ = writeln!(text, "again: cargo run -p holdfast-tests --bin simulate -- --seed {seed} --runs 1");
    text
}
