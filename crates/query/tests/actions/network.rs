//! Being offline, failing and taking too long.

use std::rc::Rc;

use holdfast_query::{ActionPhase::*, ActionState, Error};

use crate::world::{Early, Failure, Plain, Quick, World};

#[test]
fn what_is_started_offline_runs_in_order_once_there_is_a_network() {
    let world = World::new();
    world.set_online(false);
    for (name, scope) in [("a1", "a"), ("a2", "a"), ("b1", "b")] {
        drop(world.act(world.plain(name).scope(scope)));
    }
    drop(world.act(world.action::<Early>("early")));
    assert_eq!(world.phases(), [Paused, Queued, Paused, Running { attempt: 1 }]);
    assert_eq!(world.server.log(), ["early 1"]);
    world.set_online(true);
    assert_eq!(world.server.log(), ["a1 1", "b1 1"]);
    world.give("a1", Ok(1));
    assert_eq!(world.server.log(), ["a1 done", "a1 dropped", "a2 1"]);
}

#[test]
fn the_next_of_a_scope_is_paused_if_the_network_goes_before_its_turn() {
    let world = World::new();
    drop(world.act(world.plain("a1").scope("a")));
    drop(world.act(world.plain("a2").scope("a")));
    world.set_online(false);
    world.give("a1", Ok(1));
    assert_eq!(world.phases(), [Paused]);
    world.set_online(true);
    assert!(world.server.is_running("a2"));
}

#[test]
fn a_paused_one_can_be_cancelled() {
    let world = World::new();
    world.set_online(false);
    let running = world.act(world.plain("a"));
    running.cancel();
    world.set_online(true);
    assert_eq!((world.server.log(), world.phases()), (vec!["a dropped".to_owned()], vec![]));
}

#[test]
fn a_repetition_that_is_due_offline_waits_and_uses_up_no_attempt() {
    let world = World::new();
    drop(world.act(world.plain("a")));
    world.give("a", Err(Failure::Busy));
    world.set_online(false);
    world.runtime.advance(60_000);
    assert_eq!(world.phases(), [Paused]);
    world.set_online(true);
    assert_eq!(world.phases(), [Running { attempt: 2 }]);
}

#[test]
fn only_what_is_safe_to_repeat_is_repeated() {
    let world = World::new();
    for (name, failure, pending) in [("busy", Failure::Busy, true), ("refused", Failure::Refused, false)] {
        let running = world.act(world.plain(name));
        world.give(name, Err(failure));
        assert_eq!(running.status().is_pending(), pending, "{name}");
    }
}

#[test]
fn repetitions_end_and_the_last_error_is_told() {
    let world = World::new();
    let running = world.act(world.plain("a"));
    for wait in [1_000, 2_000, 4_000] {
        world.give("a", Err(Failure::Busy));
        assert!(running.status().is_pending());
        world.runtime.advance(wait);
    }
    assert_eq!(world.client.running_actions()[0].failures, 3);
    world.give("a", Err(Failure::Busy));
    assert_eq!(running.status().error().and_then(|error| error.own().copied()), Some(Failure::Busy));
    assert_eq!(world.server.log(), ["a 1", "a 2", "a 3", "a 4", "a dropped"]);
}

#[test]
fn cancelling_between_two_attempts_ends_it() {
    let world = World::new();
    let running = world.act(world.plain("a"));
    world.give("a", Err(Failure::Busy));
    running.cancel();
    world.runtime.advance(60_000);
    assert_eq!(world.server.log(), ["a 1", "a dropped"]);
    assert_eq!(world.runtime.tasks(), 1, "only the one that forgets the state of ended calls may sleep");
    world.runtime.advance(300_000);
    assert_eq!(world.runtime.tasks(), 0);
}

#[test]
fn an_attempt_that_takes_too_long_is_dropped_and_not_repeated_by_itself() {
    let world = World::new();
    let running = world.act(world.action::<Quick>("a"));
    world.runtime.advance(999);
    assert!(running.status().is_pending());
    world.runtime.advance(1);
    assert_eq!(running.status(), ActionState::Failed(Rc::new(Error::TimedOut)));
    assert!(!world.server.is_running("a"));
}

#[test]
fn what_is_within_its_time_is_not_ended_by_it() {
    let world = World::new();
    let running = world.act(world.action::<Quick>("a"));
    world.runtime.advance(500);
    world.give("a", Ok(7));
    world.runtime.advance(10_000);
    assert_eq!(running.status(), ActionState::Done(Rc::new(7)));
    assert!(world.client.action_state::<crate::world::Do<Plain>>("test/do").is_none(), "another type is another slot");
}

#[cfg(feature = "devtools")]
#[test]
fn a_bad_network_can_be_pretended() {
    use holdfast_query::devtools::Pretended;
    let world = World::new();
    world.client.pretend(Pretended { offline: true, ..Pretended::default() });
    drop(world.act(world.plain("a")));
    assert_eq!(world.phases(), [Paused]);
    world.client.pretend(Pretended { delay: 300, ..Pretended::default() });
    world.runtime.advance(299);
    assert!(!world.server.is_running("a"));
    world.runtime.advance(1);
    assert!(world.server.is_running("a"));
    world.client.pretend(Pretended { failing: true, ..Pretended::default() });
    let failed = world.act(world.plain("b"));
    assert_eq!(failed.status(), ActionState::Failed(Rc::new(Error::Pretended)));
    world.client.pretend(Pretended { delay: 1_000, ..Pretended::default() });
    let late = world.act(world.action::<Quick>("c"));
    world.runtime.advance(1_000);
    assert_eq!(late.status(), ActionState::Failed(Rc::new(Error::TimedOut)));
}
