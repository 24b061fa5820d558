//! What makes queries run by themselves: the window, the network, and time.

mod common;

use common::{Failure, World};
use holdfast_query::{Cause, Intent, Network, Options, Policy, Stale, When};

const NEVER: Policy = Policy::DEFAULT.stale(Stale::Never);

fn run(cause: Cause) -> (u32, Intent, Cause, u32) {
    (1, Intent::Refresh, cause, 0)
}

fn look_away_and_back(world: &World) {
    world.after(|client| client.set_visible(false));
    world.after(|client| client.set_visible(true));
}

fn lose_and_find_the_network(world: &World) {
    world.after(|client| client.set_online(false));
    world.after(|client| client.set_online(true));
}

#[test]
fn coming_back_refetches_as_the_policy_and_the_observer_say() {
    let cases = [
        ("stale", Stale::After(0), When::IfStale, true),
        ("fresh", Stale::Never, When::IfStale, false),
        ("fresh, but always", Stale::Never, When::Always, true),
        ("stale, but never", Stale::After(0), When::Never, false),
    ];
    type Occasion = fn(&World);
    let occasions: [(Cause, Occasion); 2] =
        [(Cause::Focus, look_away_and_back), (Cause::Reconnect, lose_and_find_the_network)];
    for (name, stale, when, runs) in cases {
        for (cause, occasion) in occasions {
            let expected: Vec<_> = runs.then(|| run(cause)).into_iter().collect();
            let by_policy =
                World::of(Policy::DEFAULT.stale(stale).on_focus(when).on_reconnect(when).on_mount(When::Never));
            by_policy.set(1, 7);
            let watched = by_policy.observe(1);
            occasion(&by_policy);
            assert_eq!(by_policy.server.runs(), expected, "{name}, by policy, {cause:?}");
            drop(watched);
            let by_observer = World::of(Policy::DEFAULT.stale(stale).on_mount(When::Never));
            by_observer.set(1, 7);
            let options = Options { on_focus: Some(when), on_reconnect: Some(when), ..Options::default() };
            let _watched = by_observer.observe_with(1, options);
            occasion(&by_observer);
            assert_eq!(by_observer.server.runs(), expected, "{name}, by observer, {cause:?}");
        }
    }
}

#[test]
fn what_nobody_observes_waits_to_be_wanted() {
    let world = World::new();
    world.set(1, 7);
    look_away_and_back(&world);
    lose_and_find_the_network(&world);
    assert_eq!(world.server.asked(), 0);
}

#[test]
fn a_storm_of_focus_costs_one_request() {
    let world = World::new();
    world.set(1, 7);
    let watched = world.observe(1);
    world.server.answer(&world, 8);
    (0..100).for_each(|_| look_away_and_back(&world));
    assert_eq!((world.server.asked(), world.server.waiting()), (2, 1));
    world.server.answer(&world, 9);
    assert_eq!(watched.shows(), Some(9));
}

#[test]
fn a_poll_goes_on_pauses_while_hidden_and_catches_up() {
    let world = World::of(NEVER);
    world.set(1, 0);
    let watched = world.observe_with(1, Options { poll: Some(1_000), ..Options::default() });
    for round in 1..=3 {
        world.runtime.advance(999);
        assert_eq!(world.server.waiting(), 0);
        world.runtime.advance(1);
        assert_eq!(world.server.runs(), [run(Cause::Poll)]);
        world.server.answer(&world, round);
    }
    world.after(|client| client.set_visible(false));
    world.runtime.advance(60_000);
    assert_eq!(world.server.runs(), []);
    world.after(|client| client.set_visible(true));
    assert_eq!(world.server.runs(), [run(Cause::Poll)], "once, not sixty times");
    world.server.answer(&world, 4);
    world.runtime.advance(1_000);
    assert_eq!(world.server.runs(), [run(Cause::Poll)], "and from then on as before");
    drop(watched);
    world.runtime.advance(60_000);
    assert_eq!(world.server.asked(), 5, "nobody looks, nobody polls");
}

#[test]
fn a_poll_may_go_on_while_hidden() {
    let world = World::of(NEVER);
    world.set(1, 0);
    let hidden = |poll| Options { poll: Some(poll), poll_hidden: true, ..Options::default() };
    let _seen = world.observe_with(1, Options { poll: Some(1_000), ..Options::default() });
    world.after(|client| client.set_visible(false));
    world.runtime.advance(10_000);
    assert_eq!(world.server.asked(), 0);
    let _late = world.observe_with(1, hidden(5_000));
    for round in 1..=3 {
        world.runtime.advance(5_000);
        assert_eq!(world.server.asked(), round, "one that came while a poll was overdue; the eager one pauses");
        world.server.answer(&world, 1);
    }
    world.after(|client| client.set_visible(true));
    world.server.runs();
    world.runtime.advance(1_000);
    assert_eq!(world.server.runs(), [run(Cause::Poll)], "seen again, the eager one counts");
}

#[test]
fn the_most_eager_observer_sets_the_pace_and_comings_do_not_put_it_off() {
    let world = World::of(NEVER);
    world.set(1, 0);
    let poll = |poll| Options { poll: Some(poll), ..Options::default() };
    let slow = world.observe_with(1, poll(10_000));
    world.runtime.advance(9_000);
    let quick = world.observe_with(1, poll(2_000));
    world.runtime.advance(1_000);
    assert_eq!(world.server.asked(), 1, "the slow one's time");
    world.server.answer(&world, 1);
    world.runtime.advance(2_000);
    assert_eq!(world.server.asked(), 2, "the quick one's");
    world.server.answer(&world, 2);
    drop(quick);
    world.runtime.advance(2_000);
    world.server.answer(&world, 3);
    world.runtime.advance(9_999);
    assert_eq!(world.server.asked(), 3);
    world.after(|_| slow.observer.follow(&world.ask(1), Options::default()));
    world.runtime.advance(100_000);
    assert_eq!(world.server.asked(), 3, "turned off");
}

#[test]
fn many_polls_leave_no_timers_behind() {
    let world = World::of(NEVER);
    world.set(1, 0);
    world.set(2, 0);
    let _watched = world.observe_with(1, Options { poll: Some(100), ..Options::default() });
    for round in 0..1_000 {
        world.runtime.advance(100);
        world.server.answer(&world, round);
    }
    assert!(world.runtime.tasks() < 5, "{} tasks", world.runtime.tasks());
}

#[test]
fn being_offline_means_what_the_policy_says() {
    let cases = [
        (Network::Online, "waits", 0, 0),
        (Network::Always, "runs, and repeats", 1, 2),
        (Network::OfflineFirst, "runs once, and repeats with a network", 1, 1),
    ];
    for (network, name, at_once, after_a_failure) in cases {
        let world = World::of(Policy::DEFAULT.network(network));
        world.client.set_online(false);
        let watched = world.observe(1);
        assert_eq!(world.server.asked(), at_once, "{name}");
        if at_once == 1 {
            world.server.fail(&world, Failure::Busy);
            world.runtime.advance(1_000);
        }
        assert_eq!(world.server.asked(), after_a_failure, "{name}");
        assert_eq!(watched.observer.read().is_paused(), network != Network::Always, "{name}");
        assert!(watched.observer.read().is_loading(), "{name}");
        world.after(|client| client.set_online(true));
        world.server.answer(&world, 5);
        assert_eq!(watched.shows(), Some(5), "{name}");
    }
}

#[test]
fn retrying_pauses_while_offline_and_uses_up_no_attempts() {
    let world = World::new();
    let _watched = world.observe(1);
    world.server.fail(&world, Failure::Busy);
    world.client.set_online(false);
    world.runtime.advance(3_600_000);
    assert_eq!(world.server.asked(), 1);
    world.after(|client| client.set_online(true));
    let failures: Vec<u32> = world.server.runs().into_iter().map(|(.., failures)| failures).collect();
    assert_eq!(failures, [0, 1]);
}
