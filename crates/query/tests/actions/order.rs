//! Scopes: one after the other in each, all scopes at once.

use holdfast_query::{ActionPhase::*, ActionState};

use crate::world::{Failure, World};

#[test]
fn actions_of_one_scope_run_in_order_and_those_of_others_at_once() {
    let world = World::new();
    for (name, scope) in [("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b")] {
        drop(world.act(world.plain(name).scope(scope)));
    }
    for name in ["c1", "c2"] {
        drop(world.act(world.plain(name)));
    }
    assert_eq!(world.server.log(), ["a1 1", "b1 1", "c1 1", "c2 1"]);
    assert_eq!(world.phases()[..3], [Running { attempt: 1 }, Queued, Queued]);
    world.give("a1", Ok(1));
    assert_eq!(world.server.log(), ["a1 done", "a1 dropped", "a2 1"], "what follows sees what the first has done");
    world.give("a2", Ok(2));
    assert!(world.server.is_running("a3"));
}

#[test]
fn a_failure_lets_the_next_of_its_scope_run() {
    let world = World::new();
    let first = world.act(world.plain("a1").scope("a"));
    drop(world.act(world.plain("a2").scope("a")));
    world.give("a1", Err(Failure::Refused));
    assert!(matches!(first.status(), ActionState::Failed(_)));
    assert!(world.server.is_running("a2"));
}

#[test]
fn one_that_waits_to_be_repeated_holds_its_scope() {
    let world = World::new();
    drop(world.act(world.plain("a1").scope("a")));
    drop(world.act(world.plain("a2").scope("a")));
    world.give("a1", Err(Failure::Busy));
    assert!(matches!(world.phases()[..], [Retrying { attempt: 2, .. }, Queued]));
    world.runtime.advance(1_000);
    world.give("a1", Ok(1));
    assert!(world.server.is_running("a2"));
}

#[test]
fn a_queued_one_that_is_cancelled_never_runs() {
    let world = World::new();
    drop(world.act(world.plain("a1").scope("a")));
    let second = world.act(world.plain("a2").scope("a"));
    drop(world.act(world.plain("a3").scope("a")));
    world.server.log();
    second.cancel();
    assert!(matches!(second.status(), ActionState::Cancelled));
    world.give("a1", Ok(1));
    assert_eq!(world.server.log(), ["a2 dropped", "a1 done", "a1 dropped", "a3 1"]);
}

#[test]
fn one_that_is_cancelled_while_it_runs_is_dropped_and_the_next_runs() {
    let world = World::new();
    let first = world.act(world.plain("a1").scope("a"));
    drop(world.act(world.plain("a2").scope("a")));
    world.server.log();
    first.cancel();
    world.runtime.settle();
    assert!(!world.server.is_running("a1"));
    assert_eq!(world.server.log(), ["a1 dropped", "a2 1"], "the first has ended before the second begins");
    first.cancel();
    assert_eq!(world.phases(), [Running { attempt: 1 }]);
}

#[test]
fn an_action_may_start_another_of_its_scope_when_it_is_done() {
    let world = World::new();
    let next = world.plain("a2").scope("a");
    let next = std::cell::Cell::new(Some(next));
    let first = world.plain("a1").scope("a").done(move |client, _| {
        if let Some(next) = next.take() {
            drop(client.act(next));
        }
    });
    drop(world.act(first));
    world.give("a1", Ok(1));
    assert_eq!(world.server.log(), ["a1 1", "a1 done", "a1 dropped", "a2 1"]);
    world.give("a2", Ok(2));
    assert_eq!(world.phases(), []);
}
