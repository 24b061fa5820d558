//! A tab's whole connection to one person's data: the tab's replica, the queue of edits being stored, the line to the
//! server, the replays, and the hints of the other tabs and the service worker.

mod inner;
mod line;
mod link;
mod persist;
mod replays;
mod saves;
mod schedule;
mod triggers;

use std::rc::Rc;

use futures::future::LocalBoxFuture;
use holdfast_core::{
    Millis,
    client::{Database as _, Hint, Mode, Range, StoreError, Table, Timer as _, Transaction as _},
    id::Id,
    operation::{ClientSeq, Edit},
    outbox::{Row, RowState},
    replica::{Replica, Touched},
    status::{Link, SyncState, sync_state},
};
use inner::Inner;
use wasm_bindgen_futures::spawn_local;

use crate::{Account, BrowserTimer, device, random};

/// What a session tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The view, the marks or what is pending changed. Told before whatever changed it returns.
    Changed(Touched),
    /// The link to the server changed, or the first load is done.
    Status,
    /// These edits could not be stored and have left the view. Empty where something else of the database failed.
    Refused {
        /// The edits.
        edits: Vec<Edit>,
        /// Why.
        error: StoreError,
    },
    /// The person signed out in another tab: the data is gone.
    Left,
    /// A newer build of the app is at work here or on the server: this page must be reloaded. Told once.
    Superseded,
}

/// A tab's whole connection to one person's data. Clones are the same session.
#[derive(Clone)]
pub struct Session(Rc<Inner>);

impl PartialEq for Session {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Session {
    /// Opens the data of a person whom the device remembers ([`device::remember`]: the worker replays for them). Loading goes
    /// on in the background; so do the line, the replays and the hints, as long as the session lives. `on_event` is called
    /// outside any borrow of the replica, but may be called while [`Self::commit`] runs.
    pub async fn open(account: Account, on_event: impl Fn(Event) + 'static) -> Result<Self, StoreError> {
        Ok(Self(Inner::open(account, Box::new(on_event)).await?))
    }

    /// Whether the first load is done.
    pub fn is_loaded(&self) -> bool {
        self.0.loaded.get()
    }

    /// Whose session it is.
    pub fn account(&self) -> &Account {
        &self.0.account
    }

    /// The replica, to read. Never held across an await: everything that changes it borrows it.
    pub fn replica(&self) -> std::cell::Ref<'_, Replica> {
        self.0.tab.replica()
    }

    /// Now, in milliseconds since 1970: for display only.
    pub fn now(&self) -> Millis {
        BrowserTimer.now()
    }

    /// A fresh id.
    pub fn fresh<E>(&self) -> Id<E> {
        random::id()
    }

    /// Makes edits, all or none. They are in the view when this returns; storing them is under way and goes on if the future
    /// is dropped.
    ///
    /// # Errors
    ///
    /// The edits could not be stored and have left the view; [`Event::Refused`] has told so too.
    pub fn commit(&self, edits: Vec<Edit>) -> LocalBoxFuture<'static, Result<(), StoreError>> {
        saves::commit(&self.0, edits)
    }

    /// Done when every edit made so far is stored, or refused.
    pub fn flush(&self) -> LocalBoxFuture<'static, ()> {
        saves::flush(&self.0)
    }

    /// Whether the server can be reached.
    pub fn link(&self) -> Link {
        self.0.link()
    }

    /// What the sync indicator shows.
    pub fn sync_state(&self) -> SyncState {
        sync_state(self.replica().counts(), self.link())
    }

    /// Sends and fetches now, without waiting for the back-off.
    pub fn sync_now(&self) {
        self.0.nudge();
    }

    /// Offers a dead letter to the server again.
    pub fn retry(&self, seq: ClientSeq) {
        let inner = Rc::clone(&self.0);
        spawn_local(async move {
            let done = inner.tab.retry(seq, random::op()).await;
            inner.tell_rows(done);
        });
    }

    /// Removes a dead letter for good.
    pub fn discard(&self, seq: ClientSeq) {
        let inner = Rc::clone(&self.0);
        spawn_local(async move {
            let done = inner.tab.discard(seq, BrowserTimer.now()).await;
            inner.tell_rows(done);
        });
    }

    /// How many operations only this device has, as this tab knows it: [`Self::count_unsent`] is to be trusted with more.
    pub fn unsent(&self) -> usize {
        let counts = self.replica().counts();
        counts.saving + counts.waiting + counts.dead
    }

    /// Counts the operations that only this device has, in the database itself, once what is being stored is stored: this
    /// tab may not have loaded them all, and other tabs make some too.
    ///
    /// # Errors
    ///
    /// If the database cannot be read: there may be any number.
    pub async fn count_unsent(&self) -> Result<usize, StoreError> {
        self.flush().await;
        let tx = self.0.tab.db().begin(&[Table::Outbox], Mode::Read).await?;
        let rows = tx.scan(Table::Outbox, Range::All, usize::MAX).await?;
        let is_unsent = |raw: &str| match serde_json::from_str::<Row>(raw) {
            Ok(row) => !matches!(row.state, RowState::Accepted { .. }),
            Err(_) => true,
        };
        let stored = rows.iter().filter(|(_, raw)| is_unsent(raw)).count();
        Ok(stored + self.replica().counts().saving)
    }

    /// Every pending operation and unreadable row as JSON text: to be kept by the person before anything is given up.
    pub fn export_unsent(&self) -> String {
        saves::export(&self.0.account, &self.replica())
    }

    /// Ends the session here and in every other tab, and deletes the person's data from this device, unsent edits included.
    /// False if another tab holds on to the data: then it goes with that tab, or at the app's next start. That the server is
    /// to be told is noted as one of [`device::leavings`].
    ///
    /// # Errors
    ///
    /// If the intent could not be noted; then nothing has happened.
    pub async fn sign_out(&self) -> Result<bool, StoreError> {
        // First: the worker must not open the database again, and a tab that dies in the middle has not forgotten it.
        device::leave(self.0.account.id).await?;
        self.0.channel.tell(&Hint::Left);
        self.0.close();
        Ok(device::wipe(self.0.account.id).await.is_ok())
    }

    /// Goes on after the same person has signed in again, in this tab and the others.
    pub fn signed_in_again(&self) {
        self.0.channel.tell(&Hint::Link { link: Link::Connecting });
        self.0.on_link(Link::Connecting);
    }
}
