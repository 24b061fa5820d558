//! Asking by hand: for one answer, for many, ahead of time; and setting data.

use std::{
    future::Future,
    pin::Pin,
    rc::{Rc, Weak},
    task::{Context, Poll},
};

use futures::channel::oneshot;

use super::{AnyEntry, Client, Entry, Found, Inner};
use crate::{
    Cause, Error, Intent, Millis, Outcome, Query,
    machine::{Event, Origin},
};

/// An answer that may be still to come. Dropped, and with nobody else who wants it, the run is aborted.
#[must_use = "the run is aborted if nobody waits for it; `prefetch` does not wait"]
pub struct Wait<Q: Query>(State<Q>);

enum State<Q: Query> {
    Here(Option<Outcome<Q>>),
    Coming { told: oneshot::Receiver<Outcome<Q>>, entry: Rc<Entry<Q>>, client: Weak<Inner> },
}

impl<Q: Query> Future for Wait<Q> {
    type Output = Outcome<Q>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let cancelled = || Err(Rc::new(Error::Cancelled));
        match &mut self.0 {
            State::Here(outcome) => Poll::Ready(outcome.take().unwrap_or_else(cancelled)),
            State::Coming { told, .. } => Pin::new(told).poll(cx).map(|told| told.unwrap_or_else(|_| cancelled())),
        }
    }
}

impl<Q: Query> Unpin for Wait<Q> {}

impl<Q: Query> Drop for Wait<Q> {
    fn drop(&mut self) {
        if let State::Coming { told, entry, client } = &mut self.0 {
            told.close();
            if let Some(inner) = client.upgrade() {
                inner.abandon(&(Rc::clone(entry) as _));
            }
        }
    }
}

impl Client {
    /// The answer to a query: the one that is there if it is fresh, else a new one; whoever asks while it is being fetched
    /// gets the same. Offline, it waits for the network as the type's policy says.
    ///
    /// # Errors
    ///
    /// What the last attempt failed with, or [`Error::Cancelled`] if the query was reset, removed or cancelled meanwhile.
    pub fn fetch<Q: Query>(&self, query: &Q) -> Wait<Q> {
        let inner = &self.0;
        inner.batch(|| {
            let entry = inner.entry_of(query);
            let found = inner.found(&*entry, entry.policy.get().stale);
            inner.counters.wanted(found, found != Found::Fresh && entry.core.borrow().is_fetching());
            match entry.data().filter(|_| found == Found::Fresh) {
                Some(data) => {
                    inner.used(&*entry);
                    Wait(State::Here(Some(Ok(data))))
                }
                None => self.wait_on(entry, Intent::Refresh),
            }
        })
    }

    /// The answer that is there, however stale, else a new one.
    ///
    /// # Errors
    ///
    /// As [`Self::fetch`].
    pub fn ensure<Q: Query>(&self, query: &Q) -> Wait<Q> {
        match self.get(query) {
            Some(data) => {
                self.0.counters.wanted(Found::Fresh, false);
                Wait(State::Here(Some(Ok(data))))
            }
            None => self.fetch(query),
        }
    }

    /// A new answer, whatever is there.
    ///
    /// # Errors
    ///
    /// As [`Self::fetch`].
    pub fn refetch<Q: Query>(&self, query: &Q) -> Wait<Q> {
        let inner = &self.0;
        inner.batch(|| {
            let entry = inner.entry_of(query);
            if entry.core.borrow().is_fetching() {
                inner.counters.joined();
            }
            self.wait_on(entry, Intent::Refresh)
        })
    }

    fn wait_on<Q: Query>(&self, entry: Rc<Entry<Q>>, intent: Intent) -> Wait<Q> {
        let told = entry.wait(intent);
        let any: Rc<dyn AnyEntry> = Rc::clone(&entry) as _;
        self.0.used(&*any);
        self.0.ask(&any, intent, Cause::Call);
        Wait(State::Coming { told, entry, client: self.downgrade() })
    }

    /// More of an [infinite](crate::Infinite) query; after what is under way, if something is.
    ///
    /// # Errors
    ///
    /// As [`Self::fetch`].
    pub fn fetch_more<Q: Query>(&self, query: &Q, intent: Intent) -> Wait<Q> {
        self.0.batch(|| self.wait_on(self.0.entry_of(query), intent))
    }

    /// Fetches ahead of time what is not there fresh. Nobody waits for it, and a failure is forgotten.
    pub fn prefetch<Q: Query>(&self, query: &Q) {
        self.0.batch(|| {
            let entry = self.0.entry_of(query);
            let found = self.0.found(&*entry, entry.policy.get().stale);
            if found != Found::Fresh {
                entry.core.borrow_mut().is_wanted_unseen = true;
                self.0.ask(&(entry as _), Intent::Refresh, Cause::Call);
            }
        });
    }

    /// Fetches many of a type ahead of time.
    pub fn warm_up<Q: Query>(&self, queries: impl IntoIterator<Item = Q>) {
        self.batch(|| queries.into_iter().for_each(|query| self.prefetch(&query)));
    }

    /// The data that is there, however stale.
    pub fn get<Q: Query>(&self, query: &Q) -> Option<Rc<Q::Output>> {
        let entry = self.0.known(query)?;
        self.0.used(&*entry);
        entry.data()
    }

    /// The queries of a type that are in the cache, in no order.
    pub fn queries<Q: Query>(&self) -> Vec<Q> {
        self.0.types.of::<Q>().filter(|_| true).into_iter().map(|entry| entry.query.clone()).collect()
    }

    /// When the data that is there was true, by the wall clock.
    pub fn updated_at<Q: Query>(&self, query: &Q) -> Option<Millis> {
        let entry = self.0.known(query)?;
        let held = entry.core.borrow().machine.held();
        held.map(|held| held.at)
    }

    /// Sets the data, as true as now. What is being fetched is given up: it would be older.
    pub fn set<Q: Query>(&self, query: &Q, data: Q::Output) {
        self.0.batch(|| {
            let entry = self.0.entry_of(query);
            self.0.put(&entry, data, self.now(), Origin::Set);
        });
    }

    /// Sets the data by that which is there; nothing happens if there is none or `change` gives none.
    pub fn update<Q: Query>(&self, query: &Q, change: impl FnOnce(&Q::Output) -> Option<Q::Output>) {
        if let Some(data) = self.get(query).and_then(|data| change(&data)) {
            self.set(query, data);
        }
    }

    /// Gives up what is being fetched. The data stays as it is.
    pub fn cancel<Q: Query>(&self, query: &Q) {
        if let Some(entry) = self.0.known(query) {
            self.0.step(&(entry as _), Event::Cancel);
        }
    }

    /// Forgets data and error. Where it is observed it is fetched again.
    pub fn reset<Q: Query>(&self, query: &Q) {
        if let Some(entry) = self.0.known(query) {
            self.0.reset(&entry);
        }
    }

    /// Forgets the query altogether; where it is observed it is reset instead.
    pub fn remove<Q: Query>(&self, query: &Q) {
        let Some(entry) = self.0.known(query) else { return };
        if entry.core.borrow().subscribers.is_empty() {
            self.0.forget(&(entry as _));
        } else {
            self.0.reset(&entry);
        }
    }
}

impl Inner {
    /// What somebody with that stale time finds.
    pub(crate) fn found(&self, entry: &dyn AnyEntry, stale: crate::Stale) -> Found {
        let core = entry.core().borrow();
        match core.machine.held() {
            None => Found::Nothing,
            Some(_) if core.is_stale(stale, self.runtime.now()) => Found::Stale,
            Some(_) => Found::Fresh,
        }
    }

    pub(crate) fn wanted(&self, found: Found, joins: bool) {
        self.counters.wanted(found, joins);
    }

    /// Gives up a run that nobody wants any more.
    pub(crate) fn abandon(self: &Rc<Self>, entry: &Rc<dyn AnyEntry>) {
        let is_fetching = entry.core().borrow().is_fetching();
        if is_fetching && !self.is_wanted(&**entry) {
            self.step(entry, Event::Cancel);
        }
    }

    /// Whether anybody wants what is being fetched.
    pub(super) fn is_wanted(&self, entry: &dyn AnyEntry) -> bool {
        let core = entry.core().borrow();
        let is_seen = core.is_wanted_unseen || !core.subscribers.is_empty();
        drop(core);
        is_seen || entry.is_awaited()
    }
}
