//! Flags while the server serves: they are read where they count, in the transaction that depends on them, so a change takes
//! effect with the next request. That there was one is noticed here, whichever program made it, and told to everybody who has a
//! line open.

use std::time::Duration;

use holdfast_core::{flags::Flag, id::PersonId};
use tokio::time::{MissedTickBehavior, interval};

use crate::{Shared, bus::Hint, db::Tx, error::Error, stopped};

/// How often is looked whether a flag was set.
const LOOK: Duration = Duration::from_secs(1);

/// Tells of every change, until the server goes down.
pub(crate) async fn watch(app: Shared) {
    let mut stopping = app.stopping.clone();
    let mut look = interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut known = None;
    loop {
        tokio::select! {
            () = stopped(&mut stopping) => return,
            _ = look.tick() => {}
        }
        match app.db.flag_changes().await {
            Ok(changes) => {
                if known.replace(changes).is_some_and(|known| known != changes) {
                    tracing::info!("flags were set");
                    app.bus.publish(vec![Hint::Flags]);
                }
            }
            Err(error) => tracing::error!(%error, "whether flags were set could not be read; it is tried again"),
        }
    }
}

/// Refuses what a flag turns off for a person.
pub(crate) async fn check(tx: &mut Tx, flag: Flag, person: PersonId) -> Result<(), Error> {
    match tx.flag(flag, person).await?.on {
        true => Ok(()),
        false => Err(Error::Off(flag)),
    }
}
