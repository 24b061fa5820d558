//! What must hold once everything is healed and at rest.

mod confirmed;
mod letters;
mod losses;
mod merged;
mod model;
mod order;
mod purged;
mod queues;
mod replicas;
mod stored;

use holdfast_core::id::ScopeId;

use super::{run::Run, withdrawing};

/// After healing: every queue is drained or shows why not; every replica equals the server; nothing that was saved is
/// lost, and each edit was done once, in its order, and merged as the rules say; journals equal logs; nothing of a lost
/// scope is left on a device.
pub fn at_rest(run: &Run) {
    let world = &run.world;
    let Some(stores) = run.profiles.iter().map(|profile| stored::stored(&profile.db)).collect::<Option<Vec<_>>>()
    else {
        return world.violate("storage: a database cannot be read after healing".into());
    };
    for (profile, stored) in run.profiles.iter().zip(&stores) {
        queues::drained(world, profile, stored);
        replicas::converged(run, profile, stored);
        confirmed::journal_is_log(world, profile, stored);
        letters::are_true(world, profile, stored);
        purged::nothing_is_left(world, profile);
        if profile.empty.get() {
            world.violate(format!("noticed: profile {} was wiped, and nobody was told", profile.index));
        }
    }
    losses::nothing_lost_or_doubled(world, &stores);
    withdrawing::stays_here(run);
    let server = world.server.borrow();
    server.check(world.now());
    if let Some(trouble) = server.trouble() {
        world.violate(format!("sql: {trouble}"));
    }
    let mut scopes: Vec<ScopeId> = server.ledger.scopes().collect();
    scopes.sort();
    for scope in scopes {
        order::in_order(world, server.ledger.log(scope));
        merged::by_the_rules(world, &server, scope);
    }
    losses::words_are_kept(world, &server);
}
