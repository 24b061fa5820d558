mod newcomer;

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use holdfast_core::{
    entity::Task,
    id::{Id, ScopeId},
    operation::Edit,
};
use serde_json::json;
use thirtyfour::Key;

use super::{Board, LONG, Profile, Tab, World, api::Api, choose_file, key, sample_board};

/// Goes to every screen there is, with the demo's data, and tells when it is there; all in one tab. A new screen is added
/// here, and is pictured and checked by itself. The visitor may pretend any window and theme.
pub async fn tour(world: &World, visit: impl AsyncFnMut(&Tab, &str) -> Result<()>) -> Result<()> {
    let profile = Profile::new("demo")?;
    let browser = world.open(&profile).await?;
    let mut guide = Guide { world, tab: browser.tab().await?, visit, opened: BTreeSet::new() };
    guide.begin().await?;
    guide.outside().await?;
    let demo = guide.enter_demo().await?;
    guide.around(&demo).await?;
    guide.engagement(&demo).await?;
    guide.tasks(&demo).await?;
    guide.conflict(&demo).await?;
    guide.newcomers().await?;
    guide.offline(&demo).await
}

/// Where the demo's things are.
struct Demo {
    engagement: String,
    board: Board,
}

struct Guide<'a, V> {
    world: &'a World,
    tab: Tab,
    visit: V,
    /// The menus that were shown already.
    opened: BTreeSet<String>,
}

impl<V: AsyncFnMut(&Tab, &str) -> Result<()>> Guide<'_, V> {
    /// The window in which the guide itself does everything.
    async fn begin(&self) -> Result<()> {
        self.tab.emulate(1280, 800, "light").await
    }

    async fn at(&mut self, name: &str) -> Result<()> {
        (self.visit)(&self.tab, name).await.with_context(|| format!("at the screen {name}"))?;
        self.begin().await
    }

    async fn go(&mut self, name: &str, path: &str) -> Result<()> {
        self.tab.goto(path).await?;
        self.tab.find("main h1").await?;
        self.is_there().await?;
        self.at(name).await
    }

    async fn is_there(&self) -> Result<()> {
        let settled = "!document.querySelector('main .skeleton')";
        self.tab.wait("all that is fetched", LONG, settled, &[]).await
    }

    /// Every menu whose button the page shows, each once on the whole tour.
    async fn menus(&mut self, page: &str) -> Result<()> {
        let script = "return [...document.querySelectorAll('[popovertarget]')].filter(one => one.checkVisibility())
            .map(one => one.getAttribute('popovertarget'))";
        for id in self.tab.js::<Vec<String>>(script, &[]).await? {
            if !self.opened.insert(id.clone()) {
                continue;
            }
            self.tab.click(&format!("[popovertarget='{id}']")).await?;
            self.tab.find(&format!("#{id}:popover-open")).await?;
            self.at(&format!("{page}-{id}")).await?;
            let close = "document.getElementById(arguments[0])?.hidePopover()";
            self.tab.js::<()>(close, &[json!(id)]).await?;
        }
        Ok(())
    }

    async fn outside(&mut self) -> Result<()> {
        for (name, path) in [("sign-in", "/sign-in"), ("create-account", "/create-account")] {
            self.tab.goto(path).await?;
            self.tab.find("button[type=submit]").await?;
            let settled = "location.pathname !== '/sign-in' || document.querySelector('.try-demo')";
            self.tab.wait("the offer of a demo", LONG, settled, &[]).await?;
            self.at(name).await?;
        }
        self.tab.goto("/reset#none").await?;
        self.tab.find(".front .form-error").await?;
        self.at("reset-unknown").await
    }

    async fn enter_demo(&mut self) -> Result<Demo> {
        let tab = &self.tab;
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

    /// Every page beside those of tasks, and what lies over pages.
    async fn around(&mut self, demo: &Demo) -> Result<()> {
        let engagement = &demo.engagement;
        for (name, path) in [
            ("engagements", "/engagements".to_owned()),
            ("members", format!("/e/{engagement}/members")),
            ("history", format!("/e/{engagement}/r/{engagement}/history")),
            ("search-empty", "/search".to_owned()),
            ("search", "/search?q=the".to_owned()),
            ("share", "/share".to_owned()),
            ("sync", "/sync".to_owned()),
            ("devices", "/account/devices".to_owned()),
            ("server", "/server".to_owned()),
            ("settings", "/settings".to_owned()),
            ("not-found", "/nowhere".to_owned()),
        ] {
            self.go(name, &path).await?;
        }
        self.menus("bar").await?;
        self.tab.chord(Key::Control, 'k').await?;
        self.tab.find("dialog.palette .palette-option").await?;
        self.at("palette").await?;
        self.tab.press(key(Key::Escape)).await?;
        self.tab.gone("dialog.palette").await?;
        self.tab.js::<()>("document.activeElement.blur()", &[]).await?;
        self.tab.press("?").await?;
        self.tab.find("dialog.shortcuts[open]").await?;
        self.at("shortcuts").await?;
        self.tab.goto("/engagements").await?;
        self.tab.emulate(360, 800, "light").await?;
        self.tab.click("button.side-toggle").await?;
        self.tab.find("dialog.drawer[open]").await?;
        self.at("drawer").await
    }

    async fn engagement(&mut self, demo: &Demo) -> Result<()> {
        let engagement = &demo.engagement;
        self.tab.goto(&format!("/e/{engagement}")).await?;
        self.tab.find("li.member").await?;
        self.is_there().await?;
        self.at("engagement").await?;
        self.tab.click("button.invite").await?;
        self.tab.find("dialog button[type=submit]").await?;
        self.at("invite").await?;
        self.tab.click("dialog button[type=submit]").await?;
        self.tab.find("input.invite-link").await?;
        self.at("invited").await?;
        self.sessions(&format!("/e/{engagement}/sessions")).await?;
        self.go("import", &format!("/e/{engagement}/import")).await?;
        choose_file(&self.tab, &sample_board()).await?;
        self.tab.find("button.import-run").await?;
        self.at("import-preview").await
    }

    /// The hub with nothing in it, the form of a session, and one in the hub and on its own page.
    async fn sessions(&mut self, path: &str) -> Result<()> {
        self.go("sessions-none", path).await?;
        let tab = self.tab.clone();
        tab.click("button.session-new").await?;
        tab.fill("dialog #session-name", "Tide tables").await?;
        self.at("session-form").await?;
        tab.click("dialog.session-dialog button[type=submit]").await?;
        tab.find(".session .card-link").await?;
        self.at("sessions").await?;
        self.menus("sessions").await?;
        tab.click(".session .card-link").await?;
        tab.find(".session-page .session-form").await?;
        self.at("session").await
    }

    /// A project's tasks in each layout, some of them selected, filtered away, and one of them open.
    async fn tasks(&mut self, demo: &Demo) -> Result<()> {
        let tab = self.tab.clone();
        let board = demo.board.open_in(&tab).await?;
        self.at("project").await?;
        self.menus("project").await?;
        let rows = board.rows().await?;
        for (name, query) in
            [("board", "view=board"), ("table", "view=table"), ("by-person", "group=person"), ("no-task", "q=zzzz")]
        {
            tab.goto(&format!("{}?{query}", board.path)).await?;
            tab.find(".project h1").await?;
            tab.wait("the tasks", LONG, "document.querySelector('.task, .empty')", &[]).await?;
            self.at(name).await?;
            self.menus(name).await?;
        }
        let board = board.open_in(&tab).await?;
        tab.chord(Key::Control, 'a').await?;
        tab.wait("a selection", LONG, "document.querySelector('.bulk-bar')", &[]).await?;
        self.at("selected").await?;
        self.menus("selected").await?;
        let row = rows.iter().find(|row| row.group == "in_progress").context("something is in progress")?;
        board.open_panel(&row.record).await?;
        self.at("panel").await?;
        self.menus("panel").await
    }

    /// Two versions of a description, by another device that knew of neither.
    async fn conflict(&mut self, demo: &Demo) -> Result<()> {
        let conflicts = format!("/e/{}/conflicts", demo.engagement);
        self.go("no-conflict", &conflicts).await?;
        let api = Api::of(&self.tab).await?;
        let (id, task) = api.log().await?.tasks_with_ids()?.into_iter().next().context("the demo has tasks")?;
        let (scope, id): (ScopeId, Id<Task>) = (demo.engagement.parse()?, id.parse().context("a task's id")?);
        let describe =
            |words: &str| Edit::set(scope, id).put(Task::DESCRIPTION, format!("{}\n{words}", task.description));
        api.edit(vec![describe("Ask for the harbour master.\nBring the papers and a pen.")]).await?;
        Api::of(&self.tab).await?.edit_unseen(describe("Ask for the pilot.\nBring the papers.")).await?;
        self.tab.find(".conflict.is-here ins").await?;
        self.at("conflict").await
    }

    async fn offline(&mut self, demo: &Demo) -> Result<()> {
        let tab = self.tab.clone();
        let board = demo.board.open_in(&tab).await?;
        self.world.server.kill();
        board.add("todo", "Written on the train").await?;
        let offline = "document.querySelector('button.sync').dataset.sync === 'offline'";
        tab.wait("the indicator to say offline", LONG, offline, &[]).await?;
        tab.js::<()>("window.scrollTo(0, 0)", &[]).await?;
        self.at("offline").await?;
        tab.click("button.sync").await?;
        tab.find("dialog.sync-list li[data-op]").await?;
        self.at("sync-list").await?;
        tab.click("a.sync-open").await?;
        tab.find(".sync-line").await?;
        self.at("sync-waiting").await?;
        // What only the server knows.
        let engagement = &demo.engagement;
        for (name, path) in [
            ("members", format!("/e/{engagement}/members")),
            ("history", format!("/e/{engagement}/r/{engagement}/history")),
            ("devices", "/account/devices".to_owned()),
            ("server", "/server".to_owned()),
            ("search", "/search?q=the".to_owned()),
        ] {
            self.go(&format!("offline-{name}"), &path).await?;
        }
        self.world.server.restart().await
    }
}
