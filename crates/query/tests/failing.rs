//! Failures, repetitions, and attempts that take too long.

mod common;

use common::{Failure, World};
use holdfast_query::{Cause, Change, Options, Policy, Reads, Retry, Stale, State, is_transient_status};

#[test]
fn statuses_worth_asking_again() {
    let transient = [None, Some(408), Some(429), Some(500), Some(502), Some(503), Some(504)];
    let final_ones = [Some(400), Some(401), Some(403), Some(404), Some(409), Some(410), Some(413), Some(422)];
    assert!(transient.into_iter().all(is_transient_status));
    assert!(!final_ones.into_iter().any(is_transient_status));
}

#[test]
fn waits_double_are_spread_and_are_capped() {
    let spans =
        [(1, 1_000), (2, 2_000), (3, 4_000), (4, 8_000), (5, 16_000), (6, 30_000), (7, 30_000), (1_000, 30_000)];
    for (number, span) in spans {
        let waits: Vec<u64> = (0..500).map(|at| Retry::ALWAYS.wait(number, at * 7_919)).collect();
        assert!(waits.iter().all(|wait| (span / 2..=span).contains(wait)), "{number}: {waits:?}");
        let middle = waits.iter().filter(|wait| **wait > span * 3 / 4).count();
        assert!((100..400).contains(&middle), "{number}: spread over the span");
    }
}

#[test]
fn repetitions_end_with_the_error_and_the_data_that_was() {
    let world = World::of(Policy::DEFAULT.retry(Retry { limit: 2, ..Retry::DEFAULT }));
    world.set(1, 7);
    let watched = world.observe(1);
    for _ in 0..2 {
        world.server.fail(&world, Failure::Busy);
        assert!(watched.observer.read().error().is_none(), "not while there is hope");
        world.runtime.advance(30_000);
    }
    world.server.fail(&world, Failure::Busy);
    assert!(matches!(watched.observer.read().state, State::Outdated(data, _) if *data == 7));
    assert_eq!((world.client.failing(), world.server.asked()), (1, 3));
    world.after(|_| watched.observer.refetch());
    assert_eq!(world.server.runs().last().map(|run| run.3), Some(0), "a new run begins with all its attempts");
    world.server.answer(&world, 8);
    assert!(matches!(watched.observer.read().state, State::Ready(data) if *data == 8));
    assert_eq!(world.client.failing(), 0);
}

#[test]
fn a_failure_reaches_everyone_who_waits() {
    let world = World::of(Policy::DEFAULT.retry(Retry::NEVER));
    let waits: Vec<_> = (0..3).map(|_| world.client.fetch(&world.ask(1))).collect();
    world.runtime.settle();
    world.server.fail(&world, Failure::Busy);
    for wait in waits {
        assert_eq!(world.end(wait), Some(Err("Failed(Busy)".to_owned())));
    }
}

#[test]
fn asking_by_hand_does_not_wait_for_the_next_attempt() {
    let world = World::new();
    let watched = world.observe(1);
    world.server.fail(&world, Failure::Busy);
    world.after(|_| watched.observer.refetch());
    assert_eq!(world.server.waiting(), 1);
    // The timer of the wait that was cut short is not the timer of the next.
    world.server.fail(&world, Failure::Busy);
    world.runtime.advance(999);
    assert_eq!(world.server.waiting(), 0, "the second wait is at least a second");
    world.runtime.advance(1_001);
    assert_eq!(world.server.waiting(), 1);
}

#[test]
fn changes_and_polls_do_not_hurry_a_server_that_is_busy() {
    let world = World::of(Policy::DEFAULT.stale(Stale::Never));
    world.server.reads(1, Reads::none().kind("task"));
    let watched = world.observe_with(1, Options { poll: Some(100), ..Options::default() });
    world.server.fail(&world, Failure::Busy);
    for _ in 0..4 {
        world.touch(1, Change::Unknown);
        world.runtime.advance(100);
    }
    assert_eq!(world.server.asked(), 1);
    world.runtime.advance(600);
    assert_eq!(world.server.asked(), 2);
    world.server.answer(&world, 3);
    assert!(!watched.observer.read().is_stale, "the attempt began after the changes");
    assert_eq!(world.client.figures().runs.of(Cause::Mount), 1);
}

#[test]
fn an_attempt_may_take_only_so_long() {
    let world = World::of(Policy::DEFAULT.timeout(5_000).retry(Retry { limit: 1, ..Retry::DEFAULT }));
    let wait = world.client.fetch(&world.ask(1));
    world.runtime.advance(4_999);
    assert_eq!((world.server.asked(), world.server.waiting()), (1, 1));
    world.runtime.advance(1);
    assert_eq!(world.server.waiting(), 0, "the request is dropped");
    world.runtime.advance(1_000);
    assert_eq!(world.server.waiting(), 1, "and repeated");
    world.runtime.advance(5_000);
    assert_eq!(world.end(wait), Some(Err("TimedOut".to_owned())));
}

#[test]
fn an_answer_in_time_is_not_undone_by_the_limit() {
    let world = World::of(Policy::DEFAULT.timeout(5_000));
    let watched = world.observe(1);
    world.server.answer(&world, 1);
    world.runtime.advance(10_000);
    assert_eq!((watched.shows(), world.server.asked()), (Some(1), 1));
}
