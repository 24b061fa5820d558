//! A tab's whole connection to one person's data: the tab's replica, the queue of edits being stored, the line to the
//! server, the replays, and the hints of the other tabs and the service worker.

mod ahead;
mod code;
mod export;
mod hints;
mod inner;
mod line;
mod link;
mod memories;
mod persist;
mod reach;
mod repairs;
mod replays;
mod room;
mod saves;
mod schedule;
mod shown;
mod steps;
mod survey;
mod triggers;
mod uploads;

use std::rc::Rc;

use futures::future::LocalBoxFuture;
use holdfast_core::{
    Millis,
    client::{Hint, StoreError, Timer as _, transport::Carrier},
    id::{Id, OpId},
    operation::{Begun, Edit},
    replica::{Replica, Touched},
    status::{Link, SyncState, sync_state},
};
use inner::Inner;
use steps::Way;

pub(crate) use code::CodeHost;
pub use export::export_stored;
pub use memories::Trouble;
pub use room::Storage;
pub use saves::Commit;
pub use steps::Undone;
pub use survey::{Place, Survey, Version};
pub use uploads::{KeptFile, Upload, UploadWatch};

use crate::{Account, BrowserTimer, device, random};

/// What a session tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The view, the marks or what is pending changed. Told before whatever changed it returns.
    Changed(Touched),
    /// The link to the server changed, or the first load is done.
    Status,
    /// The server has said anew what this person may read: what else it decides for them may be another too.
    Told,
    /// These edits could not be stored and have left the view. Empty where something else of the database failed.
    Refused {
        /// The edits.
        edits: Vec<Edit>,
        /// Why.
        error: StoreError,
    },
    /// The person signed out in another tab: the data is gone.
    Left,
    /// A newer build of the app is at work here or on the server: this page must be reloaded, and writes nothing any more.
    /// Told once.
    Superseded,
    /// Something happened to what was stored here.
    Trouble(Trouble),
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

    /// How many server histories had begun when what is shown here was loaded: a version that was seen in another one is the
    /// number of something else in this.
    pub fn history(&self) -> u64 {
        self.0.tab.history()
    }

    /// Now, in milliseconds since 1970: for display only.
    pub fn now(&self) -> Millis {
        BrowserTimer.now()
    }

    /// A fresh id.
    pub fn fresh<E>(&self) -> Id<E> {
        random::id()
    }

    /// Makes edits, all or none, as one step that can be undone. They are in the view when this returns; storing them is under way and goes on if the future
    /// is dropped.
    ///
    /// # Errors
    ///
    /// The edits could not be stored and have left the view; [`Event::Refused`] has told so too.
    pub fn commit(&self, edits: Vec<Edit>) -> LocalBoxFuture<'static, Result<(), StoreError>> {
        self.commit_with(edits, Commit { undoable: true, ..Commit::default() })
    }

    /// As [`Self::commit`], as `commit` says, each edit with what its author had before them when they began: a text field
    /// is focused before somebody else's edit arrives.
    pub fn commit_with<E: Into<Begun>>(
        &self,
        edits: impl IntoIterator<Item = E>,
        commit: Commit,
    ) -> LocalBoxFuture<'static, Result<(), StoreError>> {
        saves::commit(&self.0, edits.into_iter().map(Into::into).collect(), commit)
    }

    /// The step that the last commit of this tab became; `None` if it cannot be undone.
    pub fn last_step(&self) -> Option<OpId> {
        self.0.last_step.get()
    }

    /// What the next undo would take back, by its label.
    pub fn can_undo(&self) -> Option<String> {
        self.0.next_label(Way::Undo)
    }

    /// What the next redo would do again, by its label.
    pub fn can_redo(&self) -> Option<String> {
        self.0.next_label(Way::Redo)
    }

    /// Takes back the last step, in the view when this returns. `None` if there is none.
    ///
    /// # Errors
    ///
    /// As [`Self::commit`].
    pub fn undo(&self) -> LocalBoxFuture<'static, Result<Option<Undone>, StoreError>> {
        steps::next(&self.0, Way::Undo)
    }

    /// Does again what was undone last, in the view when this returns. `None` if there is nothing.
    ///
    /// # Errors
    ///
    /// As [`Self::commit`].
    pub fn redo(&self) -> LocalBoxFuture<'static, Result<Option<Undone>, StoreError>> {
        steps::next(&self.0, Way::Redo)
    }

    /// Takes back one step, whatever was done since. `None` if it is not there or undone already.
    ///
    /// # Errors
    ///
    /// As [`Self::commit`].
    pub fn undo_step(&self, id: OpId) -> LocalBoxFuture<'static, Result<Option<Undone>, StoreError>> {
        steps::one(&self.0, id)
    }

    /// Whether edits of this very tab are being stored; what another tab is storing does not end with this one.
    pub fn is_saving(&self) -> bool {
        self.0.steps_saving.get() > 0 || self.0.code.counts().saving > 0
    }

    /// Done when every edit made so far is stored, or refused.
    pub fn flush(&self) -> LocalBoxFuture<'static, ()> {
        let (edits, code) = (saves::flush(&self.0), self.0.code.flushed());
        Box::pin(async move {
            edits.await;
            code.await;
        })
    }

    /// Whether the server can be reached.
    pub fn link(&self) -> Link {
        self.0.link()
    }

    /// What the sync indicator shows.
    pub fn sync_state(&self) -> SyncState {
        let mut counts = self.replica().counts();
        let texts = self.0.code.counts();
        counts.saving += texts.saving;
        counts.waiting += texts.waiting;
        sync_state(counts, self.link())
    }

    /// What carries the server's effects to this profile, while it is live.
    pub fn carrier(&self) -> Option<Carrier> {
        self.0.line().carrier
    }

    /// When this profile last knew to have all that the server has, also before this page was opened.
    pub fn last_synced(&self) -> Option<Millis> {
        self.0.last_synced()
    }

    /// When the server is tried next, where it cannot be reached.
    pub fn next_try(&self) -> Option<Millis> {
        self.0.next_try()
    }

    /// How much room there is on this device; `None` where the browser does not tell.
    pub async fn storage(&self) -> Option<Storage> {
        room::storage().await
    }

    /// Sends and fetches now, without waiting for the back-off.
    pub fn sync_now(&self) {
        self.0.nudge();
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
        self.0.on_link(Link::Connecting, link::Heard::Elsewhere);
        self.0.uploads.hurry();
    }
}
