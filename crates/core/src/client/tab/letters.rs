//! What a person does about dead letters, in their tab.

use std::collections::BTreeMap;

use super::Tab;
use crate::{
    Millis,
    client::{
        database::{Database, StoreError},
        hint::Hint,
        repair,
    },
    id::OpId,
    operation::ClientSeq,
    replica::Mark,
    value::{Change, FieldName},
};

impl<D: Database> Tab<D> {
    /// Offers dead letters again, each under a fresh id; the hint is for the other tabs and the replayer.
    pub async fn retry(&self, letters: &[(ClientSeq, OpId)]) -> Result<Hint, StoreError> {
        let _turn = self.turns.take().await;
        let hint = repair::retry(&self.db, letters).await?;
        self.follow(hint).await
    }

    /// Takes dead letters out of the outbox; the hint is for the other tabs. [`Self::undiscard`] brings them back.
    pub async fn discard(&self, letters: &[ClientSeq], now: Millis) -> Result<Hint, StoreError> {
        let _turn = self.turns.take().await;
        let hint = repair::discard(&self.db, letters, now).await?;
        self.follow(hint).await
    }

    /// Brings discarded letters back; the hint is for the other tabs.
    pub async fn undiscard(&self, letters: &[ClientSeq]) -> Result<Hint, StoreError> {
        let _turn = self.turns.take().await;
        let hint = repair::undiscard(&self.db, letters).await?;
        self.follow(hint).await
    }

    /// Puts other words into an edit that was refused or never sent, and offers it; the hint is for the other tabs and the
    /// replayer.
    pub async fn edit_letter(
        &self,
        letter: ClientSeq,
        changes: &BTreeMap<FieldName, Change>,
        fresh: OpId,
    ) -> Result<Hint, StoreError> {
        let _turn = self.turns.take().await;
        let hint = repair::edit(&self.db, letter, changes, fresh).await?;
        self.follow(hint).await
    }

    async fn follow(&self, hint: Hint) -> Result<Hint, StoreError> {
        if let Hint::Rows { seqs } = &hint {
            self.follow_rows(seqs).await?;
        }
        Ok(hint)
    }

    /// Takes in some rows. Where a letter comes or a row goes, what can be undone may be another.
    pub(super) async fn follow_rows(&self, seqs: &[ClientSeq]) -> Result<(), StoreError> {
        let marks = || -> Vec<Mark> { seqs.iter().map(|seq| self.replica.borrow().mark_of(*seq)).collect() };
        let before = marks();
        self.reread(&[], seqs).await?;
        let is_other = |(before, now): (Mark, Mark)| {
            before != now && (before == Mark::Dead || matches!(now, Mark::Dead | Mark::Synced))
        };
        if before.into_iter().zip(marks()).any(is_other) { self.load_steps().await } else { Ok(()) }
    }
}
