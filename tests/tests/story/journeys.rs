//! What people come for, from end to end, with the keyboard alone: no pointer, and the focus always somewhere and seen.

use std::{path::Path, time::Duration};

use anyhow::{Context as _, Result, ensure};
use holdfast_core::{
    entity::Task,
    id::{Id, ScopeId},
    operation::Edit,
};
use holdfast_tests::browser::{Board, Keys, Person, World, api::Api, story};
use serde_json::json;
use thirtyfour::Key;

#[test]
fn everything_that_people_come_for_is_done_by_keys() {
    story("journeys", Duration::from_secs(150), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let folder = tempfile::tempdir()?;
        let list = folder.path().join("harbour.csv");
        let rows = (1..=12).map(|number| format!("Berth {number}\n")).collect::<String>();
        std::fs::write(&list, format!("Title\n{rows}"))?;

        imported(&ada, &list).await?;
        let board = Board { tab: ada.tab.clone(), path: ada.tab.path().await? };
        parts.done("a file is imported");
        written(&ada).await?;
        parts.done("a task is added, found and edited");
        ten(&ada).await?;
        parts.done("ten are edited at once");
        moved(&ada).await?;
        parts.done("a card is moved on the board");

        let link = ada.invite(&engagement, "editor").await?;
        let ben = world.newcomer("Ben").await?;
        let own = ben.own_engagement().await?;
        ben.join(&link).await?;
        switched(&ben, &engagement, &own).await?;
        parts.done("another engagement is gone to");
        refused(world, &ada, &ben, &engagement, &board).await?;
        parts.done("an edit that was refused is sent again");
        chosen(world, &ada, &ben, &engagement).await?;
        parts.done("a conflict is settled");
        Ok(())
    });
}

async fn imported(ada: &Person, list: &Path) -> Result<()> {
    let keys = Keys::at(&ada.tab);
    ada.tab.goto("/engagements").await?;
    keys.push("li.card a.card-link").await?;
    keys.holds("the engagement", "/^\\/e\\/[^/]+$/.test(location.pathname) && document.querySelector('.project-add')")
        .await?;
    keys.push(".sidebar a[href$='/import']").await?;
    keys.choose_file(&ada.browser, "input[type=file][name=board]", list).await?;
    keys.holds("what was read", "document.querySelector('button.import-run')").await?;
    keys.push("button.import-run").await?;
    keys.holds("the project", "document.querySelectorAll('li.task').length === 12").await
}

async fn written(ada: &Person) -> Result<()> {
    let keys = Keys::at(&ada.tab);
    ada.tab.goto("/settings").await?;
    ada.tab.find(".setting").await?;
    keys.chord(&[Key::Control], 'k').await?;
    keys.focus_is(".palette-words").await?;
    keys.press("harbour").await?;
    let meant = |words: &str| {
        format!(
            "document.querySelector('.palette-option[aria-selected=true] .palette-what')?.textContent === '{words}'"
        )
    };
    keys.holds("the project to be meant", &meant("harbour")).await?;
    keys.enter("").await?;
    keys.holds("the project", "document.querySelector('.project li.task')").await?;
    keys.press("n").await?;
    keys.focus_is("[data-status=todo] .task-add input").await?;
    keys.enter("Call the port !high").await?;
    keys.holds(
        "the task",
        "[...document.querySelectorAll('.task-title')].some(one => one.textContent === 'Call the port')",
    )
    .await?;

    keys.chord(&[Key::Control], 'k').await?;
    keys.focus_is(".palette-words").await?;
    keys.press("port call").await?;
    keys.holds("the task to be meant", &meant("Call the port")).await?;
    keys.enter("").await?;
    keys.holds("the panel", "document.querySelector('aside.panel input[name=title]')").await?;
    keys.tab_to("aside.panel input[name=title]").await?;
    keys.chord(&[Key::Control], 'a').await?;
    keys.enter("Ring the port").await?;
    keys.press(&holdfast_tests::browser::key(Key::Escape)).await?;
    keys.holds(
        "the other title",
        "!document.querySelector('aside.panel') && [...document.querySelectorAll('.task-title')].some(one => one.textContent === 'Ring the port')",
    )
    .await
}

async fn ten(ada: &Person) -> Result<()> {
    let keys = Keys::at(&ada.tab);
    let title = "li.task .task-title";
    ada.tab.reload().await?;
    ada.tab.find(title).await?;
    keys.tab_to(title).await?;
    keys.press("x").await?;
    for _ in 1..10 {
        keys.chord(&[Key::Shift], Key::Down).await?;
    }
    keys.holds(
        "ten to be selected",
        "document.querySelector('.bulk [role=status]')?.innerText === '10 tasks selected'",
    )
    .await?;
    keys.push("[data-opens=bulk-priority]").await?;
    keys.push("#bulk-priority [data-choice=urgent]").await?;
    keys.holds("ten urgent tasks", "document.querySelectorAll('li.task.is-urgent').length === 10").await
}

async fn moved(ada: &Person) -> Result<()> {
    let keys = Keys::at(&ada.tab);
    ada.tab.reload().await?;
    ada.tab.find("li.task").await?;
    keys.push("[data-layout=board]").await?;
    keys.holds("the board", "new URLSearchParams(location.search).get('view') === 'board'").await?;
    keys.tab_to("[data-status=todo] li.task .task-title").await?;
    let record: String = ada.tab.js("return document.activeElement.closest('li.task').dataset.record", &[]).await?;
    keys.chord(&[Key::Control, Key::Shift], Key::Right).await?;
    let there = format!("document.querySelector(`[data-status=in_progress] [data-record='{record}']`)");
    keys.holds("the card in the next column", &format!("{there}?.contains(document.activeElement)")).await?;
    keys.chord(&[Key::Control], 'z').await?;
    keys.holds("the card where it was", &format!("!{there}")).await
}

/// By the sidebar, and back by the palette.
async fn switched(ben: &Person, to: &str, own: &str) -> Result<()> {
    let keys = Keys::at(&ben.tab);
    keys.push(".switcher summary").await?;
    keys.push(&format!(".switcher a[href='/e/{own}']")).await?;
    keys.holds("his own", &format!("location.pathname === '/e/{own}'")).await?;
    keys.push(".switcher summary").await?;
    keys.push(&format!(".switcher a[href='/e/{to}']")).await?;
    keys.holds("hers", &format!("location.pathname === '/e/{to}'")).await
}

async fn refused(world: &World, ada: &Person, ben: &Person, engagement: &str, board: &Board) -> Result<()> {
    let keys = Keys::at(&ben.tab);
    let (origin, near) = (world.proxy.origin(), format!("http://{}", world.server.address()));
    let hers = Api::sign_in(&near, &ada.account).await?;
    board.open_in(&ben.tab).await?;
    ben.sync_is("synced").await?;
    world.proxy.cut();
    keys.press("n").await?;
    keys.focus_is("[data-status=todo] .task-add input").await?;
    keys.enter("Written on the train").await?;
    hers.give_role(engagement, &ben.account.id, "viewer").await?;
    world.proxy.mend();
    ben.sync_is("problem").await?;
    keys.push("button.sync").await?;
    keys.push("a.sync-open").await?;
    keys.holds("what was refused", "document.querySelector('.sync-line[data-stuck]')").await?;
    hers.give_role(engagement, &ben.account.id, "editor").await?;
    keys.push(".sync-line[data-stuck] .retry").await?;
    ben.sync_is("synced").await?;
    keys.holds("that nothing waits", "document.querySelector('.empty')?.innerText.includes('Nothing waits')").await?;
    Api::sign_in(&origin, &ada.account).await?.log().await?.task("Written on the train").map(drop)
}

async fn chosen(world: &World, ada: &Person, ben: &Person, engagement: &str) -> Result<()> {
    let keys = Keys::at(&ben.tab);
    let origin = world.proxy.origin();
    let hers = Api::sign_in(&origin, &ada.account).await?;
    let tasks = hers.log().await?.tasks_with_ids()?;
    let (id, _) = tasks.into_iter().find(|(_, task)| task.title == "Ring the port").context("the task is there")?;
    let (scope, id): (ScopeId, Id<Task>) = (engagement.parse()?, id.parse().context("a task's id")?);
    let describe = |words: &str| Edit::set(scope, id).put(Task::DESCRIPTION, words.to_owned());
    hers.edit(vec![describe("Call at noon.")]).await?;
    Api::sign_in(&origin, &ben.account).await?.edit_unseen(describe("Call at dawn.")).await?;
    keys.push(".conflicts-sign").await?;
    keys.holds("both versions", "document.querySelector('.conflict.is-here ins')").await?;
    // With the focus still where it came to, on the page's heading.
    keys.press("1").await?;
    keys.holds("his own to be chosen", "document.querySelector('.is-here .side[data-side=mine] input')?.checked")
        .await?;
    keys.push(".is-here .conflict-actions .settle").await?;
    keys.holds("it to be settled", "!document.querySelector('.conflicts-sign')").await?;
    ben.sync_is("synced").await?;
    let tasks = hers.log().await?.tasks()?;
    let kept = tasks.iter().any(|task| task.description == "Call at dawn.");
    ensure!(kept, "not his words but {}", json!(tasks.iter().map(|task| &task.description).collect::<Vec<_>>()));
    Ok(())
}
