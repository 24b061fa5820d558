//! Letting calls through at a pace, by a runtime's clock.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use super::pace::{Called, Looked, Pace, Rule};
use crate::{Millis, Runtime};

/// Calls with a value that run at a pace. Dropped, none runs any more.
pub(super) struct Paced<T>(Rc<Inner<T>>);

struct Inner<T> {
    runtime: Rc<dyn Runtime>,
    run: Box<dyn Fn(T)>,
    pace: Cell<Pace>,
    held: RefCell<Option<T>>,
    /// Whether a sleep is under way: one at a time, however many calls come.
    is_asleep: Cell<bool>,
}

impl<T: 'static> Paced<T> {
    pub(super) fn new(runtime: Rc<dyn Runtime>, span: Millis, rule: Rule, run: impl Fn(T) + 'static) -> Self {
        Self(Rc::new(Inner {
            runtime,
            run: Box::new(run),
            pace: Cell::new(Pace::new(span, rule)),
            held: RefCell::new(None),
            is_asleep: Cell::new(false),
        }))
    }

    pub(super) fn call(&self, value: T) {
        let now = self.0.runtime.ticks();
        // What runs below may be what drops this.
        let inner = Rc::clone(&self.0);
        let called = inner.change(|pace| pace.call(now));
        inner.sleep();
        match called {
            Called::Run => (inner.run)(value),
            Called::Hold => {
                let last = inner.held.replace(Some(value));
                drop(last);
            }
        }
    }

    pub(super) fn flush(&self) {
        let inner = Rc::clone(&self.0);
        let now = inner.runtime.ticks();
        if inner.pace.get().is_held() {
            let looked = inner.change(|pace| pace.let_through(now));
            inner.follow(looked);
        }
    }

    pub(super) fn cancel(&self) {
        self.0.change(Pace::forget);
        let held = self.0.held.take();
        drop(held);
    }

    pub(super) fn is_pending(&self) -> bool {
        self.0.pace.get().is_held()
    }
}

impl<T: 'static> Inner<T> {
    fn change<R>(&self, change: impl FnOnce(&mut Pace) -> R) -> R {
        let mut pace = self.pace.get();
        let result = change(&mut pace);
        self.pace.set(pace);
        result
    }

    fn sleep(self: &Rc<Self>) {
        let Some(until) = self.pace.get().until() else { return };
        if self.is_asleep.replace(true) {
            return;
        }
        let sleep = self.runtime.sleep(until.saturating_sub(self.runtime.ticks()));
        let inner = Rc::downgrade(self);
        self.runtime.spawn(Box::pin(async move {
            sleep.await;
            let Some(inner) = inner.upgrade() else { return };
            inner.is_asleep.set(false);
            // A timer of the runtime's may end a little early.
            let now = inner.runtime.ticks().max(until);
            let looked = inner.change(|pace| pace.look(now));
            inner.follow(looked);
        }));
    }

    fn follow(self: &Rc<Self>, looked: Looked) {
        if looked.until.is_some() {
            self.sleep();
        }
        let held = if looked.run { self.held.take() } else { None };
        if let Some(value) = held {
            (self.run)(value);
        }
    }
}
