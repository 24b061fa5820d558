//! What this build writes, kept for all builds after it: `fixture NAME` lets two people work for a while, and writes the server's
//! database to `crates/server/tests/fixtures/NAME.sql` and what one of them has on their device to `tests/fixtures/NAME.json`. Run
//! by `cargo xtask fixture NAME` before a release. It needs the program `sqlite3`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use holdfast_core::{
    entity::{ChecklistItem, Comment, Entity as _, Message, Session, SessionState, Task},
    id::{Id, ScopeId},
    operation::Edit,
    order::OrderKey,
};
use holdfast_tests::browser::{Board, Device, LONG, Person, Tab, World, api::Api, key, story};
use serde_json::json;
use thirtyfour::Key;

fn main() -> ExitCode {
    let Some(name) = std::env::args().nth(1) else {
        eprintln!("usage: fixture NAME");
        return ExitCode::from(2);
    };
    story("fixture", Duration::from_secs(300), async |world, parts| {
        let (ada, board) = together(world).await?;
        parts.done("two people have worked");
        let data = world.server.data().to_owned();
        on_the_device(&ada, &board).await?;
        parts.done("one of them has settings, and has begun to write");
        unsent(world, &ada, &board).await?;
        let device = Device::of(&ada.tab).await?;
        let file = folder("tests").join(format!("{name}.json"));
        fs::write(&file, serde_json::to_string_pretty(&device)? + "\n")?;
        println!("  {}", file.display());
        parts.done("and has edits that no server knows of");
        dump(&data, &folder("crates/server/tests").join(format!("{name}.sql")))
    });
    ExitCode::SUCCESS
}

fn folder(package: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(package).join("fixtures");
    fs::create_dir_all(&folder).expect("the folder for fixtures");
    folder
}

/// Everything of the server's database, in a form that people can read too.
fn dump(data: &Path, to: &Path) -> Result<()> {
    let done = Command::new("sqlite3").arg(data.join("holdfast.sqlite3")).arg(".dump").output().context("sqlite3")?;
    ensure!(done.status.success(), "sqlite3: {}", String::from_utf8_lossy(&done.stderr));
    fs::write(to, done.stdout)?;
    println!("  {}", to.display());
    Ok(())
}

/// A project, tasks with all that belongs to them, a session, an invitation, a conflict and a history.
async fn together(world: &World) -> Result<(Person, Board)> {
    let ada = world.newcomer("Ada").await?;
    let engagement = ada.own_engagement().await?;
    let scope: ScopeId = engagement.parse().context("an engagement's id")?;
    let board = Board::create(&ada.tab, &engagement, "Harbour").await?;
    for (status, title) in [("todo", "Call the port"), ("todo", "Mend the nets"), ("done", "Read the tide tables")] {
        board.add(status, title).await?;
        board.shows(title).await?;
    }
    let link = ada.invite(&engagement, "editor").await?;
    let ben = world.newcomer("Ben").await?;
    ben.join(&link).await?;
    // Another, which nobody has followed.
    ada.invite(&engagement, "viewer").await?;
    ada.sync_is("synced").await?;

    board.open_in(&ada.tab).await?;
    let task: Id<Task> = board.row("Call the port").await?.record.parse().context("a task's id")?;
    let gone: Id<Task> = board.row("Mend the nets").await?.record.parse().context("a task's id")?;
    let [hers, his] = [Api::of(&ada.tab).await?, Api::of(&ben.tab).await?];
    let of = |number: u8| [number; 10];
    hers.edit(vec![Edit::set(scope, task).put(Task::DESCRIPTION, "Ask for the master.\nBring the papers.")]).await?;
    let comment =
        Comment { task, text: "They answer from eight to four.".into(), said_by: String::new(), said_at: None };
    his.edit(vec![comment.create(scope, Id::new(1, of(1)))]).await?;
    let order = OrderKey::between(None, None);
    let step = ChecklistItem { task, title: "Find the number".into(), list: String::new(), done: true, order };
    his.edit(vec![step.create(scope, Id::new(1, of(2)))]).await?;
    his.edit(vec![Edit::set(scope, task).put(Task::DESCRIPTION, "Ask for the harbour master.")]).await?;
    // He had not seen hers when he wrote his: a conflict.
    his.edit_unseen(Edit::set(scope, task).put(Task::DESCRIPTION, "Ask for nobody.")).await?;
    his.edit(vec![Edit::set(scope, task).put(Task::TITLE, "Call the harbour")]).await?;
    his.edit(vec![Edit::delete(scope, gone)]).await?;
    let session = Session {
        name: "Tide tables".into(),
        description: "Every Monday".into(),
        state: SessionState::Active,
        seats: 4,
        participants: [ada.account.id.clone(), ben.account.id.clone()].into(),
        tags: ["sea".to_owned()].into(),
    };
    let room: Id<Session> = Id::new(1, of(3));
    hers.edit(vec![session.create(scope, room)]).await?;
    let message = Message { session: room, text: "High water at nine".into(), said_by: String::new(), said_at: None };
    his.edit(vec![message.create(scope, Id::new(1, of(4)))]).await?;
    ada.sync_is("synced").await?;
    board.shows("Call the harbour").await?;
    Ok((ada, board))
}

/// A look, a key, a favourite, places, answers of the server, steps to undo, and words that were begun.
async fn on_the_device(ada: &Person, board: &Board) -> Result<()> {
    let tab = &ada.tab;
    tab.goto("/settings").await?;
    tab.click("input[name=theme][value=dark]").await?;
    tab.click("input[name=density][value=compact]").await?;
    board.open_in(tab).await?;
    tab.js::<()>("document.activeElement.blur()", &[]).await?;
    tab.press("?").await?;
    tab.click("[data-shortcut=pick] .shortcut-change").await?;
    tab.press("m").await?;
    tab.find("[data-shortcut=pick] .shortcut-reset").await?;
    tab.press(key(Key::Escape)).await?;
    tab.gone("dialog.shortcuts").await?;
    let engagement = board.path.trim_start_matches("/e/").split('/').next().unwrap_or_default();
    tab.goto(&format!("/e/{engagement}/sessions")).await?;
    tab.click(".session .session-star").await?;
    tab.find(".session-star[aria-pressed=true]").await?;
    for (path, there) in [
        ("/account/devices".to_owned(), "li.device"),
        (format!("/e/{engagement}/members"), "main h1"),
        ("/server".to_owned(), ".server-there .figures"),
    ] {
        tab.goto(&path).await?;
        tab.find(there).await?;
    }
    tab.chord(Key::Control, 'k').await?;
    tab.find("dialog.palette .palette-option").await?;
    tab.press("Harbour").await?;
    tab.press(key(Key::Enter)).await?;
    tab.gone("dialog.palette").await?;
    board.open_in(tab).await?;
    board.rename(&board.row("Call the harbour").await?.record, "Call the harbour master").await?;
    board.shows("Call the harbour master").await?;
    ada.sync_is("synced").await
}

/// Without the server: edits that wait, and a comment that is only begun.
async fn unsent(world: &World, ada: &Person, board: &Board) -> Result<()> {
    world.server.kill();
    ada.sync_is("offline").await?;
    board.add("todo", "Written on the ferry").await?;
    let there = board.shows("Written on the ferry").await?.record;
    board.rename(&there, "Written on the night ferry").await?;
    board.toggle_done(&board.row("Call the harbour master").await?.record).await?;
    ada.tab.stored().await?;
    // By the app's own way there: offline, the service worker would have to be in charge already.
    open_panel(&ada.tab, &there).await?;
    ada.tab.fill("aside.panel textarea[name=comment]", "Half a comment").await?;
    let kept = "Object.values(sessionStorage).includes('Half a comment')
        && JSON.parse(localStorage.getItem(`holdfast-memory-${arguments[0]}`) ?? '{}').unsent === 3";
    ada.tab.wait("all of it to be kept", LONG, kept, &[json!(ada.account.id)]).await
}

async fn open_panel(tab: &Tab, record: &str) -> Result<()> {
    tab.click(&format!("li.task[data-record='{record}'] .task-title")).await?;
    tab.find("aside.panel textarea[name=comment]").await.map(drop)
}
