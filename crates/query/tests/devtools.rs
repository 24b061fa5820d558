//! Pretending a bad network, and looking at a cache without changing it.

mod common;

use common::{Failure, World};
use holdfast_query::{
    Action, ActionCx, ActionPhase, Cause, Keep, Limits, Options, Policy, Retry, Stale, State,
    devtools::{Filter, Keys, Listing, Order, Pretended, Standing},
};

const OFFLINE: Pretended = Pretended { offline: true, delay: 0, failing: false };
const SLOW: Pretended = Pretended { offline: false, delay: 2_000, failing: false };
const FAILING: Pretended = Pretended { offline: false, delay: 0, failing: true };
const NOTHING: Pretended = Pretended { offline: false, delay: 0, failing: false };

fn pretend(world: &World, pretended: Pretended) {
    world.after(|client| client.pretend(pretended));
}

#[test]
fn what_is_asked_offline_waits_and_goes_on() {
    let world = World::new();
    pretend(&world, OFFLINE);
    let watched = world.observe(1);
    assert!(watched.observer.read().is_paused() && world.server.asked() == 0);
    world.runtime.advance(60_000);
    assert_eq!(world.server.asked(), 0, "it uses up no attempts");
    pretend(&world, NOTHING);
    world.server.answer(&world, 7);
    assert_eq!(watched.shows(), Some(7));
}

#[test]
fn the_end_of_being_offline_is_the_network_coming_back() {
    let world = World::with(Policy::DEFAULT.stale(Stale::After(1_000)), Limits::default());
    let watched = world.observe(1);
    world.server.answer(&world, 1);
    pretend(&world, OFFLINE);
    world.runtime.advance(1_000);
    pretend(&world, NOTHING);
    world.server.answer(&world, 2);
    assert_eq!((watched.shows(), world.client.figures().runs.of(Cause::Reconnect)), (Some(2), 1));
}

#[test]
fn both_networks_must_be_there() {
    let world = World::new();
    pretend(&world, OFFLINE);
    let _watched = world.observe(1);
    world.after(|client| client.set_online(false));
    world.after(|client| client.set_online(true));
    assert_eq!((world.client.is_online(), world.server.asked()), (false, 0), "the real one alone is not enough");
    world.after(|client| client.set_online(false));
    pretend(&world, NOTHING);
    assert_eq!((world.client.is_online(), world.server.asked()), (false, 0), "nor is the pretended one");
    world.after(|client| client.set_online(true));
    assert_eq!((world.client.is_online(), world.server.asked()), (true, 1));
}

#[test]
fn other_pretences_do_not_bring_the_network_back() {
    let world = World::new();
    pretend(&world, OFFLINE);
    let _watched = world.observe(1);
    pretend(&world, Pretended { failing: true, ..OFFLINE });
    assert_eq!((world.client.is_online(), world.client.pretended().failing), (false, true));
    assert_eq!(world.client.figures().failures, 0);
}

#[test]
fn each_attempt_takes_longer() {
    let world = World::new();
    pretend(&world, SLOW);
    let watched = world.observe(1);
    world.runtime.advance(1_999);
    assert!(watched.observer.read().is_loading() && world.server.asked() == 0);
    world.runtime.advance(1);
    world.server.fail(&world, Failure::Busy);
    world.runtime.advance(1_000);
    assert_eq!(world.server.asked(), 1, "the repetition waits too");
    world.runtime.advance(2_000);
    world.server.answer(&world, 3);
    assert_eq!(watched.shows(), Some(3));
}

#[test]
fn a_slow_attempt_may_take_too_long() {
    let world = World::of(Policy::DEFAULT.timeout(1_500).retry(Retry::NEVER));
    pretend(&world, SLOW);
    let wait = world.client.fetch(&world.ask(1));
    world.runtime.advance(1_500);
    assert_eq!((world.end(wait), world.server.asked()), (Some(Err("TimedOut".to_owned())), 0));
}

#[test]
fn a_slow_attempt_that_nobody_wants_is_given_up() {
    let world = World::new();
    pretend(&world, SLOW);
    drop(world.observe(1));
    world.runtime.advance(10_000);
    assert_eq!((world.server.asked(), world.client.fetching()), (0, 0));
}

#[test]
fn each_attempt_fails_and_is_repeated_like_any_other() {
    let world = World::new();
    let watched = world.observe(1);
    world.server.answer(&world, 1);
    pretend(&world, FAILING);
    world.after(|_| watched.observer.refetch());
    assert!(watched.observer.read().is_fetching(), "another attempt follows");
    world.runtime.advance(30_000);
    let State::Outdated(data, error) = watched.observer.read().state else { panic!("{:?}", watched.observer.read()) };
    assert_eq!((*data, format!("{error:?}"), world.server.asked()), (1, "Pretended".to_owned(), 1));
    pretend(&world, NOTHING);
    world.after(|_| watched.observer.refetch());
    world.server.answer(&world, 2);
    assert!(matches!(watched.observer.read().state, State::Ready(data) if *data == 2));
}

#[test]
fn what_is_under_way_ends_as_it_began() {
    let world = World::new();
    let watched = world.observe(1);
    pretend(&world, FAILING);
    world.server.answer(&world, 4);
    assert_eq!(watched.shows(), Some(4));
}

struct Greet;

impl Action for Greet {
    type Output = &'static str;
    type Error = ();
    const NAME: &'static str = "test/greet";

    async fn run(&self, _: ActionCx) -> Result<&'static str, ()> {
        Ok("hello")
    }
}

#[test]
fn actions_meet_the_same_network() {
    let world = World::new();
    pretend(&world, OFFLINE);
    let running = world.client.act(Greet);
    world.runtime.settle();
    assert_eq!(world.client.running_actions()[0].phase, ActionPhase::Paused);
    pretend(&world, Pretended { failing: true, ..SLOW });
    world.runtime.advance(1_999);
    assert!(running.status().is_pending());
    world.runtime.advance(1);
    assert_eq!(format!("{:?}", running.status()), "Failed(Pretended)");
    pretend(&world, NOTHING);
    let again = world.after(|client| client.act(Greet));
    assert_eq!(again.status().output().map(|output| **output), Some("hello"));
}

fn keys(listing: &Listing) -> Vec<&str> {
    listing.rows.iter().map(|row| &*row.key).collect()
}

fn list(world: &World, filter: &Filter, order: Order) -> Listing {
    Listing::new(&world.client, &Keys::default(), filter, order)
}

/// One query of each standing, by number: 1 fetching, 2 paused, 3 failing, 4 inactive, 5 stale, 6 fresh.
fn one_of_each() -> (World, Vec<common::Watched>) {
    let world = World::of(Policy::DEFAULT.stale(Stale::After(1_000)).keep(Keep::Forever));
    let mut watched = vec![world.observe(3)];
    world.server.fail(&world, Failure::Refused);
    world.set(5, 500);
    watched.push(world.observe(5));
    world.runtime.advance(1_500);
    world.set(4, 40);
    world.runtime.advance(250);
    world.set(6, 6);
    watched.push(world.observe(6));
    watched.push(world.observe_with(6, Options::default()));
    watched.push(world.observe(1));
    pretend(&world, OFFLINE);
    watched.push(world.observe(2));
    (world, watched)
}

#[test]
fn each_query_is_up_to_one_thing() {
    let (world, _watched) = one_of_each();
    let listing = list(&world, &Filter::default(), Order::Key);
    let standings: Vec<(&str, Standing)> = listing.rows.iter().map(|row| (&*row.key, row.standing)).collect();
    let expected = [
        ("test/ask/1", Standing::Fetching),
        ("test/ask/2", Standing::Paused),
        ("test/ask/3", Standing::Failing),
        ("test/ask/4", Standing::Inactive),
        ("test/ask/5", Standing::Stale),
        ("test/ask/6", Standing::Fresh),
    ];
    assert_eq!(standings, expected);
    assert!(Standing::ALL.into_iter().all(|standing| listing.counts.of(standing) == 1));
    let row = &listing.rows[4];
    assert_eq!((row.observers, row.age, row.bytes), (1, Some(1_750), 500));
}

#[test]
fn a_query_that_only_disabled_observers_watch_is_inactive() {
    let world = World::new();
    let _watched = world.observe_with(1, Options { enabled: false, ..Options::default() });
    let listing = list(&world, &Filter::default(), Order::Key);
    assert_eq!((listing.rows[0].standing, listing.rows[0].observers), (Standing::Inactive, 1));
}

#[test]
fn a_listing_is_filtered_and_sorted_and_counts_all() {
    let (world, _watched) = one_of_each();
    let only = |standing: Option<Standing>, text: &str| Filter { standing, text: text.to_owned() };
    let stale = list(&world, &only(Some(Standing::Stale), ""), Order::Key);
    assert_eq!((keys(&stale), stale.counts.total()), (vec!["test/ask/5"], 6));
    assert_eq!(keys(&list(&world, &only(None, " /3 TEST"), Order::Key)), ["test/ask/3"]);
    assert!(list(&world, &only(Some(Standing::Stale), "/3"), Order::Key).rows.is_empty());
    let newest = list(&world, &Filter::default(), Order::Updated);
    assert_eq!(keys(&newest)[..4], ["test/ask/6", "test/ask/4", "test/ask/5", "test/ask/1"], "those without data last");
    let observed = list(&world, &Filter::default(), Order::Observers);
    assert_eq!((keys(&observed)[0], keys(&observed)[5]), ("test/ask/6", "test/ask/4"));
}

#[test]
fn looking_changes_nothing() {
    let (world, _watched) = one_of_each();
    let events = std::rc::Rc::new(std::cell::Cell::new(0));
    let counter = std::rc::Rc::clone(&events);
    let _listening = world.client.listen(move |_| counter.set(counter.get() + 1));
    let (before, asked) = (world.client.figures(), world.server.asked());
    let keys = Keys::default();
    for order in Order::ALL {
        for row in Listing::new(&world.client, &keys, &Filter::default(), order).rows {
            let info = world.client.entry_info(row.id).expect("it is listed, so it is there");
            assert_eq!((&*info.key, info.observers, info.bytes), (&*row.key, row.observers, row.bytes));
        }
    }
    world.runtime.settle();
    assert_eq!((world.client.figures(), world.server.asked(), events.get()), (before, asked, 0));
}

#[test]
fn a_key_that_was_written_once_is_the_same_one_again() {
    let (world, _watched) = one_of_each();
    let keys = Keys::default();
    let listed = || Listing::new(&world.client, &keys, &Filter::default(), Order::Key);
    let (first, second) = (listed(), listed());
    let are_same = |(a, b): (&holdfast_query::devtools::Row, _)| std::rc::Rc::ptr_eq(&a.key, b);
    assert!(first.rows.iter().zip(second.rows.iter().map(|row| &row.key)).all(are_same));
    // Many come and go.
    for number in 100..200 {
        world.set(number, 1);
    }
    assert_eq!(listed().rows.len(), 106);
    for number in 100..200 {
        world.after(|client| client.remove(&world.ask(number)));
    }
    assert_eq!(listed().rows, first.rows);
}

#[test]
fn an_entry_is_reset_where_it_stands() {
    let world = World::of(Policy::DEFAULT.stale(Stale::Never));
    world.set(1, 10);
    let watched = world.observe(1);
    world.set(2, 20);
    let ids: Vec<_> = list(&world, &Filter::default(), Order::Key).rows.iter().map(|row| row.id).collect();
    world.after(|client| ids.iter().for_each(|id| client.reset_entry(*id)));
    assert_eq!((world.get(1), world.get(2), world.client.figures().entries), (None, None, 2));
    world.server.answer(&world, 11);
    assert_eq!((watched.shows(), world.server.waiting()), (Some(11), 0), "what nobody observes is not fetched");
    world.after(|client| client.remove_entry(ids[1]));
    assert_eq!((world.client.entry_info(ids[1]), world.client.figures().entries), (None, 1));
}
