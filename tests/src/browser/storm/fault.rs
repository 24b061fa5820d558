//! What is killed under people at work.

use anyhow::Result;

use super::{
    super::{Answer, DevTools},
    Storm,
};
use crate::sim::rng::Rng;

const PUSH: &str = "/api/v1/sync/push";

/// What happens in the middle of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The server is killed and comes back.
    ServerKilled,
    /// The server is killed after it has committed a push and before anyone hears of it.
    ServerKilledBeforeAnswer,
    /// The answer to a push is lost.
    AnswerLost,
    /// A tab's process is killed, perhaps while it saves.
    TabKilled,
    /// Somebody's service worker is stopped.
    WorkerStopped,
    /// Somebody's browser is killed, with all its tabs and its worker.
    BrowserKilled,
    /// Everyone's network is cut for a while.
    NetworkCut,
}

impl Fault {
    /// The next one.
    pub fn draw(rng: &mut Rng) -> Self {
        match rng.below(8) {
            0 => Self::ServerKilled,
            1 => Self::ServerKilledBeforeAnswer,
            2 => Self::AnswerLost,
            3 | 4 => Self::TabKilled,
            5 => Self::WorkerStopped,
            6 => Self::BrowserKilled,
            _ => Self::NetworkCut,
        }
    }
}

impl Storm<'_> {
    /// Lets a fault strike, with work going on meanwhile, and ends it.
    pub(super) async fn strike(&mut self, fault: Fault, round: usize) -> Result<()> {
        let world = self.world;
        match fault {
            Fault::ServerKilled => {
                world.server.kill();
                self.work(round).await?;
                world.server.restart().await
            }
            Fault::ServerKilledBeforeAnswer => {
                let held = self.pushed(round).await?.given().await?;
                world.server.kill();
                drop(held);
                self.work(round).await?;
                world.server.restart().await
            }
            Fault::AnswerLost => {
                let held = self.pushed(round).await?.given().await?;
                self.work(round).await?;
                drop(held);
                Ok(())
            }
            Fault::NetworkCut => {
                world.proxy.cut();
                self.work(round).await?;
                world.proxy.mend();
                Ok(())
            }
            Fault::TabKilled => self.kill_tab().await,
            Fault::WorkerStopped => {
                let at = self.rng.index(self.seats.len());
                let seat = &self.seats[at];
                let mut devtools = DevTools::of_tab(&self.people[seat.who].browser, &seat.board.tab).await?;
                devtools.stop_service_workers().await?;
                self.work(round).await
            }
            Fault::BrowserKilled => self.kill_browser().await,
        }
    }

    /// A push of a new task whose answer is in the proxy's hands.
    async fn pushed(&mut self, round: usize) -> Result<Answer> {
        let mut answer = self.world.proxy.hold_next(PUSH);
        let at = self.rng.index(self.seats.len());
        let word = self.told.word(round);
        let board = self.seats[at].board.clone();
        board.add("todo", &word).await?;
        board.shows(&word).await?;
        self.told.typed(board.tab.target(), &word);
        answer.asked().await?;
        Ok(answer)
    }

    async fn kill_tab(&mut self) -> Result<()> {
        let at = self.rng.index(self.seats.len());
        if self.rng.chance(5_000) {
            self.is_saved(at).await?;
        }
        let who = self.seats[at].who;
        // A browser without tabs ends: the new one comes first.
        self.sit_down(who).await?;
        let seat = self.seats.remove(at);
        seat.board.tab.crash(&self.people[who].browser).await
    }

    async fn kill_browser(&mut self) -> Result<()> {
        let who = self.rng.index(self.people.len());
        for at in 0..self.seats.len() {
            if self.seats[at].who == who && self.rng.chance(5_000) {
                self.is_saved(at).await?;
            }
        }
        let seats = self.seats.iter().filter(|seat| seat.who == who).count();
        self.seats.retain(|seat| seat.who != who);
        self.people[who].crash_and_reopen(self.world).await?;
        for _ in 0..seats {
            self.sit_down(who).await?;
        }
        Ok(())
    }
}
