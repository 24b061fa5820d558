//! The daily task that forgets the single steps of long ago, and files that nothing names.

use std::time::Duration;

use holdfast_core::Millis;
use tokio::time::{MissedTickBehavior, interval};

use crate::{Shared, blobs::Swept, random, stopped};

const HOUR: Millis = 60 * 60 * 1000;
const DAY: Millis = 24 * HOUR;
/// How often is looked whether it is time. The clock may be moved, and machines sleep.
const LOOK: Duration = Duration::from_secs(60);

/// Forgets, once a day, what is older than the server keeps, until it goes down.
pub(crate) async fn run(app: Shared) {
    let days = app.config.keep.keep_days;
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
            () = forget(&app, days, now) => {}
        }
    }
}

/// Forgets the single steps of long ago, unless all are to be kept, and then the files that nothing names any more.
async fn forget(app: &Shared, days: u32, now: Millis) {
    if days > 0 {
        match app.db.compact(before(now, days), now).await {
            Ok(forgotten) => tracing::info!(
                effects = forgotten.effects,
                answers = forgotten.answers,
                deleted = forgotten.tombstones,
                "what is older than {days} days was forgotten"
            ),
            Err(error) => tracing::error!(%error, "what is old could not be forgotten; it is tried again tomorrow"),
        }
    }
    match app.blobs.sweep(&app.db, now).await {
        Ok(Swept { blobs, unfinished }) => {
            tracing::info!(blobs, unfinished, "files that nothing names were thrown away")
        }
        Err(error) => tracing::error!(?error, "files could not be thrown away; it is tried again tomorrow"),
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
