//! Storms: two people at three tabs in two browsers, doing what the simulation's people do, while tabs, workers, browsers,
//! the network and the server are killed under them. After each round everything must be everywhere, once.

mod fault;
mod gestures;
mod seat;

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

pub use fault::Fault;
use seat::{Seat, Told};

use holdfast_core::id::RecordId;

use super::{Board, LONG, Person, Row, World, api::Api, idb::records, journal, until};
use crate::{intent::Intent, sim::rng::Rng};

/// How many rounds one project takes: with more tasks than a screen shows, rows are scrolled to before they are clicked.
pub const MOST: usize = 20;

/// Two people, three tabs, one project.
pub struct Storm<'a> {
    world: &'a World,
    rng: Rng,
    people: Vec<Person>,
    seats: Vec<Seat>,
    /// The project's path.
    path: String,
    /// The task whose time is counted.
    clock: String,
    told: Told,
    /// The task that what is being done is about.
    about: Option<String>,
    /// How often each fault struck and each intent was carried out.
    counts: BTreeMap<String, u64>,
}

impl<'a> Storm<'a> {
    /// Signs two people in, who share an engagement with one project. What happens follows from the seed, as far as several
    /// real programs let it.
    pub async fn begin(world: &'a World, seed: u64) -> Result<Self> {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Storm").await?;
        board.add("todo", "Clock").await?;
        let clock = board.shows("Clock").await?.record;
        ada.sync_is("synced").await?;
        let link = ada.invite(&engagement, "editor").await?;
        let ben = world.guest("Ben", &link).await?;
        let (rng, told) = (Rng::new(seed), Told::default());
        let path = board.path;
        let mut storm = Self {
            world,
            rng,
            people: vec![ada, ben],
            seats: Vec::new(),
            path,
            clock,
            told,
            about: None,
            counts: BTreeMap::new(),
        };
        for who in 0..storm.people.len() {
            // A browser writes cookies only now and then: one killed right after a sign-in comes back signed out.
            storm.people[who].browser.clone().quit().await?;
            storm.people[who].reopen(world).await?;
        }
        for who in [0, 0, 1] {
            storm.sit_down(who).await?;
        }
        Ok(storm)
    }

    /// One round: people work, something is killed under them, they work on, it heals; then a look at everything.
    pub async fn round(&mut self, number: usize) -> Result<Fault> {
        let fault = Fault::draw(&mut self.rng);
        self.told.done();
        let held = self.under(fault, number).await;
        held.with_context(|| format!("round {number}, {fault:?}, after\n{}\n", self.told.done()))?;
        *self.counts.entry(format!("{fault:?}")).or_default() += 1;
        Ok(fault)
    }

    async fn under(&mut self, fault: Fault, round: usize) -> Result<()> {
        self.work(round).await?;
        self.told.does(format!("{fault:?}"));
        self.strike(fault, round).await?;
        self.told.does("healed".to_owned());
        self.work(round).await?;
        self.check().await
    }

    /// How often each fault struck and each intent was carried out, so far.
    pub fn counts(&self) -> &BTreeMap<String, u64> {
        &self.counts
    }

    /// Opens a tab for somebody, at the project.
    async fn sit_down(&mut self, who: usize) -> Result<()> {
        let person = &self.people[who];
        let is_free = self.seats.iter().all(|seat| seat.who != who);
        let tab = if is_free { person.tab.clone() } else { person.browser.new_tab().await? };
        tab.goto(&self.path).await?;
        let board = Board { tab, path: self.path.clone() };
        board.is_shown().await?;
        self.seats.push(Seat { who, board });
        Ok(())
    }

    /// A few intents, each at some tab.
    async fn work(&mut self, round: usize) -> Result<()> {
        for _ in 0..2 + self.rng.below(3) {
            let at = self.rng.index(self.seats.len());
            let intent = Intent::draw(&mut self.rng);
            let word = self.told.word(round);
            self.told
                .does(format!("{intent:?} at tab {at} of {}, {word}", self.people[self.seats[at].who].account.name));
            if self.carry_out(at, intent, &word).await.with_context(|| format!("{intent:?} at tab {at}"))? {
                *self.counts.entry(format!("{intent:?}")).or_default() += 1;
            }
            if self.rng.chance(3_000) {
                self.is_saved(at).await?;
            }
        }
        Ok(())
    }

    /// Waits until a tab says that everything done in it is stored on the device: from then on it is promised.
    async fn is_saved(&mut self, at: usize) -> Result<()> {
        let tab = &self.seats[at].board.tab;
        tab.stored().await?;
        self.told.promised(tab.target());
        Ok(())
    }

    /// Nothing promised is lost, nothing is done twice, and everyone sees the same.
    async fn check(&mut self) -> Result<()> {
        for at in 0..self.seats.len() {
            self.is_saved(at).await?;
        }
        for seat in &self.seats {
            let expression = "document.querySelector('button.sync')?.dataset.sync === 'synced'";
            seat.board.tab.wait("every tab to be synced", LONG, expression, &[]).await?;
        }
        let api = Api::sign_in(&self.world.proxy.origin(), &self.people[0].account).await?;
        let log = api.log().await?;
        log.operations()?;
        let lost: Vec<&str> = self.told.words().filter(|word| !log.says(word)).collect();
        ensure!(lost.is_empty(), "saved, and nowhere on the server: {lost:?}");
        let spent = log.task("Clock")?.time_spent / 900;
        let (least, most) = self.told.quarters();
        ensure!(
            (least..=most).contains(&spent),
            "{spent} quarters of an hour are on the server, not {least} to {most}"
        );
        let wanted = groups(
            log.tasks_with_ids()?
                .into_iter()
                .filter(|(_, task)| !task.archived)
                .map(|(id, task)| (task.status.name().to_owned(), (id, task.title))),
        );
        for seat in &self.seats {
            let what = format!("{}'s tab to show what the server has", self.people[seat.who].account.name);
            let wrong = |rows: &[Row]| {
                let shown = rows.iter().filter(|row| row.group != "archive");
                let shown = groups(shown.map(|row| (row.group.clone(), (row.record.clone(), row.title.clone()))));
                (shown != wanted).then(|| format!("{shown:?} instead of {wanted:?}"))
            };
            seat.board.rows_are(&what, wrong).await?;
        }
        for (who, person) in self.people.iter().enumerate() {
            let Some(seat) = self.seats.iter().find(|seat| seat.who == who) else { continue };
            let api = Api::sign_in(&self.world.proxy.origin(), &person.account).await?;
            until(&format!("{}'s device to hold what the server has", person.account.name), LONG, async || {
                let log = api.log().await?;
                let (operations, applied) = (log.operations()?, journal(&seat.board.tab, &person.account.id).await?);
                if applied != operations {
                    return Ok(Err(format!("{} operations of {}", applied.len(), operations.len())));
                }
                let (server, device) = (log.records()?, records(&seat.board.tab, &person.account.id).await?);
                let differ = |id: &&RecordId| server.get(id) != device.get(id);
                let wrong: Vec<_> = server.keys().chain(device.keys()).filter(differ).collect();
                Ok(if wrong.is_empty() { Ok(()) } else { Err(format!("other records: {wrong:?}")) })
            })
            .await?;
        }
        Ok(())
    }
}

/// The tasks of each group, in their order.
fn groups<T>(all: impl Iterator<Item = (String, T)>) -> BTreeMap<String, Vec<T>> {
    let mut groups = BTreeMap::<_, Vec<T>>::new();
    for (group, task) in all {
        groups.entry(group).or_default().push(task);
    }
    groups
}
