//! Rounds of crashes at the worst moments: between the server's commit and its answer, between a browser's sending and its
//! marking. What was done must be there afterwards, once.

use std::{collections::BTreeSet, time::Duration};

use anyhow::{Context, Result, ensure};

use super::{Board, LONG, Person, World, api::Api, journal, until};
use crate::sim::rng::Rng;

/// How many rounds one person's project takes: a page shows the first 100 tasks of a group.
pub const MOST: usize = 50;

const GROUPS: [&str; 4] = ["backlog", "todo", "in_progress", "in_review"];
const PUSH: &str = "/api/v1/sync/push";

/// Who dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crash {
    /// The server, after it has committed and before the browser hears of it.
    Server,
    /// The browser, after it has sent and before it has marked what was answered.
    Browser,
}

/// A person with a project that is crashed around.
pub struct Rounds<'a> {
    world: &'a World,
    person: Person,
    board: Board,
    clock: String,
    rng: Rng,
    titles: BTreeSet<String>,
    quarters: i64,
}

impl<'a> Rounds<'a> {
    /// Signs a person in and makes the project. What happens in the rounds follows from the seed, as far as two real
    /// programs let it.
    pub async fn begin(world: &'a World, seed: u64) -> Result<Self> {
        let mut person = world.newcomer("Ada").await?;
        let engagement = person.own_engagement().await?;
        let mut board = Board::create(&person.tab, &engagement, "Crashes").await?;
        board.add("todo", "Clock").await?;
        let clock = board.shows("Clock").await?.record;
        // Opening the panel loads the page anew, and what is still being saved then was never promised.
        person.sync_is("synced").await?;
        board.open_panel(&clock).await?;
        // A browser writes cookies only now and then: one killed right after a sign-in comes back signed out.
        person.browser.clone().quit().await?;
        person.reopen(world).await?;
        board.tab = person.tab.clone();
        board.open_panel(&clock).await?;
        let titles = BTreeSet::from(["Clock".to_owned()]);
        Ok(Self { world, person, board, clock, rng: Rng::new(seed), titles, quarters: 0 })
    }

    /// One round: edits, a crash while they are sent, more edits, and a look at everything.
    pub async fn round(&mut self, number: usize, crash: Crash) -> Result<()> {
        let mut answer = self.world.proxy.hold_next(PUSH);
        self.edits(number, crash, "before").await?;
        answer.asked().await?;
        self.edits(number, crash, "during").await?;
        // What is still being saved when a browser dies was never promised.
        self.person.tab.stored().await?;
        match crash {
            Crash::Server => {
                if self.rng.chance(5_000) {
                    // At some instruction of the push.
                    tokio::time::sleep(Duration::from_micros(self.rng.below(3_000))).await;
                    self.world.server.kill();
                } else {
                    let held = answer.given().await?;
                    self.world.server.kill();
                    drop(held);
                }
                self.edits(number, crash, "after").await?;
                self.world.server.restart().await?;
            }
            Crash::Browser => {
                let held = answer.given().await?;
                if self.rng.chance(5_000) {
                    // While it marks.
                    held.deliver();
                    tokio::time::sleep(Duration::from_micros(self.rng.below(10_000))).await;
                }
                self.person.crash_and_reopen(self.world).await?;
                self.board.tab = self.person.tab.clone();
                self.board.open_panel(&self.clock).await?;
                self.edits(number, crash, "after").await?;
            }
        }
        self.check().await.with_context(|| format!("round {number}, {crash:?}"))
    }

    /// A few edits: an operation done twice would show in the counter, a lost one in either.
    async fn edits(&mut self, number: usize, crash: Crash, when: &str) -> Result<()> {
        for edit in 0..1 + self.rng.below(2) {
            if self.rng.chance(5_000) {
                self.quarters += 1;
                self.person.tab.click("aside.panel .time-add").await?;
                self.board.time_is(self.quarters * 900).await?;
            } else {
                let title = format!("{crash:?} round {number}, {when} the crash, {edit}");
                self.board.add(GROUPS[self.rng.index(GROUPS.len())], &title).await?;
                self.board.shows(&title).await?;
                self.titles.insert(title);
            }
        }
        Ok(())
    }

    /// Nothing lost, nothing twice: on the page, on the server, and in the client's journal.
    async fn check(&self) -> Result<()> {
        self.person.sync_is("synced").await?;
        self.board.time_is(self.quarters * 900).await?;
        let titles: BTreeSet<String> = self.board.rows().await?.into_iter().map(|row| row.title).collect();
        ensure!(titles == self.titles, "the page shows {titles:?} instead of {:?}", self.titles);

        let api = Api::sign_in(&self.world.proxy.origin(), &self.person.account).await?;
        let log = api.log().await?;
        let mut there: Vec<String> = log.tasks()?.into_iter().map(|task| task.title).collect();
        there.sort();
        let wanted: Vec<String> = self.titles.iter().cloned().collect();
        ensure!(there == wanted, "the server has {there:?} instead of {wanted:?}");
        let spent = log.task("Clock")?.time_spent;
        ensure!(spent == self.quarters * 900, "the server has {spent} s instead of {} quarters", self.quarters);

        let operations = log.operations()?;
        until("the journal to be the log", LONG, async || {
            let applied = journal(&self.person.tab, &self.person.account.id).await?;
            Ok(if applied == operations { Ok(()) } else { Err(format!("{} of {}", applied.len(), operations.len())) })
        })
        .await
    }
}
