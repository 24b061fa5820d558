//! The counts are true.

mod common;

use common::{Failure, World};
use holdfast_query::{Cause, Change, Fetch, Keep, Origin, Policy, Reads, Retry, Stale};

const CALM: Policy = Policy::DEFAULT.stale(Stale::After(1_000)).keep(Keep::Forever).retry(Retry::NEVER);

#[test]
fn hits_misses_stale_hits_and_dedupes() {
    let world = World::of(CALM);
    let figures = |world: &World| {
        let figures = world.client.figures();
        (figures.misses, figures.hits, figures.stale_hits, figures.dedupes)
    };
    let first = world.observe(1);
    assert_eq!(figures(&world), (1, 0, 0, 0));
    let second = world.observe(1);
    assert_eq!(figures(&world), (2, 0, 0, 1), "nothing there yet, and a run to join");
    world.server.answer(&world, 7);
    drop(world.client.fetch(&world.ask(1)));
    assert_eq!(figures(&world), (2, 1, 0, 1));
    world.runtime.advance(1_000);
    let third = world.observe(1);
    assert_eq!(figures(&world), (2, 1, 1, 1));
    drop(world.client.refetch(&world.ask(1)));
    assert_eq!(figures(&world), (2, 1, 1, 2), "who wants a new one was not served by what was there");
    drop((first, second, third));
}

#[test]
fn runs_by_cause_and_what_they_brought() {
    let world = World::of(CALM.stale(Stale::Never));
    world.server.reads(1, Reads::none().kind("task"));
    let watched = world.observe(1);
    world.server.answer(&world, 7);
    world.after(|_| watched.observer.refetch());
    world.server.answer(&world, 7);
    for answer in [7, 8] {
        world.touch(1, Change::Unknown);
        world.server.answer(&world, answer);
    }
    world.touch(1, Change::Unknown);
    world.server.fail(&world, Failure::Refused);
    let figures = world.client.figures();
    assert_eq!(Cause::ALL.map(|cause| figures.runs.of(cause)), [1, 1, 3, 0, 0, 0]);
    assert_eq!(Cause::ALL.map(|cause| figures.unchanged.of(cause)), [0, 1, 1, 0, 0, 0]);
    assert_eq!((figures.runs.total(), figures.failures, figures.failing), (5, 1, 1));
    let info = world.client.entries().remove(0);
    assert_eq!((info.runs, info.fetch, info.origin), (figures.runs, Fetch::Idle, Some(Origin::Fetched)));
    assert_eq!((info.observers, info.is_invalid, info.reads), (1, true, vec!["every task".to_owned()]));
}

#[test]
fn a_run_counts_once_however_often_it_is_attempted() {
    let world = World::of(CALM.retry(Retry::DEFAULT));
    let _watched = world.observe(1);
    for _ in 0..3 {
        world.server.fail(&world, Failure::Busy);
        world.runtime.advance(30_000);
    }
    assert_eq!((world.server.asked(), world.client.figures().runs.total(), world.client.figures().failures), (4, 1, 0));
}

#[test]
fn what_takes_longer_than_a_second_is_slow() {
    let world = World::of(CALM);
    for (number, time) in [(1, 1_000), (2, 1_001)] {
        let _watched = world.observe(number);
        world.runtime.advance(time);
        world.server.answer(&world, 7);
    }
    let slow: Vec<_> = world.client.figures().slow.into_iter().map(|slow| (slow.key, slow.took)).collect();
    assert_eq!(slow, [("test/ask/2".to_owned(), 1_001)]);
    let took: Vec<_> = world.client.entries().into_iter().map(|entry| entry.took).collect();
    assert_eq!(took, [Some(1_000), Some(1_001)]);
    let _watched = world.observe(1);
    world.after(|_| _watched.observer.refetch());
    world.runtime.advance(5_000);
    world.set(1, 8);
    assert_eq!(world.client.figures().slow.len(), 1, "what was given up was not answered slowly");
}

#[test]
fn what_is_held_and_being_done_is_counted() {
    let world = World::of(CALM);
    let _watched = [world.observe(1), world.observe(2), world.observe(3)];
    world.set(4, 10);
    world.server.answer(&world, 100);
    world.server.fail(&world, Failure::Refused);
    let figures = world.client.figures();
    assert_eq!((figures.entries, figures.observed, figures.fetching, figures.failing), (4, 3, 1, 1));
    assert_eq!((figures.stale, figures.bytes), (2, 110));
    assert_eq!((world.client.fetching(), world.client.failing()), (1, 1));
    world.client.clear();
    assert_eq!((world.client.fetching(), world.client.failing()), (3, 0), "the three on show are asked for again");
}
