//! One tab: its replica kept in step with the database it shares with the other tabs and the service worker.

mod letters;
mod load;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet, HashMap},
};

use super::{
    apply::{self, Applied},
    database::{Database, Key, StoreError},
    doubt,
    enqueue::{Edits, enqueue},
    hint::Hint,
    open::{open, reopen},
    reset::{self, Asked, Met},
    steps::{self, StepChange},
    turns::Turns,
};
use crate::{
    Millis,
    effect::Delta,
    id::{ClientId, Epoch, OpId, PersonId, RecordId, ScopeId},
    operation::{ClientSeq, Draft},
    outbox::Row,
    record::Seq,
    replica::{Replica, Touched},
    undo::{Step, Steps},
    wire::{Bye, ClientFrame, Cursor, PROTOCOL, ServerFrame},
};

/// One tab of one person.
///
/// Every unit of "transaction, then memory" takes its turn, in the order asked: memory is never overtaken by an older read,
/// and edits are stored in the order in which they were made.
/// Staging takes no turn: an edit shows whatever the database is doing.
pub struct Tab<D> {
    db: D,
    account: PersonId,
    client: Cell<ClientId>,
    /// Who the database becomes if nobody can tell any more who it is.
    spare: ClientId,
    is_new: Cell<bool>,
    replica: RefCell<Replica>,
    steps: RefCell<Steps>,
    steps_read: RefCell<steps::Known>,
    put_aside: Cell<usize>,
    aside_told: RefCell<BTreeSet<(Key, String)>>,
    seen: Cell<ClientSeq>,
    resets: Cell<u64>,
    /// How many histories had begun when the base was loaded, and when this tab said hello last.
    history: Cell<u64>,
    hello_in: Cell<u64>,
    line: Cell<Option<Epoch>>,
    readable: RefCell<BTreeSet<ScopeId>>,
    /// The history that `readable` is of.
    readable_in: Cell<Option<Epoch>>,
    again: Cell<bool>,
    /// Over what edits were made that found no room: tried again, they have been made over nothing newer.
    no_room: RefCell<HashMap<OpId, Seq>>,
    /// The rows of its record that an undo was worked out over, and the versions that they were over.
    lies_over: RefCell<HashMap<OpId, Vec<(ClientSeq, Seq)>>>,
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
    /// The log no longer reaches back to where this replica is: pull, then say hello again.
    Pull,
    /// Everything up to the hello has arrived; these hints are for the other tabs and the replayer.
    CaughtUp(Vec<Hint>),
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
        let opened = open(&db, fresh).await?;
        Ok(Self {
            db,
            account,
            client: Cell::new(opened.client),
            spare: fresh,
            is_new: Cell::new(opened.is_new),
            replica: RefCell::new(Replica::new(opened.client)),
            steps: RefCell::default(),
            steps_read: RefCell::default(),
            put_aside: Cell::new(0),
            aside_told: RefCell::default(),
            seen: Cell::new(ClientSeq(0)),
            resets: Cell::new(0),
            history: Cell::new(0),
            hello_in: Cell::new(0),
            line: Cell::new(None),
            readable: RefCell::default(),
            readable_in: Cell::new(None),
            again: Cell::new(false),
            no_room: RefCell::default(),
            lies_over: RefCell::default(),
            turns: Turns::default(),
            changed: Box::new(changed),
        })
    }

    /// Whether nothing was there when it was opened, or since: it is new, or the browser has wiped it.
    pub fn is_new(&self) -> bool {
        self.is_new.get()
    }

    /// How often a record could not be read in this tab's life. The next pull asks for it; more than before means that one is
    /// due.
    pub fn put_aside(&self) -> usize {
        self.put_aside.get()
    }

    /// What can be undone and redone, to read.
    pub fn steps(&self) -> std::cell::Ref<'_, Steps> {
        self.steps.borrow()
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

    /// How many server histories had begun when this tab loaded what it shows: a version that its reader saw under another
    /// number is the number of nothing, and they have seen nothing of this one.
    pub fn history(&self) -> u64 {
        self.history.get()
    }

    /// The id of the database as a client.
    pub fn client(&self) -> ClientId {
        self.client.get()
    }

    /// Shows edits at once. They are not stored yet: [`Self::save`] must follow.
    pub fn stage(&self, drafts: &[Draft]) {
        for draft in drafts.iter().filter(|draft| draft.yields) {
            // Shown again because there was no room, it is still what it was worked out as.
            let now = || self.replica.borrow().stored_over(draft.edit.id);
            self.lies_over.borrow_mut().entry(draft.op_id).or_insert_with(now);
        }
        let drafts: Vec<Draft> = {
            let no_room = self.no_room.borrow();
            let over = |draft: &Draft| match no_room.get(&draft.op_id) {
                Some(then) => draft.seen.map_or(*then, |seen| seen.min(*then)).into(),
                None => draft.seen,
            };
            drafts.iter().map(|draft| Draft { seen: over(draft), ..draft.clone() }).collect()
        };
        self.update(|replica| replica.stage(&drafts));
    }

    /// Takes edits out of the view that another tab has stored, or could not store: what is stored of them was read before
    /// this turn, or is not there. [`Self::stage`] shows them meanwhile.
    pub async fn settle(&self, ops: &[OpId]) {
        let _turn = self.turns.take().await;
        self.update(|replica| replica.refused(ops.iter().copied()));
    }

    /// Stores staged edits, all or none, with the step that undoes them, if they can be; the hints are for the other tabs and
    /// the replayer. If they cannot be stored they leave the view, and whoever made them must be told.
    pub async fn save(&self, drafts: &[Draft], step: Option<Step>) -> Result<Vec<Hint>, StoreError> {
        let _turn = self.turns.take().await;
        let Some(step) = step else { return self.store(drafts, None).await.map(|hint| vec![hint]) };
        let gone = self.steps.borrow().gone_with_next();
        let hint = self.store(drafts, Some(&StepChange::New { step: step.clone(), gone })).await?;
        self.steps.borrow_mut().push(step);
        self.update(|_| Touched { outbox: true, ..Touched::default() });
        Ok(vec![hint, Hint::Steps])
    }

    /// Stores the staged edits of an undo, or with `false` of a redo, and notes in the same transaction that the step was.
    pub async fn save_undo(&self, drafts: &[Draft], step: OpId, undone: bool) -> Result<Vec<Hint>, StoreError> {
        let _turn = self.turns.take().await;
        let hint = self.store(drafts, Some(&StepChange::Undone(step, undone))).await?;
        self.steps.borrow_mut().set_undone(step, undone);
        self.update(|_| Touched { outbox: true, ..Touched::default() });
        Ok(vec![hint, Hint::Steps])
    }

    async fn store(&self, drafts: &[Draft], step: Option<&StepChange>) -> Result<Hint, StoreError> {
        let drafts: Vec<Draft> = {
            let replica = self.replica.borrow();
            let over = |draft: &Draft| Draft { seen: replica.staged_over(draft.op_id).or(draft.seen), ..draft.clone() };
            drafts.iter().map(over).collect()
        };
        let tails = |id| self.replica.borrow().tail_of(id);
        let lies_over = |op| self.lies_over.borrow().get(&op).cloned().unwrap_or_default();
        let known = || (self.seen.get(), Some(self.client.get()));
        let ((seen, client), history) = (known(), Some(self.history.get()));
        let edits = Edits { drafts: &drafts, step, tails: &tails, seen, client, history, lies_over: &lies_over };
        let stored = match enqueue(&self.db, edits).await {
            Err(StoreError::Corrupt(_)) => match self.reopen().await {
                Ok(()) => {
                    let (seen, client) = known();
                    enqueue(&self.db, Edits { seen, client, ..edits }).await
                }
                Err(error) => Err(error),
            },
            stored => stored,
        };
        if stored != Err(StoreError::Quota) {
            drafts.iter().for_each(|draft| drop(self.lies_over.borrow_mut().remove(&draft.op_id)));
        }
        match stored {
            Ok(stored) => {
                let seqs: Vec<ClientSeq> = stored.rows.iter().map(|row| row.operation.client_seq).collect();
                // Whoever knows every row up to here knows them all, unless another tab's came in between.
                for seq in &seqs {
                    if seq.0 == self.seen.get().0 + 1 {
                        self.seen.set(*seq);
                    }
                }
                self.no_room.borrow_mut().retain(|op, _| !drafts.iter().any(|draft| draft.op_id == *op));
                let absorbed: Vec<OpId> = stored.absorbed.iter().map(|(gone, _)| *gone).collect();
                self.update(|replica| {
                    let mut touched = replica.rows(stored.rows.into_iter().map(Ok).collect(), &[]);
                    touched.merge(replica.refused(absorbed));
                    touched
                });
                Ok(Hint::Rows { seqs })
            }
            Err(error) => {
                if error == StoreError::Quota {
                    let over = drafts.iter().filter_map(|draft| Some((draft.op_id, draft.seen?)));
                    self.no_room.borrow_mut().extend(over);
                }
                self.update(|replica| replica.refused(drafts.iter().map(|draft| draft.op_id)));
                Err(error)
            }
        }
    }

    /// Opens the database again, in which nobody can read who it is any more: it was wiped, or that one value was damaged.
    async fn reopen(&self) -> Result<(), StoreError> {
        let known: Vec<Row> = self.replica.borrow().stored_rows();
        let opened = reopen(&self.db, self.next_client(), &known).await?;
        let is_another = opened.client != self.client.get();
        self.become_client(opened.client);
        self.is_new.set(self.is_new.get() || opened.is_new);
        // What stands under the numbers of the former rows may be something else.
        if opened.is_new || is_another {
            self.reload().await?;
        }
        Ok(())
    }

    /// An id that this database has not had: its numbers begin anew with it.
    fn next_client(&self) -> ClientId {
        let client = self.client.get();
        if self.spare == client { ClientId(uuid::Uuid::new_v5(&client.0, b"next")) } else { self.spare }
    }

    fn become_client(&self, client: ClientId) {
        if self.client.replace(client) != client {
            // Its rows may be counted anew.
            self.seen.set(ClientSeq(0));
        }
        self.replica.borrow_mut().set_client(client);
    }

    /// Follows a change that another member of the profile made.
    pub async fn on_hint(&self, hint: &Hint) -> Result<(), StoreError> {
        let _turn = self.turns.take().await;
        match hint {
            Hint::Rows { seqs } => self.follow_rows(seqs).await,
            Hint::Records { ids, confirmed } => self.reread(ids, confirmed).await,
            Hint::Reload => self.reload().await,
            Hint::Steps => self.load_steps().await,
            Hint::Link { .. } | Hint::Left => Ok(()),
        }
    }

    /// What to say first on a new line to the server, and after [`Reaction::SayHello`].
    pub async fn hello(&self) -> Result<ClientFrame, StoreError> {
        let Asked { cursor, history } = reset::asked(&self.db).await?;
        // Only a pull is answered with single records.
        let cursor = Cursor { missing: BTreeMap::new(), ..cursor };
        self.hello_in.set(history);
        // After a gap, what the server said before this hello is still on its way.
        if !self.again.take() {
            self.readable.replace(cursor.known());
            self.readable_in.set(cursor.epoch);
        }
        Ok(ClientFrame::Hello { protocol: PROTOCOL, account: self.account, cursor })
    }

    /// Takes what the server says.
    pub async fn on_frame(&self, frame: ServerFrame, now: Millis) -> Result<Reaction, StoreError> {
        let _turn = self.turns.take().await;
        match frame {
            ServerFrame::Scopes { epoch, scopes, .. } => self.on_scopes(epoch, &scopes, now).await,
            ServerFrame::Delta(delta) => self.on_delta(&delta).await,
            ServerFrame::Resync { .. } => {
                // A hello follows the pull, and what the server said before it is still on its way.
                self.again.set(true);
                Ok(Reaction::Pull)
            }
            ServerFrame::Live => {
                // Another history is settled by whoever pulls: frames of an earlier hello may still be under way here.
                let in_doubt = doubt::is_open(&self.db).await?;
                Ok(Reaction::CaughtUp(in_doubt.then(|| Hint::Rows { seqs: Vec::new() }).into_iter().collect()))
            }
            ServerFrame::Beat => Ok(Reaction::Tell(Vec::new())),
            ServerFrame::Bye { reason } => Ok(Reaction::Closing(reason)),
        }
    }

    async fn on_scopes(&self, epoch: Epoch, scopes: &[ScopeId], now: Millis) -> Result<Reaction, StoreError> {
        self.line.set(Some(epoch));
        let mut hints = Vec::new();
        // What this line knows of: the scopes that the server named last or, before that, those of the hello.
        let mut known = self.readable.replace(scopes.iter().copied().collect());
        // A scope that another history had is not lost where this one has not made it again yet.
        if self.readable_in.replace(Some(epoch)) != Some(epoch) {
            known.clear();
        }
        let since = Some(self.hello_in.get());
        match reset::meet_since(&self.db, since, epoch, scopes, &known, now).await?.0 {
            Met::Changed => hints.push(Hint::Reload),
            Met::Same => {}
            Met::Late => return Ok(self.hello_again()),
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
        let ours = delta.effects.iter().filter(|effect| effect.client == self.client.get());
        let confirmed: Vec<ClientSeq> = ours.map(|effect| effect.client_seq).collect();
        self.reread(&ids, &confirmed).await?;
        Ok(Hint::Records { ids, confirmed })
    }

    fn update(&self, change: impl FnOnce(&mut Replica) -> Touched) {
        let touched = change(&mut self.replica.borrow_mut());
        if !touched.is_empty() {
            (self.changed)(&touched);
        }
    }
}
