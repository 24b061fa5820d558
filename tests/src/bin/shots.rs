//! Pictures of every screen with the demo's data, light and dark, wide and narrow: `cargo xtask shots [FOLDER]`.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context, Result};
use holdfast_tests::browser::{Board, LONG, Profile, Tab, World, choose_file, key, sample_board, story};
use thirtyfour::Key;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("usage: shots FOLDER");
        return ExitCode::from(2);
    };
    story("shots", Duration::from_secs(600), async |world, parts| {
        let profile = Profile::new("demo")?;
        let browser = world.open(&profile).await?;
        let tab = browser.tab().await?;
        let views = views(&folder);
        for view in &views {
            for (name, path) in [("sign-in", "/sign-in"), ("create-account", "/create-account")] {
                view.take(&tab).await?;
                tab.goto(path).await?;
                tab.find("button[type=submit]").await?;
                let settled = "location.pathname !== '/sign-in' || document.querySelector('.try-demo')";
                tab.wait("the offer of a demo", LONG, settled, &[]).await?;
                view.shoot(&tab, name).await?;
            }
        }
        let demo = enter_demo(&tab).await?;
        for view in &views {
            view.take(&tab).await?;
            screens(world, &tab, &demo, view).await?;
        }
        parts.done("all pictures");
        Ok(())
    });
    ExitCode::SUCCESS
}

/// A window's size, a theme and a folder.
struct View<'a> {
    width: u32,
    height: u32,
    theme: &'static str,
    folder: &'a Path,
}

fn views(folder: &Path) -> Vec<View<'_>> {
    let sizes = [(1280, 800), (360, 740)];
    let view = |(width, height), theme| View { width, height, theme, folder };
    sizes.into_iter().flat_map(|size| ["light", "dark"].map(|theme| view(size, theme))).collect()
}

impl View<'_> {
    async fn take(&self, tab: &Tab) -> Result<()> {
        tab.emulate(self.width, self.height, self.theme).await
    }

    async fn shoot(&self, tab: &Tab, name: &str) -> Result<()> {
        tab.shot(&self.folder.join(format!("{name}-{}-{}.png", self.width, self.theme))).await
    }
}

/// Where the demo's things are.
struct Demo {
    engagement: String,
    board: Board,
}

async fn enter_demo(tab: &Tab) -> Result<Demo> {
    tab.goto("/sign-in").await?;
    tab.click(".try-demo").await?;
    tab.click(".demo-continue").await?;
    tab.click("li.card a.card-link").await?;
    tab.find("li.member").await?;
    let engagement = tab.path().await?.trim_start_matches("/e/").to_owned();
    tab.click(".projects li.card a.card-link").await?;
    let board = Board { tab: tab.clone(), path: String::new() };
    board.is_shown().await?;
    Ok(Demo { engagement, board: Board { path: tab.path().await?, ..board } })
}

async fn screens(world: &World, tab: &Tab, demo: &Demo, view: &View<'_>) -> Result<()> {
    let Demo { engagement, board } = demo;
    around(tab, engagement, view).await?;
    tab.goto("/engagements").await?;
    tab.find("li.card").await?;
    view.shoot(tab, "engagements").await?;
    tab.goto(&format!("/e/{engagement}")).await?;
    tab.find("li.member").await?;
    view.shoot(tab, "engagement").await?;
    tab.click("button.invite").await?;
    tab.click("dialog button[type=submit]").await?;
    tab.find("input.invite-link").await?;
    view.shoot(tab, "invite").await?;
    tab.goto(&format!("/e/{engagement}/import")).await?;
    tab.find("main h1").await?;
    view.shoot(tab, "import").await?;
    choose_file(tab, &sample_board()).await?;
    tab.find("button.import-run").await?;
    view.shoot(tab, "import-preview").await?;
    tasks(tab, board, view).await?;
    offline(world, tab, board, view).await
}

/// Every page beside those of tasks.
async fn around(tab: &Tab, engagement: &str, view: &View<'_>) -> Result<()> {
    for (name, path) in [
        ("members", format!("/e/{engagement}/members")),
        ("conflicts", format!("/e/{engagement}/conflicts")),
        ("history", format!("/e/{engagement}/r/{engagement}/history")),
        ("search-empty", "/search".to_owned()),
        ("search", "/search?q=the".to_owned()),
        ("sync", "/sync".to_owned()),
        ("devices", "/account/devices".to_owned()),
        ("server", "/server".to_owned()),
        ("settings", "/settings".to_owned()),
        ("not-found", "/nowhere".to_owned()),
    ] {
        tab.goto(&path).await?;
        tab.find("main h1").await?;
        tab.wait("all that is fetched", LONG, "!document.querySelector('main .skeleton')", &[]).await?;
        view.shoot(tab, name).await?;
    }
    tab.chord(Key::Control, 'k').await?;
    tab.find("dialog.palette .palette-option").await?;
    view.shoot(tab, "palette").await?;
    tab.press(key(Key::Escape)).await?;
    tab.gone("dialog.palette").await?;
    tab.js::<()>("document.activeElement.blur()", &[]).await?;
    tab.press("?").await?;
    tab.find("dialog.shortcuts[open]").await?;
    view.shoot(tab, "shortcuts").await
}

/// A project's tasks in each layout, some of them selected, filtered away, and one of them open.
async fn tasks(tab: &Tab, board: &Board, view: &View<'_>) -> Result<()> {
    let board = board.open_in(tab).await?;
    view.shoot(tab, "project").await?;
    let rows = board.rows().await?;
    for (name, query) in
        [("board", "view=board"), ("table", "view=table"), ("by-person", "group=person"), ("no-task", "q=zzzz")]
    {
        tab.goto(&format!("{}?{query}", board.path)).await?;
        tab.find(".project h1").await?;
        tab.wait("the tasks", LONG, "document.querySelector('.task, .empty')", &[]).await?;
        view.shoot(tab, name).await?;
    }
    let board = board.open_in(tab).await?;
    tab.chord(Key::Control, 'a').await?;
    tab.wait("a selection", LONG, "document.querySelector('.bulk-bar')", &[]).await?;
    view.shoot(tab, "selected").await?;
    let row = rows.iter().find(|row| row.group == "in_progress").context("something is in progress")?;
    let board = board.open_in(tab).await?;
    board.open_panel(&row.record).await?;
    view.shoot(tab, "panel").await
}

async fn offline(world: &World, tab: &Tab, board: &Board, view: &View<'_>) -> Result<()> {
    let board = board.open_in(tab).await?;
    world.server.kill();
    board.add("todo", &format!("Written on the train ({} px, {})", view.width, view.theme)).await?;
    let offline = "document.querySelector('button.sync').dataset.sync === 'offline'";
    tab.wait("the indicator to say offline", LONG, offline, &[]).await?;
    tab.js::<()>("window.scrollTo(0, 0)", &[]).await?;
    view.shoot(tab, "offline").await?;
    tab.click("button.sync").await?;
    tab.find("dialog.sync-list li[data-op]").await?;
    view.shoot(tab, "sync-list").await?;
    tab.click("dialog.sync-list .dialog-close").await?;
    world.server.restart().await?;
    let synced = "document.querySelector('button.sync').dataset.sync === 'synced'";
    tab.wait("the indicator to say synced", LONG, synced, &[]).await
}
