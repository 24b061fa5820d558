//! What whoever runs a server looks at before a release, and what people then get.

use std::{collections::BTreeMap, os::unix::fs::PermissionsExt as _, process::Command, time::Duration};

use anyhow::{Context as _, Result, ensure};
use holdfast_tests::browser::{LONG, Profile, World, checkout, story};

const ADDRESS: &str = "https://holdfast.example.org";

#[test]
fn h15_what_the_check_before_a_release_passes_is_what_people_get() {
    story("preflight", Duration::from_secs(240), async |world, parts| {
        std::fs::set_permissions(world.server.data(), std::fs::Permissions::from_mode(0o700))?;
        let data = world.server.data().display().to_string();
        let listen = world.server.address().to_string();
        let settings = ["--public-url", ADDRESS, "--behind-proxy"];
        let with_data = [&settings[..], &["--listen", &listen, "--data", &data]].concat();
        let (said, passed) = preflight(&["bundle", "configuration"], &with_data).await?;
        ensure!(passed, "it did not pass:\n{said}");
        lines_are(&said, &[("bundle", "ok"), ("configuration", "ok"), ("tests", "NOT CHECKED")])?;
        parts.done("the bundle and the configuration pass, and what was not looked at is named");

        world.server.restart_with(&settings).await?;
        gets_what_was_looked_at(world).await?;
        parts.done("a server that runs so gives a browser the app that was looked at");

        let nowhere = world.server.data().join("nowhere").display().to_string();
        let wrong = ["--public-url", "http://holdfast.example.org", "--listen", &listen, "--data", &nowhere];
        let (said, passed) = preflight(&["configuration"], &wrong).await?;
        ensure!(!passed, "it passed:\n{said}");
        lines_are(&said, &[("configuration", "FAILED"), ("bundle", "NOT CHECKED")])?;
        for word in ["without TLS", "there is none at"] {
            ensure!(said.contains(word), "it does not say {word:?}:\n{said}");
        }
        parts.done("what is wrong with another is told, all of it");
        Ok(())
    });
}

/// Runs the check; what it printed, and whether all that it looked at passed.
async fn preflight(steps: &[&str], server: &[&str]) -> Result<(String, bool)> {
    let mut command = Command::new("cargo");
    command.current_dir(checkout()).args(["xtask", "preflight"]).args(steps).arg("--").args(server);
    let output = tokio::task::spawn_blocking(move || command.output()).await?.context("starting cargo")?;
    let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        said.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    Ok((said, output.status.success()))
}

/// The summary has these lines: a name, and how it ended.
fn lines_are(said: &str, expected: &[(&str, &str)]) -> Result<()> {
    for (name, how) in expected {
        let is_it = |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(how));
        ensure!(said.lines().any(is_it), "no line says that {name} is {how}:\n{said}");
    }
    Ok(())
}

/// The page is drawn, and each file of the app that the browser took is one of the build that was looked at, byte for byte.
async fn gets_what_was_looked_at(world: &World) -> Result<()> {
    let browser = world.open(&Profile::new("Visitor")?).await?;
    let tab = browser.tab().await?;
    tab.goto("/sign-in").await?;
    tab.find("input[name=email]").await?;
    tab.wait("the app to be kept on the device", LONG, "navigator.serviceWorker?.controller", &[]).await?;
    let taken =
        "const hex = bytes => [...new Uint8Array(bytes)].map(byte => byte.toString(16).padStart(2, '0')).join('');
        const paths = performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname);
        const files = {};
        for (const path of new Set(paths.filter(path => /\\.(js|wasm|css)$/.test(path)))) {
            const bytes = await (await fetch(path)).arrayBuffer();
            files[path] = hex(await crypto.subtle.digest('SHA-256', bytes));
        }
        return files;";
    let files: BTreeMap<String, String> = tab.js_async(taken, &[]).await?;
    ensure!(files.keys().any(|path| path.ends_with(".wasm")), "the browser took no wasm: {files:?}");
    let dist = checkout().join("dist");
    for (path, hash) in &files {
        let built =
            std::fs::read(dist.join(path.trim_start_matches('/'))).with_context(|| format!("{path} is not built"))?;
        ensure!(*hash == sha256(&built), "{path} is another than the one that was looked at");
    }
    Ok(())
}

fn sha256(bytes: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
