//! Who is told when a part of a view may be different.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use super::{Interest, Outcome, Windowed};

/// The observers of a view.
pub(super) struct Watchers<G>(RefCell<Vec<Rc<Watcher<G>>>>);

struct Watcher<G> {
    shows: RefCell<Windowed<G>>,
    on_change: Box<dyn Fn()>,
    is_gone: Cell<bool>,
}

impl<G: Ord> Watchers<G> {
    pub(super) fn new() -> Rc<Self> {
        Rc::new(Self(RefCell::default()))
    }

    pub(super) fn watch(
        self: &Rc<Self>,
        interests: impl IntoIterator<Item = Interest<G>>,
        on_change: impl Fn() + 'static,
    ) -> Watching<G> {
        let mut shows = Windowed::new(interests);
        shows.read();
        let (shows, on_change) = (RefCell::new(shows), Box::new(on_change));
        let watcher = Rc::new(Watcher { shows, on_change, is_gone: Cell::new(false) });
        self.0.borrow_mut().push(Rc::clone(&watcher));
        Watching { watchers: Rc::downgrade(self), watcher }
    }

    /// Tells whoever shows something that may be different now, once until they have read.
    pub(super) fn tell(&self, outcomes: &[Outcome<G>]) {
        let mut told = Vec::new();
        for watcher in self.0.borrow().iter() {
            let mut shows = watcher.shows.borrow_mut();
            let was_stale = shows.is_stale();
            outcomes.iter().for_each(|outcome| {
                shows.notice(outcome);
            });
            if !was_stale && shows.is_stale() {
                told.push(Rc::clone(watcher));
            }
        }
        // Outside the borrows: they may read, watch and leave.
        for watcher in told.into_iter().filter(|watcher| !watcher.is_gone.get()) {
            (watcher.on_change)();
        }
    }
}

/// Watching a part of a view; ends when it is dropped.
#[must_use = "watching ends when this is dropped"]
pub struct Watching<G> {
    watchers: Weak<Watchers<G>>,
    watcher: Rc<Watcher<G>>,
}

impl<G: Ord> Watching<G> {
    /// Shows other parts from now on.
    pub fn look_at(&self, interests: impl IntoIterator<Item = Interest<G>>) {
        self.watcher.shows.borrow_mut().look_at(interests);
        self.read();
    }

    /// Says that what is shown is read now: the next change will be told.
    pub fn read(&self) {
        self.watcher.shows.borrow_mut().read();
    }
}

impl<G> Drop for Watching<G> {
    fn drop(&mut self) {
        self.watcher.is_gone.set(true);
        if let Some(watchers) = self.watchers.upgrade() {
            watchers.0.borrow_mut().retain(|watcher| !Rc::ptr_eq(watcher, &self.watcher));
        }
    }
}
