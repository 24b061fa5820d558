//! How old data may be, who asks for new, and what is shown meanwhile.

mod common;

use std::rc::Rc;

use common::{Ask, World};
use holdfast_query::{Cause, Keep, Options, Policy, Runtime as _, Stale, State, When, testing::START};

const KEPT: Policy = Policy::DEFAULT.keep(Keep::Forever);

#[test]
fn what_an_observer_finds_decides_whether_it_runs() {
    let cases = [
        ("fresh", Stale::After(1_000), 999, When::IfStale, 0),
        ("stale to the millisecond", Stale::After(1_000), 1_000, When::IfStale, 1),
        ("never stale by age", Stale::Never, 1_000_000, When::IfStale, 0),
        ("fresh, but always", Stale::Never, 0, When::Always, 1),
        ("stale, but never", Stale::After(0), 5, When::Never, 0),
    ];
    for (name, stale, age, on_mount, runs) in cases {
        let by_policy = World::of(KEPT.stale(stale).on_mount(on_mount));
        by_policy.set(1, 7);
        by_policy.runtime.advance(age);
        let watched = by_policy.observe(1);
        assert_eq!((watched.shows(), by_policy.server.asked()), (Some(7), runs), "{name}, by policy");
        let by_observer = World::of(KEPT);
        by_observer.set(1, 7);
        by_observer.runtime.advance(age);
        let options = Options { stale: Some(stale), on_mount: Some(on_mount), ..Options::default() };
        let watched = by_observer.observe_with(1, options);
        assert_eq!((watched.shows(), by_observer.server.asked()), (Some(7), runs), "{name}, by observer");
    }
}

#[test]
fn nothing_there_is_fetched_whatever_mounting_means() {
    let world = World::of(Policy::DEFAULT.on_mount(When::Never));
    let watched = world.observe(1);
    assert_eq!((watched.shows(), world.server.waiting()), (None, 1));
}

#[test]
fn two_observers_judge_age_by_themselves() {
    let world = World::of(KEPT.stale(Stale::After(1_000)));
    world.set(1, 7);
    world.runtime.advance(500);
    let calm = world.observe(1);
    let keen = world.observe_with(1, Options { stale: Some(Stale::After(100)), ..Options::default() });
    assert_eq!((calm.observer.read().is_stale, keen.observer.read().is_stale), (false, true));
    assert_eq!(world.server.runs(), [(1, Default::default(), Cause::Mount, 0)]);
}

#[test]
fn a_disabled_observer_shows_and_does_not_ask() {
    let world = World::new();
    let off = Options { enabled: false, ..Options::default() };
    let watched = world.observe_with(1, off.clone());
    assert!(matches!(watched.observer.read().state, State::Idle));
    world.after(|client| {
        client.invalidate_everything();
        client.set_visible(false);
        client.set_visible(true);
        client.set_online(false);
        client.set_online(true);
    });
    assert_eq!(world.server.asked(), 0);
    watched.observer.refetch();
    world.runtime.settle();
    assert!(watched.observer.read().is_loading());
    world.server.answer(&world, 3);
    assert_eq!(watched.shows(), Some(3));
    world.after(|_| watched.observer.follow(&world.ask(1), Options::default()));
    assert_eq!(world.server.asked(), 2, "turned on, it finds stale data");
    world.after(|_| watched.observer.follow(&world.ask(1), off));
    assert_eq!(world.server.waiting(), 1, "turned off, what is under way goes on");
}

#[test]
fn initial_data_is_kept_with_its_age_and_only_where_there_is_none() {
    let initial = |value, age| Options::<Ask> { initial: Some((Rc::new(value), START - age)), ..Options::default() };
    let world = World::of(KEPT.stale(Stale::After(1_000)));
    let old = world.observe_with(1, initial(5, 2_000));
    assert_eq!(
        (old.shows(), old.observer.read().updated_at, world.server.waiting()),
        (Some(5), Some(START - 2_000), 1)
    );
    world.server.answer(&world, 6);
    let late = world.observe_with(1, initial(9, 0));
    assert_eq!(late.shows(), Some(6));
    let new = world.observe_with(2, initial(5, 10));
    assert_eq!((new.shows(), world.get(2), world.server.waiting()), (Some(5), Some(5), 0));
    assert!(!new.observer.read().is_placeholder);
}

#[test]
fn initial_data_does_not_end_what_another_observer_waits_for() {
    let world = World::of(KEPT.stale(Stale::Never));
    let first = world.observe(1);
    let second = world.observe_with(1, Options { initial: Some((Rc::new(5), START)), ..Options::default() });
    assert_eq!((first.shows(), second.shows(), world.server.waiting()), (Some(5), Some(5), 1));
    world.server.answer(&world, 6);
    assert_eq!((first.shows(), world.server.asked()), (Some(6), 1));
}

#[test]
fn a_placeholder_is_shown_and_not_kept() {
    let world = World::new();
    let watched = world.observe_with(1, Options { placeholder: Some(Rc::new(5)), ..Options::default() });
    let snapshot = watched.observer.read();
    assert_eq!((snapshot.data().map(|data| **data), snapshot.is_placeholder, snapshot.is_stale), (Some(5), true, true));
    assert_eq!((world.get(1), world.server.waiting()), (None, 1));
    world.server.answer(&world, 6);
    assert_eq!((watched.shows(), watched.observer.read().is_placeholder), (Some(6), false));
}

#[test]
fn the_last_key_s_data_stays_on_show_until_the_next_has_its_own() {
    let world = World::of(KEPT);
    let keeps = Options { keep_previous: true, ..Options::default() };
    let watched = world.observe_with(1, keeps.clone());
    world.server.answer(&world, 10);
    world.after(|_| watched.observer.follow(&world.ask(2), keeps.clone()));
    world.after(|_| watched.observer.follow(&world.ask(3), keeps.clone()));
    assert_eq!((watched.shows(), watched.observer.read().is_placeholder), (Some(10), true));
    world.server.answer(&world, 30);
    assert_eq!((watched.shows(), watched.observer.read().is_placeholder), (Some(30), false));
    world.after(|client| client.reset(&world.ask(3)));
    assert_eq!(watched.shows(), None, "what was kept for the change of key is not shown again");
    world.after(|_| watched.observer.follow(&world.ask(4), Options::default()));
    assert_eq!(watched.shows(), None, "without the option nothing is kept");
}

#[test]
fn the_wall_clock_s_jumps_do_no_harm() {
    let jumps = [("forward past the stale time", 10_000, 1), ("forward a little", 500, 0), ("back a little", -500, 0)];
    let far = [("back for long: its age is not known", -3_600_000, 1)];
    for (name, jump, runs) in jumps.into_iter().chain(far) {
        let world = World::of(KEPT.stale(Stale::After(1_000)));
        world.set(1, 7);
        world.runtime.jump(jump);
        let watched = world.observe(1);
        assert_eq!((watched.shows(), world.server.asked()), (Some(7), runs), "{name}");
        if runs == 1 {
            world.server.answer(&world, 8);
            let now = world.runtime.now();
            assert_eq!(
                (watched.observer.read().updated_at, watched.observer.read().is_stale),
                (Some(now), false),
                "{name}"
            );
        }
    }
}

#[test]
fn a_type_s_policy_is_its_own_and_can_be_replaced() {
    let world = World::of(KEPT.stale(Stale::Never));
    world.set(1, 7);
    assert!(!world.observe(1).observer.read().is_stale);
    world.client.set_policy::<Ask>(KEPT.stale(Stale::After(0)));
    assert!(world.observe(1).observer.read().is_stale);
}
