//! `simulate`: runs the simulation. The report on standard output is the same for the same numbers; what took how long, and
//! of which commit it was, goes to standard error.

use std::{
    process::{Command, ExitCode},
    time::Instant,
};

use holdfast_tests::sim::{
    options::{self, Ask, USAGE},
    planted::Planted,
    report::{Order, repeat, simulate},
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let ask = match options::read(&args) {
        Ok(ask) => ask,
        Err(what) => {
            eprintln!("{what}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    eprintln!("commit {}", commit());
    let began = Instant::now();
    let held = match ask {
        Ask::Runs(order) => {
            let report = simulate(&order);
            print!("{}", report.text);
            report.violated.is_none()
        }
        Ask::Plan(plan) => {
            let (text, held) = repeat(&plan);
            print!("{text}");
            held
        }
        Ask::Planted(order) => all_planted(&order),
    };
    eprintln!("{:.1} s", began.elapsed().as_secs_f64());
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Plants each bug in turn, and says which run caught it and by which check.
fn all_planted(order: &Order) -> bool {
    let all = Planted::all();
    let mut caught = 0;
    for (planted, name) in &all {
        let began = Instant::now();
        let report = simulate(&Order { planted: Some(*planted), shrinks: false, ..order.clone() });
        match report.violated {
            Some((run, what)) => {
                caught += 1;
                let check = what.split(':').next().unwrap_or_default();
                println!("{name:<26} caught in run {run:>5} by \"{check}\"");
            }
            None => println!("{name:<26} MISSED in {} runs", order.runs),
        }
        eprintln!("{name}: {:.1} s", began.elapsed().as_secs_f64());
    }
    println!("caught {caught} of {}", all.len());
    caught == all.len()
}

fn commit() -> String {
    let output = Command::new("git").args(["describe", "--always", "--dirty"]).output().ok();
    let text = output.filter(|output| output.status.success()).and_then(|output| String::from_utf8(output.stdout).ok());
    text.map_or_else(|| "unknown".to_owned(), |text| text.trim().to_owned())
}
