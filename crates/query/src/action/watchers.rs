//! Who is told, and telling them after everything has been done.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

struct Watcher {
    callback: Box<dyn Fn()>,
    /// Whether it will be told anyhow when the present batch is over.
    is_noted: Cell<bool>,
}

/// Listening to actions; ends when it is dropped.
#[must_use = "listening ends when this is dropped"]
pub struct ActionListening(Rc<Watcher>);

impl ActionListening {
    pub(super) fn new(callback: impl Fn() + 'static) -> Self {
        Self(Rc::new(Watcher { callback: Box::new(callback), is_noted: Cell::new(false) }))
    }
}

/// Who listens to one thing. Whoever has dropped their [`ActionListening`] does not any more.
#[derive(Default)]
pub(super) struct Watchers(RefCell<Vec<Weak<Watcher>>>);

impl Watchers {
    pub(super) fn add(&self, listening: &ActionListening) {
        let mut known = self.0.borrow_mut();
        known.retain(|watcher| watcher.strong_count() > 0);
        known.push(Rc::downgrade(&listening.0));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().iter().all(|watcher| watcher.strong_count() == 0)
    }
}

/// Who is to be told when the present batch is over, each once.
#[derive(Default)]
pub(super) struct Notices(RefCell<Vec<Weak<Watcher>>>);

impl Notices {
    pub(super) fn note(&self, watchers: &Watchers) {
        for weak in watchers.0.borrow().iter() {
            if weak.upgrade().is_some_and(|watcher| !watcher.is_noted.replace(true)) {
                self.0.borrow_mut().push(Weak::clone(weak));
            }
        }
    }

    /// Tells them. They may call back at once.
    pub(super) fn tell(&self) {
        if self.0.borrow().is_empty() {
            return;
        }
        for watcher in self.0.take() {
            // One that was dropped meanwhile is not told.
            if let Some(watcher) = watcher.upgrade() {
                watcher.is_noted.set(false);
                (watcher.callback)();
            }
        }
    }
}
