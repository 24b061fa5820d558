//! Things that happen while other things are under way.

mod common;

use std::{
    cell::{Cell, RefCell},
    panic::{AssertUnwindSafe, catch_unwind},
    rc::Rc,
};

use common::{Ask, Failure, Server, Watched, World};
use holdfast_query::{
    Cause, Change, Client, Cx, Intent, Keep, Options, Origin, Packed, Patch, Policy, Query, Reads, Runtime as _, Stale,
    State, Unpacked,
    testing::{START, TestRuntime},
};
use serde::{Deserialize, Serialize};

const NEVER: Policy = Policy::DEFAULT.stale(Stale::Never);

#[test]
fn going_during_a_fetch_and_coming_back() {
    let world = World::new();
    drop(world.observe(1));
    let watched = world.observe(1);
    assert_eq!((world.server.asked(), world.server.waiting()), (2, 1));
    world.server.answer(&world, 7);
    assert_eq!(watched.shows(), Some(7));
    // Without time for the task to be dropped in between: what the first says is not heard.
    let watched = world.observe(2);
    drop(watched);
    let watched = Watched::from(world.client.observe(&world.ask(2), Options::default(), || ()));
    world.server.open(8);
    world.runtime.settle();
    while world.server.waiting() > 0 {
        world.server.answer(&world, 9);
    }
    assert_eq!(watched.shows(), Some(9));
}

#[test]
fn going_there_and_back_again_between_keys_during_fetches() {
    let world = World::of(NEVER);
    let watched = world.observe(1);
    for number in [2, 3, 2, 1, 2] {
        watched.observer.follow(&world.ask(number), Options::default());
    }
    world.runtime.settle();
    assert_eq!((world.server.waiting(), world.client.fetching()), (1, 1));
    world.server.answer(&world, 20);
    assert_eq!((watched.shows(), world.get(1), world.get(2), world.get(3)), (Some(20), None, Some(20), None));
}

#[test]
fn changes_during_a_fetch_cost_one_more_and_the_last_answer_stays() {
    let world = World::of(NEVER);
    let watched = world.observe(1);
    for _ in 0..10 {
        world.after(|client| client.invalidate(&world.ask(1)));
    }
    world.server.answer(&world, 1);
    assert_eq!((watched.shows(), watched.observer.read().is_stale), (Some(1), true));
    world.server.answer(&world, 2);
    assert_eq!((watched.shows(), watched.observer.read().is_stale, world.server.asked()), (Some(2), false, 2));
}

#[test]
fn data_set_during_a_fetch_wins_and_whoever_waits_gets_it() {
    let world = World::of(NEVER);
    let watched = world.observe(1);
    let wait = world.client.fetch(&world.ask(1));
    world.client.set(&world.ask(1), 5);
    world.server.open(4);
    world.runtime.settle();
    assert_eq!((watched.shows(), world.end(wait), world.client.fetching()), (Some(5), Some(Ok(5)), 0));
    world.after(|_| watched.observer.refetch());
    world.server.fail(&world, Failure::Busy);
    world.set(1, 6);
    world.runtime.advance(60_000);
    assert_eq!((watched.shows(), world.server.asked()), (Some(6), 2), "set while it waits for another attempt");
}

#[test]
fn two_clients_know_nothing_of_each_other() {
    let runtime = TestRuntime::new(1);
    let server = Server::default();
    let clients = [1, 2].map(|_| Client::new(Rc::new(runtime.clone())));
    let ask = Ask { number: 1, server };
    let observers = clients.each_ref().map(|client| client.observe(&ask, Options::default(), || ()));
    runtime.settle();
    assert_eq!(ask.server.waiting(), 2);
    clients[0].set(&ask, 5);
    clients[0].clear();
    clients[1].set(&ask, 6);
    let data = observers.each_ref().map(|observer| observer.data().map(|data| *data));
    assert_eq!((data, clients[0] == clients[1]), ([None, Some(6)], false));
    drop(observers);
    let [first, second] = clients;
    drop(first);
    runtime.settle();
    assert_eq!((ask.server.waiting(), second.get(&ask).map(|data| *data)), (0, Some(6)));
}

#[test]
fn collected_while_it_is_observed_again() {
    let world = World::of(NEVER.keep(Keep::For(1_000)));
    world.set(1, 7);
    for _ in 0..20 {
        world.runtime.advance(999);
        drop(world.observe(1));
    }
    assert_eq!(world.server.asked(), 0, "it was there each time");
    // In the very moment: the timer has rung for what has an observer again.
    let watched = world.observe(1);
    world.runtime.advance(5_000);
    assert_eq!(watched.shows(), Some(7));
}

#[test]
fn a_client_dropped_during_a_fetch_ends_it() {
    let World { runtime, client, server } = World::new();
    let ask = Ask { number: 1, server };
    let wait = client.fetch(&ask);
    client.prefetch(&Ask { number: 2, server: ask.server.clone() });
    runtime.settle();
    assert_eq!(ask.server.waiting(), 2);
    drop(client);
    assert!(matches!(runtime.run(wait), Some(Err(_))));
    assert_eq!((ask.server.waiting(), runtime.advance(1_000_000)), (0, ()));
    assert_eq!(runtime.tasks(), 0);
}

#[test]
fn a_prefetch_and_who_comes_and_goes_meanwhile() {
    let world = World::of(NEVER);
    world.client.prefetch(&world.ask(1));
    drop(world.observe(1));
    drop(world.observe(1));
    world.server.answer(&world, 7);
    assert_eq!((world.observe(1).shows(), world.server.asked()), (Some(7), 1));
}

#[test]
fn resetting_and_removing_while_it_waits() {
    let world = World::new();
    let watched = world.observe(1);
    world.server.fail(&world, Failure::Busy);
    world.after(|client| client.reset(&world.ask(1)));
    assert_eq!((world.server.waiting(), world.server.asked()), (1, 2), "at once, and all its attempts again");
    world.runtime.advance(60_000);
    assert_eq!(world.server.asked(), 2, "the wait that was planned is no more");
    world.server.answer(&world, 7);
    assert_eq!(watched.shows(), Some(7));
    drop(watched);

    let wait = world.client.fetch(&world.ask(2));
    world.runtime.settle();
    world.after(|client| client.remove(&world.ask(2)));
    let again = world.client.fetch(&world.ask(2));
    world.runtime.settle();
    assert_eq!(world.end(wait), Some(Err("Cancelled".to_owned())));
    world.server.answer(&world, 8);
    assert_eq!((world.end(again), world.get(2)), (Some(Ok(8)), Some(8)));
}

#[test]
fn patching_while_it_runs_waits_or_is_shown_stale() {
    let world = World::of(NEVER);
    world.server.reads(1, Reads::none().kind("task"));
    world.server.patches(|last| Patch::Replace(last + 1));
    world.set(1, 0);
    let watched = world.observe(1);
    world.after(|_| watched.observer.refetch());
    world.server.fail(&world, Failure::Busy);
    world.touch(1, Change::Created);
    assert_eq!((watched.shows(), world.server.waiting()), (Some(1), 0));
    world.runtime.advance(1_000);
    let wait = world.client.refetch(&world.ask(1));
    world.touch(1, Change::Created);
    assert_eq!((watched.shows(), world.server.waiting()), (Some(2), 1));
    world.server.answer(&world, 50);
    assert_eq!(
        (watched.shows(), world.end(wait)),
        (Some(50), Some(Ok(50))),
        "whoever waits gets the answer of the new run"
    );
}

#[test]
fn one_who_waits_while_another_s_page_is_fetched() {
    let world = World::of(NEVER);
    let more = world.client.fetch_more(&world.ask(1), Intent::Next);
    let all = world.client.fetch(&world.ask(1));
    world.runtime.settle();
    world.server.answer(&world, 1);
    assert_eq!(world.end(more), Some(Ok(1)));
    world.server.answer(&world, 2);
    assert_eq!(world.end(all), Some(Ok(2)));
    let intents: Vec<Intent> = world.server.runs().into_iter().map(|run| run.1).collect();
    assert_eq!(intents, [Intent::Next, Intent::Refresh]);
}

#[test]
fn the_clock_jumps_while_it_is_polled_retried_and_kept() {
    let world = World::of(NEVER.keep(Keep::For(5_000)));
    world.set(2, 7);
    let watched = world.observe_with(1, Options { poll: Some(1_000), ..Options::default() });
    world.server.fail(&world, Failure::Busy);
    world.runtime.jump(86_400_000);
    world.runtime.advance(999);
    assert!(world.client.figures().entries == 2, "what is kept is kept for its time, not for the clock's");
    world.runtime.advance(1);
    assert_eq!(world.server.asked(), 2);
    world.server.answer(&world, 1);
    world.runtime.jump(-172_800_000);
    world.runtime.advance(1_000);
    assert_eq!(world.server.runs().last(), Some(&(1, Intent::Refresh, Cause::Poll, 0)));
    world.server.answer(&world, 2);
    assert_eq!((watched.shows(), watched.observer.read().updated_at), (Some(2), Some(world.runtime.now())));
    assert!(world.runtime.now() < START);
}

#[test]
fn many_observers_come_and_go_in_any_order() {
    let world = World::of(NEVER);
    world.set(1, 0);
    let mut watched: Vec<Watched> = (0..50).map(|_| world.observe(1)).collect();
    let mut state = 7_u64;
    for round in 1..=200 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let at = (state >> 33) as usize % watched.len();
        drop(watched.swap_remove(at));
        watched.push(world.observe(1));
        watched.iter().for_each(Watched::forget);
        world.set(1, round);
        assert!(watched.iter().all(|watched| watched.told() == 1 && watched.shows() == Some(round)));
    }
    assert_eq!(world.client.entries()[0].observers, 50);
}

/// A question that can be written down.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Written(u32);

impl Query for Written {
    type Output = u32;
    type Error = String;
    const NAME: &'static str = "test/written";
    const POLICY: Policy = NEVER;

    async fn run(&self, cx: Cx<Self>) -> Result<u32, String> {
        let client = cx.client().ok_or("no client")?;
        if self.0 == 13 {
            panic!("what a query does is its own");
        }
        // What it does to itself while it runs.
        client.get(self);
        client.prefetch(self);
        client.touched(&[]);
        Ok(self.0 + 1)
    }

    fn is_transient(_: &String) -> bool {
        false
    }
}

#[test]
fn what_was_stored_is_shown_and_does_not_end_the_fetch() {
    let runtime = TestRuntime::new(1);
    let client = Client::new(Rc::new(runtime.clone()));
    client.register::<Written>();
    let observer = client.observe(&Written(1), Options::default(), || ());
    let packed = |at, data: &str| Packed { name: Written::NAME.into(), query: "1".into(), data: data.into(), at };
    assert_eq!(client.unpack(&packed(START - 5, "9"), Origin::Stored), Unpacked::Taken);
    assert_eq!((observer.data().map(|data| *data), client.fetching()), (Some(9), 1));
    runtime.settle();
    assert_eq!(observer.data().map(|data| *data), Some(2));
    assert_eq!(client.unpack(&packed(START - 5, "9"), Origin::Stored), Unpacked::Known);
}

#[test]
fn a_query_may_use_its_own_client() {
    let runtime = TestRuntime::new(1);
    let client = Client::new(Rc::new(runtime.clone()));
    let wait = client.fetch(&Written(1));
    assert_eq!(runtime.run(wait).unwrap().map(|answer| *answer).unwrap(), 2);
}

#[test]
fn a_query_that_panics_leaves_the_others_alone() {
    let world = World::of(NEVER);
    let watched = world.observe(1);
    let broken = world.client.observe(&Written(13), Options::default(), || ());
    assert!(catch_unwind(AssertUnwindSafe(|| world.runtime.settle())).is_err());
    world.runtime.settle();
    world.server.answer(&world, 7);
    assert_eq!(watched.shows(), Some(7));
    assert!(matches!(broken.read().state, State::Loading), "nobody says that it ended");
    drop(broken);
    world.client.set(&Written(13), 4);
    assert_eq!((world.client.fetching(), world.client.get(&Written(13)).map(|data| *data)), (0, Some(4)));
}

#[test]
fn an_observer_that_panics_when_told_leaves_the_cache_whole() {
    let world = World::of(NEVER);
    world.set(1, 0);
    let _broken =
        world.client.observe(&world.ask(1), Options::default(), || panic!("what an observer does is its own"));
    let watched = world.observe(2);
    assert!(catch_unwind(AssertUnwindSafe(|| world.client.set(&world.ask(1), 1))).is_err());
    assert_eq!(world.get(1), Some(1));
    world.set(2, 5);
    assert_eq!((watched.shows(), watched.told() > 0), (Some(5), true));
}

#[test]
fn answers_are_dropped_while_nothing_is_borrowed() {
    /// Asks the client when it is dropped.
    struct Nosy(RefCell<Option<Client>>, Rc<Cell<usize>>);
    impl PartialEq for Nosy {
        fn eq(&self, _: &Self) -> bool {
            false
        }
    }
    impl Drop for Nosy {
        fn drop(&mut self) {
            if let Some(client) = self.0.take() {
                client.figures();
                client.entries();
                client.prefetch(&Look(9));
                self.1.set(self.1.get() + 1);
            }
        }
    }
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    struct Look(u32);
    impl Query for Look {
        type Output = Nosy;
        type Error = String;
        const NAME: &'static str = "test/look";
        async fn run(&self, _: Cx<Self>) -> Result<Nosy, String> {
            std::future::pending().await
        }
        fn is_transient(_: &String) -> bool {
            false
        }
    }
    let world = World::of(NEVER);
    let dropped = Rc::new(Cell::new(0));
    let nosy = || Nosy(RefCell::new(Some(world.client.clone())), Rc::clone(&dropped));
    let observer = world.client.observe(&Look(1), Options::default(), || ());
    world.client.set(&Look(1), nosy());
    world.client.set(&Look(1), nosy());
    world.client.reset(&Look(1));
    observer.follow(&Look(2), Options { placeholder: Some(Rc::new(nosy())), ..Options::default() });
    observer.follow(&Look(2), Options::default());
    world.client.set(&Look(2), nosy());
    world.client.clear();
    world.client.set(&Look(3), nosy());
    world.client.remove(&Look(3));
    assert_eq!(dropped.get(), 5);
    drop(observer);
}
