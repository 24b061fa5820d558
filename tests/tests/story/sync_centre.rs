//! Where it is said what waits, why, and what can be done about it.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Axe, Board, LONG, Parts, Person, Tab, World, story};
use serde_json::json;

use crate::looks;

#[test]
fn what_waits_and_what_was_refused_is_told_and_mended() {
    story("sync-centre", Duration::from_secs(120), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Harbour").await?;
        board.add("todo", "Call the port").await?;
        board.shows("Call the port").await?;
        let link = ada.invite(&engagement, "editor").await?;
        let mut ben = world.newcomer("Ben").await?;
        ben.join(&link).await?;
        parts.done("two people and a task");

        waits(world, &ben, &board, parts).await?;
        refused(world, &ada, &mut ben, &engagement, parts).await?;
        mended(&ada, &ben, &engagement, parts).await
    });
}

async fn shows(tab: &Tab, what: &str, css: &str, words: &[&str]) -> Result<()> {
    let expression = "[...document.querySelectorAll(arguments[0])].some(one => arguments[1].every(word => one.innerText.includes(word)))";
    tab.wait(what, LONG, expression, &[json!(css), json!(words)]).await
}

/// 1. Without the server: what waits, by record, and why.
async fn waits(world: &World, ben: &Person, board: &Board, parts: &Parts) -> Result<()> {
    let tab = &ben.tab;
    let his = board.open_in(tab).await?;
    ben.sync_is("synced").await?;
    tab.click("button.sync").await?;
    shows(tab, "the live line", "dialog.sync-list", &["Live", "Last synced", "just now"]).await?;
    tab.click("dialog.sync-list .dialog-close").await?;
    world.server.kill();
    let task = his.row("Call the port").await?.record;
    his.rename(&task, "Ring the port").await?;
    his.toggle_done(&task).await?;
    his.add("todo", "Written offline").await?;
    his.shows("Written offline").await?;
    ben.sync_is("offline").await?;
    tab.click("button.sync").await?;
    tab.click("a.sync-open").await?;
    shows(tab, "that it is offline", ".sync-card", &["Offline", "stored on this device", "trying again in"]).await?;
    shows(tab, "the record of two edits", ".sync-record", &["Task “Ring the port”"]).await?;
    shows(tab, "an edit and why it waits", ".sync-line", &["Written offline", "the server cannot be reached"]).await?;
    shows(tab, "how safe it is", ".sync-safety", &["Not on the server", "3 edits"]).await?;
    let text: String = tab.js("return document.querySelector('main').innerText", &[]).await?;
    ensure!(!text.contains(&task), "no raw ids");
    parts.done("what waits is told");
    Ok(())
}

/// 2. Refused for good: the reason in words, for all at once and one by one.
async fn refused(world: &World, ada: &Person, ben: &mut Person, engagement: &str, parts: &Parts) -> Result<()> {
    ben.browser.clone().quit().await?;
    world.server.restart().await?;
    role(ada, ben, engagement, "viewer").await?;
    ben.reopen(world).await?;
    ben.tab.goto("/sync").await?;
    ben.sync_is("problem").await?;
    shows(&ben.tab, "the reason", ".sync-reason", &["Your role in this engagement does not allow it."]).await?;
    let all = "document.querySelectorAll('.sync-line[data-stuck]').length === 3";
    ben.tab.wait("three refused edits", LONG, all, &[]).await?;
    looks::check(&ben.tab, "sync-refused", &Axe::provide()?).await?;
    parts.done("what was refused is told");
    Ok(())
}

/// 3. Discarded and brought back; edited and tried again.
async fn mended(ada: &Person, ben: &Person, engagement: &str, parts: &Parts) -> Result<()> {
    let tab = &ben.tab;
    let count = "document.querySelectorAll('.sync-line[data-stuck]').length === arguments[0]";
    tab.click(".sync-line[data-stuck] .discard").await?;
    tab.wait("one less", LONG, count, &[json!(2)]).await?;
    let beside = "document.activeElement.closest('.sync-rows li')";
    tab.wait("the focus on what stands in its place", LONG, beside, &[]).await?;
    tab.click(".toast-action").await?;
    tab.wait("it to be back", LONG, count, &[json!(3)]).await?;

    role(ada, ben, engagement, "editor").await?;
    tab.click(".sync-line[data-stuck]:has([aria-label*='Written offline']) .edit-letter").await?;
    tab.find("dialog.edit-letter-form").await?;
    tab.fill("#letter-title", "Written offline, and mended").await?;
    tab.click("dialog.edit-letter-form button[type=submit]").await?;
    tab.wait("the edited one to go", LONG, count, &[json!(2)]).await?;
    tab.click(".retry-all").await?;
    ben.sync_is("synced").await?;
    shows(tab, "that nothing waits", ".empty", &["Nothing waits"]).await?;
    let there = "[...document.querySelectorAll('.task-title')].some(one => one.textContent === arguments[0])";
    ada.tab.goto(&format!("/e/{engagement}")).await?;
    ada.tab.click(".projects li.card a.card-link").await?;
    ada.tab.wait("the mended edit", LONG, there, &[json!("Written offline, and mended")]).await?;
    ada.tab.wait("the retried one", LONG, there, &[json!("Ring the port")]).await?;
    parts.done("discarded, brought back, edited, tried again");
    Ok(())
}

/// Ada gives Ben another role.
async fn role(ada: &Person, ben: &Person, engagement: &str, role: &str) -> Result<()> {
    ada.tab.goto(&format!("/e/{engagement}/members")).await?;
    let his = format!(".member-row[data-person='{}']", ben.account.id);
    ada.tab.choose(&format!("{his} select.member-role"), role).await?;
    ada.tab.gone(".member-saving").await?;
    let given = format!("document.querySelector(\"{his}\")?.dataset.role === arguments[0]");
    ada.tab.wait("the role to be given", LONG, &given, &[json!(role)]).await
}
