//! What a person can do about edits that only this device has.

use std::{collections::BTreeMap, future::Future, pin::pin, rc::Rc};

use futures::future::{Either, select};
use holdfast_core::{
    Millis,
    client::{Hint, StoreError, Timer as _, health},
    operation::ClientSeq,
    value::{Change, FieldName},
};
use wasm_bindgen_futures::spawn_local;

use super::{Session, inner::Inner};
use crate::{BrowserTimer, random};

/// How long an export waits for the database, in milliseconds.
const PATIENCE: Millis = 5_000;

impl Session {
    /// Offers dead letters to the server again.
    pub fn retry_all(&self, seqs: Vec<ClientSeq>) {
        self.repair(move |inner| async move {
            let letters: Vec<_> = seqs.into_iter().map(|seq| (seq, random::op())).collect();
            inner.tab.retry(&letters).await
        });
    }

    /// Offers a dead letter to the server again.
    pub fn retry(&self, seq: ClientSeq) {
        self.retry_all(vec![seq]);
    }

    /// Takes dead letters out of the outbox. [`Self::undiscard`] brings them back, for a month.
    pub fn discard_all(&self, seqs: Vec<ClientSeq>) {
        self.repair(move |inner| async move { inner.tab.discard(&seqs, BrowserTimer.now()).await });
    }

    /// Takes a dead letter out of the outbox.
    pub fn discard(&self, seq: ClientSeq) {
        self.discard_all(vec![seq]);
    }

    /// Brings discarded letters back, as they were.
    pub fn undiscard(&self, seqs: Vec<ClientSeq>) {
        self.repair(move |inner| async move { inner.tab.undiscard(&seqs).await });
    }

    /// Puts other words into an edit that was refused, or never sent, and offers it to the server.
    pub fn edit_letter(&self, seq: ClientSeq, changes: BTreeMap<FieldName, Change>) {
        self.repair(move |inner| async move { inner.tab.edit_letter(seq, &changes, random::op()).await });
    }

    fn repair<F: Future<Output = Result<Hint, StoreError>> + 'static>(&self, work: impl FnOnce(Rc<Inner>) -> F) {
        let inner = Rc::clone(&self.0);
        let work = work(Rc::clone(&inner));
        spawn_local(async move {
            inner.tell_rows(work.await);
            inner.follow_steps();
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
        Ok(health::count_unsent(self.0.tab.db()).await? + self.replica().counts().saving)
    }

    /// When the oldest edit was made that the server is not known to have, by its author's clock.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn oldest_unsent(&self) -> Result<Option<Millis>, StoreError> {
        health::oldest_unsent(self.0.tab.db()).await
    }

    /// How many stored things could not be read and were put aside.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn quarantined(&self) -> Result<usize, StoreError> {
        Ok(health::quarantined(self.0.tab.db()).await?.len())
    }

    /// Every pending operation and unreadable row that this tab knows of, as JSON text: to be kept by the person before
    /// anything is given up. Works without the database.
    pub fn export_unsent(&self) -> String {
        super::export::of_replica(&self.0.account, &self.replica())
    }

    /// Everything that is only on this device, as JSON text: pending operations, dead letters, unreadable rows and what was
    /// put aside. Where the database cannot be read, or does not answer, what this tab knows of.
    pub async fn export_all(&self) -> String {
        let stored = pin!(async {
            self.flush().await;
            health::export(self.0.tab.db()).await
        });
        match select(stored, pin!(BrowserTimer.sleep(PATIENCE))).await {
            Either::Left((Ok(stored), _)) => super::export::of_database(&self.0.account, stored),
            Either::Left((Err(_), _)) | Either::Right(_) => self.export_unsent(),
        }
    }
}
