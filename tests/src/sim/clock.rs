//! Virtual time: it stands still while anything can run and jumps to the next timer when nothing can.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};

use holdfast_core::Millis;

/// The clock; its clones are the same clock.
#[derive(Clone)]
pub struct Clock(Rc<Inner>);

struct Inner {
    now: Cell<Millis>,
    made: Cell<u64>,
    timers: RefCell<BTreeMap<(Millis, u64), Waker>>,
}

impl Clock {
    /// A clock that says `now`.
    pub fn new(now: Millis) -> Self {
        Self(Rc::new(Inner { now: Cell::new(now), made: Cell::new(0), timers: RefCell::default() }))
    }

    /// Now.
    pub fn now(&self) -> Millis {
        self.0.now.get()
    }

    /// Waits so many milliseconds; 0 lets others run first.
    pub async fn sleep(&self, time: Millis) {
        let until = self.now() + time;
        let mut waited = false;
        poll_fn(|cx| {
            if waited && self.now() >= until {
                return Poll::Ready(());
            }
            waited = true;
            let number = self.0.made.get();
            self.0.made.set(number + 1);
            self.0.timers.borrow_mut().insert((until, number), cx.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Jumps to the next timer, if there is one up to `end`, and wakes who waits for it.
    pub fn jump(&self, end: Millis) -> bool {
        let first = self.0.timers.borrow_mut().pop_first();
        match first {
            Some(((at, _), waker)) if at <= end => {
                self.0.now.set(at.max(self.now()));
                waker.wake();
                true
            }
            Some((key, waker)) => {
                self.0.timers.borrow_mut().insert(key, waker);
                false
            }
            None => false,
        }
    }

    /// Sets the time, which never goes back.
    pub fn set(&self, now: Millis) {
        self.0.now.set(now.max(self.now()));
    }
}
