//! Virtual time: it stands still while anything can run and jumps to the next timer when nothing can.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
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
    pub fn sleep(&self, time: Millis) -> Sleep {
        Sleep { clock: self.clone(), until: self.now() + time, number: None }
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

/// A wait; dropped, it leaves no timer behind.
pub struct Sleep {
    clock: Clock,
    until: Millis,
    number: Option<u64>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.number.is_some() && self.clock.now() >= self.until {
            return Poll::Ready(());
        }
        let made = &self.clock.0.made;
        let number = self.number.unwrap_or_else(|| made.replace(made.get() + 1));
        self.clock.0.timers.borrow_mut().insert((self.until, number), cx.waker().clone());
        self.number = Some(number);
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.clock.0.timers.borrow_mut().remove(&(self.until, number));
        }
    }
}
