//! What a person can do about edits that only this device has.

use std::{collections::BTreeMap, future::Future, pin::pin, rc::Rc};

use futures::future::{Either, select};
use holdfast_core::{
    Millis,
    client::{
        Hint, StoreError, Timer as _, health,
        repair::{self, Withdrawn},
        steps,
    },
    id::OpId,
    operation::ClientSeq,
    value::{Change, FieldName},
};
use wasm_bindgen_futures::spawn_local;

use super::{Session, Undone, inner::Inner};
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

    /// Takes dead letters out of the outbox. [`Self::undiscard`] brings them back, for a month.
    pub fn discard_all(&self, seqs: Vec<ClientSeq>) {
        self.repair(move |inner| async move { inner.tab.discard(&seqs, BrowserTimer.now()).await });
    }

    /// Brings discarded edits back, as they were.
    pub fn undiscard(&self, seqs: Vec<ClientSeq>) {
        self.repair(move |inner| async move {
            let hint = inner.tab.undiscard(&seqs).await?;
            inner.channel.tell(&Hint::Steps);
            Ok(hint)
        });
    }

    /// Takes an edit that was never sent out of the outbox, with what builds on it. [`Self::undiscard`] brings them back.
    ///
    /// # Errors
    ///
    /// If the database fails, which has been told.
    pub async fn withdraw(&self, seq: ClientSeq) -> Result<Withdrawn, StoreError> {
        match self.0.tab.withdraw(seq, BrowserTimer.now()).await {
            Ok((withdrawn, hint)) => {
                self.0.tell_rows(Ok(hint));
                self.0.follow_steps();
                Ok(withdrawn)
            }
            Err(error) => {
                self.0.failed(error.clone());
                Err(error)
            }
        }
    }

    /// Takes back every step that an edit is part of, the newest first, with new edits. `None` if there is none, or all have been
    /// taken back.
    ///
    /// # Errors
    ///
    /// As [`Self::commit`].
    pub async fn undo_edit(&self, op: OpId) -> Result<Option<Undone>, StoreError> {
        let mut all: Option<Undone> = None;
        for step in steps::steps_of(self.0.tab.db(), op).await? {
            if let Some(undone) = self.undo_step(step).await? {
                match &mut all {
                    Some(all) => all.kept.extend(undone.kept),
                    None => all = Some(undone),
                }
            }
        }
        Ok(all)
    }

    /// One pending operation as JSON text, in the form of [`Self::export_unsent`]; `None` if it is not pending any more.
    pub fn export_edit(&self, op: OpId) -> Option<String> {
        super::export::of_one(&self.0.account, &self.replica(), op)
    }

    /// Puts other words into an edit that was refused, or never sent, and offers it to the server; whether it was either.
    ///
    /// # Errors
    ///
    /// If the database fails, which has been told.
    pub async fn edit_letter(&self, seq: ClientSeq, changes: BTreeMap<FieldName, Change>) -> Result<bool, StoreError> {
        match self.0.tab.edit_letter(seq, &changes, random::op()).await {
            Ok(hint) => {
                let is_edited = hint.is_some();
                hint.into_iter().for_each(|hint| self.0.tell_rows(Ok(hint)));
                self.0.follow_steps();
                Ok(is_edited)
            }
            Err(error) => {
                self.0.failed(error.clone());
                Err(error)
            }
        }
    }

    /// Whether an edit may have left this device, or does not wait any more.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn has_left(&self, seq: ClientSeq) -> Result<bool, StoreError> {
        repair::has_left(self.0.tab.db(), seq).await
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
        let texts = self.0.code.counts();
        counts.saving + counts.waiting + counts.dead + texts.saving.max(texts.waiting)
    }

    /// How many texts that are written with others have something unsent, as far as this tab knows.
    pub fn unsent_texts(&self) -> usize {
        self.0.code.counts().waiting
    }

    /// Counts the operations that only this device has, in the database itself, once what is being stored is stored: this
    /// tab may not have loaded them all, and other tabs make some too.
    ///
    /// # Errors
    ///
    /// If the database cannot be read: there may be any number.
    pub async fn count_unsent(&self) -> Result<usize, StoreError> {
        self.flush().await;
        let texts = self.0.codes().await?.unsent().await?.len();
        Ok(health::count_unsent(self.0.tab.db()).await? + self.replica().counts().saving + texts)
    }

    /// When the oldest edit was made that the server is not known to have, by its author's clock.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn oldest_unsent(&self) -> Result<Option<Millis>, StoreError> {
        let oldest = health::oldest_unsent(self.0.tab.db()).await?;
        Ok(oldest.into_iter().chain(self.0.code.oldest()).min())
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
            let texts = super::export::texts(&self.0.codes().await?).await?;
            Ok::<_, StoreError>((health::export(self.0.tab.db()).await?, texts))
        });
        match select(stored, pin!(BrowserTimer.sleep(PATIENCE))).await {
            Either::Left((Ok((stored, texts)), _)) => super::export::of_database(&self.0.account, stored, texts),
            Either::Left((Err(_), _)) | Either::Right(_) => self.export_unsent(),
        }
    }
}
