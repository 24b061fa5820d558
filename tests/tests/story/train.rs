//! The story Holdfast stands on: everything works with the server gone, arrives with no tab open, and meets what others did.

use std::{collections::BTreeSet, path::Path, time::Duration};

use anyhow::{Context as _, Result, ensure};
use holdfast_tests::browser::{
    Board, DevTools, Hold, LONG, Parts, Person, Row, SHORT, Tab, World, api::Api, journal, key, outbox_ops,
    sample_board, story, until,
};
use serde_json::{Value, json};
use thirtyfour::Key;

#[test]
fn a_day_of_two_people() {
    story("train", Duration::from_secs(240), async |world, parts| {
        watch_badge(world).await?;
        let mut ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        parts.done("a new account");
        let board = import(world, &ada, &engagement).await?;
        parts.done("the sample board imported, every card in the right column");

        let edits = offline(world, &mut ada, &board, parts).await?;
        let tab = second_tab(&ada, &board, &edits).await?;
        parts.done("a second tab, still cut");
        let added = with_no_tab_open(world, &mut ada, &board, tab, &edits).await?;
        parts.done("edits sent by Background Sync with no tab open");

        world.server.restart().await?;
        two_people(world, &ada, &board, &engagement, &added, parts).await
    });
}

/// What the worker asks for in place of taking the number off the app's icon.
const NO_BADGE: &str = "/no-badge";

/// Has the worker tell what it does with the app's icon: there is none to look at where the app is not installed.
async fn watch_badge(world: &World) -> Result<()> {
    let url = format!("{}/sw.js", world.proxy.origin());
    let worker = reqwest::get(url).await?.error_for_status()?.text().await?;
    let told = format!("navigator.clearAppBadge = () => fetch('{NO_BADGE}');\n{worker}");
    world.proxy.replace_script("/sw.js", told.into_bytes());
    Ok(())
}

/// 1. Every card of the file is on the page, in the column its list became.
async fn import(_: &World, ada: &Person, engagement: &str) -> Result<Board> {
    let board = Board::import(&ada.tab, engagement, &sample_board()).await?;
    all_cards_are_right(&board).await?;
    ada.sync_is("synced").await?;
    Ok(board)
}

async fn all_cards_are_right(board: &Board) -> Result<()> {
    board.is_shown().await?;
    board.show_archive().await?;
    let expected = expected(&sample_board())?;
    board
        .rows_are("every card in its column", |rows| {
            let got: BTreeSet<_> = rows.iter().map(|row| (row.group.clone(), row.title.clone())).collect();
            let (lost, extra) = (expected.difference(&got), got.difference(&expected));
            let wrong: Vec<_> = lost.map(|card| ("missing", card)).chain(extra.map(|card| ("extra", card))).collect();
            if wrong.is_empty() && rows.len() == expected.len() { None } else { Some(format!("{wrong:?}")) }
        })
        .await
        .map(drop)
}

/// Column and title of each card, by the file itself.
fn expected(file: &Path) -> Result<BTreeSet<(String, String)>> {
    let board: Value = serde_json::from_slice(&std::fs::read(file)?)?;
    let array = |name: &str| board[name].as_array().cloned().with_context(|| name.to_owned());
    let lists = array("lists")?;
    let place = |card: &Value| {
        let list = lists.iter().find(|list| list["id"] == card["idList"])?;
        let column = match list["name"].as_str()? {
            _ if card["closed"] == true || list["closed"] == true => "archive",
            "Ideas" => "backlog",
            "Next sprint" => "todo",
            "In progress" => "in_progress",
            "Review with client" => "in_review",
            "Done" => "done",
            _ => return None,
        };
        Some((column.to_owned(), card["name"].as_str()?.to_owned()))
    };
    array("cards")?.iter().map(|card| place(card).with_context(|| format!("where does {card} belong?"))).collect()
}

/// What was done offline.
struct Edits {
    renamed: &'static str,
    added: &'static str,
    completed: Row,
    moved: (Row, Row),
    deleted: Row,
}

impl Edits {
    /// Whether a page shows all of them.
    fn all_show(&self, rows: &[Row]) -> bool {
        let group_of = |title: &str| rows.iter().find(|row| row.title == title).map(|row| row.group.as_str());
        let place = |record: &str| rows.iter().position(|row| row.record == record);
        let (moved, passed) = &self.moved;
        group_of(self.renamed).is_some()
            && group_of(self.added) == Some("todo")
            && group_of(&self.completed.title) == Some("done")
            && place(&passed.record) < place(&moved.record)
            && place(&self.deleted.record).is_none()
    }

    async fn show_on(&self, board: &Board, where_: &str) -> Result<()> {
        let wrong = |rows: &[Row]| if self.all_show(rows) { None } else { Some(format!("{rows:?}")) };
        board.rows_are(&format!("all five edits {where_}"), wrong).await.map(drop)
    }
}

/// 2. With the server dead: the app opens, and each of five edits shows in the first frame while every write is held.
async fn offline(world: &World, ada: &mut Person, board: &Board, parts: &Parts) -> Result<Edits> {
    ada.tab.wait("the service worker to take the page", LONG, "navigator.serviceWorker.controller", &[]).await?;
    world.server.kill();
    ada.tab.reload().await?;
    all_cards_are_right(board).await?;
    parts.done("reloaded with the server dead");

    let rows = board.rows().await?;
    let group = |name: &str| rows.iter().filter(|row| row.group == name).cloned().collect::<Vec<Row>>();
    let [todo, backlog, progress] = ["todo", "backlog", "in_progress"].map(group);
    let edits = Edits {
        renamed: "Renamed on a train",
        added: "Added on a train",
        completed: progress[0].clone(),
        moved: (todo[1].clone(), todo[2].clone()),
        deleted: backlog[0].clone(),
    };

    let first = &todo[0];
    board.start_rename(&first.record, edits.renamed).await?;
    let check = format!("find('{}') === row && row.dataset.mark === 'saving'", edits.renamed);
    in_first_frame(ada, board, "keydown", &check, &first.record, async || ada.tab.press(key(Key::Enter)).await).await?;
    board.rows_are("the rename to wait", |rows| marked(rows, &first.record, "waiting")).await?;

    let field = "[data-status=todo] .task-add input[name=title]";
    ada.tab.fill(field, edits.added).await?;
    let check = format!("find('{}')?.dataset.mark === 'saving'", edits.added);
    in_first_frame(ada, board, "keydown", &check, "", async || ada.tab.press(key(Key::Enter)).await).await?;
    let added = board.shows(edits.added).await?;
    board.rows_are("the new task to wait", |rows| marked(rows, &added.record, "waiting")).await?;

    let (moved, passed) = &edits.moved;
    let check = format!(
        "row.dataset.mark === 'saving' && rows.indexOf(row) > rows.findIndex(one => one.dataset.record === '{}')",
        passed.record
    );
    in_first_frame(ada, board, "click", &check, &moved.record, async || board.move_down(&moved.record).await).await?;
    board.rows_are("the move to wait", |rows| marked(rows, &moved.record, "waiting")).await?;

    let done = &edits.completed;
    let check = "row.closest('[data-status]').dataset.status === 'done' && row.dataset.mark === 'saving'";
    in_first_frame(ada, board, "click", check, &done.record, async || board.toggle_done(&done.record).await).await?;
    board.rows_are("the completion to wait", |rows| marked(rows, &done.record, "waiting")).await?;

    let gone = &edits.deleted;
    in_first_frame(ada, board, "click", "!row", &gone.record, async || board.delete(&gone.record).await).await?;
    edits.show_on(board, "in the tab they were made in").await?;

    ada.sync_is("offline").await?;
    ensure!(ada.tab.text("button.sync").await?.contains('5'), "the indicator counts the five edits");
    ada.tab.click("button.sync").await?;
    let listed = "document.querySelectorAll('dialog.sync-list li[data-op]').length === 5";
    ada.tab.wait("five edits in the list of what is pending", SHORT, listed, &[]).await?;
    ada.tab.click("dialog.sync-list .dialog-close").await?;
    ada.tab.gone("dialog.sync-list").await?;
    parts.done("five edits offline, each in the first frame");
    Ok(edits)
}

fn marked(rows: &[Row], record: &str, mark: &str) -> Option<String> {
    match rows.iter().find(|row| row.record == record) {
        Some(row) if row.mark == mark => None,
        other => Some(format!("{other:?}")),
    }
}

/// Does something while every write is held; it must show, and be called saving, in the first frame after the input.
async fn in_first_frame(
    ada: &Person,
    board: &Board,
    event: &str,
    check: &str,
    record: &str,
    act: impl AsyncFnOnce() -> Result<()>,
) -> Result<()> {
    let hold = Hold::take(&ada.tab, &ada.account.id, 500).await?;
    board.watch_frame(event, check, record).await?;
    act().await?;
    let frame = board.frame().await?;
    let released = hold.ended().await?;
    ensure!(frame.holds, "not in the page by the first frame: {check}");
    ensure!(frame.sync == "saving", "the indicator says {} while a write is held ({check})", frame.sync);
    ensure!(frame.at < released, "the frame came only after the writes were let go ({check})");
    Ok(())
}

/// 3. Another tab shows the five; what is edited there shows in the first.
async fn second_tab(ada: &Person, board: &Board, edits: &Edits) -> Result<Tab> {
    let tab = ada.browser.new_tab().await?;
    let second = board.open_in(&tab).await?;
    edits.show_on(&second, "in a second tab").await?;
    second.add("backlog", "Added in the second tab").await?;
    second.shows("Added in the second tab").await?;
    board.shows("Added in the second tab").await?;
    Ok(tab)
}

/// 4. The service worker sends everything with every tab closed, and what it sent still shows when the server dies again.
async fn with_no_tab_open(
    world: &World,
    ada: &mut Person,
    board: &Board,
    second: Tab,
    edits: &Edits,
) -> Result<BTreeSet<String>> {
    let made = outbox_ops(&ada.tab, &ada.account.id).await?;
    ensure!(made.len() == 6, "six edits wait: {made:?}");
    let blank = ada.browser.new_tab().await?;
    second.close().await?;
    ada.tab.clone().close().await?;
    ada.tab = blank;

    world.server.restart().await?;
    let mut devtools = DevTools::of_tab(&ada.browser, &ada.tab).await?;
    let open = devtools.pages().await?;
    ensure!(open == ["about:blank"], "no tab of the app is open: {open:?}");
    devtools.fire_background_sync(ada.tab.origin(), "holdfast-outbox").await?;
    let api = Api::sign_in(&world.proxy.origin(), &ada.account).await?;
    until("the edits to arrive with no tab open", LONG, async || {
        let there = api.log().await?.operations()?;
        let left: Vec<&String> = made.difference(&there).collect();
        Ok(if left.is_empty() { Ok(()) } else { Err(format!("{} of {} are missing", left.len(), made.len())) })
    })
    .await?;

    until("the number on the icon to go", LONG, async || {
        Ok(if world.proxy.asked(NO_BADGE) > 0 { Ok(()) } else { Err("the worker has not taken it away".to_owned()) })
    })
    .await?;

    world.server.kill();
    let board = board.open_in(&ada.tab).await?;
    edits.show_on(&board, "after the server died again").await?;
    board.shows("Added in the second tab").await?;
    Ok(made)
}

/// 5. A second person comes by link, sees everything live and once; what both do offline meets.
async fn two_people(
    world: &World,
    ada: &Person,
    board: &Board,
    engagement: &str,
    made: &BTreeSet<String>,
    parts: &Parts,
) -> Result<()> {
    let link = ada.invite(engagement, "editor").await?;
    let ben = world.guest("Ben", &link).await?;
    parts.done("a second person joined by link");

    let (ada_board, ben_board) = (board.open_in(&ada.tab).await?, board.open_in(&ben.tab).await?);
    let titles = |rows: Vec<Row>| rows.into_iter().map(|row| (row.group, row.title)).collect::<Vec<_>>();
    let ada_sees = titles(ada_board.rows().await?);
    ben_board
        .rows_are("the same board at the second person's", |rows| {
            let ben_sees = titles(rows.to_vec());
            if ben_sees == ada_sees { None } else { Some(format!("{ben_sees:?} instead of {ada_sees:?}")) }
        })
        .await?;
    ada_board.add("todo", "Said live by Ada").await?;
    ben_board.shows("Said live by Ada").await?;
    let shared = ben_board.row("Said live by Ada").await?.record;
    ben_board.rename(&shared, "Renamed live by Ben").await?;
    ada_board.shows("Renamed live by Ben").await?;
    ada.sync_is("synced").await?;
    ben.sync_is("synced").await?;
    parts.done("both see each other's edits live");

    world.server.kill();
    ada_board.rename(&shared, "Ada's words").await?;
    // The panel is opened by its address: a page that is left at once may leave before that is on the device.
    ada.tab.stored().await?;
    ada_board.open_panel(&shared).await?;
    ada_board.add_time(2).await?;
    ben_board.open_panel(&shared).await?;
    ben.tab.choose(".panel select[name=priority]", "urgent").await?;
    ben_board.add_time(3).await?;
    world.server.restart().await?;
    for (person, board) in [(ada, &ada_board), (&ben, &ben_board)] {
        board.time_is(5 * 900).await.with_context(|| format!("{}'s panel", person.account.name))?;
        person.sync_is("synced").await?;
        let both = "document.querySelector('.panel select[name=priority]').value === 'urgent'
            && document.querySelector('.panel input[name=title]').value === `Ada's words`";
        person.tab.wait("both people's edits of one card", LONG, both, &[]).await?;
    }
    parts.done("concurrent edits of one card kept, time spent added up");

    for (words, count) in [("assign to ben", 1), ("unassign ben", 0)] {
        ada.tab.chord(Key::Control, 'k').await?;
        ada.tab.find("dialog.palette[open]").await?;
        ada.tab.press(words).await?;
        let meant =
            "document.querySelector('.palette-option[aria-selected=true] .palette-what')?.textContent.endsWith('Ben')";
        ada.tab.wait("the other by name", LONG, meant, &[]).await?;
        ada.tab.press(key(Key::Enter)).await?;
        let whose = "[...document.querySelectorAll('.panel [aria-label]')].filter(one => one.ariaLabel === 'Unassign: Ben').length === arguments[0]";
        ben.tab.wait("whose work it is", LONG, whose, &[json!(count)]).await?;
    }
    parts.done("given to the other, and taken back, by the palette");

    for person in [ada, &ben] {
        journal_is_log(world, person).await?;
    }
    let log = Api::sign_in(&world.proxy.origin(), &ben.account).await?.log().await?;
    ensure!(made.is_subset(&log.operations()?), "what was sent with no tab open is in the log");
    ensure!(log.task("Ada's words")?.time_spent == 5 * 900, "time spent adds up on the server");
    parts.done("each client's journal is the server's log");
    Ok(())
}

/// Exactly once: what a client has applied is what the server did for the scopes that person may read.
async fn journal_is_log(world: &World, person: &Person) -> Result<()> {
    let api = Api::sign_in(&world.proxy.origin(), &person.account).await?;
    until(&format!("{}'s journal to be the log", person.account.name), LONG, async || {
        let log = api.log().await?.operations()?;
        let applied = journal(&person.tab, &person.account.id).await?;
        let only_log: Vec<_> = log.difference(&applied).collect();
        let only_here: Vec<_> = applied.difference(&log).collect();
        let same = only_log.is_empty() && only_here.is_empty();
        Ok(if same { Ok(()) } else { Err(json!({ "not applied": only_log, "not in the log": only_here }).to_string()) })
    })
    .await
}
