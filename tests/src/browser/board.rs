use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde_json::json;
use thirtyfour::prelude::*;

use super::{LONG, SHORT, Tab, until};

/// A project's page in a tab.
#[derive(Clone)]
pub struct Board {
    /// The tab.
    pub tab: Tab,
    /// Where it is: `/e/…/p/…`.
    pub path: String,
}

/// One task as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Row {
    /// The group it stands in; `archive` for those put away.
    pub group: String,
    /// Its title.
    pub title: String,
    /// Its record's id.
    pub record: String,
    /// How far its edits are.
    pub mark: String,
}

/// What the page showed in the first animation frame after an input.
#[derive(Clone, Debug, Deserialize)]
pub struct Frame {
    /// Whether what was looked for was there.
    pub holds: bool,
    /// What the sync indicator said.
    pub sync: String,
    /// When the frame was, by the page's clock.
    pub at: f64,
}

impl Board {
    /// Imports a file by the import page and comes to the project it made.
    pub async fn import(tab: &Tab, engagement: &str, file: &Path) -> Result<Self> {
        tab.goto(&format!("/e/{engagement}/import")).await?;
        choose_file(tab, file).await?;
        tab.click("button.import-run").await?;
        tab.wait("the project the import made", LONG, "/^\\/e\\/[^/]+\\/p\\/[^/]+$/.test(location.pathname)", &[])
            .await?;
        Ok(Self { tab: tab.clone(), path: tab.path().await? })
    }

    /// Makes an empty project by the engagement's page.
    pub async fn create(tab: &Tab, engagement: &str, name: &str) -> Result<Self> {
        tab.goto(&format!("/e/{engagement}")).await?;
        tab.fill(".project-add input[name=name]", name).await?;
        tab.press(key(Key::Enter)).await?;
        tab.click(".projects li.card a.card-link").await?;
        tab.find("[data-status=todo] .task-add input").await?;
        Ok(Self { tab: tab.clone(), path: tab.path().await? })
    }

    /// The same project in another tab.
    pub async fn open_in(&self, tab: &Tab) -> Result<Self> {
        tab.goto(&self.path).await?;
        let board = Self { tab: tab.clone(), path: self.path.clone() };
        board.is_shown().await?;
        Ok(board)
    }

    /// The same, while there are no tasks in it.
    pub async fn open_in_empty(&self, tab: &Tab) -> Result<()> {
        tab.goto(&self.path).await?;
        tab.find("[data-status=todo] .task-add input").await.map(drop)
    }

    /// Waits until the page shows tasks.
    pub async fn is_shown(&self) -> Result<()> {
        self.tab.find("li.task .task-title").await.map(drop)
    }

    /// Every task, group by group, in order; the archive last, if it is unfolded.
    pub async fn rows(&self) -> Result<Vec<Row>> {
        self.see_all().await?;
        let script = "return [...document.querySelectorAll('li.task[data-record]')].map(row => ({
            group: row.closest('[data-status]')?.dataset.status ?? 'archive',
            title: (row.querySelector('.task-title') ?? row.querySelector('.task-rename'))?.textContent ?? '',
            record: row.dataset.record,
            mark: row.dataset.mark,
        }))";
        self.tab.js(script, &[]).await
    }

    /// The page draws only the tasks in view: where that is not all, the window becomes as high as the page.
    async fn see_all(&self) -> Result<()> {
        let left_out = "[...document.querySelectorAll('ol.tasks')].some(list => {
            const { paddingBlockStart, paddingBlockEnd } = getComputedStyle(list);
            const spaces = [...list.querySelectorAll(':scope > .space')].map(space => space.offsetHeight);
            return [parseFloat(paddingBlockStart), parseFloat(paddingBlockEnd), ...spaces].some(space => space > 0);
        })";
        if !self.tab.js::<bool>(&format!("return {left_out}"), &[]).await? {
            return Ok(());
        }
        let height: u32 = self.tab.js("return document.documentElement.scrollHeight", &[]).await?;
        self.tab.stretch(height).await?;
        self.tab.wait("every task to be drawn", LONG, &format!("!({left_out})"), &[]).await
    }

    /// The task of that title.
    pub async fn row(&self, title: &str) -> Result<Row> {
        let found = self.rows().await?.into_iter().find(|row| row.title == title);
        found.with_context(|| format!("no task “{title}” on the page"))
    }

    /// Unfolds the archive, unless the address has it unfolded.
    pub async fn show_archive(&self) -> Result<()> {
        let toggle = self.tab.find(".archive-toggle").await?;
        if toggle.attr("aria-expanded").await?.as_deref() == Some("false") {
            self.tab.click(".archive-toggle").await?;
        }
        self.tab.find(".archive-toggle[aria-expanded=true]").await.map(drop)
    }

    /// Waits until the rows are as they should be; `wrong` says what is not.
    pub async fn rows_are(&self, what: &str, wrong: impl Fn(&[Row]) -> Option<String>) -> Result<Vec<Row>> {
        until(what, LONG, async || {
            let rows = self.rows().await?;
            Ok(match wrong(&rows) {
                None => Ok(rows),
                Some(wrong) => Err(wrong),
            })
        })
        .await
    }

    /// Waits for a task of that title.
    pub async fn shows(&self, title: &str) -> Result<Row> {
        let rows = self.rows_are(&format!("“{title}” to show"), |rows| missing(rows, title)).await?;
        rows.into_iter().find(|row| row.title == title).context("it was just there")
    }

    /// Adds a task at the end of a group, by typing.
    pub async fn add(&self, status: &str, title: &str) -> Result<()> {
        let field = format!("[data-status={status}] .task-add input[name=title]");
        self.tab.fill(&field, title).await?;
        self.tab.press(key(Key::Enter)).await
    }

    /// Renames a task in place, by keyboard.
    pub async fn rename(&self, record: &str, title: &str) -> Result<()> {
        self.start_rename(record, title).await?;
        self.tab.press(key(Key::Enter)).await
    }

    /// Everything of a rename but the Enter that ends it.
    pub async fn start_rename(&self, record: &str, title: &str) -> Result<()> {
        let field = format!("{} input.task-rename", row_css(record));
        let focus = format!("{}?.querySelector('.task-title')?.focus()", row_js());
        // A row that somebody else's edit moves in between is gone for a frame, or takes the focus with it and is not
        // renamed any more.
        until(&field, SHORT, async || {
            self.tab.js::<()>(&focus, &[json!(record)]).await?;
            self.tab.press(key(Key::F2)).await?;
            let is_typed = self.tab.try_fill(&field, title).await?;
            Ok(if is_typed { Ok(()) } else { Err("no field to rename in".into()) })
        })
        .await
    }

    /// Ticks a task, or unticks it.
    pub async fn toggle_done(&self, record: &str) -> Result<()> {
        self.tab.click(&format!("{} .task-done", row_css(record))).await
    }

    /// Moves a task one place down.
    pub async fn move_down(&self, record: &str) -> Result<()> {
        self.tab.click(&format!("{} .task-down", row_css(record))).await
    }

    /// Puts a task into another group.
    pub async fn set_status(&self, record: &str, status: &str) -> Result<()> {
        self.tab.choose(&format!("{} select.task-status", row_css(record)), status).await
    }

    /// Deletes a task.
    pub async fn delete(&self, record: &str) -> Result<()> {
        self.tab.click(&format!("{} .task-delete", row_css(record))).await
    }

    /// Opens a task's panel.
    pub async fn open_panel(&self, record: &str) -> Result<()> {
        self.tab.goto(&format!("{}/t/{record}", self.path)).await?;
        self.tab.find("aside.panel .time-spent").await.map(drop)
    }

    /// Adds so many quarters of an hour to the task whose panel is open.
    pub async fn add_time(&self, quarters: usize) -> Result<()> {
        for _ in 0..quarters {
            let before = self.time_spent().await?;
            self.tab.click("aside.panel .time-add").await?;
            self.time_is(before + 900).await?;
        }
        Ok(())
    }

    /// The seconds that the open panel shows.
    pub async fn time_spent(&self) -> Result<i64> {
        let text: String =
            self.tab.js("return document.querySelector('.panel .time-spent').dataset.seconds", &[]).await?;
        Ok(text.parse()?)
    }

    /// Waits until the open panel shows that many seconds.
    pub async fn time_is(&self, seconds: i64) -> Result<()> {
        let expression = "document.querySelector('.panel .time-spent')?.dataset.seconds === arguments[0]";
        let args = [json!(seconds.to_string())];
        self.tab.wait(&format!("{seconds} s of time spent"), LONG, expression, &args).await
    }

    /// Looks at the page in the first animation frame after the next input of that kind (`keydown` of Enter, or `click`);
    /// [`Self::frame`] then tells.
    pub async fn watch_frame(&self, event: &str, check: &str, record: &str) -> Result<()> {
        ensure!(matches!(event, "keydown" | "click" | "change"), "what input is {event}?");
        let script = format!(
            "const record = arguments[1];
            window.__frame = new Promise(resolve => {{
                const look = event => {{
                    if (event.type === 'keydown' && event.key !== 'Enter') return;
                    document.removeEventListener(arguments[0], look, true);
                    requestAnimationFrame(() => {{
                        const row = record && document.querySelector(`li.task[data-record=\"${{record}}\"]`);
                        const rows = [...document.querySelectorAll('li.task')];
                        const find = title => rows.find(row => row.querySelector('.task-title')?.textContent === title);
                        resolve({{ holds: Boolean({check}), sync: document.querySelector('button.sync').dataset.sync, at: performance.now() }});
                    }});
                }};
                document.addEventListener(arguments[0], look, true);
            }})"
        );
        self.tab.js::<()>(&script, &[json!(event), json!(record)]).await
    }

    /// What was seen in that frame.
    pub async fn frame(&self) -> Result<Frame> {
        let body = "return await Promise.race([window.__frame, new Promise(r => setTimeout(r, 5000, null))])";
        match self.tab.js_async::<Option<Frame>>(body, &[]).await? {
            Some(frame) => Ok(frame),
            None => bail!("no frame came after the input"),
        }
    }
}

/// Chooses a file on the import page.
pub async fn choose_file(tab: &Tab, file: &Path) -> Result<()> {
    let file = file.canonicalize().with_context(|| format!("the file {}", file.display()))?;
    let path = file.to_str().context("a path that is text")?;
    // File inputs may be hidden behind a label, so this one is not waited for as visible.
    tab.wait("the file field", LONG, "document.querySelector('input[type=file][name=board]')", &[]).await?;
    tab.upload("input[type=file][name=board]", path).await
}

fn missing(rows: &[Row], title: &str) -> Option<String> {
    let titles: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
    if titles.contains(&title) { None } else { Some(format!("{titles:?}")) }
}

fn row_css(record: &str) -> String {
    format!("li.task[data-record='{record}']")
}

fn row_js() -> &'static str {
    "document.querySelector(`li.task[data-record=\"${arguments[0]}\"]`)"
}

/// A key as text to type.
pub fn key(key: Key) -> String {
    char::from(key).to_string()
}
