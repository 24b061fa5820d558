//! Commands that end in one of our binaries: the server, the simulation, chaos.

use crate::{
    dist::{self, Audience},
    setup::{self, Need, Toolbox},
    sh,
    workspace::Workspace,
};
use anyhow::{Context, Result};
use std::{
    path::PathBuf,
    process::{Command, ExitCode, Output, Stdio},
};

/// Where the server listens unless told otherwise.
const LISTEN: &str = "127.0.0.1:8080";

/// `cargo xtask run [--devtools]`: builds everything, then the server takes over this process.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let (audience, args) = audience(args);
    let toolbox = setup::provide(workspace, setup::DIST)?;
    dist::ensure_for(workspace, &toolbox, audience)?;
    // The server has the app inside: one for developers must not lie where a release is looked for.
    let (folder, profile): (_, &[&str]) = match audience {
        Audience::People => ("release", &["--release"]),
        Audience::Developers => ("debug", &[]),
    };
    cargo_build(workspace, "holdfast-server", "holdfast", profile)?;

    let mut server = sh::command(workspace.binary(folder, "holdfast"));
    server.current_dir(&workspace.root).args(server_args(args));
    eprintln!("Holdfast is at {}", address(args));
    sh::become_program(&mut server)
}

/// `cargo xtask simulate [--release]`: needs no browser and no built app. Optimised where there are many runs to do.
pub(crate) fn simulate(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let (folder, profile, args): (_, &[&str], _) = match args {
        [first, rest @ ..] if first == "--release" => ("release", &["--release"], rest),
        _ => ("debug", &[], args),
    };
    cargo_build(workspace, "holdfast-tests", "simulate", profile)?;
    let mut simulate = sh::command(workspace.binary(folder, "simulate"));
    sh::become_program(simulate.current_dir(&workspace.root).args(args))
}

/// `cargo xtask chaos`: the built app, the real server and the browser.
pub(crate) fn chaos(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    in_the_browser(workspace, "chaos", args)
}

/// `cargo xtask shots [FOLDER]`: pictures of every screen.
pub(crate) fn shots(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let usual = ["tests/shots".to_owned()];
    in_the_browser(workspace, "shots", if args.is_empty() { &usual } else { args })
}

/// `cargo xtask fixture NAME`: what this build writes on a server and a device, for the builds after it to read.
pub(crate) fn fixture(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    in_the_browser(workspace, "fixture", args)
}

/// A program of the tests over the built app, the real server and the browser.
fn in_the_browser(workspace: &Workspace, program: &str, args: &[String]) -> Result<ExitCode> {
    let needs = [setup::DIST, &[Need::Browser]].concat();
    let toolbox = setup::provide(workspace, &needs)?;
    cargo_build(workspace, "holdfast-tests", program, &[])?;
    let mut command = sh::command(workspace.binary("debug", program));
    whole_system(workspace, &toolbox, &mut command)?;
    sh::become_program(command.current_dir(&workspace.root).args(args))
}

/// Builds the server, with whatever app there is; gives its program.
pub(crate) fn server(workspace: &Workspace) -> Result<PathBuf> {
    cargo_build(workspace, "holdfast-server", "holdfast", &[])?;
    Ok(workspace.binary("debug", "holdfast"))
}

/// Builds the app and the server, and tells a suite where they and the browser are.
pub(crate) fn whole_system(workspace: &Workspace, toolbox: &Toolbox, suite: &mut Command) -> Result<()> {
    dist::ensure(workspace, toolbox)?;
    cargo_build(workspace, "holdfast-server", "holdfast", &[])?;
    toolbox.browser()?.describe_to(suite);
    suite.env("HOLDFAST_SERVER_BIN", workspace.binary("debug", "holdfast"));
    Ok(())
}

/// `holdfast check-config`, which the server that is built says with these arguments and this environment.
pub(crate) fn check_config(workspace: &Workspace, toolbox: &Toolbox, args: &[String]) -> Result<Output> {
    dist::ensure(workspace, toolbox)?;
    cargo_build(workspace, "holdfast-server", "holdfast", &[])?;
    let mut server = sh::command(workspace.binary("debug", "holdfast"));
    server.current_dir(&workspace.root).arg("check-config").args(args).stdin(Stdio::null());
    server.output().context("starting the server's program")
}

/// Builds the app and the server as people get them; gives the server's program, which has the app inside.
pub(crate) fn shipped_server(workspace: &Workspace, toolbox: &Toolbox) -> Result<PathBuf> {
    dist::ensure(workspace, toolbox)?;
    cargo_build(workspace, "holdfast-server", "holdfast", &["--release"])?;
    Ok(workspace.binary("release", "holdfast"))
}

/// `cargo xtask bench recover [--records N]`: the shipped server and app, whose storage is spoilt in a real browser.
pub(crate) fn recover(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let needs = [setup::DIST, &[Need::Browser]].concat();
    let toolbox = setup::provide(workspace, &needs)?;
    let server = shipped_server(workspace, &toolbox)?;
    cargo_build(workspace, "holdfast-tests", "recover", &[])?;
    let mut recover = sh::command(workspace.binary("debug", "recover"));
    toolbox.browser()?.describe_to(&mut recover);
    recover.env("HOLDFAST_SERVER_BIN", server);
    sh::become_program(recover.current_dir(&workspace.root).args(args))
}

fn cargo_build(workspace: &Workspace, package: &str, binary: &str, args: &[&str]) -> Result<()> {
    let mut cargo = sh::command("cargo");
    cargo.current_dir(&workspace.root).args(["build", "--package", package, "--bin", binary]).args(args);
    sh::timed(&format!("{binary}: building"), || sh::work(&mut cargo))
}

/// For whom the app is to be, and what is left for the server.
fn audience(args: &[String]) -> (Audience, &[String]) {
    match args {
        [first, dashes, rest @ ..] if first == Audience::DEVTOOLS && dashes == "--" => (Audience::Developers, rest),
        [first, rest @ ..] if first == Audience::DEVTOOLS => (Audience::Developers, rest),
        _ => (Audience::People, args),
    }
}

/// The defaults first, except those the person gives another value for, here or in the environment.
fn server_args(args: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    for (option, variable, value) in [("--listen", "HOLDFAST_LISTEN", LISTEN), ("--data", "HOLDFAST_DATA", "./data")] {
        if option_value(args, option).is_none() && std::env::var_os(variable).is_none() {
            all.extend([option.to_owned(), value.to_owned()]);
        }
    }
    all.extend_from_slice(args);
    all
}

fn option_value<'a>(args: &'a [String], option: &str) -> Option<&'a str> {
    let joined = args.iter().find_map(|arg| arg.strip_prefix(option)?.strip_prefix('='));
    joined.or_else(|| args.iter().skip_while(|arg| *arg != option).nth(1).map(String::as_str))
}

/// What to type into the browser. `localhost` for the loopback address: browsers trust it without TLS.
fn address(args: &[String]) -> String {
    let listen = option_value(args, "--listen").unwrap_or(LISTEN);
    let (host, port) = listen.rsplit_once(':').unwrap_or((listen, "80"));
    let host = if matches!(host, "127.0.0.1" | "0.0.0.0" | "[::1]" | "[::]") { "localhost" } else { host };
    format!("http://{host}:{port}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn defaults_give_way_to_what_the_person_says() {
        assert_eq!(server_args(&[]), words("--listen 127.0.0.1:8080 --data ./data"));
        assert_eq!(server_args(&words("--data=/srv")), words("--listen 127.0.0.1:8080 --data=/srv"));
        assert_eq!(server_args(&words("--listen [::1]:90 -v")), words("--data ./data --listen [::1]:90 -v"));
    }

    #[test]
    fn the_panel_is_asked_for_before_the_servers_options() {
        for (given, left) in [("--devtools", ""), ("--devtools -- -v", "-v"), ("--devtools -v", "-v")] {
            assert_eq!(audience(&words(given)), (Audience::Developers, &words(left)[..]), "{given}");
        }
        assert_eq!(audience(&words("-v --devtools")), (Audience::People, &words("-v --devtools")[..]));
    }

    #[test]
    fn the_address_is_one_a_browser_can_open() {
        assert_eq!(address(&[]), "http://localhost:8080");
        assert_eq!(address(&words("--listen 0.0.0.0:90")), "http://localhost:90");
        assert_eq!(address(&words("--listen=10.0.0.2:90")), "http://10.0.0.2:90");
    }
}
