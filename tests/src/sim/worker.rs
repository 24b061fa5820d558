//! A life of the service worker, and the replay that a worker or a tab runs.

use std::{cell::Cell, rc::Rc};

use futures::{
    FutureExt as _, StreamExt as _,
    channel::mpsc::UnboundedReceiver,
    future::{Either, select},
};
use holdfast_core::{
    backoff,
    client::{
        Hint,
        replay::{Ended, Replayer},
    },
    planted::{self, Bug},
};

use super::{life::Life, network::SimNet, profile::Profile, world::World};

/// Starts a worker: it replays at once, whenever a hint says that there is something, after failures with growing waits,
/// and now and then.
pub fn start(world: &Rc<World>, profile: &Rc<Profile>) -> Rc<Life> {
    let life = Life::new(world);
    let inbox = profile.join(life.id);
    world.note(format_args!("worker {} of profile {} starts", life.id.0, profile.index));
    world.spawn(life.id, work(Rc::clone(world), Rc::clone(profile), Rc::clone(&life), inbox));
    life
}

async fn work(world: Rc<World>, profile: Rc<Profile>, life: Rc<Life>, mut inbox: UnboundedReceiver<String>) {
    let mut failures = 0;
    loop {
        let wait = match replay(&world, &profile, &life).await {
            Ended::Drained => {
                failures = 0;
                30_000
            }
            Ended::Failed(_) => {
                failures += 1;
                if failures > 4 && planted::has(Bug::RetriesEnd) {
                    return;
                }
                backoff::delay(failures, world.below(1_000) as f64 / 1_000.0)
            }
            Ended::Fenced | Ended::Broken(_) => 1_000,
        };
        let sleep = Box::pin(world.clock.sleep(wait));
        match select(inbox.next(), sleep).await {
            Either::Left((None, _)) => return,
            // What came meanwhile is served by one replay.
            Either::Left(_) => while inbox.next().now_or_never().flatten().is_some() {},
            Either::Right(_) => {}
        }
        life.thawed(&world).await;
    }
}

/// Replays once.
pub async fn replay(world: &Rc<World>, profile: &Rc<Profile>, life: &Rc<Life>) -> Ended {
    let net =
        SimNet { world: Rc::clone(world), life: Rc::clone(life), profile: Rc::clone(profile), fenced: Cell::default() };
    let db = profile.db.with_gate(life.gate(world));
    // Whoever replays also tells itself: a tab follows the same hints as the others.
    let tell = |hint: Hint| profile.tell(world, None, &hint);
    let replayer =
        Replayer { db: &db, net: &net, timer: &net, holder: life.holder, account: profile.person, tell: &tell };
    world.action("replay");
    let ended = replayer.run().await;
    world.note(format_args!("life {} replayed: {ended:?}", life.id.0));
    ended
}
