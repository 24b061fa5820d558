//! At most once a span.

use std::rc::Rc;

use super::{pace::Rule, paced::Paced};
use crate::{Millis, Runtime};

/// Runs at once when it is called, then at most once a span, with the last value it was called with: following a scroll.
/// The last value is never lost. Dropped, it does not run any more.
///
/// ```
/// use std::{cell::RefCell, rc::Rc};
///
/// use holdfast_query::{schedule::Throttled, testing::TestRuntime};
///
/// let runtime = TestRuntime::new(1);
/// let seen = Rc::new(RefCell::new(Vec::new()));
/// let log = Rc::clone(&seen);
/// let follow = Throttled::new(Rc::new(runtime.clone()), 100, move |place| log.borrow_mut().push(place));
/// (1..=3).for_each(|place| follow.call(place));
/// assert_eq!(*seen.borrow(), [1]);
/// runtime.advance(100);
/// assert_eq!(*seen.borrow(), [1, 3]);
/// ```
pub struct Throttled<T>(Paced<T>);

impl<T: 'static> Throttled<T> {
    /// One that runs at most once in so many milliseconds.
    pub fn new(runtime: Rc<dyn Runtime>, span: Millis, run: impl Fn(T) + 'static) -> Self {
        Self(Paced::new(runtime, span, Rule::Every, run))
    }

    /// Has it run with that value, now or at the end of the span, unless another comes first.
    pub fn call(&self, value: T) {
        self.0.call(value);
    }

    /// Runs now what would run at the end of the span; a new one begins.
    pub fn flush(&self) {
        self.0.flush();
    }

    /// Forgets what would run at the end of the span.
    pub fn cancel(&self) {
        self.0.cancel();
    }

    /// Whether something would run at the end of the span.
    pub fn is_pending(&self) -> bool {
        self.0.is_pending()
    }
}
