//! Writing what changed, a little later and all at once.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use futures::lock::Mutex;
use rustc_hash::FxHashMap;
use serde::de::DeserializeOwned;

use super::{Room, Shelf, ShelfError, Write, figures::PersistFigures, room::Kept, row::query_in};
use crate::{Client, EntryId, Millis, Query, Subscription};

/// How a persister stores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersistOptions {
    /// Whose answers these are: another's are never restored.
    pub owner: String,
    /// How long changes are gathered before they are written, in milliseconds.
    pub wait: Millis,
    /// How much is kept.
    pub room: Room,
}

impl PersistOptions {
    /// The defaults: changes are gathered for a second.
    pub fn new(owner: impl Into<String>) -> Self {
        Self { owner: owner.into(), wait: 1_000, room: Room::default() }
    }
}

/// Keeps a client's answers on a shelf, those whose policy has [`persist`](crate::Policy::persist) and whose type is
/// [registered](Client::register).
///
/// What was fetched or set here is written, each entry in a row of its own; what came from another tab is written by that tab.
/// Answers that are out of date are marked so. Forgetting an entry by hand (`reset`, `remove`, `clear`) removes its row;
/// dropping it from memory for room or time does not. Clones are the same one; it stops with its last clone, and what was
/// not written by then is lost unless [flushed](Self::flush).
pub struct Persister<S: Shelf>(pub(super) Rc<Shared<S>>);

impl<S: Shelf> Clone for Persister<S> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

pub(super) struct Shared<S> {
    pub(super) client: Client,
    pub(super) shelf: S,
    pub(super) options: PersistOptions,
    /// What is on the shelf, as far as it is known. Changed only by whoever has the turn.
    pub(super) rows: RefCell<BTreeMap<String, Kept>>,
    /// The turn at the shelf: what one does to it is done before another begins.
    pub(super) turn: Mutex<()>,
    pending: RefCell<BTreeMap<String, Pending>>,
    /// What is on its way to the shelf.
    writing: RefCell<BTreeSet<String>>,
    /// The rows of the entries met so far: an entry that has gone can no longer say.
    pub(super) keys: RefCell<FxHashMap<EntryId, String>>,
    is_due: Cell<bool>,
    listening: RefCell<Option<Subscription>>,
    figures: Cell<PersistFigures>,
    has_complained: Cell<bool>,
    on_error: Box<dyn Fn(&ShelfError)>,
}

/// What is to become of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pending {
    /// It says what the entry says by then.
    Save(EntryId),
    Remove,
}

impl<S: Shelf> Persister<S> {
    /// Stores what changes from now on. `on_error` is told of a failure of the shelf, and not again until it has worked.
    pub fn new(client: &Client, shelf: S, options: PersistOptions, on_error: impl Fn(&ShelfError) + 'static) -> Self {
        let shared = Rc::new(Shared {
            client: client.clone(),
            shelf,
            options,
            rows: RefCell::default(),
            turn: Mutex::new(()),
            pending: RefCell::default(),
            writing: RefCell::default(),
            keys: RefCell::default(),
            is_due: Cell::new(false),
            listening: RefCell::default(),
            figures: Cell::default(),
            has_complained: Cell::new(false),
            on_error: Box::new(on_error),
        });
        let weak = Rc::downgrade(&shared);
        let listening = client.listen(move |event| {
            if let Some(shared) = weak.upgrade() {
                shared.heard(event);
            }
        });
        shared.listening.replace(Some(listening));
        for id in client.entry_ids() {
            shared.key_of(id);
        }
        Self(shared)
    }

    /// Writes now what waits to be written: before the page goes.
    ///
    /// # Errors
    ///
    /// If the shelf fails. What waits is tried again with the next change.
    pub async fn flush(&self) -> Result<(), ShelfError> {
        self.0.write_pending().await
    }

    /// Removes the rows of a type's queries that are gone, also of those that are in memory no more. What the cache has of them
    /// stays there: forgetting that is up to [`Client::remove`]. Rows that another page has written since the shelf was
    /// [restored](Self::restore) are not known here.
    pub fn forget<Q: Query + DeserializeOwned>(&self, is_gone: impl Fn(&Q) -> bool) {
        let shared = &self.0;
        let (rows, pending, writing) = (shared.rows.borrow(), shared.pending.borrow(), shared.writing.borrow());
        let known: BTreeSet<String> = rows.keys().chain(pending.keys()).chain(&*writing).cloned().collect();
        drop((rows, pending, writing));
        for key in known {
            if query_in::<Q>(&key).is_some_and(|query| is_gone(&query)) {
                shared.plan(key, Pending::Remove);
            }
        }
    }

    /// Stops, and removes all that is stored: whoever it belongs to has signed out.
    ///
    /// # Errors
    ///
    /// If the shelf fails: then rows are still there. Only their owner would get them back.
    pub async fn clear(&self) -> Result<(), ShelfError> {
        let shared = &self.0;
        drop(shared.listening.take());
        shared.pending.take();
        let _turn = shared.turn.lock().await;
        let result = shared.shelf.clear().await;
        match &result {
            Ok(()) => shared.rows.borrow_mut().clear(),
            Err(error) => shared.failed(error),
        }
        result
    }

    /// True counts of what it did, and what it keeps.
    pub fn figures(&self) -> PersistFigures {
        let rows = self.0.rows.borrow();
        let bytes = rows.values().map(|kept| kept.bytes).sum();
        PersistFigures { rows: rows.len(), bytes, ..self.0.figures.get() }
    }
}

impl<S: Shelf> Shared<S> {
    pub(super) fn plan(self: &Rc<Self>, key: String, pending: Pending) {
        self.pending.borrow_mut().insert(key, pending);
        self.arm();
    }

    /// Removes rows that are not worth keeping, unless something newer is to be written in their place.
    pub(super) fn plan_removal(self: &Rc<Self>, keys: Vec<String>) {
        if !keys.is_empty() {
            let mut pending = self.pending.borrow_mut();
            for key in keys {
                pending.entry(key).or_insert(Pending::Remove);
            }
            drop(pending);
            self.arm();
        }
    }

    fn arm(self: &Rc<Self>) {
        if self.is_due.replace(true) {
            return;
        }
        let runtime = self.client.runtime();
        let sleep = runtime.sleep(self.options.wait);
        let weak = Rc::downgrade(self);
        runtime.spawn(Box::pin(async move {
            sleep.await;
            if let Some(shared) = weak.upgrade() {
                shared.is_due.set(false);
                // Whoever has to know of a failure has been told.
                let _ = shared.write_pending().await;
            }
        }));
    }

    async fn write_pending(&self) -> Result<(), ShelfError> {
        let _turn = self.turn.lock().await;
        let pending = self.pending.take();
        let (writes, rows) = self.prepare(&pending);
        if writes.is_empty() {
            return Ok(());
        }
        self.writing.replace(pending.keys().cloned().collect());
        let result = self.shelf.write(&writes).await;
        self.writing.take();
        match &result {
            Ok(()) => {
                let saved = writes.iter().filter(|write| matches!(write, Write::Save { .. })).count() as u64;
                let removed = writes.len() as u64 - saved;
                self.count(|figures| {
                    figures.written += saved;
                    figures.removed += removed;
                });
                self.rows.replace(rows);
                self.has_complained.set(false);
            }
            Err(error) => {
                let mut newer = self.pending.borrow_mut();
                for (key, old) in pending {
                    newer.entry(key).or_insert(old);
                }
                drop(newer);
                self.failed(error);
            }
        }
        result
    }

    pub(super) fn failed(&self, error: &ShelfError) {
        self.count(|figures| figures.failures += 1);
        if !self.has_complained.replace(true) {
            (self.on_error)(error);
        }
    }

    fn count(&self, change: impl FnOnce(&mut PersistFigures)) {
        let mut figures = self.figures.get();
        change(&mut figures);
        self.figures.set(figures);
    }
}
