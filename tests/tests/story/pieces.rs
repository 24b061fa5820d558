//! The app comes in parts: one that cannot be had says so and is asked for again, and all of them are there without a network
//! after the first visit.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdfast_tests::browser::{LONG, Person, Tab, key, story};
use serde_json::json;

/// What stands in place of a page whose part cannot be had.
const MISSING: &str = "main .empty[role=alert]";

#[test]
fn a_part_that_cannot_be_had_says_so_and_all_are_kept_from_the_first_visit_on() {
    story("pieces", Duration::from_secs(120), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        kept(&ada).await?;
        world.proxy.cut();
        let (overview, members) = (format!("/e/{engagement}"), format!("/e/{engagement}/members"));
        // None of them has been shown before.
        for (path, words) in
            [("/settings", "Settings"), ("/sync", "Sync centre"), (&overview, ""), (&members, "People")]
        {
            ada.tab.goto(path).await?;
            heading(&ada.tab, words).await?;
        }
        ada.tab.chord(thirtyfour::Key::Control, 'k').await?;
        ada.tab.find("dialog.palette[open]").await?;
        world.proxy.mend();
        parts.done("pages that were never shown, without a network");

        let tab = &ada.tab;
        tab.devtools("Network.enable", json!({})).await?;
        tab.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await?;
        tab.devtools("Network.setBypassServiceWorker", json!({ "bypass": true })).await?;
        tab.devtools("Network.setBlockedURLs", json!({ "urls": ["*/parts/split_rest-*"] })).await?;
        tab.goto("/settings").await?;
        tab.find(MISSING).await?;
        ensure!(tab.text(MISSING).await?.contains("could not be fetched"), "it says why nothing is shown");
        tab.click(".bar .sync").await?;
        tab.find(".toast.toast-problem .toast-action").await?;
        // What was asked for and could not be had is asked for again by the next press.
        tab.chord(thirtyfour::Key::Control, 'k').await?;
        tab.click(".toast-dismiss").await?;
        tab.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await?;
        tab.chord(thirtyfour::Key::Control, 'k').await?;
        tab.find("dialog.palette[open]").await?;
        tab.press(key(thirtyfour::Key::Escape)).await?;
        tab.gone("dialog.palette").await?;
        tab.click(&format!("{MISSING} button")).await?;
        heading(tab, "Settings").await?;
        parts.done("a part that could not be had is asked for again");
        Ok(())
    });
}

/// Whatever this build needs is kept on the device.
async fn kept(person: &Person) -> Result<()> {
    let script = "return Boolean((await navigator.serviceWorker.ready).active)";
    ensure!(person.tab.js_async::<bool>(script, &[]).await?, "the worker is installed with all it keeps");
    Ok(())
}

/// The page has that name, or any.
async fn heading(tab: &Tab, words: &str) -> Result<()> {
    let is_there = "document.querySelector('main h1:not(.hidden)')?.textContent.includes(arguments[0])";
    tab.wait(&format!("the page “{words}”"), LONG, is_there, &[json!(words)]).await
}
