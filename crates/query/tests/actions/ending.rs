//! Who gets the result, and what becomes of a call that nobody holds.

use std::rc::Rc;

use holdfast_query::{Client, Error, Runtime, Stale};

use crate::{
    common,
    world::{Failure, World},
};

#[test]
fn everyone_who_waits_gets_the_same_result() {
    let world = World::new();
    let running = world.act(world.plain("a"));
    assert!(world.runtime.run(running.clone()).is_none());
    world.give("a", Ok(7));
    let first = world.runtime.run(running.clone()).unwrap().unwrap();
    let second = world.runtime.run(running).unwrap().unwrap();
    assert_eq!(*first, 7);
    assert!(Rc::ptr_eq(&first, &second));
}

#[test]
fn whoever_waited_before_the_end_is_woken_by_it() {
    let world = World::new();
    let running = world.act(world.plain("a"));
    let got = Rc::new(std::cell::Cell::new(None));
    let place = Rc::clone(&got);
    world.runtime.spawn(Box::pin(async move { place.set(Some(running.await.is_err())) }));
    world.runtime.settle();
    world.give("a", Err(Failure::Refused));
    assert_eq!(got.get(), Some(true));
}

#[test]
fn an_action_goes_on_without_its_handle() {
    let world = World::new();
    drop(world.client.act(world.plain("a")));
    world.runtime.settle();
    world.give("a", Ok(1));
    assert_eq!(world.server.log(), ["a 1", "a done", "a dropped"]);
}

#[test]
fn what_it_carries_is_dropped_at_its_end_though_its_state_is_kept() {
    let world = World::new();
    let running = world.act(world.plain("a"));
    world.server.log();
    world.give("a", Err(Failure::Refused));
    assert_eq!(world.server.log(), ["a dropped"]);
    assert!(running.status().error().is_some());
}

#[test]
fn a_client_that_ends_cancels_what_it_did() {
    let World { runtime, client, server } = World::new();
    let world = World { runtime: runtime.clone(), client: client.clone(), server: server.clone() };
    let first = client.act(world.plain("a1").scope("a"));
    let second = client.act(world.plain("a2").scope("a"));
    let third = client.act(world.plain("b1"));
    runtime.settle();
    world.give("b1", Err(Failure::Busy));
    server.log();
    drop((client, world));
    runtime.settle();
    for running in [first, second, third] {
        running.cancel();
        let result = runtime.run(running).unwrap();
        assert!(matches!(result.map_err(|error| (*error).clone()), Err(Error::Cancelled)));
    }
    let mut dropped = server.log();
    dropped.sort();
    assert_eq!(dropped, ["a1 dropped", "a2 dropped", "b1 dropped"]);
    assert_eq!(runtime.tasks(), 0);
}

#[test]
fn two_clients_know_nothing_of_each_other() {
    let one = World::new();
    let two = World::in_runtime(one.runtime.clone());
    drop(one.act(one.plain("a").scope("a")));
    drop(two.act(two.plain("a").scope("a")));
    assert!(one.server.is_running("a") && two.server.is_running("a"));
    one.give("a", Ok(1));
    assert_eq!((one.phases().len(), two.phases().len()), (0, 1));
}

#[test]
fn what_it_changed_is_asked_for_again() {
    let reading = common::World::with(holdfast_query::Policy::DEFAULT.stale(Stale::Never), Default::default());
    let watched = reading.observe(1);
    reading.server.answer(&reading, 1);
    let world = World { runtime: reading.runtime.clone(), client: reading.client.clone(), server: Default::default() };
    let query = reading.ask(1);
    drop(world.act(world.plain("a").done(move |client: &Client, _| client.invalidate(&query))));
    world.give("a", Ok(1));
    assert_eq!((reading.server.waiting(), reading.server.asked()), (1, 2));
    reading.server.answer(&reading, 2);
    assert_eq!(watched.shows(), Some(2));
}

#[test]
fn when_somebody_else_sits_there_nothing_waits_and_nothing_is_shown() {
    let world = World::new();
    let ended = world.act(world.plain("ended").key("ended"));
    world.give("ended", Ok(1));
    let under_way = world.act(world.plain("a1").scope("a"));
    let waits = world.act(world.plain("b1").scope("b"));
    world.give("b1", Err(Failure::Busy));
    let queued = ["a", "b"].map(|scope| world.act(world.plain("queued").scope(scope)));
    world.client.clear();
    world.runtime.settle();
    assert!(!world.server.is_running("queued"));
    assert!(!waits.status().is_pending() && queued.iter().all(|queued| !queued.status().is_pending()));
    assert!(under_way.status().is_pending());
    assert_eq!(world.client.action_state::<crate::world::Do>("ended"), None);
    assert!(ended.status().output().is_some(), "whoever holds it still knows");
    world.give("a1", Err(Failure::Busy));
    assert!(under_way.status().error().is_some(), "it is not tried again in somebody else's name");
}
