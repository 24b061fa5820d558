//! Asking by hand: once, for many, ahead of time, one for another; setting, changing and forgetting.

mod common;

use std::{cell::Cell, rc::Rc};

use common::{Ask, World};
use holdfast_query::{Client, Cx, Keep, Policy, Query, Stale};

const CALM: Policy = Policy::DEFAULT.stale(Stale::After(1_000)).keep(Keep::Forever);

#[test]
fn fetch_ensure_refetch_and_prefetch_ask_when_they_say_so() {
    type Act = fn(&Client, &Ask);
    let fetch: Act = |client, ask| drop(Rc::new(client.fetch(ask)));
    let ensure: Act = |client, ask| drop(Rc::new(client.ensure(ask)));
    let refetch: Act = |client, ask| drop(Rc::new(client.refetch(ask)));
    let prefetch: Act = |client, ask| client.prefetch(ask);
    // What is there (with its age), who asks, whether a run was made.
    let cases = [
        (None, fetch, 1),
        (None, ensure, 1),
        (None, prefetch, 1),
        (Some(0), fetch, 0),
        (Some(0), ensure, 0),
        (Some(0), refetch, 1),
        (Some(0), prefetch, 0),
        (Some(1_000), fetch, 1),
        (Some(1_000), ensure, 0),
        (Some(1_000), prefetch, 1),
    ];
    for (number, (age, act, runs)) in cases.into_iter().enumerate() {
        let world = World::of(CALM);
        if let Some(age) = age {
            world.set(1, 7);
            world.runtime.advance(age);
        }
        act(&world.client, &world.ask(1));
        assert_eq!(world.client.figures().runs.total(), runs, "case {number}");
    }
}

#[test]
fn an_answer_that_is_there_is_given_at_once() {
    let world = World::of(CALM);
    world.set(1, 7);
    assert_eq!(world.end(world.client.fetch(&world.ask(1))), Some(Ok(7)));
    world.runtime.advance(5_000);
    assert_eq!(world.end(world.client.ensure(&world.ask(1))), Some(Ok(7)));
    assert_eq!(world.server.asked(), 0);
}

#[test]
fn whoever_asks_while_it_is_fetched_gets_the_same_answer() {
    let world = World::new();
    let watched = world.observe(1);
    world.client.prefetch(&world.ask(1));
    let waits =
        [world.client.fetch(&world.ask(1)), world.client.ensure(&world.ask(1)), world.client.refetch(&world.ask(1))];
    let other = world.observe(1);
    world.runtime.settle();
    world.server.answer(&world, 7);
    assert_eq!((watched.shows(), other.shows(), world.server.asked()), (Some(7), Some(7), 1));
    for wait in waits {
        assert_eq!(world.end(wait), Some(Ok(7)));
    }
}

#[test]
fn warming_up_fetches_what_is_not_there() {
    let world = World::of(CALM);
    world.set(2, 7);
    world.after(|client| client.warm_up((1..=3).map(|number| world.ask(number))));
    let asked: Vec<u32> = world.server.runs().into_iter().map(|run| run.0).collect();
    assert_eq!((asked, world.client.fetching()), (vec![1, 3], 2));
    world.server.answer(&world, 10);
    world.server.answer(&world, 30);
    assert_eq!([1, 2, 3].map(|number| world.get(number)), [Some(10), Some(7), Some(30)]);
    assert_eq!(world.observe(1).shows(), Some(10));
    assert_eq!(world.server.asked(), 2);
}

#[test]
fn data_is_set_changed_and_read_by_hand() {
    let world = World::of(CALM);
    assert_eq!((world.get(1), world.client.updated_at(&world.ask(1))), (None, None));
    world.client.update(&world.ask(1), |_| Some(9));
    assert_eq!(world.get(1), None, "nothing there to change");
    let watched = world.observe(1);
    world.set(1, 5);
    assert_eq!((watched.shows(), world.server.waiting()), (Some(5), 0), "what was fetched is older");
    world.client.update(&world.ask(1), |last| Some(last + 1));
    world.client.update(&world.ask(1), |_| None);
    assert_eq!((watched.shows(), world.get(1)), (Some(6), Some(6)));
    assert!(!watched.observer.read().is_fetching() && !watched.observer.read().is_stale);
}

#[test]
fn cancelling_keeps_the_data_and_ends_the_request() {
    let world = World::of(CALM);
    world.set(1, 7);
    let wait = world.client.refetch(&world.ask(1));
    let watched = world.observe(1);
    world.after(|client| client.cancel(&world.ask(1)));
    assert_eq!((world.server.waiting(), watched.shows()), (0, Some(7)));
    assert_eq!(world.end(wait), Some(Err("Cancelled".to_owned())));
    assert!(!watched.observer.read().is_fetching());
}

#[test]
fn resetting_fetches_anew_where_it_is_observed() {
    let world = World::of(CALM);
    [1, 2].into_iter().for_each(|number| world.set(number, 7));
    let watched = world.observe(1);
    watched.told();
    world.after(|client| [1, 2].into_iter().for_each(|number| client.reset(&world.ask(number))));
    assert!(watched.observer.read().is_loading() && watched.told() > 0);
    assert_eq!((world.get(2), world.server.waiting()), (None, 1));
    world.server.answer(&world, 8);
    assert_eq!(watched.shows(), Some(8));
}

#[test]
fn removing_forgets_what_is_not_observed() {
    let world = World::of(CALM);
    [1, 2].into_iter().for_each(|number| world.set(number, 7));
    let watched = world.observe(1);
    world.after(|client| [1, 2].into_iter().for_each(|number| client.remove(&world.ask(number))));
    assert_eq!((world.client.figures().entries, world.server.waiting()), (1, 1));
    world.server.answer(&world, 8);
    assert_eq!(watched.shows(), Some(8));
}

#[test]
fn clearing_leaves_nothing_of_anybody_s() {
    let world = World::of(CALM);
    (1..=5).for_each(|number| world.set(number, 100));
    let watched = world.observe(1);
    let wait = world.client.refetch(&world.ask(2));
    world.after(Client::clear);
    assert_eq!((watched.shows(), world.client.figures().bytes, world.client.figures().entries), (None, 0, 1));
    assert_eq!(world.end(wait), Some(Err("Cancelled".to_owned())));
    assert_eq!(world.server.waiting(), 1, "what is on show is asked for again");
}

/// The sum of some numbers: a query over other queries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Sum(Vec<Ask>);

impl Query for Sum {
    type Output = u64;
    type Error = String;
    const NAME: &'static str = "test/sum";

    async fn run(&self, cx: Cx<Self>) -> Result<u64, String> {
        let client = cx.client().ok_or("no client")?;
        let waits: Vec<_> = self.0.iter().map(|ask| client.fetch(ask)).collect();
        let mut sum = 0;
        for wait in waits {
            sum += *wait.await.map_err(|error| format!("{error:?}"))?;
        }
        Ok(sum)
    }

    fn is_transient(_: &String) -> bool {
        false
    }
}

#[test]
fn a_query_may_depend_on_others_which_run_side_by_side() {
    let world = World::of(CALM);
    let sum = Sum((1..=3).map(|number| world.ask(number)).collect());
    let wait = world.client.fetch(&sum);
    let _watched = world.observe(2);
    assert_eq!((world.server.waiting(), world.client.fetching()), (3, 4), "at once, and shared with whoever else asks");
    [10, 20, 30].into_iter().for_each(|answer| world.server.answer(&world, answer));
    assert_eq!(world.runtime.run(wait).unwrap().map(|sum| *sum).unwrap(), 60);
    assert_eq!(world.get(3), Some(30));
}

#[test]
fn giving_up_a_query_gives_up_what_it_alone_waits_for() {
    let world = World::of(CALM);
    let sum = Sum((1..=3).map(|number| world.ask(number)).collect());
    let _watched = world.observe(2);
    let wait = world.client.fetch(&sum);
    world.runtime.settle();
    world.after(|_| drop(wait));
    assert_eq!((world.server.waiting(), world.client.fetching()), (1, 1));
}

#[test]
fn turning_to_another_query_keeps_what_both_depend_on() {
    let world = World::of(CALM);
    let sums =
        [vec![1, 2], vec![2, 3]].map(|numbers| Sum(numbers.into_iter().map(|number| world.ask(number)).collect()));
    let told = Rc::new(Cell::new(0));
    let counter = Rc::clone(&told);
    let observer =
        world.after(|client| client.observe(&sums[0], Default::default(), move || counter.set(counter.get() + 1)));
    world.after(|_| observer.follow(&sums[1], Default::default()));
    let asked: Vec<u32> = world.server.runs().into_iter().map(|run| run.0).collect();
    assert_eq!((asked, world.server.waiting()), (vec![1, 2, 3], 2));
}
