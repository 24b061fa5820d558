//! What debouncing and throttling promise.

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
};

use holdfast_query::{
    Millis, Runtime,
    schedule::{Debounced, Throttled},
    testing::TestRuntime,
};

/// When something ran, and with what.
#[derive(Clone, Default)]
struct Log(Rc<RefCell<Vec<(Millis, u32)>>>);

impl Log {
    fn writer(&self, runtime: &TestRuntime) -> impl Fn(u32) + 'static {
        let (log, runtime) = (Rc::clone(&self.0), runtime.clone());
        move |value| log.borrow_mut().push((runtime.ticks(), value))
    }

    fn read(&self) -> Vec<(Millis, u32)> {
        self.0.take()
    }
}

fn world() -> (TestRuntime, Rc<dyn Runtime>, Log) {
    let runtime = TestRuntime::new(1);
    (runtime.clone(), Rc::new(runtime), Log::default())
}

/// Calls at those times, and lets a second pass.
fn play(runtime: &TestRuntime, calls: &[(Millis, u32)], call: impl Fn(u32)) {
    for (at, value) in calls {
        runtime.advance(at - runtime.ticks());
        call(*value);
    }
    runtime.advance(1_000);
}

const CALLS: [(Millis, u32); 5] = [(10, 1), (50, 2), (120, 3), (130, 4), (500, 5)];

#[test]
fn debounced_calls_run_once_it_is_quiet() {
    let (runtime, rt, log) = world();
    let debounced = Debounced::new(rt, 100, log.writer(&runtime));
    play(&runtime, &CALLS, |value| debounced.call(value));
    assert_eq!(log.read(), [(230, 4), (600, 5)]);
}

#[test]
fn a_leading_call_runs_at_once_and_the_last_once_it_is_quiet() {
    let (runtime, rt, log) = world();
    let debounced = Debounced::leading(rt, 100, log.writer(&runtime));
    play(&runtime, &CALLS, |value| debounced.call(value));
    assert_eq!(log.read(), [(10, 1), (230, 4), (500, 5)]);
}

#[test]
fn throttled_calls_run_at_once_and_then_once_a_span() {
    let (runtime, rt, log) = world();
    let throttled = Throttled::new(rt, 100, log.writer(&runtime));
    play(&runtime, &CALLS, |value| throttled.call(value));
    assert_eq!(log.read(), [(10, 1), (110, 2), (210, 4), (500, 5)]);
}

#[test]
fn what_is_held_can_be_run_now_or_forgotten() {
    let (runtime, rt, log) = world();
    let debounced = Debounced::new(Rc::clone(&rt), 100, log.writer(&runtime));
    debounced.flush();
    debounced.call(1);
    assert!(debounced.is_pending());
    debounced.flush();
    assert!(!debounced.is_pending());
    debounced.call(2);
    debounced.cancel();
    assert!(!debounced.is_pending());
    runtime.advance(1_000);
    assert_eq!(log.read(), [(0, 1)]);
    let throttled = Throttled::new(rt, 100, log.writer(&runtime));
    (1..=3).for_each(|value| throttled.call(value));
    throttled.flush();
    throttled.call(4);
    throttled.cancel();
    throttled.call(5);
    runtime.advance(1_000);
    assert_eq!(log.read(), [(1_000, 1), (1_000, 3), (1_100, 5)]);
}

#[test]
fn a_flush_begins_the_quiet_time_anew() {
    let (runtime, rt, log) = world();
    let debounced = Debounced::new(rt, 100, log.writer(&runtime));
    debounced.call(1);
    runtime.advance(60);
    debounced.flush();
    debounced.call(2);
    runtime.advance(99);
    assert_eq!(log.read(), [(60, 1)]);
    runtime.advance(1);
    assert_eq!(log.read(), [(160, 2)]);
}

#[test]
fn what_is_dropped_runs_no_more() {
    let (runtime, rt, log) = world();
    let debounced = Debounced::new(Rc::clone(&rt), 100, log.writer(&runtime));
    let throttled = Throttled::new(rt, 100, log.writer(&runtime));
    debounced.call(1);
    (2..=3).for_each(|value| throttled.call(value));
    drop((debounced, throttled));
    runtime.advance(1_000);
    assert_eq!((log.read(), runtime.tasks()), (vec![(0, 2)], 0));
}

#[test]
fn many_calls_cost_one_sleep() {
    let (runtime, rt, _) = world();
    let debounced = Debounced::new(rt, 100, |_| {});
    (0..1_000).for_each(|value| debounced.call(value));
    assert_eq!(runtime.tasks(), 1);
    runtime.advance(1_000);
    assert_eq!(runtime.tasks(), 0);
}

#[test]
fn what_runs_may_call_again() {
    let (runtime, rt, log) = world();
    let again: Rc<OnceCell<Throttled<u32>>> = Rc::default();
    let (inside, write) = (Rc::clone(&again), log.writer(&runtime));
    let throttled = Throttled::new(rt, 100, move |value| {
        write(value);
        if value < 4
            && let Some(throttled) = inside.get()
        {
            throttled.call(value + 1);
        }
    });
    again.get_or_init(|| throttled).call(1);
    runtime.advance(1_000);
    assert_eq!(log.read(), [(0, 1), (100, 2), (200, 3), (300, 4)]);
}

#[test]
fn what_runs_may_drop_it() {
    let (runtime, rt, log) = world();
    let place: Rc<RefCell<Option<Debounced<u32>>>> = Rc::default();
    let (inside, write) = (Rc::clone(&place), log.writer(&runtime));
    *place.borrow_mut() = Some(Debounced::new(rt, 100, move |value| {
        let dropped = inside.take();
        write(value);
        drop(dropped);
    }));
    if let Some(debounced) = &*place.borrow() {
        debounced.call(1);
    }
    runtime.advance(1_000);
    assert_eq!((log.read(), runtime.tasks()), (vec![(100, 1)], 0));
}
