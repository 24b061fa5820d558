//! The machine's own tests: events in, effects out.

use super::*;
use crate::Retry;

const ONLINE: Setting = Setting { online: true, network: Network::Online, retry: Retry::DEFAULT };
const OFFLINE: Setting = Setting { online: false, ..ONLINE };

fn after(events: &[(Event, &Setting)]) -> (Machine, Effects) {
    let mut machine = Machine::default();
    let mut last = Effects::default();
    for (event, setting) in events {
        last = machine.step(*event, setting);
    }
    (machine, last)
}

const ASK: Event = Event::Ask(Intent::Refresh, Cause::Call);
const ANSWER: Event = Event::Answered { run: 1, now: 7 };
const FAIL: Event = Event::Failed { run: 1, transient: true, random: 0 };

#[test]
fn concurrent_callers_share_a_run() {
    let (machine, last) = after(&[(ASK, &ONLINE), (ASK, &ONLINE)]);
    assert_eq!(last, Effects::default());
    assert_eq!(machine.fetch().run().map(|run| run.number), Some(1));
}

#[test]
fn an_answer_from_before_a_change_is_shown_and_asked_for_again_once() {
    let (machine, last) =
        after(&[(ASK, &ONLINE), (Event::Invalidate, &ONLINE), (ASK, &ONLINE), (ASK, &ONLINE), (ANSWER, &ONLINE)]);
    assert!(machine.held().is_some_and(|held| held.invalid));
    let served = Served { epoch: 0, intent: Intent::Refresh };
    assert_eq!(last.settled, Some(Settled::Answered(served)));
    assert!(served.includes(Intent::Refresh, 0) && !served.includes(Intent::Refresh, 1));
    assert_eq!(last.start.map(|run| run.number), Some(2));
    let mut machine = machine;
    let last = machine.step(Event::Answered { run: 2, now: 8 }, &ONLINE);
    assert_eq!((last.start, machine.held().map(|held| held.invalid)), (None, Some(false)));
}

#[test]
fn being_offline_uses_up_no_attempts() {
    let (mut machine, last) = after(&[(ASK, &OFFLINE)]);
    assert!(matches!(machine.fetch(), Fetch::Paused(_)) && last.start.is_none());
    let last = machine.step(Event::Online, &ONLINE);
    assert_eq!(last.start.map(|run| run.failures), Some(0));
    machine.step(FAIL, &OFFLINE);
    machine.step(Event::Due { run: 1, failures: 1 }, &OFFLINE);
    assert!(matches!(machine.fetch(), Fetch::Paused(run) if run.failures == 1));
}

#[test]
fn what_is_put_by_hand_is_not_overwritten_by_an_older_answer() {
    let put = Event::Put { at: 5, origin: Origin::Set };
    let (machine, last) = after(&[(ASK, &ONLINE), (put, &ONLINE)]);
    assert!(last.abort);
    let (late, last) = after(&[(ASK, &ONLINE), (put, &ONLINE), (ANSWER, &ONLINE)]);
    assert_eq!((late, last), (machine, Effects::default()));
}

#[test]
fn failures_are_repeated_so_often_and_no_more() {
    let mut machine = Machine::default();
    machine.step(ASK, &ONLINE);
    for number in 1..=3 {
        let (run, wait) = machine.step(FAIL, &ONLINE).wake.expect("it is repeated");
        assert_eq!((run.failures, wait), (number, Retry::DEFAULT.wait(number, 0)));
        let late = Event::Due { run: 1, failures: number - 1 };
        assert_eq!(machine.step(late, &ONLINE), Effects::default());
        assert!(machine.step(Event::Due { run: 1, failures: number }, &ONLINE).start.is_some());
    }
    assert!(matches!(machine.step(FAIL, &ONLINE).settled, Some(Settled::Failed(_))));
    assert!(machine.has_failed());
    let mut machine = Machine::default();
    machine.step(ASK, &ONLINE);
    let last = machine.step(Event::Failed { run: 1, transient: false, random: 0 }, &ONLINE);
    assert!(matches!(last.settled, Some(Settled::Failed(_))));
}

#[test]
fn every_intent_has_its_run_and_serves_who_asked_for_it() {
    let more = Event::Ask(Intent::Next, Cause::Call);
    let (mut machine, last) = after(&[(ASK, &ONLINE), (more, &ONLINE), (Event::Invalidate, &ONLINE), (ASK, &ONLINE)]);
    assert_eq!(last.start, None);
    let served = |effects: Effects| match effects.settled {
        Some(Settled::Answered(served)) => (served.intent, served.epoch, effects.start.map(|run| run.intent)),
        other => panic!("{other:?}"),
    };
    let answers = (1..=3).map(|run| served(machine.step(Event::Answered { run, now: 7 }, &ONLINE)));
    let expected = [
        (Intent::Refresh, 0, Some(Intent::Refresh)),
        (Intent::Refresh, 1, Some(Intent::Next)),
        (Intent::Next, 1, None),
    ];
    assert_eq!(answers.collect::<Vec<_>>(), expected);
}

#[test]
fn what_lay_about_ends_nothing() {
    let seed = Event::Seed { at: 5, origin: Origin::Stored };
    let (machine, last) = after(&[(ASK, &ONLINE), (seed, &ONLINE)]);
    assert!(last.changed && !last.abort && last.settled.is_none());
    assert!(matches!(machine.fetch(), Fetch::Running(_)) && machine.held().is_some_and(|held| held.at == 5));
}

#[test]
fn a_part_of_an_answer_is_out_of_date() {
    let (machine, _) = after(&[(ASK, &ONLINE), (Event::Progressed { run: 1, now: 7 }, &ONLINE)]);
    assert!(machine.held().is_some_and(|held| held.invalid));
    let (machine, _) = after(&[(ASK, &ONLINE), (Event::Progressed { run: 1, now: 7 }, &ONLINE), (ANSWER, &ONLINE)]);
    assert!(machine.held().is_some_and(|held| !held.invalid));
}
