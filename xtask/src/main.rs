//! The project's own commands: `cargo xtask help` lists them.
//!
//! Everything a person or CI does to this project goes through here, so that there is one way to do it and it installs
//! what it needs. Progress goes to stderr; stdout is for what a command was asked to print.

mod bench;
mod bins;
mod checkout;
mod dist;
mod help;
mod lock;
mod preflight;
mod rows;
mod setup;
mod sh;
mod suites;
mod tidy;
mod tools;
mod wasm_fallback;
mod workspace;

use anyhow::{Result, bail};
use std::process::ExitCode;
use workspace::Workspace;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Result<ExitCode> {
    let Some((command, rest)) = args.split_first() else {
        eprint!("{}", help::TEXT);
        return Ok(ExitCode::FAILURE);
    };
    // `cargo xtask run -- --listen …`: the dashes only separate.
    let rest = match rest.split_first() {
        Some((dashes, rest)) if dashes == "--" => rest,
        _ => rest,
    };
    if matches!(command.as_str(), "help" | "--help" | "-h") || rest.iter().any(|arg| arg == "--help") {
        print!("{}", help::TEXT);
        return Ok(ExitCode::SUCCESS);
    }

    let workspace = Workspace::find()?;
    match command.as_str() {
        "run" => bins::run(&workspace, rest),
        "test" => suites::command(&workspace, rest),
        "simulate" => bins::simulate(&workspace, rest),
        "chaos" => bins::chaos(&workspace, rest),
        "shots" => bins::shots(&workspace, rest),
        "fixture" => bins::fixture(&workspace, rest),
        "bench" => bench::command(&workspace, rest),
        // Its dashes separate its own from the server's.
        "preflight" => preflight::command(&workspace, &args[1..]),
        "rows" => rows::command(&workspace, rest),
        "tidy" => tidy::command(&workspace),
        "build" => dist::command(&workspace, rest),
        "setup" => setup::command(&workspace, rest),
        unknown => bail!("there is no command `{unknown}`\n\n{}", help::TEXT),
    }
}
