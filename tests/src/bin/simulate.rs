//! `simulate --seed S --runs N`: runs the simulation. The report on standard output is the same for the same numbers; what
//! took how long goes to standard error.

use std::{process::ExitCode, time::Instant};

use holdfast_tests::sim::report::simulate;

fn main() -> ExitCode {
    let (mut seed, mut runs) = (1, 50);
    let mut args = std::env::args().skip(1);
    while let Some(name) = args.next() {
        match (name.as_str(), args.next().and_then(|value| value.parse().ok())) {
            ("--seed", Some(value)) => seed = value,
            ("--runs", Some(value)) => runs = value,
            _ => {
                eprintln!("usage: simulate [--seed NUMBER] [--runs NUMBER]");
                return ExitCode::from(2);
            }
        }
    }
    let began = Instant::now();
    let report = simulate(seed, runs, None);
    print!("{}", report.text);
    eprintln!("{:.1} s", began.elapsed().as_secs_f64());
    if report.held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
