//! Looking at many tasks: filters in the address, many changed at once, a board and a table.

use std::{fmt::Write as _, time::Duration};

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Axe, Board, LONG, Person, Tab, key, story};
use serde_json::json;
use thirtyfour::Key;

use crate::{looks, scrolled};

/// How many tasks there are: more than are drawn.
const ALL: usize = 240;

#[test]
fn many_tasks_are_found_changed_and_moved() {
    story("views", Duration::from_secs(240), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let folder = tempfile::tempdir()?;
        let table = folder.path().join("harbour.csv");
        std::fs::write(&table, tasks()?)?;
        let board = Board::import(&ada.tab, &engagement, &table).await?;
        let axe = Axe::provide()?;
        looks::check(&ada.tab, "views-list", &axe).await?;

        scrolled::on(&ada.tab, &board).await?;
        parts.done("a long list that is scrolled on is drawn in part, and then whole");
        filters(&ada, &board, &axe).await?;
        parts.done("a filter stands in the address, through reload and the way back, and is saved under a name");
        at_once(&ada.tab, &board, &axe).await?;
        parts.done("many tasks are selected by keys and changed at once, taken back at once");
        on_the_board(&ada.tab, &board, &axe).await?;
        parts.done("a card is moved by keys, by a menu and by dragging");
        in_the_table(&ada.tab, &board, &axe).await?;
        parts.done("a table sorts by its columns and is written in");
        by_presses(&ada.tab, &board).await?;
        parts.done("tasks are put in order by one press after the other, on a phone, on a board and from a panel");
        folds(&ada.tab, &board, &axe).await?;
        parts.done("groups are folded, stay so, count, and take what is moved or dropped there");
        one_row(&ada.tab, &board).await?;
        parts.done("a ticked task is all that is drawn again");
        gone_back_to(&ada.tab, &board).await?;
        parts.done("a board that is gone back to is as it was left, and a card comes out of its archive into a column");
        Ok(())
    });
}

/// Nothing is dragged or held: each move is a press on a button and one on what opens.
async fn by_presses(tab: &Tab, board: &Board) -> Result<()> {
    let order = "[...document.querySelectorAll('[data-status=todo] li.task')].map(row => row.dataset.record)";
    let stands = async |record: &str, at: usize| {
        let expression = format!("{order}[arguments[1]] === arguments[0]");
        tab.wait(&format!("{record} at place {at}"), LONG, &expression, &[json!(record), json!(at)]).await
    };
    let press = async |record: &str, way: &str| {
        tab.click(&format!("li.task[data-record='{record}'] .task-move")).await?;
        tab.click(&format!("#move-menu [data-way={way}]")).await
    };
    // High enough for all of them to be drawn.
    tab.emulate(360, 1600, "light").await?;
    tab.goto(&format!("{}?q=port+00", board.path)).await?;
    count_is(tab, "12 of 240 tasks").await?;
    let all: Vec<String> = tab.js(&format!("return {order}"), &[]).await?;
    let (first, last) = (&all[0], all.len() - 1);
    press(first, "down").await?;
    stands(first, 1).await?;
    press(first, "last").await?;
    stands(first, last).await?;
    let focused = format!("document.activeElement.closest('li.task')?.dataset.record === '{first}'");
    tab.wait("the focus to stay on it", LONG, &focused, &[]).await?;
    tab.chord(Key::Control, 'z').await?;
    stands(first, 1).await?;
    press(first, "first").await?;
    stands(first, 0).await?;
    tab.click(&format!("li.task[data-record='{first}'] .task-move")).await?;
    let edge = "document.querySelectorAll('#move-menu [data-way]:disabled').length === 2";
    tab.wait("no way further up", LONG, edge, &[]).await?;
    tab.press(key(Key::Escape)).await?;
    // What lies over all else has the same, and keeps the focus.
    tab.click(&format!("li.task[data-record='{first}'] .task-title")).await?;
    tab.click(".panel-move").await?;
    tab.click("#move-menu [data-way=down]").await?;
    stands(first, 1).await?;
    tab.wait("the focus in the panel", LONG, "document.activeElement.matches('.panel-move')", &[]).await?;
    tab.emulate(1280, 800, "light").await?;
    tab.goto(&format!("{}?q=port+00&view=board", board.path)).await?;
    count_is(tab, "12 of 240 tasks").await?;
    press(first, "up").await?;
    stands(first, 0).await?;
    tab.goto(&format!("{}?q=port+00&view=board&sort=title", board.path)).await?;
    count_is(tab, "12 of 240 tasks").await?;
    tab.click(&format!("li.task[data-record='{first}'] .task-move")).await?;
    tab.find("#move-menu:popover-open [data-group=done]").await?;
    ensure!(!tab.has("#move-menu [data-way]").await?, "there are places where all is sorted by title");
    Ok(())
}

async fn folds(tab: &Tab, board: &Board, axe: &Axe) -> Result<()> {
    tab.goto(&format!("{}?q=port+00", board.path)).await?;
    count_is(tab, "12 of 240 tasks").await?;
    let todo: usize = tab.js("return document.querySelectorAll('[data-group=todo] li.task').length", &[]).await?;
    let counts = async |all: usize| {
        let expression =
            "parseInt(document.querySelector('[data-group=todo] .status-count')?.innerText) === arguments[0]";
        tab.wait(&format!("{all} tasks to be counted"), LONG, expression, &[json!(all)]).await
    };
    tab.click("[data-group=todo] .fold").await?;
    query_is(tab, "?q=port+00&fold=todo").await?;
    tab.gone("[data-group=todo] li.task").await?;
    counts(todo).await?;
    tab.wait("the focus to stay", LONG, "document.activeElement.matches('.fold[aria-expanded=false]')", &[]).await?;
    // What is not seen is not selected with the rest.
    tab.js::<()>("document.querySelector('li.task .task-title').focus()", &[]).await?;
    tab.chord(Key::Control, 'a').await?;
    let selected = "document.querySelector('.bulk [role=status]')?.innerText === arguments[0]";
    let words = format!("{} tasks selected", 12 - todo);
    tab.wait("all that are seen to be selected", LONG, selected, &[json!(words)]).await?;
    tab.press(key(Key::Escape)).await?;
    tab.js::<()>("document.querySelector('[data-group=backlog] li.task .task-title').focus()", &[]).await?;
    tab.chords(&[Key::Control, Key::Shift], Key::Right).await?;
    says(tab, "to To do").await?;
    counts(todo + 1).await?;
    tab.wait("the focus on its heading", LONG, "document.activeElement.matches('[data-group=todo] .fold')", &[])
        .await?;
    tab.chord(Key::Control, 'z').await?;
    counts(todo).await?;
    tab.goto(&format!("{}?q=port+00&view=board&fold=todo", board.path)).await?;
    count_is(tab, "12 of 240 tasks").await?;
    looks::check(tab, "views-folded", axe).await?;
    let drag = "const data = new DataTransfer();
        const fire = (node, kind) => node.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
        const column = document.querySelector('[data-group=todo]');
        fire(document.querySelector('li.task'), 'dragstart'); fire(column, 'dragover'); fire(column, 'drop');";
    tab.js::<()>(drag, &[]).await?;
    counts(todo + 1).await?;
    tab.chord(Key::Control, 'z').await?;
    counts(todo).await?;
    tab.goto(&format!("{}?q=port+00&view=table&fold=todo", board.path)).await?;
    tab.find("tr.task").await?;
    tab.js::<()>("document.querySelector('[data-group=todo] .fold').focus()", &[]).await?;
    tab.press(key(Key::Enter)).await?;
    query_is(tab, "?q=port+00&view=table").await?;
    tab.find("[data-group=todo]:has(.fold[aria-expanded=true]) + .tasks tr.task").await.map(drop)
}

/// What a ticked task changes of all other rows is their numbers, until the server has confirmed it and after.
async fn one_row(tab: &Tab, board: &Board) -> Result<()> {
    tab.goto(&board.path).await?;
    tab.find("[data-status=backlog] li.task .task-done").await?;
    let watch = "const row = node => (node.closest ? node : node.parentElement)?.closest('li.task');
        const isNumber = one => ['aria-posinset', 'aria-setsize'].includes(one.attributeName);
        window.ticked = document.querySelector('[data-status=backlog] li.task').dataset.record;
        window.drawn = new Set([...document.querySelectorAll('li.task')].map(row => row.dataset.record));
        window.drawnAgain = new Set();
        new MutationObserver(all => all.filter(one => row(one.target) && !isNumber(one)).forEach(one => window.drawnAgain.add(row(one.target).dataset.record)))
            .observe(document, { subtree: true, childList: true, characterData: true, attributes: true });";
    tab.js::<()>(watch, &[]).await?;
    tab.click("[data-status=backlog] li.task .task-done").await?;
    let gone = "!document.querySelector(`[data-status=backlog] li[data-record='${window.ticked}']`)";
    tab.wait("the task to leave its group", LONG, gone, &[]).await?;
    tab.wait("all to be synced", LONG, "document.querySelector('button.sync').dataset.sync === 'synced'", &[]).await?;
    // A row that comes into view is drawn for the first time.
    let again = "return [...window.drawnAgain].filter(id => id !== window.ticked && window.drawn.has(id))";
    let again: Vec<String> = tab.js(again, &[]).await?;
    ensure!(again.is_empty(), "{} other rows were drawn again: {again:?}", again.len());
    let numbers = "return [...document.querySelectorAll('[data-status=backlog] li.task')].every((row, at, all) =>
        row.ariaPosInSet === String(at + 1) && row.ariaSetSize === all[0].ariaSetSize)";
    ensure!(tab.js::<bool>(numbers, &[]).await?, "the others are not numbered anew");
    Ok(())
}

/// Other pages are looked at, and the page is loaded anew: the column is where it was, and so are what is selected and what was
/// put away.
async fn gone_back_to(tab: &Tab, board: &Board) -> Result<()> {
    tab.goto(&format!("{}?view=board", board.path)).await?;
    tab.find("[data-status=todo] li.task").await?;
    let down = "document.querySelector('[data-status=todo] .tasks-box')";
    let scroll = format!(
        "{down}.scrollTop = 600;
         return await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done({down}.scrollTop))))"
    );
    ensure!(tab.js_async::<f64>(&scroll, &[]).await? == 600.0, "the column is scrolled");
    tab.js::<()>(&format!("{down}.querySelector('li.task .task-pick').click()"), &[]).await?;
    let selected = "document.querySelector('.bulk [role=status]')?.innerText === '1 task selected'";
    tab.wait("a selected task", LONG, selected, &[]).await?;
    tab.js::<()>("document.querySelector('.bar .brand').click()", &[]).await?;
    tab.find("li.card").await?;
    tab.js::<()>("history.back()", &[]).await?;
    tab.wait("the column where it was", LONG, &format!("{down}?.scrollTop === 600 && {selected}"), &[]).await?;
    tab.click(".bulk-archive").await?;
    tab.find(".archive-toggle").await?;
    tab.js::<()>("document.querySelector('.archive-toggle').click()", &[]).await?;
    query_is(tab, "?view=board&archive=open").await?;
    tab.reload().await?;
    tab.find(".columns-box [data-group=archive] li.task").await?;
    // Put into a column, a card is not in the archive any more.
    tab.js::<()>("document.querySelector('[data-group=archive] li.task .task-title').focus()", &[]).await?;
    tab.chords(&[Key::Control, Key::Shift], Key::Left).await?;
    says(tab, "Took out of the archive").await?;
    tab.gone("[data-group=archive] li.task").await?;
    tab.chord(Key::Control, 'z').await?;
    tab.find("[data-group=archive] li.task").await.map(drop)
}

/// A table of tasks of every sort.
fn tasks() -> Result<String> {
    let mut text = "Title,Status,Priority,Due,Labels\n".to_owned();
    for number in 0..ALL {
        let status = ["Backlog", "To do", "To do", "In progress", "In review", "Done"][number % 6];
        let priority = ["Low", "Medium", "Medium", "High", "Urgent"][number % 5];
        let due = ["", "2026-01-05", "2099-02-03"][number % 3];
        let labels = ["", "auth", "harbour", "auth;harbour"][number % 4];
        let more = if number % 7 == 0 {
            " and ask the harbour master whether the berth is free until the tide turns"
        } else {
            ""
        };
        writeln!(text, "Call the port {number:03}{more},{status},{priority},{due},{labels}")?;
    }
    Ok(text)
}

async fn count_is(tab: &Tab, words: &str) -> Result<()> {
    let expression = "document.querySelector('.view-count [role=status]')?.innerText === arguments[0]";
    tab.wait(&format!("the count to be “{words}”"), LONG, expression, &[json!(words)]).await
}

async fn query_is(tab: &Tab, query: &str) -> Result<()> {
    tab.wait(&format!("the query {query}"), LONG, "location.search === arguments[0]", &[json!(query)]).await
}

async fn says(tab: &Tab, words: &str) -> Result<()> {
    let expression = "[...document.querySelectorAll('.toast')].some(one => one.innerText.includes(arguments[0]))";
    tab.wait(&format!("to be told “{words}”"), LONG, expression, &[json!(words)]).await
}

async fn filters(ada: &Person, board: &Board, axe: &Axe) -> Result<()> {
    let tab = &ada.tab;
    count_is(tab, "240 tasks").await?;
    tab.fill(".view-words", "port 01").await?;
    count_is(tab, "13 of 240 tasks").await?;
    query_is(tab, "?q=port+01").await?;

    tab.click("[data-opens=view-filter]").await?;
    tab.click("#view-filter input[name=label][value=auth]").await?;
    query_is(tab, "?q=port+01&label=auth").await?;
    count_is(tab, "8 of 240 tasks").await?;
    looks::check(tab, "views-filter", axe).await?;
    tab.press(key(Key::Escape)).await?;
    tab.reload().await?;
    count_is(tab, "8 of 240 tasks").await?;
    tab.click("li.task .task-title").await?;
    tab.find("aside.panel").await?;
    query_is(tab, "?q=port+01&label=auth").await?;
    tab.js::<()>("history.go(-2)", &[]).await?;
    query_is(tab, "?q=port+01").await?;
    count_is(tab, "13 of 240 tasks").await?;

    // A name for what is shown, found again on another page.
    tab.goto(&format!("{}?priority=urgent&sort=-title&group=person", board.path)).await?;
    count_is(tab, "48 of 240 tasks").await?;
    tab.click("[data-opens=view-saved]").await?;
    tab.fill("#view-saved input", "Urgent ones").await?;
    tab.press(key(Key::Enter)).await?;
    says(tab, "Saved the filter “Urgent ones”").await?;
    ada.sync_is("synced").await?;
    tab.goto(&format!("{}?q=nowhere&broken=%%%&sort=moon", board.path)).await?;
    tab.find(".empty").await?;
    count_is(tab, "0 of 240 tasks").await?;
    looks::check(tab, "views-empty", axe).await?;
    tab.click(".empty .view-clear").await?;
    count_is(tab, "240 tasks").await?;
    query_is(tab, "").await?;
    tab.click("[data-opens=view-saved]").await?;
    tab.click("#view-saved .saved-open").await?;
    query_is(tab, "?priority=urgent&sort=-title&group=person").await?;
    count_is(tab, "48 of 240 tasks").await?;
    let first: String = tab.text("li.task .task-title").await?;
    ensure!(first.starts_with("Call the port 239"), "the first of the other way round is {first}");
    Ok(())
}

async fn at_once(tab: &Tab, board: &Board, axe: &Axe) -> Result<()> {
    tab.goto(&format!("{}?q=port+00", board.path)).await?;
    count_is(tab, "12 of 240 tasks").await?;
    let selected = async |words: &str| {
        let expression = "(document.querySelector('.bulk [role=status]')?.innerText ?? '') === arguments[0]";
        tab.wait(&format!("“{words}”"), LONG, expression, &[json!(words)]).await
    };
    tab.js::<()>("document.querySelector('li.task .task-title').focus()", &[]).await?;
    tab.press("x").await?;
    selected("1 task selected").await?;
    tab.chord(Key::Shift, Key::Down).await?;
    tab.chord(Key::Shift, Key::Down).await?;
    selected("3 tasks selected").await?;
    tab.press(key(Key::Escape)).await?;
    selected("").await?;
    tab.chord(Key::Control, 'a').await?;
    selected("12 tasks selected").await?;
    looks::check(tab, "views-bulk", axe).await?;
    tab.click("[data-opens=bulk-priority]").await?;
    tab.click("#bulk-priority [data-choice=urgent]").await?;
    says(tab, "to Urgent").await?;
    let urgent = "document.querySelectorAll('li.task.is-urgent').length === 12";
    tab.wait("twelve urgent tasks", LONG, urgent, &[]).await?;
    tab.click(".toast-action").await?;
    tab.wait("two urgent tasks", LONG, &urgent.replace("12", "2"), &[]).await?;

    tab.click("[data-opens=bulk-labels]").await?;
    tab.fill("#bulk-labels input", "night").await?;
    tab.press(key(Key::Enter)).await?;
    says(tab, "Labelled 12 tasks #night").await?;
    tab.press(key(Key::Escape)).await?;
    tab.click(".bulk-delete").await?;
    says(tab, "Deleted 12 tasks").await?;
    count_is(tab, "0 of 228 tasks").await?;
    tab.chord(Key::Control, 'z').await?;
    count_is(tab, "12 of 240 tasks").await?;
    tab.stored().await
}

async fn on_the_board(tab: &Tab, board: &Board, axe: &Axe) -> Result<()> {
    tab.goto(&format!("{}?view=board", board.path)).await?;
    tab.find("[data-status=todo] li.task").await?;
    looks::check(tab, "views-board", axe).await?;
    let drawn: usize = tab.js("return document.querySelectorAll('li.task').length", &[]).await?;
    ensure!(drawn < ALL, "{drawn} cards are drawn");
    // Cards are as high as their words, which is not known of those that were never drawn.
    let heights = "return new Set([...document.querySelectorAll('[data-status=todo] li.task')].map(card => card.offsetHeight)).size";
    ensure!(tab.js::<usize>(heights, &[]).await? > 1, "cards with long titles are higher");
    let down = "document.querySelector('[data-status=todo] .tasks-box')";
    let last = format!("[...{down}.querySelectorAll('li.task')].at(-1)");
    tab.js::<()>(&format!("{down}.scrollTop = {down}.scrollHeight"), &[]).await?;
    let is_last = format!("{last}.ariaPosInSet === {last}.ariaSetSize");
    tab.wait("the last card", LONG, &is_last, &[]).await?;
    tab.js::<()>(&format!("{down}.scrollTop = 0"), &[]).await?;
    let is_first = format!("{down}.querySelector('li.task').ariaPosInSet === '1'");
    tab.wait("the first card", LONG, &is_first, &[]).await?;
    let is_in = async |record: &str, status: &str| {
        let expression =
            "document.querySelector(`[data-status=\"${arguments[1]}\"] [data-record=\"${arguments[0]}\"]`)";
        tab.wait(&format!("{record} in {status}"), LONG, expression, &[json!(record), json!(status)]).await
    };
    let record: String = tab
        .js(
            "const row = document.querySelector('[data-status=backlog] li.task'); row.querySelector('.task-title').focus();
            return row.dataset.record",
            &[],
        )
        .await?;
    // The end of a column that is filtered is in view.
    tab.goto(&format!("{}?view=board&q=port+000", board.path)).await?;
    count_is(tab, "1 of 240 tasks").await?;
    tab.js::<()>("document.querySelector('li.task .task-title').focus()", &[]).await?;
    tab.chords(&[Key::Control, Key::Shift], Key::Right).await?;
    is_in(&record, "todo").await?;
    let focused = "document.activeElement.closest('li.task')?.dataset.record === arguments[0]";
    tab.wait("the focus to stay on the card", LONG, focused, &[json!(record)]).await?;
    tab.click("li.task .task-move").await?;
    // The menu has the keys, and not the cards behind it.
    let on = |place: usize| format!("document.activeElement.matches('#move-menu button:nth-child({place})')");
    tab.wait("the focus in the menu", LONG, &on(1), &[]).await?;
    tab.press(key(Key::Down)).await?;
    tab.wait("the focus on what is next in it", LONG, &on(2), &[]).await?;
    tab.click("#move-menu [data-group=in_review]").await?;
    is_in(&record, "in_review").await?;
    tab.chord(Key::Control, 'z').await?;
    is_in(&record, "todo").await?;
    let drag = "const data = new DataTransfer();
        const fire = (node, kind) => node.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
        const column = document.querySelector('[data-status=done]');
        fire(document.querySelector('li.task'), 'dragstart'); fire(column, 'dragover'); fire(column, 'drop');";
    tab.js::<()>(drag, &[]).await?;
    is_in(&record, "done").await?;
    // By when it is due, moving it sets that; what a board has no columns for says so.
    tab.goto(&format!("{}?view=board&group=due&q=port+000", board.path)).await?;
    tab.find("[data-group=none] li.task .task-title").await?;
    tab.js::<()>("document.querySelector('li.task .task-title').focus()", &[]).await?;
    tab.chords(&[Key::Control, Key::Shift], Key::Left).await?;
    tab.find("[data-group=later] li.task .due").await?;
    says(tab, "“Call the port 000").await?;
    let told = "document.querySelector('#view-group option[value=label]:disabled')?.text.includes('several')";
    tab.wait("grouping by label not to be there, with the reason", LONG, told, &[]).await
}

async fn in_the_table(tab: &Tab, board: &Board, axe: &Axe) -> Result<()> {
    tab.goto(&format!("{}?view=table&group=none", board.path)).await?;
    tab.find("tr.task").await?;
    looks::check(tab, "views-table", axe).await?;
    tab.click("[data-sort=title]").await?;
    query_is(tab, "?sort=title&group=none&view=table").await?;
    tab.find("th[aria-sort=ascending] [data-sort=title]").await?;
    tab.click("[data-sort=title]").await?;
    tab.find("th[aria-sort=descending] [data-sort=title]").await?;
    let first: String = tab.text("tr.task .task-title").await?;
    ensure!(first.starts_with("Call the port 239"), "the first row is {first}");
    tab.choose("tr.task .task-priority", "low").await?;
    tab.find("tr.task.is-low .task-priority").await?;
    tab.click("tr.task .cell-labels").await?;
    let on = "document.activeElement.matches('#cell-menu [role=combobox]')";
    tab.wait("the focus where labels are typed", LONG, on, &[]).await?;
    tab.fill("#cell-menu input", "quay").await?;
    tab.press(key(Key::Enter)).await?;
    tab.wait("the label", LONG, "document.querySelector('tr.task .cell-labels').innerText.includes('quay')", &[])
        .await?;
    // Another title: by the row's button.
    tab.goto(&format!("{}?view=table&group=none&sort=-title", board.path)).await?;
    let is_written = "document.activeElement.matches('tr.task .task-rename')";
    // Where a pointer hovers, or the focus is.
    tab.find("tr.task").await?;
    tab.js::<()>("document.querySelector('tr.task').focus()", &[]).await?;
    tab.click("tr.task .task-edit").await?;
    tab.wait("the title to be written", LONG, is_written, &[]).await?;
    tab.fill("tr.task .task-rename", "Call the port 239 again").await?;
    tab.press(key(Key::Enter)).await?;
    let title = "document.querySelector('tr.task .task-title')";
    tab.wait("another title", LONG, &format!("{title}?.innerText === 'Call the port 239 again'"), &[]).await?;
    Ok(())
}
