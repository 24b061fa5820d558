//! Saying that answers are out of date. What is observed is fetched again, once; the rest when somebody wants it.

use std::rc::Rc;

use super::{AnyEntry, Client, EntryId, Happened, Inner};
use crate::{Cause, Intent, Query, Touch, machine::Event};

impl Client {
    /// Says what changed: every query whose [reads](Query::reads) meet it is patched or out of date.
    pub fn touched(&self, touches: &[Touch<'_>]) {
        self.0.touched(touches);
    }

    /// One query is out of date.
    pub fn invalidate<Q: Query>(&self, query: &Q) {
        if let Some(entry) = self.0.known(query) {
            self.0.invalidate(&(entry as _));
        }
    }

    /// All queries of a type are.
    pub fn invalidate_all<Q: Query>(&self) {
        self.invalidate_where::<Q>(|_| true);
    }

    /// The queries of a type of which that is true are.
    pub fn invalidate_where<Q: Query>(&self, is_meant: impl Fn(&Q) -> bool) {
        let entries = self.0.types.of::<Q>().filter(is_meant);
        self.batch(|| entries.into_iter().for_each(|entry| self.0.invalidate(&(entry as _))));
    }

    /// All queries are whose [key](Query::key) begins with these levels: `session/detail` means `session/detail/files/7`, not
    /// `session/details`.
    pub fn invalidate_prefix(&self, prefix: &str) {
        let prefix = prefix.trim_end_matches('/');
        let begins = |text: &str, with: &str| match text.strip_prefix(with) {
            Some(rest) => rest.is_empty() || rest.starts_with('/') || with.is_empty(),
            None => false,
        };
        // A key begins with its type's name, so most types are told apart without looking at their entries.
        let mut meant = Vec::new();
        for typed in self.0.types.all() {
            if begins(typed.name(), prefix) {
                meant.extend(typed.entries());
            } else if prefix.starts_with(typed.name()) {
                meant.extend(typed.entries().into_iter().filter(|entry| begins(&entry.key(), prefix)));
            }
        }
        self.invalidate_entries(meant.into_iter());
    }

    /// All queries are of which that is true, whatever their type: it is asked of the type's name and the [key](Query::key).
    pub fn invalidate_matching(&self, is_meant: impl Fn(&'static str, &str) -> bool) {
        self.invalidate_entries(self.0.all().into_iter().filter(|entry| is_meant(entry.name(), &entry.key())));
    }

    /// Every query is.
    pub fn invalidate_everything(&self) {
        self.invalidate_entries(self.0.all().into_iter());
    }

    /// The entry with that id is; for developers.
    pub fn invalidate_entry(&self, id: EntryId) {
        self.invalidate_entries(self.0.entry(id).into_iter());
    }

    /// The entry with that id may have missed a change of what it reads. As if it had been [touched](Self::touched): other
    /// tabs find such things out by themselves, and are not told.
    pub fn outdate_entry(&self, id: EntryId) {
        if let Some(entry) = self.0.entry(id) {
            self.0.out_of_date(&entry, Happened::Touched);
        }
    }

    /// Fetches the entry with that id again; for developers.
    pub fn refetch_entry(&self, id: EntryId) {
        if let Some(entry) = self.0.entry(id) {
            entry.core().borrow_mut().is_wanted_unseen = true;
            self.0.ask(&entry, Intent::Refresh, Cause::Call);
        }
    }

    /// Forgets every query that is not observed, the data of the others and how actions ended: somebody else sits here now.
    /// Actions that wait are cancelled; attempts under way go on.
    pub fn clear(&self) {
        self.batch(|| {
            self.0.clear_actions();
            for entry in self.0.all() {
                if entry.core().borrow().subscribers.is_empty() {
                    self.0.forget(&entry);
                } else {
                    entry.clear(&self.0);
                }
            }
        });
    }

    /// Forgets the data of the entry with that id, or all of it if it is not observed; for developers.
    pub fn remove_entry(&self, id: EntryId) {
        if let Some(entry) = self.0.entry(id) {
            if entry.core().borrow().subscribers.is_empty() {
                self.0.forget(&entry);
            } else {
                entry.clear(&self.0);
            }
        }
    }

    fn invalidate_entries(&self, entries: impl Iterator<Item = Rc<dyn AnyEntry>>) {
        self.batch(|| entries.for_each(|entry| self.0.invalidate(&entry)));
    }
}

impl Inner {
    fn touched(self: &Rc<Self>, touches: &[Touch<'_>]) {
        if !touches.is_empty() {
            self.touched_at.set(self.runtime.now());
        }
        // Which touches met which entry, in the order of the touches.
        let mut hits: Vec<(EntryId, usize)> = Vec::new();
        {
            let index = self.index.borrow();
            for (number, touch) in touches.iter().enumerate() {
                index.concerned(touch, |id| hits.push((id, number)));
            }
        }
        self.remember(touches);
        if hits.is_empty() {
            return;
        }
        hits.sort_unstable();
        hits.dedup();
        self.batch(|| {
            for met in hits.chunk_by(|a, b| a.0 == b.0) {
                let Some(entry) = self.entry(met[0].0) else { continue };
                let touches: Vec<&Touch<'_>> = met.iter().map(|(_, number)| &touches[*number]).collect();
                if Rc::clone(&entry).meet(self, &touches) {
                    self.out_of_date(&entry, Happened::Touched);
                }
            }
        });
    }

    fn remember(&self, touches: &[Touch<'_>]) {
        let mut recents = self.recents.borrow_mut();
        if self.fetching.get() == 0 {
            return recents.forget();
        }
        touches.iter().for_each(|touch| recents.remember(touch));
    }

    pub(super) fn invalidate(self: &Rc<Self>, entry: &Rc<dyn AnyEntry>) {
        if self.is_heard() {
            // Before it is asked for again: the answer to that is newer.
            entry.core().borrow_mut().outdated_at = self.runtime.now();
        }
        self.out_of_date(entry, Happened::Invalidated);
    }

    fn out_of_date(self: &Rc<Self>, entry: &Rc<dyn AnyEntry>, happened: Happened) {
        self.batch(|| {
            self.step(entry, Event::Invalidate);
            self.tell_watchers(entry.id(), happened);
            // What is under way began before the change. Whoever waits for it asked before the change as well and is served by
            // it; whoever shows it, or has it fetched ahead of time, is not.
            let is_shown = {
                let core = entry.core().borrow();
                let is_kept = core.is_wanted_unseen || !core.subscribers.is_empty();
                core.is_watched() || (core.is_fetching() && is_kept)
            };
            if is_shown {
                self.ask(entry, Intent::Refresh, Cause::Invalidation);
            }
        });
    }
}
