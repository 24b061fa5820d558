//! The suites: what each runs, needs and may take.

use super::{
    api,
    runner::{self, step},
    summary::{Counts, Ran},
};
use crate::{
    bins, dist,
    setup::{Need, Toolbox},
    sh, tidy,
    workspace::Workspace,
};
use anyhow::{Context as _, Result};
use std::process::Command;

/// One part of `cargo xtask test`.
pub(super) struct Suite {
    pub(super) name: &'static str,
    pub(super) what: &'static str,
    pub(super) budget_secs: u64,
    pub(super) needs: &'static [Need],
    pub(super) run: fn(&Workspace, &Toolbox) -> Result<Ran>,
}

const WASM_TESTS: &[Need] = &[Need::WasmTarget, Need::WasmBindgen, Need::Browser];
const WHOLE_SYSTEM: &[Need] =
    &[Need::WasmTarget, Need::WasmBindgen, Need::WasmSplit, Need::Trunk, Need::Binaryen, Need::Browser];

/// The query layer's hooks and panel. Its other tests are native, and need no browser.
const QUERY_IN_THE_BROWSER: [&str; 12] = [
    "-p",
    "holdfast-query",
    "--features",
    "yew,devtools,testing",
    "--test",
    "hooks",
    "--test",
    "hooks_action",
    "--test",
    "devtools_panel",
    "--test",
    "schedule_page",
];

/// What is native, but for the suites over the whole. xtask has the messages read the files of all languages: their tests are of
/// that too.
const NATIVE: [&str; 12] = [
    "-p",
    "holdfast-core",
    "-p",
    "holdfast-query",
    "-p",
    "holdfast-server",
    "-p",
    "holdfast-text",
    "-p",
    "xtask",
    "-p",
    "holdfast-messages",
];

/// All suites, in order: seconds before minutes, and what others are built from first.
pub(super) const ALL: &[Suite] = &[
    suite("tidy", "layers, pure core, things in their places", 5, &[], tidy_suite),
    suite("fmt", "formatting", 15, &[Need::Lints], fmt),
    suite("clippy", "lints of native code", 240, &[Need::Lints], clippy),
    suite("clippy-wasm", "lints of code for the browser", 180, &[Need::Lints, Need::WasmTarget], clippy_wasm),
    suite(
        "dist",
        "the app and the service worker as they are shipped, and what a first visit downloads",
        240,
        crate::setup::DIST,
        build_dist,
    ),
    suite("native", "unit, property and database tests, and examples in docs", 420, &[], native),
    suite(
        "api",
        "the REST interface, asked by Schemathesis what its own description says",
        120,
        &[Need::Schemathesis],
        api::run,
    ),
    suite(
        "yjs",
        "a Yjs client in JavaScript at the same text as ours, over 1,000 random edits of each",
        120,
        &[Need::Yjs],
        yjs,
    ),
    suite("simulate", "seeded runs of tabs, service worker and server; every planted bug", 180, &[], simulate),
    suite("wasm", "browser code in a real browser (wasm-bindgen-test)", 300, WASM_TESTS, wasm),
    suite("story", "the whole app in a real browser against the real server", 720, WHOLE_SYSTEM, story),
];

const fn suite(
    name: &'static str,
    what: &'static str,
    budget_secs: u64,
    needs: &'static [Need],
    run: fn(&Workspace, &Toolbox) -> Result<Ran>,
) -> Suite {
    Suite { name, what, budget_secs, needs, run }
}

fn tidy_suite(workspace: &Workspace, _: &Toolbox) -> Result<Ran> {
    let clean = tidy::check_and_report(workspace)?;
    Ok(if clean { Counts::PASSED } else { Counts::FAILED }.into())
}

fn fmt(workspace: &Workspace, _: &Toolbox) -> Result<Ran> {
    step(cargo(workspace).args(["fmt", "--all", "--check"])).map(Ran::from)
}

fn clippy(workspace: &Workspace, _: &Toolbox) -> Result<Ran> {
    step(cargo(workspace).arg("clippy").args(NATIVE).args([
        "-p",
        "holdfast-tests",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
    .map(Ran::from)
}

fn clippy_wasm(workspace: &Workspace, toolbox: &Toolbox) -> Result<Ran> {
    let mut cargo = wasm_cargo(workspace, toolbox, "clippy");
    // core comes along as their dependency; its tests are native.
    cargo.args(["-p", "holdfast-web", "-p", "holdfast-app", "-p", "holdfast-worker", "-p", "holdfast-bench"]);
    cargo.args(["--all-targets", "--", "-D", "warnings"]);
    let mut query = wasm_cargo(workspace, toolbox, "clippy");
    query.args(QUERY_IN_THE_BROWSER).args(["--lib", "--", "-D", "warnings"]);
    // What only development builds have.
    let mut panel = wasm_cargo(workspace, toolbox, "clippy");
    panel.args(["-p", "holdfast-app", "--features", "devtools,parts", "--", "-D", "warnings"]);
    let mut counts = step(&mut cargo)?;
    counts += step(&mut query)?;
    counts += step(&mut panel)?;
    Ok(counts.into())
}

fn build_dist(workspace: &Workspace, toolbox: &Toolbox) -> Result<Ran> {
    dist::ensure(workspace, toolbox)?;
    dist::check_first_load(workspace)?;
    Ok(Counts::PASSED.into())
}

/// nextest where it is installed (a process per test, so a hung one is named), `cargo test` elsewhere.
fn native(workspace: &Workspace, _: &Toolbox) -> Result<Ran> {
    let mut commands = Vec::new();
    if sh::which("cargo-nextest").is_some() {
        let mut nextest = cargo(workspace);
        nextest.args(["nextest", "run", "--no-fail-fast"]).args(NATIVE).args(["-p", "holdfast-tests"]);
        nextest.args(["-E", "not (package(holdfast-tests) & binary(/^story/)) & not binary(yjs)"]);
        commands.push(nextest);
    } else {
        let mut units = cargo(workspace);
        units.args(["test", "--no-fail-fast", "--lib", "--bins", "--tests"]).args(NATIVE);
        // Of the suite `yjs`, which gives it what it needs.
        units.args(["--", "--skip", "a_yjs_client_and_ours"]);
        let mut whole = cargo(workspace);
        whole.args(["test", "--no-fail-fast", "--lib", "--bins", "-p", "holdfast-tests"]);
        for name in workspace.targets("holdfast-tests", "test").iter().filter(|name| !name.starts_with("story")) {
            whole.args(["--test", name]);
        }
        commands.extend([units, whole]);
    }
    let (mut docs, mut query) = (cargo(workspace), cargo(workspace));
    docs.args(["test", "--doc", "--no-fail-fast", "-p", "holdfast-core"]);
    // With the hooks, which compile natively too: the guide's examples are components.
    query.args(["test", "--doc", "--no-fail-fast", "-p", "holdfast-query", "--features", "yew,devtools,testing"]);
    commands.extend([docs, query]);
    runner::tests(commands)
}

fn yjs(workspace: &Workspace, toolbox: &Toolbox) -> Result<Ran> {
    let modules = toolbox.yjs.as_ref().context("this suite does not say that it needs the Yjs client")?;
    let mut cargo = cargo(workspace);
    cargo.env("HOLDFAST_YJS_MODULES", modules);
    cargo.args(["test", "-p", "holdfast-server", "--test", "yjs", "--", "--nocapture"]);
    runner::tests(vec![cargo])
}

fn simulate(workspace: &Workspace, _: &Toolbox) -> Result<Ran> {
    let mut counts = Counts::default();
    for args in [&["--runs", "1000"][..], &["--sql", "--runs", "30"], &["--planted"]] {
        let mut cargo = cargo(workspace);
        cargo.args(["run", "-p", "holdfast-tests", "--bin", "simulate", "--"]).args(args);
        counts += step(&mut cargo)?;
    }
    Ok(counts.into())
}

fn wasm(workspace: &Workspace, toolbox: &Toolbox) -> Result<Ran> {
    let settings = workspace.target.join("holdfast-webdriver.json");
    let suite = || -> Result<Command> {
        let mut cargo = wasm_cargo(workspace, toolbox, "test");
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
        // Seconds. A loaded machine starts a browser slowly; a hang is still noticed.
        cargo.env("WASM_BINDGEN_TEST_TIMEOUT", "120").env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30");
        toolbox.browser()?.describe_to_runner(&mut cargo, &settings)?;
        cargo.arg("--no-fail-fast");
        Ok(cargo)
    };
    let (mut ours, mut query) = (suite()?, suite()?);
    ours.args(["--lib", "--tests", "-p", "holdfast-web", "-p", "holdfast-app", "-p", "holdfast-worker"]);
    query.args(QUERY_IN_THE_BROWSER);
    runner::tests(vec![ours, query])
}

fn story(workspace: &Workspace, toolbox: &Toolbox) -> Result<Ran> {
    let mut cargo = cargo(workspace);
    bins::whole_system(workspace, toolbox, &mut cargo)?;
    // Two at once: a story waits for much of its time, and none asserts how long something takes.
    cargo.args(["test", "-p", "holdfast-tests", "--no-fail-fast", "--test", "story*", "--", "--test-threads=2"]);
    runner::tests(vec![cargo])
}

fn cargo(workspace: &Workspace) -> Command {
    let mut command = sh::command("cargo");
    command.current_dir(&workspace.root).env("CARGO_TERM_COLOR", sh::colour());
    command
}

fn wasm_cargo(workspace: &Workspace, toolbox: &Toolbox, subcommand: &str) -> Command {
    let mut command = toolbox.wasm_command("cargo");
    command.current_dir(&workspace.root).env("CARGO_TERM_COLOR", sh::colour());
    command.args([subcommand, "--target", "wasm32-unknown-unknown"]);
    command
}
