//! Pulls, one after the other, as a queue of events.

use std::{cell::Cell, rc::Rc};

use futures::{StreamExt as _, channel::mpsc, future::LocalBoxFuture};
use holdfast_core::{
    Millis,
    client::{Timer as _, replay::Ended},
    id::PersonId,
};
use wasm_bindgen_futures::spawn_local;

use super::Arrived;
use crate::{BrowserTimer, net::LongPoll, wake::Bell};

/// The least time from the beginning of one pull to that of the next, in milliseconds: something between here and the server
/// may answer at once whatever was asked.
const PACE: Millis = 1_000;

/// Pulls everything that is new over a network, and applies it. It is never dropped before it is done: what was applied is
/// also told.
pub(crate) type Pull = Box<dyn Fn(LongPoll) -> LocalBoxFuture<'static, Result<(), Ended>>>;

/// The pulls; they end when this is dropped.
pub(crate) struct Poll {
    arrivals: mpsc::UnboundedReceiver<Arrived>,
    shared: Rc<Shared>,
}

#[derive(Default)]
struct Shared {
    over: Cell<bool>,
    /// Ends the request under way, or the wait for the next.
    bell: Bell,
    hurried: Cell<bool>,
}

impl Poll {
    /// Begins: the first pull is answered at once.
    pub(crate) fn start(account: PersonId, pull: Pull) -> Self {
        let (sender, arrivals) = mpsc::unbounded();
        let shared = Rc::new(Shared { hurried: Cell::new(true), ..Shared::default() });
        spawn_local(run(account, pull, sender, Rc::clone(&shared)));
        Self { arrivals, shared }
    }

    /// Asks again now instead of waiting for the server.
    pub(crate) fn hurry(&self) {
        self.shared.hurried.set(true);
        self.shared.bell.ring();
    }

    /// Waits for what comes next.
    pub(super) async fn next(&mut self) -> Arrived {
        self.arrivals.next().await.unwrap_or(Arrived::Closed)
    }
}

impl Drop for Poll {
    fn drop(&mut self) {
        self.shared.over.set(true);
        self.shared.bell.ring();
    }
}

async fn run(account: PersonId, pull: Pull, arrivals: mpsc::UnboundedSender<Arrived>, shared: Rc<Shared>) {
    while !shared.over.get() {
        let begun = BrowserTimer.now();
        let pulled = if shared.hurried.take() {
            shared.bell.hush();
            pull(LongPoll::at_once(account)).await
        } else {
            pull(LongPoll::waiting(account, shared.bell.clone())).await
        };
        let arrived = match pulled {
            Ok(()) => Arrived::Pulled,
            // Given up for a reason.
            Err(_) if shared.over.get() || shared.hurried.get() => continue,
            Err(ended) => {
                let _ = arrivals.unbounded_send(Arrived::Failed(ended));
                return;
            }
        };
        let _ = arrivals.unbounded_send(arrived);
        let rest = PACE.saturating_sub(BrowserTimer.now().saturating_sub(begun));
        if rest > 0 && !shared.hurried.get() {
            shared.bell.wait_at_most(Some(rest)).await;
        }
    }
}
