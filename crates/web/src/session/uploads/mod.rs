//! The files on their way to the server, and their contents on this device.

mod send;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::{Rc, Weak},
};

use holdfast_core::{
    Millis,
    client::{Hint, StoreError, blobs},
    id::{RecordId, ScopeId},
    operation::ClientSeq,
    outbox::RowState,
};
use serde::{Deserialize, Serialize};
use web_sys::Blob;

pub(super) use self::send::run;
use super::{Session, inner::Inner, room};
use crate::{
    files::{Files, Room, hash_of},
    messages::Word,
    net::blobs::{Lacking, content},
    wake::Bell,
};

/// How much is sent at once, in bytes: little enough to be through soon on a slow line.
const PIECE: u64 = 1 << 20;

/// How long another tab may say nothing of what it sends until its turn is taken from it, in milliseconds: longer than a piece may
/// take.
const SILENCE: Millis = 90_000;

/// How far a file is that is being sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Upload {
    /// It is on its way.
    Sending {
        /// How many bytes the server has.
        sent: u64,
    },
    /// The server takes no more just now; it is tried again.
    Held,
    /// It could not be sent, though the server answers; it is tried again.
    Failing,
}

/// The files on their way, as this tab knows it.
pub(super) struct Uploads {
    bell: Bell,
    sent: RefCell<BTreeMap<String, Upload>>,
    /// Those that failed when they were last tried: others come before them.
    failed: RefCell<BTreeSet<String>>,
    /// How much is sent at once.
    piece: Cell<u64>,
    /// The server may be in another history than the one for which it was looked whether it has what this device has sent.
    is_anew: Cell<bool>,
    /// Something happened that makes it worth while to try again what has failed.
    hurried: Cell<bool>,
    /// Since when nothing was heard of whoever has the turn that this tab waits for.
    silent_since: Cell<Option<Millis>>,
    watchers: RefCell<BTreeMap<u64, Rc<dyn Fn()>>>,
    next: Cell<u64>,
    files: RefCell<Option<Files>>,
}

impl Default for Uploads {
    fn default() -> Self {
        Self {
            bell: Bell::default(),
            sent: RefCell::default(),
            failed: RefCell::default(),
            piece: Cell::new(PIECE),
            is_anew: Cell::new(true),
            hurried: Cell::default(),
            silent_since: Cell::default(),
            watchers: RefCell::default(),
            next: Cell::default(),
            files: RefCell::default(),
        }
    }
}

impl Uploads {
    /// There may be something to send.
    pub(super) fn ring(&self) {
        self.bell.ring();
    }

    /// The server may be in another history.
    pub(super) fn look_again(&self) {
        self.is_anew.set(true);
    }

    /// There is a better time for what has failed: a line, or a session. While there was none, the server may have been put back.
    pub(super) fn hurry(&self) {
        self.hurried.set(true);
        self.is_anew.set(true);
        self.ring();
    }

    /// Whoever sends says how far it is.
    pub(super) fn heard(&self, hash: &str, upload: Option<Upload>) {
        self.silent_since.set(None);
        match upload {
            Some(upload) => drop(self.sent.borrow_mut().insert(hash.to_owned(), upload)),
            None => drop(self.sent.borrow_mut().remove(hash)),
        }
        let watchers: Vec<Rc<dyn Fn()>> = self.watchers.borrow().values().cloned().collect();
        watchers.iter().for_each(|told| told());
    }

    /// Whether whoever has the turn has said nothing for so long that it must be frozen.
    fn is_silent(&self, now: Millis) -> bool {
        // A clock that was set back begins anew.
        let since = self.silent_since.get().filter(|since| *since <= now).unwrap_or(now);
        self.silent_since.set(Some(since));
        now - since >= SILENCE
    }

    pub(super) fn close(&self) {
        if let Some(files) = self.files.take() {
            files.close();
        }
        self.ring();
    }
}

/// Told of files on their way, until it is dropped.
pub struct UploadWatch {
    session: Weak<Inner>,
    number: u64,
}

impl Drop for UploadWatch {
    fn drop(&mut self) {
        if let Some(inner) = self.session.upgrade() {
            inner.uploads.watchers.borrow_mut().remove(&self.number);
        }
    }
}

/// A file whose bytes are on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// What its content is known by.
    pub hash: String,
    /// Its size in bytes.
    pub size: u64,
}

impl Session {
    /// Keeps the bytes of a file on this device, to be sent once a record names them.
    ///
    /// # Errors
    ///
    /// [`StoreError::Quota`] if there is no room for it, which is known before anything is written where the browser tells; or
    /// if it cannot be read or stored.
    pub async fn keep_file(&self, bytes: &Blob) -> Result<KeptFile, StoreError> {
        if !has_room(bytes.size()).await {
            room::make_for_files(&self.0).await;
            if !has_room(bytes.size()).await {
                return Err(StoreError::Quota);
            }
        }
        let hash = hash_of(bytes).await.map_err(|value| StoreError::Failed(format!("{value:?}")))?;
        let files = self.0.files().await?;
        match files.keep(&hash, bytes).await {
            // Not every browser tells how much room there is.
            Err(StoreError::Quota) => {
                room::make_for_files(&self.0).await;
                files.keep(&hash, bytes).await?;
            }
            kept => kept?,
        }
        Ok(KeptFile { hash, size: bytes.size() as u64 })
    }

    /// Whether the content of a file is on this device.
    pub async fn has_content(&self, hash: &str) -> bool {
        match self.0.files().await {
            Ok(files) => files.get(hash).await.is_ok_and(|bytes| bytes.is_some()),
            Err(_) => false,
        }
    }

    /// The content of a file that a record names: this device's, or the server's.
    ///
    /// # Errors
    ///
    /// Why neither can be had.
    pub async fn content(&self, scope: ScopeId, record: RecordId, hash: &str) -> Result<Blob, Lacking> {
        let here = match self.0.files().await {
            Ok(files) => files.get(hash).await.ok().flatten(),
            Err(_) => None,
        };
        match here {
            Some(bytes) => Ok(bytes),
            None => content(self.0.account.id, scope, record).await,
        }
    }

    /// How far a file is that is being sent now.
    pub fn upload_of(&self, hash: &str) -> Option<Upload> {
        self.0.uploads.sent.borrow().get(hash).copied()
    }

    /// Has changes of [`Self::upload_of`] told, for as long as what this gives is kept.
    pub fn watch_uploads(&self, told: impl Fn() + 'static) -> UploadWatch {
        let number = self.0.uploads.next.get();
        self.0.uploads.next.set(number + 1);
        self.0.uploads.watchers.borrow_mut().insert(number, Rc::new(told));
        UploadWatch { session: Rc::downgrade(&self.0), number }
    }
}

/// Whether there is room for so many bytes, as far as the browser tells.
async fn has_room(bytes: f64) -> bool {
    match room::storage().await {
        Some(storage) => storage.quota.saturating_sub(storage.used) as f64 > bytes,
        None => true,
    }
}

impl Inner {
    async fn files(&self) -> Result<Files, StoreError> {
        self.opened(&self.uploads.files, Files::open(self.account.id), Files::close).await
    }

    /// Rows of the outbox changed by what became of a file.
    fn settled(self: &Rc<Self>, seqs: Vec<ClientSeq>) {
        let hint = Hint::Rows { seqs };
        self.channel.tell(&hint);
        self.follow(hint);
        self.want_replay();
    }

    fn tell_of(&self, hash: &str, upload: Option<Upload>) {
        self.uploads.heard(hash, upload);
        self.channel.say_word(Word::File(hash.to_owned(), upload));
    }

    /// How many rows wait for a file, as far as this tab knows.
    fn waiting_files(&self) -> usize {
        let waits = |state: &Option<RowState>| matches!(state, None | Some(RowState::Waiting));
        self.tab.replica().pending().filter(|(_, one)| one.operation.blob().is_some() && waits(&one.state)).count()
    }

    /// Whether a row still waits for a file: it may have been taken out of the outbox meanwhile, here or in another tab.
    fn waits_for(&self, hash: &str) -> bool {
        let waits = |state: &Option<RowState>| matches!(state, None | Some(RowState::Waiting));
        self.tab.replica().pending().any(|(_, one)| one.operation.blob() == Some(hash) && waits(&one.state))
    }
}

/// Lets go of the bytes that no row needs and that can be had again.
pub(super) async fn let_go(inner: &Inner, wanted: Room) -> Result<(), StoreError> {
    let named = blobs::named(inner.tab.db()).await?;
    inner.files().await?.tidy(&named, wanted).await
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_turn_is_taken_from_whoever_has_said_nothing_for_long() {
        let uploads = Uploads::default();
        assert!(
            !uploads.is_silent(1_000) && !uploads.is_silent(1_000 + SILENCE - 1) && uploads.is_silent(1_000 + SILENCE)
        );
        uploads.heard("x", Some(Upload::Held));
        assert!(!uploads.is_silent(2_000 + SILENCE), "it was heard of");
        assert!(!uploads.is_silent(5), "a clock that was set back begins anew");
        assert!(uploads.is_silent(5 + SILENCE));
    }
}
