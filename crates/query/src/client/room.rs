//! The bounds of the cache: by time, by number and by weight. Only what nobody observes, fetches or waits for is dropped.

use std::{collections::BTreeMap, rc::Rc};

use super::{AnyEntry, EntryId, Happened, Inner, timers::Timer};
use crate::{Keep, machine::Event};

/// Unobserved entries in the order of their last use.
#[derive(Default)]
pub(super) struct Idle(BTreeMap<u64, EntryId>);

impl Inner {
    /// An entry has lost its last observer, or has none yet.
    pub(crate) fn idled(self: &Rc<Self>, entry: &dyn AnyEntry) {
        let number = self.next_number();
        let ticks = self.runtime.ticks();
        let needs_timer = {
            let mut core = entry.core().borrow_mut();
            if let Some(last) = core.idle.replace(number) {
                self.idle.borrow_mut().0.remove(&last);
            }
            self.idle.borrow_mut().0.insert(number, entry.id());
            core.idle_since = ticks;
            !std::mem::replace(&mut core.is_collection_due, true)
        };
        // One timer an entry, however often observers come and go: when it rings too early it is set again.
        match (entry.policy().keep, needs_timer) {
            (Keep::For(time), true) => self.at(ticks.saturating_add(time), Timer::Collect(entry.id())),
            (Keep::Forever, true) => entry.core().borrow_mut().is_collection_due = false,
            (_, false) => {}
        }
    }

    /// The policy of an entry is another: it may be due earlier than its timer says.
    pub(super) fn replan_collection(self: &Rc<Self>, entry: &dyn AnyEntry) {
        let Keep::For(time) = entry.policy().keep else { return };
        let since = {
            let mut core = entry.core().borrow_mut();
            let since = core.idle.map(|_| core.idle_since);
            core.is_collection_due |= since.is_some();
            since
        };
        if let Some(since) = since {
            self.at(since.saturating_add(time).max(self.runtime.ticks()), Timer::Collect(entry.id()));
        }
    }

    /// An unobserved entry was used.
    pub(crate) fn used(self: &Rc<Self>, entry: &dyn AnyEntry) {
        if entry.core().borrow().idle.is_some() {
            self.idled(entry);
        }
    }

    /// An entry has an observer.
    pub(crate) fn busied(&self, entry: &dyn AnyEntry) {
        let last = entry.core().borrow_mut().idle.take();
        if let Some(last) = last {
            self.idle.borrow_mut().0.remove(&last);
        }
    }

    /// Drops an entry if nobody has wanted it for as long as its policy says.
    pub(super) fn collect(self: &Rc<Self>, id: EntryId) {
        let Some(entry) = self.entry(id) else { return };
        let ticks = self.runtime.ticks();
        let Keep::For(time) = entry.policy().keep else { return };
        let since = {
            let mut core = entry.core().borrow_mut();
            core.is_collection_due = false;
            core.idle.map(|_| core.idle_since)
        };
        let Some(since) = since else { return };
        let due = since.saturating_add(time);
        let next = match due > ticks {
            true => Some(due),
            // What is in use past its time is looked at again after a while.
            false => self.is_in_use(&*entry).then(|| ticks.saturating_add(time.max(1_000))),
        };
        if let Some(next) = next {
            entry.core().borrow_mut().is_collection_due = true;
            return self.at(next, Timer::Collect(id));
        }
        self.counters.collected();
        self.drop_entry(&entry);
    }

    fn is_in_use(&self, entry: &dyn AnyEntry) -> bool {
        let core = entry.core().borrow();
        let is_busy = !core.subscribers.is_empty() || core.is_fetching();
        drop(core);
        is_busy || entry.is_awaited()
    }

    /// Drops the least recently used until the bounds hold.
    pub(crate) fn make_room(self: &Rc<Self>) {
        while self.entries.borrow().len() > self.limits.entries || self.bytes.get() > self.limits.bytes {
            let found = {
                let idle = self.idle.borrow();
                // The youngest is kept: it has just been asked for.
                let older = idle.0.values().take(idle.0.len().saturating_sub(1));
                let mut entries = older.filter_map(|id| self.entry(*id));
                entries.find(|entry| !self.is_in_use(&**entry))
            };
            let Some(entry) = found else { return };
            self.counters.evicted();
            self.drop_entry(&entry);
        }
    }

    /// Takes an entry out of the cache because somebody said so.
    pub(super) fn forget(self: &Rc<Self>, entry: &Rc<dyn AnyEntry>) {
        self.batch(|| {
            self.tell_watchers(entry.id(), Happened::Forgotten);
            self.drop_entry(entry);
        });
    }

    /// Takes an entry out of the cache.
    pub(super) fn drop_entry(self: &Rc<Self>, entry: &Rc<dyn AnyEntry>) {
        self.batch(|| {
            self.step(entry, Event::Reset);
            self.busied(&**entry);
            entry.forget(self);
            self.entries.borrow_mut().remove(&entry.id());
            let (places, bytes) = {
                let mut core = entry.core().borrow_mut();
                (std::mem::take(&mut core.places), std::mem::take(&mut core.bytes))
            };
            self.index.borrow_mut().replace(entry.id(), places, &crate::Reads::none());
            self.bytes.set(self.bytes.get().saturating_sub(bytes));
            self.tell_watchers(entry.id(), Happened::Removed);
        });
    }

    pub(super) fn reweigh(&self, entry: &Rc<dyn AnyEntry>) {
        let weight = entry.weigh();
        let last = std::mem::replace(&mut entry.core().borrow_mut().bytes, weight);
        self.bytes.set(self.bytes.get().saturating_sub(last).saturating_add(weight));
    }
}
