//! The daily task that forgets the single steps of long ago.

use std::time::Duration;

use holdfast_core::Millis;
use tokio::time::{MissedTickBehavior, interval};

use crate::{Shared, random, stopped};

const HOUR: Millis = 60 * 60 * 1000;
const DAY: Millis = 24 * HOUR;
/// How often is looked whether it is time. The clock may be moved, and machines sleep.
const LOOK: Duration = Duration::from_secs(60);

/// Forgets, once a day, what is older than the server keeps, until it goes down.
pub(crate) async fn run(app: Shared) {
    let days = app.config.keep.keep_days;
    if days == 0 {
        return;
    }
    let mut stopping = app.stopping.clone();
    let mut look = interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // Not in the first minutes, which a start is busy enough in.
    let mut next = app.started + jitter();
    loop {
        tokio::select! {
            () = stopped(&mut stopping) => return,
            _ = look.tick() => {}
        }
        let now = app.clock.now();
        if now < next {
            continue;
        }
        next = now + DAY - HOUR / 2 + jitter();
        tokio::select! {
            // Cut off between its steps, it leaves all whole, and the next start goes on.
            () = stopped(&mut stopping) => return,
            done = app.db.compact(before(now, days), now) => match done {
                Ok(forgotten) => tracing::info!(
                    effects = forgotten.effects,
                    answers = forgotten.answers,
                    deleted = forgotten.tombstones,
                    "what is older than {days} days was forgotten"
                ),
                Err(error) => tracing::error!(%error, "what is old could not be forgotten; it is tried again tomorrow"),
            },
        }
    }
}

/// The moment so many days ago.
pub(crate) fn before(now: Millis, days: u32) -> Millis {
    now.saturating_sub(u64::from(days) * DAY)
}

/// Up to an hour, so that servers started together are not all busy at once.
fn jitter() -> Millis {
    u64::from(u32::from_be_bytes(random::bytes())) * HOUR / u64::from(u32::MAX)
}
