//! Reading what is stored into a tab: all of it, or what changed.

use super::Tab;
use crate::{
    client::{
        database::{Database, Key, Range, StoreError},
        health,
        read::{Read, chunk, read},
        steps,
    },
    id::{RecordId, ScopeId},
    operation::ClientSeq,
    record::Seq,
    replica::Touched,
    undo::Steps,
};

/// How many records are read at once: what shows them is drawn in between, and answers.
const CHUNK: usize = 2_000;

impl<D: Database> Tab<D> {
    /// Loads what is stored: what can be undone, pending operations, then the base, chunk by chunk.
    pub async fn load(&self) -> Result<(), StoreError> {
        let _turn = self.turns.take().await;
        self.reload().await
    }

    /// The beginning of loading: what is pending, and these records of the base, so that they can be drawn while
    /// [`Self::load_rest`], which must follow, reads all.
    pub async fn load_head(&self, first: &[(ScopeId, RecordId)]) -> Result<(), StoreError> {
        let _turn = self.turns.take().await;
        self.read_head(first).await
    }

    /// The rest of loading.
    pub async fn load_rest(&self) -> Result<(), StoreError> {
        let _turn = self.turns.take().await;
        self.load_steps().await?;
        self.read_rest().await
    }

    /// Reads the stored state of some records and rows, with the rows pending on those records and the records of those
    /// rows, in one transaction. A base that holds an edit and a pending row of the same edit would count it twice; a row
    /// that is gone without the base that holds its edit would hide it.
    async fn find(&self, ids: &[(ScopeId, RecordId)], seqs: &[ClientSeq]) -> Result<Read, StoreError> {
        let (mut ids, mut seqs) = (ids.to_vec(), seqs.to_vec());
        {
            let replica = self.replica.borrow();
            ids.extend(seqs.iter().filter_map(|seq| replica.record_of(*seq)));
            seqs.extend(replica.stored_of(ids.iter().map(|(_, id)| *id)));
        }
        seqs.sort_unstable();
        seqs.dedup();
        ids.sort_unstable();
        ids.dedup();
        read(&self.db, &ids, &seqs, self.seen.get()).await
    }

    async fn take_in(&self, found: Read) -> Result<(), StoreError> {
        let last = found.rows.iter().filter_map(|row| Some(row.as_ref().ok()?.operation.client_seq)).max();
        self.seen.set(self.seen.get().max(last.unwrap_or_default()));
        self.update(|replica| {
            let mut touched = replica.base(found.records, &found.gone);
            touched.merge(replica.rows(found.rows, &found.gone));
            touched
        });
        self.set_aside(&found.unreadable).await
    }

    /// Puts records aside that cannot be read; a pull brings them again.
    async fn set_aside(&self, unreadable: &[(Key, String)]) -> Result<(), StoreError> {
        if !unreadable.is_empty() {
            health::put_aside(&self.db, unreadable).await?;
            // They stay where they are until the server has said what they are: each is told once.
            let mut told = self.aside_told.borrow_mut();
            let new = unreadable.iter().filter(|found| told.insert((*found).clone())).count();
            drop(told);
            if new == 0 {
                return Ok(());
            }
            self.put_aside.set(self.put_aside.get() + new);
            self.update(|_| Touched { outbox: true, ..Touched::default() });
        }
        Ok(())
    }

    pub(super) async fn load_steps(&self) -> Result<(), StoreError> {
        let texts = steps::texts(&self.db).await?;
        self.steps.replace(Steps::new(self.steps_read.borrow_mut().take(&texts)));
        self.update(|_| Touched { outbox: true, ..Touched::default() });
        Ok(())
    }

    /// Takes in the stored state of some records and rows; all of it if the base was reset by someone who died before they
    /// could tell.
    pub(super) async fn reread(&self, ids: &[(ScopeId, RecordId)], seqs: &[ClientSeq]) -> Result<(), StoreError> {
        let found = self.find(ids, seqs).await?;
        if found.resets != self.resets.get() || found.client.is_some_and(|client| client != self.client.get()) {
            return self.reload().await;
        }
        self.take_in(found).await
    }

    /// Reads everything again, and what can be undone: it went with the scopes that were lost. What is shown stays until what
    /// is stored of it has been read: the page is not drawn anew under somebody's hands.
    pub(super) async fn reload(&self) -> Result<(), StoreError> {
        self.load_steps().await?;
        self.read_head(&[]).await?;
        self.read_rest().await
    }

    /// Reads what is pending, whose base this is, and some records of it.
    async fn read_head(&self, first: &[(ScopeId, RecordId)]) -> Result<(), StoreError> {
        let pending: Vec<ClientSeq> = {
            let replica = self.replica.borrow();
            replica.stored_of(replica.pending().map(|(_, pending)| pending.operation.id))
        };
        self.seen.set(ClientSeq(0));
        let found = self.find(first, &pending).await?;
        self.resets.set(found.resets);
        if self.history.replace(found.history) != found.history {
            // What is stored now cannot be told from what was, and an edit offered again may be in both.
            self.update(|replica| replica.forget(replica.based()));
            self.replica.borrow_mut().forget_versions();
            self.no_room.borrow_mut().values_mut().for_each(|over| *over = Seq::default());
        }
        if let Some(client) = found.client {
            self.become_client(client);
        }
        self.take_in(found).await
    }

    async fn read_rest(&self) -> Result<(), StoreError> {
        let mut gone = self.replica.borrow().based();
        let mut next = Some(Range::All);
        while let Some(range) = next {
            let pending = |ids: &[RecordId]| self.replica.borrow().stored_of(ids.iter().copied());
            let part = chunk(&self.db, range, CHUNK, pending).await?;
            for record in &part.records {
                gone.remove(&record.id);
            }
            self.update(|replica| {
                let mut touched = replica.base(part.records, &part.gone);
                touched.merge(replica.rows(part.rows, &part.gone));
                touched
            });
            self.set_aside(&part.unreadable).await?;
            next = part.next;
        }
        self.update(|replica| replica.forget(gone));
        Ok(())
    }
}
