//! Installing the app, and updating it.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use holdfast_tests::browser::{Board, LONG, story};
use serde_json::json;

#[test]
fn the_app_can_be_installed_and_updates_when_asked() {
    story("install", Duration::from_secs(90), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let manifest = ada.tab.devtools("Page.getAppManifest", json!({})).await?;
        ensure!(manifest["errors"] == json!([]), "the manifest has errors: {}", manifest["errors"]);
        ensure!(manifest["url"].as_str().is_some_and(|url| url.ends_with("/manifest.webmanifest")), "{manifest}");
        let errors = ada.tab.devtools("Page.getInstallabilityErrors", json!({})).await?;
        ensure!(errors["installabilityErrors"] == json!([]), "it cannot be installed: {errors}");
        parts.done("the browser would install it");

        let board = Board::create(&ada.tab, &engagement, "Before the update").await?;
        board.add("todo", "Made before the update").await?;
        let url = format!("{}/sw.js", world.proxy.origin());
        let mut newer = reqwest::get(url).await?.error_for_status()?.bytes().await?.to_vec();
        newer.extend_from_slice(b"\n// Another build.\n");
        world.proxy.replace_script("/sw.js", newer);
        ada.tab.js::<()>("window.__old = true; navigator.serviceWorker.ready.then(it => it.update())", &[]).await?;
        ada.tab.wait("the offer to reload", LONG, "document.querySelector('.toast .toast-action')", &[]).await?;
        let waiting = "return Boolean((await navigator.serviceWorker.ready).waiting)";
        ensure!(ada.tab.js_async::<bool>(waiting, &[]).await?, "the new worker waits until the person agrees");
        ada.tab.click(".toast .toast-action").await?;
        ada.tab
            .wait("the page to be loaded anew", LONG, "!window.__old && document.querySelector('li.task')", &[])
            .await?;
        ensure!(!ada.tab.js_async::<bool>(waiting, &[]).await?, "the new worker has taken over");
        board.shows("Made before the update").await.context("after the update")?;
        ada.sync_is("synced").await?;
        parts.done("an update waited for the person, then took over");
        Ok(())
    });
}
