//! Intents as clicks and keys.

use anyhow::Result;
use serde_json::json;
use thirtyfour::Key;

use super::{
    super::{Board, Row, SHORT, key},
    Storm,
};
use crate::intent::Intent;

const GROUPS: [&str; 4] = ["backlog", "todo", "in_progress", "in_review"];
const PRIORITIES: [&str; 4] = ["low", "medium", "high", "urgent"];

impl Storm<'_> {
    /// Does it at a tab; false if what the tab shows does not allow it, or somebody else deleted what it was about meanwhile.
    pub(super) async fn carry_out(&mut self, at: usize, intent: Intent, word: &str) -> Result<bool> {
        self.about = None;
        let done = self.attempt(at, intent, word).await;
        let (Err(_), Some(about)) = (&done, &self.about) else { return done };
        let is_there = self.seats[at].board.rows().await?.iter().any(|row| row.record == *about);
        if is_there { done } else { Ok(false) }
    }

    async fn attempt(&mut self, at: usize, intent: Intent, word: &str) -> Result<bool> {
        let board = self.seats[at].board.clone();
        let rows: Vec<Row> = board.rows().await?.into_iter().filter(|row| row.group != "archive").collect();
        let tasks: Vec<&Row> = rows.iter().filter(|row| row.record != self.clock).collect();
        // Mostly the same few, so that people meet.
        let few = if self.rng.chance(7_000) { tasks.len().min(3) } else { tasks.len() };
        let some = (few > 0).then(|| tasks[self.rng.index(few)]);
        self.about = some.map(|row| row.record.clone());
        match intent {
            // A storm stays in its project: what makes another one makes a task here.
            Intent::CreateEngagement | Intent::CreateProject | Intent::Import | Intent::CreateTask => {
                let group = GROUPS[self.rng.index(GROUPS.len())];
                board.add(group, word).await?;
                board.shows(word).await?;
                self.typed(at, word);
            }
            Intent::CreateWholeTask => {
                board.add("todo", word).await?;
                let record = board.shows(word).await?.record;
                self.typed(at, word);
                self.about = Some(record.clone());
                open_panel(&board, &record).await?;
                self.add_step(at, &board, &format!("step of {word}")).await?;
                self.comment(at, &board, &format!("about {word}")).await?;
            }
            Intent::SetTitle => {
                let Some(row) = some else { return Ok(false) };
                self.told.replaced(&row.title);
                board.rename(&row.record, word).await?;
                board.shows(word).await?;
                self.typed(at, word);
            }
            Intent::BlankTitle => {
                let Some(row) = some else { return Ok(false) };
                board.rename(&row.record, " ").await?;
                board.tab.press(key(Key::Escape)).await?;
            }
            Intent::SetSeveral => {
                let Some(row) = some else { return Ok(false) };
                open_panel(&board, &row.record).await?;
                let priority = PRIORITIES[self.rng.index(PRIORITIES.len())];
                board.tab.choose("aside.panel select[name=priority]", priority).await?;
                let description = "document.querySelector('aside.panel textarea[name=description]').value";
                let before: String = board.tab.js(&format!("return {description}"), &[]).await?;
                self.told.replaced(&before);
                board.tab.fill("aside.panel textarea[name=description]", word).await?;
                board.tab.press(key(Key::Tab)).await?;
                let expression =
                    "document.querySelector('aside.panel textarea[name=description]')?.value === arguments[0]";
                board.tab.wait("the description to show", SHORT, expression, &[json!(word)]).await?;
                self.typed(at, word);
            }
            Intent::SetStatus => {
                let Some(row) = some else { return Ok(false) };
                let group = GROUPS[self.rng.index(GROUPS.len())];
                if group == row.group {
                    return Ok(false);
                }
                board.set_status(&row.record, group).await?;
            }
            Intent::Tag => {
                let Some(row) = some else { return Ok(false) };
                open_panel(&board, &row.record).await?;
                board.tab.fill("aside.panel .tag-add input[name=tag]", word).await?;
                board.tab.press(key(Key::Enter)).await?;
                panel_says(&board, ".chips", word).await?;
                self.typed(at, word);
            }
            Intent::Increment => {
                open_panel(&board, &self.clock).await?;
                let before = board.time_spent().await?;
                board.tab.click("aside.panel .time-add").await?;
                let expression = "Number(document.querySelector('.panel .time-spent')?.dataset.seconds) > arguments[0]";
                board.tab.wait("the time to show", SHORT, expression, &[json!(before)]).await?;
                self.told.added(board.tab.target());
            }
            Intent::Reorder => {
                let Some(row) = some else { return Ok(false) };
                let can = format!("li.task[data-record=\"{}\"] .task-down:not(:disabled)", row.record);
                if !board.tab.has(&can).await? {
                    return Ok(false);
                }
                board.move_down(&row.record).await?;
            }
            Intent::Delete => {
                let Some(row) = some else { return Ok(false) };
                board.delete(&row.record).await?;
            }
            Intent::Restore => {
                // A task that was moved out of sight can be brought back as well.
                let undo = "[...document.querySelectorAll('.toast')]
                    .find(one => one.textContent.startsWith('Deleted '))?.querySelector('.toast-action')";
                return board.tab.js(&format!("const undo = {undo}; undo?.click(); return Boolean(undo)"), &[]).await;
            }
            Intent::CreateItem => {
                let Some(row) = some else { return Ok(false) };
                open_panel(&board, &row.record).await?;
                self.add_step(at, &board, word).await?;
            }
            Intent::TickItem => {
                let tick = "const box = document.querySelector('aside.panel .checklist-item input[type=checkbox]');
                    box?.click(); return Boolean(box)";
                return board.tab.js(tick, &[]).await;
            }
            Intent::CreateComment | Intent::EditComment => {
                let Some(row) = some else { return Ok(false) };
                open_panel(&board, &row.record).await?;
                self.comment(at, &board, word).await?;
            }
        }
        Ok(true)
    }

    fn typed(&mut self, at: usize, word: &str) {
        self.told.typed(self.seats[at].board.tab.target(), word);
    }

    async fn add_step(&mut self, at: usize, board: &Board, word: &str) -> Result<()> {
        board.tab.fill("aside.panel .checklist-add input[name=item]", word).await?;
        board.tab.press(key(Key::Enter)).await?;
        panel_says(board, ".steps", word).await?;
        self.typed(at, word);
        Ok(())
    }

    async fn comment(&mut self, at: usize, board: &Board, word: &str) -> Result<()> {
        board.tab.fill("aside.panel .comment-add textarea", word).await?;
        board.tab.click("aside.panel .comment-add button[type=submit]").await?;
        panel_says(board, ".comments", word).await?;
        self.typed(at, word);
        Ok(())
    }
}

/// Opens a task's panel by its link, without loading the page anew.
async fn open_panel(board: &Board, record: &str) -> Result<()> {
    let script = "document.querySelector(`li.task[data-record=\"${arguments[0]}\"] .task-title`)?.click()";
    board.tab.js::<()>(script, &[json!(record)]).await?;
    board.tab.find(&format!("aside.panel[data-record=\"{record}\"] .time-spent")).await.map(drop)
}

async fn panel_says(board: &Board, part: &str, word: &str) -> Result<()> {
    let expression = "document.querySelector(arguments[0])?.textContent.includes(arguments[1])";
    let args = [json!(format!("aside.panel {part}")), json!(word)];
    board.tab.wait(&format!("“{word}” in the panel"), SHORT, expression, &args).await
}
