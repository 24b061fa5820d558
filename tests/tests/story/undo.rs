//! Taking back and doing again: by key and by menu, after a reload, and never over what somebody else did.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use holdfast_core::{
    entity::Task,
    id::{Id, ScopeId},
    operation::Edit,
};
use holdfast_tests::browser::{Board, LONG, Parts, Person, Tab, World, api::Api, key, story};
use serde_json::json;
use thirtyfour::Key;

#[test]
fn what_was_done_is_taken_back_and_done_again() {
    story("undo", Duration::from_secs(90), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Harbour").await?;
        board.add("todo", "Call the port").await?;
        let task = board.shows("Call the port").await?.record;
        by_key(&ada.tab, &board, &task, parts).await?;
        after_a_reload(&ada, &board, &task, parts).await?;
        over_others(world, &ada, &board, &engagement, &task, parts).await
    });
}

/// Ctrl and a letter, wherever the focus is; the page's own keys reach it afterwards as before.
async fn ctrl(tab: &Tab, letter: char) -> Result<()> {
    tab.chord(Key::Control, letter).await?;
    let within = "document.activeElement.closest('.project, .bar')";
    tab.wait("the focus to stay on the page", LONG, within, &[]).await
}

async fn says(tab: &Tab, words: &str) -> Result<()> {
    let expression = "[...document.querySelectorAll('.toast')].some(one => one.innerText.includes(arguments[0]))";
    tab.wait(&format!("to be told “{words}”"), LONG, expression, &[json!(words)]).await
}

/// 1. Several steps back and forth; a field's own typing is the field's.
async fn by_key(tab: &Tab, board: &Board, task: &str, parts: &Parts) -> Result<()> {
    board.rename(task, "Ring the port").await?;
    board.shows("Ring the port").await?;
    board.set_status(task, "in_progress").await?;
    let is_in = |group: &'static str| {
        move |rows: &[holdfast_tests::browser::Row]| {
            (!rows.iter().any(|row| row.group == group)).then(|| format!("{rows:?}"))
        }
    };
    board.rows_are("it to be in progress", is_in("in_progress")).await?;
    ctrl(tab, 'z').await?;
    board.rows_are("it to be to do again", is_in("todo")).await?;
    ctrl(tab, 'z').await?;
    board.shows("Call the port").await?;
    says(tab, "Undid: Renamed “Call the port” to “Ring the port”").await?;
    ctrl(tab, 'Z').await?;
    board.shows("Ring the port").await?;

    let field = "[data-status=todo] .task-add input";
    tab.fill(field, "Half a").await?;
    tab.chord(Key::Control, 'z').await?;
    tab.wait("the field to be empty", LONG, "!document.querySelector(arguments[0]).value", &[json!(field)]).await?;
    ensure!(board.row("Ring the port").await?.record == task, "a field's own undo leaves the board alone");

    // A toast takes back its own step, whatever was done since.
    board.delete(task).await?;
    board.add("todo", "Another").await?;
    board.shows("Another").await?;
    tab.click(".toast:last-child .toast-action").await?;
    board.shows("Ring the port").await?;
    board.shows("Another").await?;
    parts.done("back and forth by key, and by a toast");
    Ok(())
}

/// 2. What was done before a reload can be taken back after it; the menu says what that is.
async fn after_a_reload(ada: &Person, board: &Board, task: &str, parts: &Parts) -> Result<()> {
    let tab = &ada.tab;
    board.rename(task, "Hail the port").await?;
    board.shows("Hail the port").await?;
    ada.sync_is("synced").await?;
    tab.reload().await?;
    board.shows("Hail the port").await?;
    tab.click("button.account").await?;
    let named = "document.querySelector('.menu-undo:not(:disabled)')?.innerText.includes('“Hail the port”')";
    tab.wait("the menu to name what can be undone", LONG, named, &[]).await?;
    tab.click(".menu-undo").await?;
    board.shows("Ring the port").await?;
    tab.press(key(Key::Escape)).await?;
    ada.sync_is("synced").await?;
    ctrl(tab, 'y').await?;
    board.shows("Hail the port").await?;
    ada.sync_is("synced").await?;
    parts.done("after a reload and after it was synced");
    Ok(())
}

/// 3. What somebody else has changed since is left as it is, and said.
async fn over_others(
    world: &World,
    ada: &Person,
    board: &Board,
    engagement: &str,
    task: &str,
    parts: &Parts,
) -> Result<()> {
    let (scope, id): (ScopeId, Id<Task>) = (engagement.parse()?, task.parse().context("a task's id")?);
    // The same person at another device counts as somebody else.
    let elsewhere = Api::sign_in(&world.proxy.origin(), &ada.account).await?;
    elsewhere.edit(vec![Edit::set(scope, id).put(Task::TITLE, "Written elsewhere".to_owned())]).await?;
    board.shows("Written elsewhere").await?;
    ctrl(&ada.tab, 'z').await?;
    says(&ada.tab, "Left as it is: the title of").await?;
    board.shows("Written elsewhere").await?;
    parts.done("never over what was done elsewhere since");
    Ok(())
}
