//! What somebody who reads is promised.

mod common;

use common::{Failure, World};
use holdfast_query::{Cause, Keep, Limits, Policy, Stale, State};

#[test]
fn an_observer_gets_the_answer_and_is_told() {
    let world = World::new();
    let watched = world.observe(1);
    assert!(watched.observer.read().is_loading());
    watched.told();
    world.server.answer(&world, 7);
    assert_eq!((watched.shows(), watched.told()), (Some(7), 1));
}

#[test]
fn concurrent_callers_cost_one_request_and_all_get_its_answer() {
    let world = World::new();
    let waits: Vec<_> = (0..1_000).map(|_| world.client.fetch(&world.ask(1))).collect();
    world.runtime.settle();
    assert_eq!(world.server.asked(), 1);
    world.server.answer(&world, 3);
    for wait in waits {
        assert_eq!(world.runtime.run(wait).unwrap().map(|answer| *answer).unwrap(), 3);
    }
    assert_eq!(world.client.figures().dedupes, 999);
}

#[test]
fn stale_data_is_shown_while_it_is_fetched_again() {
    let world = World::with(Policy::DEFAULT.stale(Stale::After(1_000)), Limits::default());
    world.client.set(&world.ask(1), 1);
    let watched = world.observe(1);
    assert_eq!((watched.shows(), world.server.asked()), (Some(1), 0));
    drop(watched);
    world.runtime.advance(1_000);
    let watched = world.observe(1);
    assert_eq!((watched.shows(), world.server.waiting()), (Some(1), 1));
    assert!(watched.observer.read().is_fetching() && watched.observer.read().is_stale);
    world.server.answer(&world, 2);
    assert_eq!(watched.shows(), Some(2));
}

#[test]
fn failures_are_repeated_and_then_told() {
    let world = World::new();
    let watched = world.observe(1);
    world.server.fail(&world, Failure::Busy);
    assert!(watched.observer.read().is_loading());
    world.runtime.advance(1_000);
    assert_eq!(world.server.asked(), 2);
    world.server.fail(&world, Failure::Refused);
    assert!(matches!(watched.observer.read().state, State::Failed(_)));
    world.runtime.advance(100_000);
    assert_eq!(world.server.asked(), 2, "a refusal is not repeated");
}

#[test]
fn what_nobody_wants_is_aborted_and_dropped_in_time() {
    let world = World::with(Policy::DEFAULT.keep(Keep::For(5_000)), Limits::default());
    let watched = world.observe(1);
    drop(watched);
    world.runtime.settle();
    assert_eq!(world.server.waiting(), 0);
    world.runtime.advance(5_000);
    assert_eq!(world.client.figures().entries, 0);
}

#[test]
fn a_change_meets_what_reads_it() {
    use holdfast_query::{Change, Reads, Touch};
    let world = World::with(Policy::DEFAULT.stale(Stale::Never), Limits::default());
    world.server.reads(1, Reads::none().kind_in("task", 9).fields(["title"]));
    let watched = world.observe(1);
    world.server.answer(&world, 1);
    world.client.touched(&[Touch::new("task", 8, 1, Change::Created), Touch::new("note", 9, 1, Change::Created)]);
    world.client.touched(&[Touch::new("task", 9, 1, Change::Changed(&["status"]))]);
    world.runtime.settle();
    assert_eq!(world.server.asked(), 1);
    world.client.touched(&[Touch::new("task", 9, 1, Change::Changed(&["title"]))]);
    world.runtime.settle();
    world.server.answer(&world, 2);
    assert_eq!((watched.shows(), world.client.figures().runs.of(Cause::Invalidation)), (Some(2), 1));
}
