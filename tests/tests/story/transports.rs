//! Whatever carries the server's effects, each arrives, once: connections refused, held back, cut and torn on the way.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use holdfast_tests::browser::{Board, Events, LONG, Person, Rules, Sockets, World, api::Api, journal, story, until};
use serde_json::json;

const SOCKET: &str = "/api/v1/ws";
const EVENTS: &str = "/api/v1/events";
const WAITING_PULL: &str = "/api/v1/sync/pull?wait";

/// How often a WebSocket may be tried while each is cut: whoever tries without end is no better than a server under attack.
const MOST_SOCKETS: usize = 12;

#[test]
fn every_carrier_brings_everything_once() {
    story("transports", Duration::from_secs(150), async |world, parts| {
        let ada = world.newcomer("Ada").await?;
        let engagement = ada.own_engagement().await?;
        let board = Board::create(&ada.tab, &engagement, "Carriers").await?;
        ada.sync_is("synced").await?;
        // Another device of hers, beside the network that fails.
        let elsewhere = Api::sign_in(&format!("http://{}", world.server.address()), &ada.account).await?;
        let mut trip = Trip { world, ada: &ada, board, engagement, elsewhere, tasks: 0 };
        ensure!(world.proxy.asked(SOCKET) > 0 && world.proxy.asked(EVENTS) == 0, "a WebSocket comes first");
        trip.arrives(3).await.context("by a WebSocket")?;
        world.proxy.rule(Rules { delay: Duration::from_millis(20), ..Rules::default() });
        trip.arrives(3).await.context("by a WebSocket that is slow")?;
        // Each lasts for a few frames and ends within one: whatever carries the rest, none of it is taken twice or left out.
        let sockets = world.proxy.asked(SOCKET);
        world.proxy.rule(Rules { sockets: Sockets::CutAfter(6_000), ..Rules::default() });
        // Each new rule has cut the line: after two within seconds it is an event stream's turn, unless somebody looks again.
        trip.looks_for(SOCKET, sockets + 1).await?;
        trip.arrives(20).await.context("by WebSockets that are cut")?;
        let asked = world.proxy.asked(SOCKET) - sockets;
        ensure!(asked <= MOST_SOCKETS, "{asked} WebSockets were asked for where they do not last");
        parts.done("by a WebSocket, slow, cut and torn");

        world.proxy.rule(Rules { delay: Duration::from_millis(20), ..Rules::no_sockets() });
        trip.asks_for(EVENTS, 1).await?;
        trip.arrives(3).await.context("by an event stream")?;
        ensure!(world.proxy.asked(WAITING_PULL) == 0, "it polls although event streams get through");
        mute(&mut trip).await?;
        parts.done("a mute WebSocket costs nothing");
        // Each stream lasts for a few effects.
        world.proxy.rule(Rules { events: Events::CutAfter(4_000), ..Rules::no_sockets() });
        trip.arrives(20).await.context("by event streams that are cut")?;
        parts.done("by event streams, delayed and cut");

        world.proxy.rule(Rules { delay: Duration::from_millis(20), ..Rules::plain_requests_only() });
        trip.asks_for(WAITING_PULL, world.proxy.asked(WAITING_PULL) + 1).await?;
        trip.arrives(3).await.context("by polling")?;
        world.proxy.rule(Rules { torn_pulls: 4, ..Rules::plain_requests_only() });
        trip.arrives(20).await.context("by polls that are torn")?;
        parts.done("by polling, slow and with torn answers");

        let sockets = world.proxy.asked(SOCKET);
        world.proxy.rule(Rules::default());
        trip.is_told("online", SOCKET, sockets + 1).await?;
        trip.arrives(3).await.context("by a WebSocket again")?;
        let polls = world.proxy.asked(WAITING_PULL);
        trip.arrives(2).await?;
        ensure!(world.proxy.asked(WAITING_PULL) == polls, "it still polls beside the WebSocket");
        parts.done("back to a WebSocket as soon as it may work");

        // Open, and nothing comes through: the silence is noticed.
        let sockets = world.proxy.asked(SOCKET);
        world.proxy.rule(Rules { sockets: Sockets::Dead, ..Rules::default() });
        trip.asks_for(SOCKET, sockets + 1).await?;
        trip.arrives(2).await.context("past a line that is dead and does not know it")?;
        parts.done("past a half-open line");
        Ok(())
    });
}

/// A WebSocket that opens and brings nothing is tried beside the stream that works, which stays.
async fn mute(trip: &mut Trip<'_>) -> Result<()> {
    let proxy = &trip.world.proxy;
    // Without a cut: two within five seconds would be two strikes against the stream.
    proxy.rule_for_new(Rules { sockets: Sockets::Dead, ..Rules::default() });
    trip.arrives(1).await?;
    let (sockets, streams) = (proxy.asked(SOCKET), proxy.asked(EVENTS));
    trip.looks_for(SOCKET, sockets + 1).await?;
    trip.arrives(2).await.context("while a mute WebSocket is tried")?;
    ensure!(proxy.asked(EVENTS) == streams, "the stream that works was given up for a WebSocket that is mute");
    Ok(())
}

/// A person who is here, and edits of hers that come from elsewhere.
struct Trip<'a> {
    world: &'a World,
    ada: &'a Person,
    board: Board,
    engagement: String,
    elsewhere: Api,
    tasks: usize,
}

impl Trip<'_> {
    /// Makes tasks elsewhere and waits for them, then an edit here, until both sides have all of it.
    async fn arrives(&mut self, tasks: usize) -> Result<()> {
        self.elsewhere.fill(&self.engagement, &self.board.path, tasks).await?;
        self.tasks += tasks;
        // First without an edit here, which would fetch what is new by itself.
        self.shows_all().await?;
        let title = format!("Made here after {} tasks", self.tasks);
        self.board.add("todo", &title).await?;
        self.board.shows(&title).await?;
        self.tasks += 1;
        self.shows_all().await?;
        let operations = self.elsewhere.log().await?.operations()?;
        until("the journal to be the log", LONG, async || {
            let applied = journal(&self.ada.tab, &self.ada.account.id).await?;
            Ok(if applied == operations { Ok(()) } else { Err(format!("{} of {}", applied.len(), operations.len())) })
        })
        .await
    }

    /// Waits until the page shows every task, and none of them is on its way.
    async fn shows_all(&self) -> Result<()> {
        let all = self.tasks;
        self.board
            .rows_are(&format!("{all} tasks"), |rows| {
                let late = rows.iter().filter(|row| row.mark == "waiting" || row.mark == "saving").count();
                (rows.len() != all || late > 0).then(|| format!("{} tasks, {late} of them on their way", rows.len()))
            })
            .await
            .map(drop)
    }

    /// As [`Self::asks_for`], by somebody who comes back to the page again and again.
    async fn looks_for(&self, path: &'static str, times: usize) -> Result<()> {
        self.is_told("focus", path, times).await
    }

    /// As [`Self::asks_for`], by a browser that tells the page of that event again and again.
    async fn is_told(&self, event: &str, path: &'static str, times: usize) -> Result<()> {
        until(&format!("a request for {path}"), LONG, async || {
            self.ada.tab.js::<()>("window.dispatchEvent(new Event(arguments[0]))", &[json!(event)]).await?;
            let asked = self.world.proxy.asked(path);
            Ok(if asked >= times { Ok(()) } else { Err(format!("{asked} of {times}")) })
        })
        .await
    }

    /// Waits until so many requests for a path have come.
    async fn asks_for(&self, path: &'static str, times: usize) -> Result<()> {
        until(&format!("a request for {path}"), LONG, async || {
            let asked = self.world.proxy.asked(path);
            Ok(if asked >= times { Ok(()) } else { Err(format!("{asked} of {times}")) })
        })
        .await
    }
}
