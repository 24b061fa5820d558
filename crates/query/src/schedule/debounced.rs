//! After a quiet time.

use std::rc::Rc;

use super::{pace::Rule, paced::Paced};
use crate::{Millis, Runtime};

/// Runs with the last value it was called with, once it has not been called for a while: a search while somebody types.
/// Dropped, it does not run any more.
///
/// ```
/// use std::{cell::RefCell, rc::Rc};
///
/// use holdfast_query::{schedule::Debounced, testing::TestRuntime};
///
/// let runtime = TestRuntime::new(1);
/// let searched = Rc::new(RefCell::new(Vec::new()));
/// let log = Rc::clone(&searched);
/// let search = Debounced::new(Rc::new(runtime.clone()), 300, move |words| log.borrow_mut().push(words));
/// search.call("ho");
/// runtime.advance(299);
/// search.call("hold");
/// runtime.advance(300);
/// assert_eq!(*searched.borrow(), ["hold"]);
/// ```
pub struct Debounced<T>(Paced<T>);

impl<T: 'static> Debounced<T> {
    /// One that runs after so many milliseconds without a call.
    pub fn new(runtime: Rc<dyn Runtime>, quiet: Millis, run: impl Fn(T) + 'static) -> Self {
        Self(Paced::new(runtime, quiet, Rule::Quiet, run))
    }

    /// One that also runs at once when it is called after a quiet time; calls that follow run once it is quiet again.
    pub fn leading(runtime: Rc<dyn Runtime>, quiet: Millis, run: impl Fn(T) + 'static) -> Self {
        Self(Paced::new(runtime, quiet, Rule::FirstAndQuiet, run))
    }

    /// Has it run with that value, unless another comes first.
    pub fn call(&self, value: T) {
        self.0.call(value);
    }

    /// Runs now what would run later.
    pub fn flush(&self) {
        self.0.flush();
    }

    /// Forgets what would run later.
    pub fn cancel(&self) {
        self.0.cancel();
    }

    /// Whether something would run later.
    pub fn is_pending(&self) -> bool {
        self.0.is_pending()
    }
}
