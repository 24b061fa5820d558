//! A request ends with the last who wants it, and not before.

mod common;

use common::World;
use holdfast_query::{Options, Policy, Reads, Stale};

#[test]
fn the_last_who_wants_it_takes_it_along() {
    // Who wants it besides an observer that goes; how many requests are left.
    let world = World::new();
    drop(world.observe(1));
    world.runtime.settle();
    assert_eq!((world.server.waiting(), world.client.fetching()), (0, 0), "nobody");

    let world = World::new();
    let other = world.observe(1);
    drop(world.observe(1));
    world.runtime.settle();
    assert_eq!(world.server.waiting(), 1, "another observer");
    drop(other);
    world.runtime.settle();
    assert_eq!(world.server.waiting(), 0);

    let world = World::new();
    let wait = world.client.fetch(&world.ask(1));
    drop(world.observe(1));
    world.runtime.settle();
    assert_eq!(world.server.waiting(), 1, "one who waits");
    drop(wait);
    world.runtime.settle();
    assert_eq!(world.server.waiting(), 0);

    let world = World::new();
    world.client.prefetch(&world.ask(1));
    drop(world.observe(1));
    drop(world.client.fetch(&world.ask(1)));
    world.runtime.settle();
    assert_eq!(world.server.waiting(), 1, "a prefetch");
    world.server.answer(&world, 7);
    assert_eq!(world.get(1), Some(7));
    drop(world.observe(1));
    world.runtime.settle();
    assert_eq!(world.server.waiting(), 0, "which wanted one answer, not all that follow");
}

#[test]
fn one_of_many_who_wait_may_go() {
    let world = World::new();
    let mut waits: Vec<_> = (0..3).map(|_| world.client.fetch(&world.ask(1))).collect();
    world.after(|_| drop(waits.pop()));
    assert_eq!(world.server.waiting(), 1);
    world.server.answer(&world, 7);
    for wait in waits {
        assert_eq!(world.end(wait), Some(Ok(7)));
    }
}

#[test]
fn waiting_for_the_network_or_another_attempt_is_given_up_as_well() {
    let world = World::new();
    world.client.set_online(false);
    drop(world.observe(1));
    world.after(|client| client.set_online(true));
    assert_eq!(world.server.asked(), 0);
    let watched = world.observe(1);
    world.server.fail(&world, common::Failure::Busy);
    drop(watched);
    world.runtime.advance(60_000);
    assert_eq!((world.server.asked(), world.client.fetching()), (1, 0));
}

#[test]
fn turning_away_ends_what_was_fetched_for_the_last_key() {
    let world = World::new();
    let watched = world.observe(1);
    world.after(|_| watched.observer.follow(&world.ask(2), Options::default()));
    assert_eq!((world.server.asked(), world.server.waiting()), (2, 1));
    world.server.answer(&world, 20);
    assert_eq!((watched.shows(), world.get(1)), (Some(20), None));
}

#[test]
fn a_change_during_a_run_asks_again_only_for_someone() {
    let world = World::of(Policy::DEFAULT.stale(Stale::Never));
    world.server.reads(1, Reads::none().kind("task"));
    let early = world.client.fetch(&world.ask(1));
    world.runtime.settle();
    world.touch(1, holdfast_query::Change::Unknown);
    world.server.answer(&world, 1);
    assert_eq!((world.end(early), world.server.waiting()), (Some(Ok(1)), 0), "who asked before the change is served");
    let late = world.client.fetch(&world.ask(1));
    world.runtime.settle();
    assert_eq!(world.server.waiting(), 1, "and whoever asks after it gets what comes after it");
    world.touch(1, holdfast_query::Change::Unknown);
    let latest = world.client.fetch(&world.ask(1));
    world.server.answer(&world, 2);
    assert_eq!(world.end(late), Some(Ok(2)));
    world.server.answer(&world, 3);
    assert_eq!((world.end(latest), world.server.asked()), (Some(Ok(3)), 3));

    let first = world.client.refetch(&world.ask(1));
    world.touch(1, holdfast_query::Change::Unknown);
    drop(world.client.fetch(&world.ask(1)));
    world.server.answer(&world, 4);
    assert_eq!((world.end(first), world.server.waiting()), (Some(Ok(4)), 0), "whoever wanted more has gone");
}

#[test]
fn a_prefetch_that_a_change_overtook_is_made_again() {
    let world = World::of(Policy::DEFAULT.stale(Stale::Never));
    world.server.reads(1, Reads::none().kind("task"));
    world.client.prefetch(&world.ask(1));
    world.runtime.settle();
    world.touch(1, holdfast_query::Change::Unknown);
    world.server.answer(&world, 1);
    world.server.answer(&world, 2);
    let watched = world.observe(1);
    assert_eq!((watched.shows(), world.server.asked()), (Some(2), 2));
}
