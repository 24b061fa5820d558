//! Two builds of the app at once: the older one is told to reload and writes nothing any more.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use holdfast_tests::browser::{Board, LONG, api::Api, story};
use serde_json::json;

/// Another build, which is not installed before it is told to be.
const HELD_INSTALL: &str = "
const told = new Promise(go => { new BroadcastChannel('installed').onmessage = go; });
addEventListener('install', event => event.waitUntil(told));
";
/// Looks for it until it is found: a look of the browser's own that began before it was there may stand for one asked for.
const FOUND: &str = "(navigator.serviceWorker.getRegistration().then(it => {
    window.__found = it.installing ?? it.waiting;
    if (!window.__found) it.update().catch(() => {});
}), Boolean(window.__found))";

/// Has it installed, and waits for the offer. What is told before the worker listens is told again.
const OFFERED: &str = "(new BroadcastChannel('installed').postMessage('go'),
    [...document.querySelectorAll('.toast')].find(one => one.innerText.includes('A new version is ready'))?.querySelector('.toast-action'))";

#[test]
fn a_tab_of_an_older_build_is_told_and_cannot_write() {
    story("builds", Duration::from_secs(90), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Two builds").await?;
        board.add("todo", "Made before").await?;
        ada.sync_is("synced").await?;
        let old = board.open_in(&ada.browser.new_tab().await?).await?;
        old.open_panel(&board.row("Made before").await?.record).await?;
        old.tab.fill("aside.panel textarea[name=comment]", "Half a comment").await?;
        old.tab.fill("aside.panel .checklist-add input", "Half a step").await?;

        let url = format!("{}/sw.js", world.proxy.origin());
        let mut newer = reqwest::get(url).await?.error_for_status()?.bytes().await?.to_vec();
        newer.extend_from_slice(HELD_INSTALL.as_bytes());
        world.proxy.replace_script("/sw.js", newer);
        ada.tab.js::<()>("window.__old = true", &[]).await?;
        // In the tab that is seen: the browser may put off what hidden ones want.
        let between = board.open_in(&ada.browser.new_tab().await?).await?;
        between.tab.wait("the new build to be found", LONG, FOUND, &[]).await?;
        for tab in [&between.tab, &ada.tab] {
            tab.wait("the offer to reload", LONG, OFFERED, &[]).await?;
        }
        between.tab.close().await?;
        ada.tab.click(".toast .toast-action").await.context("the offer to reload")?;
        let reloaded = "!window.__old && document.querySelector('li.task')";
        ada.tab.wait("the tab that agreed to be of the new build", LONG, reloaded, &[]).await?;
        let told = "!document.querySelector('li.task') && /reload|newer/i.test(document.body.innerText)";
        old.tab.wait("the other tab to be told to reload", LONG, told, &[]).await?;
        parts.done("one tab took the new build, the other was told");

        board.add("todo", "Made by the new build").await?;
        ada.sync_is("synced").await?;
        let there = Api::sign_in(&world.proxy.origin(), &ada.account).await?.log().await?;
        there.task("Made by the new build")?;
        old.tab.click("main.narrow button.primary").await?;
        let begun = "document.querySelector('aside.panel textarea[name=comment]')?.value === 'Half a comment'
            && document.querySelector('aside.panel .checklist-add input')?.value === 'Half a step'";
        old.tab.wait("what was begun to be in its fields again", LONG, begun, &[]).await?;
        old.is_shown().await?;
        old.shows("Made by the new build").await.context("after the reload")?;
        parts.done("after a reload it goes on");

        // A newer build that changes the database takes it over from the tabs that have it open.
        let upgrade = "return await new Promise((resolve, reject) => {
            const request = indexedDB.open(args[0], 1000);
            request.onsuccess = () => { request.result.close(); resolve(true); };
            request.onerror = () => reject(request.error);
        })";
        let name = format!("holdfast-{}", ada.account.id);
        ensure!(ada.tab.js_async::<bool>(upgrade, &[json!(name)]).await?, "the upgrade is not held up by an open tab");
        for tab in [&ada.tab, &old.tab] {
            tab.wait("to be told to reload", LONG, told, &[]).await?;
        }
        old.tab.find("main.narrow .save-unsent").await?;
        parts.done("a changed database: every older tab was told");

        // That build had to be taken back: this one goes on with what it knows.
        ada.tab.click("main.narrow button.primary").await?;
        board.shows("Made by the new build").await.context("after the way back")?;
        ada.sync_is("synced").await?;
        parts.done("the build before goes on with a newer one's database");
        Ok(())
    });
}
