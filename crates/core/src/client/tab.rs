//! One tab: its replica kept in step with the database it shares with the other tabs and the service worker.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
};

use super::{
    apply::{self, Applied},
    database::{Database, Range, StoreError},
    enqueue::enqueue,
    hint::Hint,
    open::open,
    read::{Read, chunk, read},
    repair,
    reset::{self, Met},
    turns::Turns,
};
use crate::{
    Millis,
    effect::Delta,
    id::{ClientId, Epoch, OpId, PersonId, RecordId, ScopeId},
    operation::{ClientSeq, Draft},
    replica::{Replica, Touched},
    wire::{Bye, ClientFrame, Cursor, PROTOCOL, ServerFrame},
};

const CHUNK: usize = 4_000;

/// One tab of one person.
///
/// Every unit of "transaction, then memory" takes its turn, in the order asked: memory is never overtaken by an older read,
/// and edits are stored in the order in which they were made.
/// Staging takes no turn: an edit shows whatever the database is doing.
pub struct Tab<D> {
    db: D,
    account: PersonId,
    client: ClientId,
    replica: RefCell<Replica>,
    seen: Cell<ClientSeq>,
    resets: Cell<u64>,
    line: Cell<Option<Epoch>>,
    readable: RefCell<BTreeSet<ScopeId>>,
    again: Cell<bool>,
    turns: Turns,
    changed: Box<dyn Fn(&Touched)>,
}

/// What a tab asks of whoever holds its line to the server.
#[derive(Clone, Debug, PartialEq)]
pub enum Reaction {
    /// Nothing, but these hints are for the other tabs.
    Tell(Vec<Hint>),
    /// Something was missed: say hello again, with the cursor as it is now.
    SayHello,
    /// Everything up to the hello has arrived.
    CaughtUp,
    /// The server closes the line.
    Closing(Bye),
}

impl<D: Database> Tab<D> {
    /// Opens the database (whose client id becomes `fresh` if it has none). `changed` is called after every change of the
    /// replica, outside any borrow of it. Nothing is loaded yet.
    pub async fn open(
        db: D,
        account: PersonId,
        fresh: ClientId,
        changed: impl Fn(&Touched) + 'static,
    ) -> Result<Self, StoreError> {
        let client = open(&db, fresh).await?;
        Ok(Self {
            db,
            account,
            client,
            replica: RefCell::new(Replica::new(client)),
            seen: Cell::new(ClientSeq(0)),
            resets: Cell::new(0),
            line: Cell::new(None),
            readable: RefCell::default(),
            again: Cell::new(false),
            turns: Turns::default(),
            changed: Box::new(changed),
        })
    }

    /// Loads what is stored: pending operations, then the base, chunk by chunk.
    pub async fn load(&self) -> Result<(), StoreError> {
        let _turn = self.turns.take().await;
        self.load_all().await
    }

    /// The replica, to read.
    pub fn replica(&self) -> std::cell::Ref<'_, Replica> {
        self.replica.borrow()
    }

    /// The database.
    pub fn db(&self) -> &D {
        &self.db
    }

    /// Whose tab it is.
    pub fn account(&self) -> PersonId {
        self.account
    }

    /// The id of the database as a client.
    pub fn client(&self) -> ClientId {
        self.client
    }

    /// Shows edits at once. They are not stored yet: [`Self::save`] must follow.
    pub fn stage(&self, drafts: &[Draft]) {
        self.update(|replica| replica.stage(drafts));
    }

    /// Stores staged edits, all or none; the hint is for the other tabs and the replayer. If they cannot be stored they
    /// leave the view, and whoever made them must be told.
    pub async fn save(&self, drafts: &[Draft]) -> Result<Hint, StoreError> {
        let _turn = self.turns.take().await;
        match enqueue(&self.db, drafts).await {
            Ok(rows) => {
                let seqs = rows.iter().map(|row| row.operation.client_seq).collect();
                self.update(|replica| replica.rows(rows.into_iter().map(Ok).collect(), &[]));
                Ok(Hint::Rows { seqs })
            }
            Err(error) => {
                self.update(|replica| replica.refused(drafts.iter().map(|draft| draft.op_id)));
                Err(error)
            }
        }
    }

    /// Follows a change that another member of the profile made.
    pub async fn on_hint(&self, hint: &Hint) -> Result<(), StoreError> {
        let _turn = self.turns.take().await;
        match hint {
            Hint::Rows { seqs } => self.reread(&[], seqs).await,
            Hint::Records { ids, confirmed } => self.reread(ids, confirmed).await,
            Hint::Reload => self.reload().await,
            Hint::Link { .. } | Hint::Left => Ok(()),
        }
    }

    /// What to say first on a new line to the server, and after [`Reaction::SayHello`].
    pub async fn hello(&self) -> Result<ClientFrame, StoreError> {
        let cursor: Cursor = apply::cursor(&self.db).await?;
        // After a gap, what the server said before this hello is still on its way.
        if !self.again.take() {
            self.readable.replace(cursor.scopes.keys().copied().collect());
        }
        Ok(ClientFrame::Hello { protocol: PROTOCOL, account: self.account, cursor })
    }

    /// Takes what the server says.
    pub async fn on_frame(&self, frame: ServerFrame, now: Millis) -> Result<Reaction, StoreError> {
        let _turn = self.turns.take().await;
        match frame {
            ServerFrame::Scopes { epoch, scopes, .. } => self.on_scopes(epoch, &scopes, now).await,
            ServerFrame::Delta(delta) => self.on_delta(&delta).await,
            ServerFrame::Live => Ok(Reaction::CaughtUp),
            ServerFrame::Beat => Ok(Reaction::Tell(Vec::new())),
            ServerFrame::Bye { reason } => Ok(Reaction::Closing(reason)),
        }
    }

    /// Offers a dead letter again; the hint is for the other tabs and the replayer.
    pub async fn retry(&self, seq: ClientSeq, fresh: OpId) -> Result<Hint, StoreError> {
        let _turn = self.turns.take().await;
        let hint = repair::retry(&self.db, seq, fresh).await?;
        self.follow(hint).await
    }

    /// Removes a dead letter; the hint is for the other tabs.
    pub async fn discard(&self, seq: ClientSeq, now: Millis) -> Result<Hint, StoreError> {
        let _turn = self.turns.take().await;
        let hint = repair::discard(&self.db, seq, now).await?;
        self.follow(hint).await
    }

    async fn follow(&self, hint: Hint) -> Result<Hint, StoreError> {
        if let Hint::Rows { seqs } = &hint {
            self.reread(&[], seqs).await?;
        }
        Ok(hint)
    }

    async fn on_scopes(&self, epoch: Epoch, scopes: &[ScopeId], now: Millis) -> Result<Reaction, StoreError> {
        self.line.set(Some(epoch));
        let mut hints = Vec::new();
        // What this line knows of: the scopes that the server named last or, before that, those of the hello.
        let known = self.readable.replace(scopes.iter().copied().collect());
        if reset::meet(&self.db, epoch, scopes, &known, now).await? == Met::Changed {
            hints.push(Hint::Reload);
        }
        // A reset, this one's or one that nobody told of, shows in what is read.
        self.reread(&[], &[]).await?;
        Ok(Reaction::Tell(hints))
    }

    async fn on_delta(&self, delta: &Delta) -> Result<Reaction, StoreError> {
        // A server that sends effects before its scopes is not speaking our protocol: ask it to begin again.
        let Some(epoch) = self.line.get() else { return Ok(self.hello_again()) };
        let mut hints = Vec::new();
        match apply::apply(&self.db, epoch, delta).await? {
            Applied::Done { records, confirmed } => {
                let ids: Vec<_> = records.iter().map(|record| (record.scope, record.id)).collect();
                let pending = self.replica.borrow().stored_of(ids.iter().map(|(_, id)| *id));
                if pending.iter().all(|seq| confirmed.contains(seq)) {
                    self.update(|replica| replica.base(records, &confirmed));
                } else {
                    // These records may hold effects that another member applied, with rows that still pend here.
                    self.reread(&ids, &confirmed).await?;
                }
                hints.push(Hint::Records { ids, confirmed });
            }
            Applied::Known => {}
            Applied::Gap => return Ok(self.hello_again()),
        }
        // Another member applied some of it and has not told, or died before it could.
        if self.replica.borrow().is_behind(delta) {
            hints.push(self.catch_up(delta).await?);
        }
        Ok(Reaction::Tell(hints))
    }

    fn hello_again(&self) -> Reaction {
        self.again.set(true);
        Reaction::SayHello
    }

    async fn catch_up(&self, delta: &Delta) -> Result<Hint, StoreError> {
        let written: BTreeSet<RecordId> = delta.effects.iter().flat_map(|e| &e.writes).map(|write| write.id).collect();
        let ids: Vec<(ScopeId, RecordId)> = written.into_iter().map(|id| (delta.scope, id)).collect();
        let ours = delta.effects.iter().filter(|effect| effect.client == self.client);
        let confirmed: Vec<ClientSeq> = ours.map(|effect| effect.client_seq).collect();
        self.reread(&ids, &confirmed).await?;
        Ok(Hint::Records { ids, confirmed })
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

    fn take_in(&self, found: Read) {
        let last = found.rows.iter().filter_map(|row| Some(row.as_ref().ok()?.operation.client_seq)).max();
        self.seen.set(self.seen.get().max(last.unwrap_or_default()));
        self.update(|replica| {
            let mut touched = replica.base(found.records, &found.gone);
            touched.merge(replica.rows(found.rows, &found.gone));
            touched
        });
    }

    /// Takes in the stored state of some records and rows; all of it if the base was reset by someone who died before they
    /// could tell.
    async fn reread(&self, ids: &[(ScopeId, RecordId)], seqs: &[ClientSeq]) -> Result<(), StoreError> {
        let found = self.find(ids, seqs).await?;
        if found.resets != self.resets.get() {
            return self.reload().await;
        }
        self.take_in(found);
        Ok(())
    }

    async fn reload(&self) -> Result<(), StoreError> {
        self.update(Replica::forget_base);
        self.load_all().await
    }

    async fn load_all(&self) -> Result<(), StoreError> {
        let pending: Vec<ClientSeq> = {
            let replica = self.replica.borrow();
            replica.stored_of(replica.pending().map(|(_, pending)| pending.operation.id))
        };
        self.seen.set(ClientSeq(0));
        let found = self.find(&[], &pending).await?;
        self.resets.set(found.resets);
        self.take_in(found);
        let mut next = Some(Range::All);
        while let Some(range) = next {
            let pending = |ids: &[RecordId]| self.replica.borrow().stored_of(ids.iter().copied());
            let part = chunk(&self.db, range, CHUNK, pending).await?;
            self.update(|replica| {
                let mut touched = replica.base(part.records, &part.gone);
                touched.merge(replica.rows(part.rows, &part.gone));
                touched
            });
            next = part.next;
        }
        Ok(())
    }

    fn update(&self, change: impl FnOnce(&mut Replica) -> Touched) {
        let touched = change(&mut self.replica.borrow_mut());
        if !touched.is_empty() {
            (self.changed)(&touched);
        }
    }
}
