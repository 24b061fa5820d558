//! What a person does about dead letters and about edits that wait, in their tab.

use std::collections::BTreeMap;

use super::Tab;
use crate::{
    Millis,
    client::{
        database::{Database, StoreError},
        hint::Hint,
        repair::{self, Withdrawn},
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

    /// Takes an edit that was never sent out of the outbox, with what builds on it; the hint is for the other tabs.
    /// [`Self::undiscard`] brings them back.
    pub async fn withdraw(&self, edit: ClientSeq, now: Millis) -> Result<(Withdrawn, Hint), StoreError> {
        let _turn = self.turns.take().await;
        let withdrawn = repair::withdraw(&self.db, edit, now).await?;
        // Where it could not be, it is not what this tab took it for.
        let seqs = if let Withdrawn::Out(seqs) = &withdrawn { seqs.clone() } else { vec![edit] };
        let hint = self.follow(Hint::Rows { seqs }).await?;
        Ok((withdrawn, hint))
    }

    /// Brings discarded edits back; the hint is for the other tabs, and so is [`Hint::Steps`].
    pub async fn undiscard(&self, letters: &[ClientSeq]) -> Result<Hint, StoreError> {
        let _turn = self.turns.take().await;
        let hint = self.follow(repair::undiscard(&self.db, letters).await?).await?;
        self.load_steps().await?;
        Ok(hint)
    }

    /// Puts other words into an edit that was refused or never sent, and offers it; the hint is for the other tabs and the
    /// replayer. `None` if it is neither.
    pub async fn edit_letter(
        &self,
        letter: ClientSeq,
        changes: &BTreeMap<FieldName, Change>,
        fresh: OpId,
    ) -> Result<Option<Hint>, StoreError> {
        let _turn = self.turns.take().await;
        match repair::edit(&self.db, letter, changes, fresh).await? {
            Some(hint) => self.follow(hint).await.map(Some),
            None => Ok(None),
        }
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
