//! Telling observers, after everything has been done: they may call back at once.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use super::{AnyEntry, EntryId, Inner, Subscriber};
use crate::{Origin, observer::Watch};

/// What changed, as observers see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Changed {
    /// Whether the data did; if not, only what is said about it.
    pub(crate) data: bool,
}

/// What happened to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Data came; `changed` if it was not the same as before.
    Answered {
        /// From where.
        origin: Origin,
        /// See above.
        changed: bool,
    },
    /// It is out of date: somebody said so.
    Invalidated,
    /// It is out of date: something that it reads changed.
    Touched,
    /// Its data was forgotten by hand, and not for room or for time: what was stored of it is to go too.
    Forgotten,
    /// Something else about it.
    State,
}

/// Something that happened in the cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheEvent {
    /// To which entry.
    pub id: EntryId,
    /// What.
    pub happened: Happened,
}

type Watcher = Rc<dyn Fn(&CacheEvent)>;

/// What is to be told when the present batch is over.
#[derive(Default)]
pub(super) struct Notices {
    depth: Cell<u32>,
    observers: RefCell<Vec<Rc<Subscriber>>>,
    events: RefCell<Vec<CacheEvent>>,
    watchers: RefCell<Vec<(u64, Watcher)>>,
}

/// Listening to a whole cache; ends when it is dropped.
#[must_use = "listening ends when this is dropped"]
pub struct Subscription {
    client: Weak<Inner>,
    number: u64,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(inner) = self.client.upgrade() {
            let removed = {
                let mut watchers = inner.outbox.watchers.borrow_mut();
                let found = watchers.iter().position(|(number, _)| *number == self.number);
                found.map(|at| watchers.remove(at))
            };
            drop(removed);
        }
    }
}

impl super::Client {
    /// Listens to everything that happens in the cache: for storing, sharing and showing it, not for components. Told after
    /// each batch.
    pub fn listen(&self, watcher: impl Fn(&CacheEvent) + 'static) -> Subscription {
        let number = self.0.next_number();
        self.0.outbox.watchers.borrow_mut().push((number, Rc::new(watcher)));
        Subscription { client: self.downgrade(), number }
    }
}

/// Ends a batch even if what it does panics.
struct Batch<'a>(&'a Inner);

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        let depth = self.0.outbox.depth.get() - 1;
        self.0.outbox.depth.set(depth);
        if depth == 0 {
            self.0.flush();
        }
    }
}

impl Inner {
    pub(crate) fn batch<T>(&self, act: impl FnOnce() -> T) -> T {
        self.outbox.depth.set(self.outbox.depth.get() + 1);
        let _ends = Batch(self);
        act()
    }

    /// Notes that observers of an entry are to be told.
    pub(super) fn notify(&self, entry: &Rc<dyn AnyEntry>, changed: Changed) {
        let core = entry.core().borrow();
        let mut observers = self.outbox.observers.borrow_mut();
        for subscriber in &core.subscribers {
            let is_concerned = changed.data || subscriber.wants.get().watch == Watch::Everything;
            if is_concerned && !subscriber.is_noted.replace(true) {
                observers.push(Rc::clone(subscriber));
            }
        }
        drop((core, observers));
        self.tell_watchers(entry.id(), Happened::State);
    }

    /// Notes that whoever listens to the whole is to be told.
    pub(super) fn tell_watchers(&self, id: EntryId, happened: Happened) {
        if self.is_heard() {
            self.batch(|| self.outbox.events.borrow_mut().push(CacheEvent { id, happened }));
        }
    }

    /// Whether anybody listens to the whole.
    pub(super) fn is_heard(&self) -> bool {
        !self.outbox.watchers.borrow().is_empty()
    }

    fn flush(&self) {
        // Telling may cause more to be told: that is a batch of its own, done when the call that caused it returns.
        let mut observers = self.outbox.observers.take();
        let events = self.outbox.events.take();
        for observer in observers.drain(..) {
            observer.is_noted.set(false);
            if observer.place.get().is_some() {
                (observer.callback)();
            }
        }
        // The list is used again, so that telling does not allocate each time.
        let mut list = self.outbox.observers.borrow_mut();
        if list.capacity() < observers.capacity() && list.is_empty() {
            *list = observers;
        }
        drop(list);
        self.actions.tell();
        if !events.is_empty() {
            self.tell_events(&events);
        }
    }

    fn tell_events(&self, events: &[CacheEvent]) {
        let watchers: Vec<(u64, Watcher)> = self.outbox.watchers.borrow().clone();
        for event in events {
            for (number, watcher) in &watchers {
                // It may have been dropped by what was told before.
                if self.outbox.watchers.borrow().iter().any(|(known, _)| known == number) {
                    watcher(event);
                }
            }
        }
    }
}
