//! Where it is said what waits, why, and what can be done about it.

use std::time::Duration;

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Account, Axe, Board, LONG, Parts, Person, Tab, World, api::Api, key, story};
use serde_json::json;
use thirtyfour::Key;

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

#[test]
fn an_edit_that_waits_is_discarded_or_undone() {
    story("sync-withdrawn", Duration::from_secs(120), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let ben = world.newcomer("Ben").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Harbour").await?;
        ada.sync_is("synced").await?;
        let beside = "return document.querySelector('.palette-open').getBoundingClientRect().left";
        let before: f64 = ada.tab.js(beside, &[]).await?;
        other_cookie(world, &ada.tab, &ben.account).await?;
        board.add("todo", "Tried in vain").await?;
        ada.sync_is("signed-out").await?;
        board.add("todo", "Never sent").await?;
        board.shows("Never sent").await?;
        parts.done("one edit that was sent in vain, and one that never was");
        let after: f64 = ada.tab.js(beside, &[]).await?;
        ensure!(before == after, "what stands beside the sync sign moved from {before} to {after}");

        let (tab, axe) = (&ada.tab, Axe::provide()?);
        tab.click("button.sync").await?;
        tab.click("a.sync-open").await?;
        let line = ".sync-line:has([aria-label*='Never sent'])";
        tab.find(line).await?;
        looks::check(tab, "sync-waiting", &axe).await?;
        let saved = "window.saved = []; const made = URL.createObjectURL;
            URL.createObjectURL = blob => { blob.text().then(text => window.saved.push(text)); return made.call(URL, blob); };";
        tab.js::<Option<bool>>(saved, &[]).await?;
        tab.click(&format!("{line} .export-edit")).await?;
        let alone = "window.saved.length === 1 && window.saved[0].includes('Never sent') && !window.saved[0].includes('in vain')";
        tab.wait("a file of this edit alone", LONG, alone, &[]).await?;
        parts.done("exported alone");

        tab.click(&format!("{line} .discard")).await?;
        shows(tab, "what will go", "dialog.withdraw", &["Never sent", "has not left this device"]).await?;
        looks::check(tab, "sync-withdraw", &axe).await?;
        tab.click("dialog.withdraw .confirm:enabled").await?;
        tab.gone(line).await?;
        tab.click(".toast-action").await?;
        tab.find(line).await?;
        tab.click(&format!("{line} .edit-letter")).await?;
        tab.fill("#letter-title", "Never sent, and mended").await?;
        tab.click("[popovertarget='letter-due']").await?;
        tab.fill("#letter-due input[name=day]", "tomorrow").await?;
        tab.press(key(Key::Enter)).await?;
        let chosen = "document.querySelector(\"[popovertarget='letter-due'] .due-set\")
            && document.querySelector('dialog.edit-letter-form[open] .form-field #letter-title')?.value === 'Never sent, and mended'
            && document.querySelector('dialog.edit-letter-form .form-field').matches(':has(#letter-title)')";
        tab.wait("a day from the calendar, the form still open and the title first in it", LONG, chosen, &[]).await?;
        tab.click("dialog.edit-letter-form button[type=submit]").await?;
        tab.find(".sync-line:has([aria-label*='and mended'])").await?;
        parts.done("discarded, brought back and edited");

        tab.click(".sync-line:has([aria-label*='Tried in vain']) .discard").await?;
        shows(tab, "that it cannot be unsent", "dialog.withdraw", &["cannot be unsent"]).await?;
        looks::check(tab, "sync-cannot-be-unsent", &axe).await?;
        tab.click("dialog.withdraw .take-back").await?;
        tab.gone("dialog.withdraw").await?;
        tab.click(".banner a.button").await?;
        world.sign_in(tab, &ada.account).await?;
        ada.sync_is("synced").await?;
        let log = Api::sign_in(&world.proxy.origin(), &ada.account).await?.log().await?;
        let tasks = log.tasks()?;
        let titles: Vec<&str> = tasks.iter().map(|task| task.title.as_str()).collect();
        ensure!(titles == ["Never sent, and mended"], "{titles:?}");
        parts.done("what had left was undone");
        Ok(())
    });
}

/// Someone else signs in under an open tab, as in another window: from its next try on, the tab sends nothing.
async fn other_cookie(world: &World, tab: &Tab, other: &Account) -> Result<()> {
    let login = "const answer = await fetch('/api/v1/auth/login', { method: 'POST', headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email: args[0], password: args[1], remember: true }) });
        return answer.status";
    let status: u16 = tab.js_async(login, &[json!(other.email), json!(other.password)]).await?;
    ensure!(status == 200, "the other could not sign in: {status}");
    world.proxy.cut();
    world.proxy.mend();
    Ok(())
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
