//! Everything about a task without a pointer.

use std::time::Duration;

use anyhow::{Result, bail, ensure};
use holdfast_tests::browser::{Board, Row, Tab, key, story};
use serde_json::json;
use thirtyfour::Key;

#[test]
fn a_task_lives_by_the_keyboard_alone() {
    story("keyboard", Duration::from_secs(90), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "By keyboard").await?;
        by_tab_key(&ada.tab, &board).await?;
        parts.done("by the Tab key: add, rename, move, complete, delete");
        by_shortcuts(&ada.tab, &board).await?;
        parts.done("by shortcuts: add, rename, move, complete, delete");
        by_one_line(&ada.tab, &board).await?;
        parts.done("a day, a time, a tag, a priority and a person in one line");
        Ok(())
    });
}

/// Presses Tab until the focus is where it is wanted.
async fn tab_to(tab: &Tab, css: &str) -> Result<()> {
    for _ in 0..120 {
        if tab.js::<bool>("return document.activeElement.matches(arguments[0])", &[json!(css)]).await? {
            return Ok(());
        }
        tab.press(key(Key::Tab)).await?;
    }
    bail!("the Tab key never comes to {css}")
}

async fn focus_is(tab: &Tab, css: &str) -> Result<()> {
    let expression = "document.activeElement.matches(arguments[0])";
    tab.wait(&format!("the focus on {css}"), Duration::from_secs(5), expression, &[json!(css)]).await
}

async fn groups(board: &Board, what: &str, wanted: &[(&str, &str)]) -> Result<()> {
    board
        .rows_are(what, |rows: &[Row]| {
            let got: Vec<(&str, &str)> = rows.iter().map(|row| (row.group.as_str(), row.title.as_str())).collect();
            if got == wanted { None } else { Some(format!("{got:?}")) }
        })
        .await
        .map(drop)
}

async fn by_tab_key(tab: &Tab, board: &Board) -> Result<()> {
    let add = "[data-status=backlog] .task-add input";
    tab_to(tab, add).await?;
    tab.press(format!("One{}", key(Key::Enter))).await?;
    board.shows("One").await?;
    focus_is(tab, add).await?;
    tab.press(format!("Two{}", key(Key::Enter))).await?;
    groups(board, "two tasks", &[("backlog", "One"), ("backlog", "Two")]).await?;

    let two = board.row("Two").await?.record;
    let part = |class: &str| format!("li[data-record='{two}'] .{class}");
    tab_to(tab, &part("task-up")).await?;
    tab.press(key(Key::Enter)).await?;
    groups(board, "Two above One", &[("backlog", "Two"), ("backlog", "One")]).await?;
    focus_is(tab, &part("task-up")).await?;

    // The panel holds everything, its title too.
    tab_to(tab, &part("task-title")).await?;
    tab.press(key(Key::Enter)).await?;
    tab_to(tab, "aside.panel input[name=title]").await?;
    tab.chord(Key::Control, 'a').await?;
    tab.press(format!("Two, renamed{}", key(Key::Enter))).await?;
    tab.press(key(Key::Escape)).await?;
    groups(board, "Two renamed", &[("backlog", "Two, renamed"), ("backlog", "One")]).await?;
    tab.gone("aside.panel").await?;
    focus_is(tab, &part("task-title")).await?;

    tab_to(tab, &part("task-done")).await?;
    tab.press(" ").await?;
    groups(board, "Two done", &[("backlog", "One"), ("done", "Two, renamed")]).await?;
    focus_is(tab, &part("task-done")).await?;
    tab_to(tab, &part("task-delete")).await?;
    tab.press(key(Key::Enter)).await?;
    groups(board, "Two gone", &[("backlog", "One")]).await?;
    focus_is(tab, "li.task .task-title").await?;
    tab_to(tab, ".toast:last-child .toast-action").await?;
    tab.press(key(Key::Enter)).await?;
    groups(board, "Two back", &[("backlog", "One"), ("done", "Two, renamed")]).await
}

async fn by_shortcuts(tab: &Tab, board: &Board) -> Result<()> {
    tab.goto(&board.path).await?;
    board.is_shown().await?;
    // The shortcut is the project's, not the whole page's (WCAG 2.1.4): the page takes the focus when it opens.
    focus_is(tab, ".project").await?;
    tab.press("n").await?;
    focus_is(tab, "[data-status=todo] .task-add input").await?;
    tab.press(format!("Three{0}Four{0}", key(Key::Enter))).await?;
    board.shows("Four").await?;
    let four = board.row("Four").await?.record;
    let title = format!("li[data-record='{four}'] .task-title");
    tab_back_to(tab, &title).await?;

    tab.press(key(Key::F2)).await?;
    focus_is(tab, "input.task-rename").await?;
    tab.press(format!("Four, renamed{}", key(Key::Enter))).await?;
    board.shows("Four, renamed").await?;
    focus_is(tab, &title).await?;

    tab.chord(Key::Alt, Key::Up).await?;
    let order = [("backlog", "One"), ("todo", "Four, renamed"), ("todo", "Three"), ("done", "Two, renamed")];
    groups(board, "Four above Three", &order).await?;
    focus_is(tab, &title).await?;
    let three = board.row("Three").await?.record;
    tab.press(key(Key::End)).await?;
    focus_is(tab, &format!("li[data-record='{three}'] .task-title")).await?;
    tab.press(key(Key::Home)).await?;
    focus_is(tab, &title).await?;
    tab.press(" ").await?;
    let order = [("backlog", "One"), ("todo", "Three"), ("done", "Two, renamed"), ("done", "Four, renamed")];
    groups(board, "Four done", &order).await?;
    focus_is(tab, &title).await?;
    tab.press(key(Key::Delete)).await?;
    groups(board, "Four gone", &[("backlog", "One"), ("todo", "Three"), ("done", "Two, renamed")]).await?;

    // A letter that the page's own parts listen to is changed like any other.
    focus_is(tab, "li.task .task-title").await?;
    tab.press("?").await?;
    tab.click("[data-shortcut=pick] .shortcut-change").await?;
    tab.press("m").await?;
    tab.find("[data-shortcut=pick] .shortcut-reset").await?;
    tab.press(key(Key::Escape)).await?;
    tab.gone("dialog.shortcuts").await?;
    focus_is(tab, "li.task .task-title").await?;
    tab.press("x").await?;
    tab.press("m").await?;
    let picked = "document.querySelector('.bulk [role=status]')?.innerText === '1 task selected'";
    tab.wait("the task to be selected", Duration::from_secs(5), picked, &[]).await?;
    tab.press(key(Key::Escape)).await
}

/// A line says more than a title, and what it is understood as shows before it is a task.
async fn by_one_line(tab: &Tab, board: &Board) -> Result<()> {
    tab.js::<()>("document.querySelector('.project').focus()", &[]).await?;
    tab.press("n").await?;
    focus_is(tab, "[data-status=todo] .task-add input").await?;
    tab.press("Five today 17:00 #harbour !high @me").await?;
    let means = "document.querySelector('[data-status=todo] .task-add-means').innerText";
    let words = ["Due Today ", ":00", "High priority", "#harbour"];
    let told = format!("arguments[0].every(word => {means}.includes(word))");
    tab.wait("what the line means", Duration::from_secs(5), &told, &[json!(words)]).await?;
    tab.press(key(Key::Enter)).await?;
    let five = board.shows("Five").await?.record;
    let row: String =
        tab.js(&format!("return document.querySelector(\"li[data-record='{five}']\").innerText"), &[]).await?;
    for word in ["Today ", ":00", "High", "harbour"] {
        ensure!(row.contains(word), "the row says {row}");
    }
    // A label that is there already keeps its spelling.
    tab.press(format!("Seven #HARBOUR{}", key(Key::Enter))).await?;
    let seven = board.shows("Seven").await?.record;
    let label = tab.text(&format!("li[data-record='{seven}'] .tag")).await?;
    ensure!(label == "harbour", "the label is {label}");
    // However much a row says, it ends where the list does: what lies beside it stays within reach.
    let wide =
        "document.querySelector('.project-main').scrollWidth > document.querySelector('.project-main').clientWidth";
    tab.press(format!(
        "{} {}{}",
        "Six",
        "#quay-of-the-north-harbour-1 #quay-2-of-the-north-harbour #quay-3-of-the-north-harbour #quay-4",
        key(Key::Enter)
    ))
    .await?;
    let six = board.shows("Six").await?.record;
    board.open_panel(&six).await?;
    ensure!(!tab.js::<bool>(&format!("return {wide}"), &[]).await?, "the list is wider than its place");
    tab.goto(&board.path).await?;
    board.is_shown().await?;
    tab.js::<()>("document.querySelector('[data-status=todo] .task-add input').focus()", &[]).await?;
    // Only signs: there is nothing to do, and nothing typed is lost.
    tab.press(format!("!high{}", key(Key::Enter))).await?;
    tab.find("[data-status=todo] .task-add-means .field-error").await?;
    let left: String = tab.js("return document.activeElement.value", &[]).await?;
    ensure!(left == "!high", "the field holds {left}");
    Ok(())
}

async fn tab_back_to(tab: &Tab, css: &str) -> Result<()> {
    for _ in 0..60 {
        if tab.js::<bool>("return document.activeElement.matches(arguments[0])", &[json!(css)]).await? {
            return Ok(());
        }
        tab.chord(Key::Shift, Key::Tab).await?;
    }
    bail!("Shift and Tab never come to {css}")
}
