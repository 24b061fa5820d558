//! Seeing to it that what waits is sent: by the service worker if one controls the page, else by this tab.

use std::rc::{Rc, Weak};

use holdfast_core::{
    client::{Failure, Hint, Timer as _},
    status::Link,
};

use super::{
    Event,
    inner::Inner,
    link::Heard,
    schedule::{Next, Schedule},
};
use crate::{
    BrowserTimer,
    replay::{Ended, is_outdated, link_after, replay},
    worker_link,
};

/// After so many requests to the worker without a word from anyone, the tab does it itself.
const PATIENCE: u32 = 2;

/// Replays when it is time; ends with the session. One at a time: wishes meanwhile make one more.
pub(super) async fn run(session: Weak<Inner>) {
    loop {
        let Some(inner) = session.upgrade().filter(|inner| !inner.closed.get()) else { return };
        let next = inner.schedule.get().next(BrowserTimer.now());
        let wait = match next {
            Next::Now | Next::Again if is_worth_it(&inner, next) => {
                once(&inner).await;
                continue;
            }
            Next::Now | Next::Again => {
                inner.reschedule(Schedule::idle);
                None
            }
            Next::In(time) => Some(time),
            Next::Never => None,
        };
        let bell = inner.replay_bell.clone();
        drop(inner);
        bell.wait_at_most(wait).await;
    }
}

fn is_worth_it(inner: &Inner, next: Next) -> bool {
    let waits = || inner.tab.replica().counts().waiting > 0;
    inner.link() != Link::SignedOut && (next == Next::Now || waits())
}

async fn once(inner: &Rc<Inner>) {
    inner.reschedule(|schedule| schedule.begun(BrowserTimer.now()));
    if inner.unanswered.get() < PATIENCE && worker_link::ask_replay() {
        inner.unanswered.set(inner.unanswered.get() + 1);
        return;
    }
    let tell = |hint: Hint| {
        inner.channel.tell(&hint);
        inner.follow(hint);
    };
    let ended = replay(inner.tab.db(), inner.account.id, inner.holder, &tell).await;
    if let Ended::Failed(Failure::Busy(wait)) = ended {
        inner.reschedule(|schedule| schedule.busy(BrowserTimer.now(), wait));
    }
    if is_outdated(&ended) {
        inner.tell(Event::Superseded);
    }
    if matches!(ended, Ended::Drained) {
        inner.synced(BrowserTimer.now());
    }
    if let Some(link) = link_after(&ended) {
        inner.channel.tell(&Hint::Link { link });
        inner.on_link(link, Heard::Elsewhere);
    }
}
