//! The one door: every write on a server, by sync or by REST, goes through [`push`]. What is particular to a database is
//! behind [`Ledger`].

#[cfg(any(test, feature = "memory"))]
pub mod memory;

use std::{
    collections::{BTreeMap, HashMap},
    future::Future,
};

use crate::{
    Millis,
    authority::{self, Actor, Decision, Facts},
    effect::Effect,
    id::{ClientId, OpId, PersonId, RecordId, ScopeId},
    operation::{Action, Operation},
    record::{Record, Seq},
    role::Role,
    wire::{OpResult, Outcome},
};

/// One transaction of the server's database. All that is written through it is committed together or not at all; the
/// caller commits after [`push`] has returned, and publishes only then. Within it, no other transaction may give out
/// numbers of the scopes it has read the head of.
pub trait Ledger: Send {
    /// What goes wrong in the database.
    type Error: Send;

    /// The stored result of an operation: who sent it and its outcome.
    fn result_of(&mut self, op: OpId) -> impl Future<Output = Result<Option<(PersonId, Outcome)>, Self::Error>> + Send;

    /// The scope's last number, or `None` if there is no such scope. Locks the scope.
    fn head(&mut self, scope: ScopeId) -> impl Future<Output = Result<Option<Seq>, Self::Error>> + Send;

    /// A person's role in a scope; a person owns their own scope.
    fn role(
        &mut self,
        person: PersonId,
        scope: ScopeId,
    ) -> impl Future<Output = Result<Option<Role>, Self::Error>> + Send;

    /// A person's name.
    fn name_of(&mut self, person: PersonId) -> impl Future<Output = Result<String, Self::Error>> + Send;

    /// Who made an effect, and when by their own clock; `None` if the log does not have it (any more).
    fn writer(
        &mut self,
        scope: ScopeId,
        seq: Seq,
    ) -> impl Future<Output = Result<Option<(PersonId, Millis)>, Self::Error>> + Send;

    /// A record of a scope.
    fn record(
        &mut self,
        scope: ScopeId,
        id: RecordId,
    ) -> impl Future<Output = Result<Option<Record>, Self::Error>> + Send;

    /// Whether another scope has a record of that id. Replicas hold records of all scopes by id alone: whoever made one under
    /// the id of another scope's would hide that one from everybody who reads both.
    fn is_elsewhere(&mut self, scope: ScopeId, id: RecordId) -> impl Future<Output = Result<bool, Self::Error>> + Send;

    /// Whether the server has a blob and the person has shown that they have it too, or may read a record that names it; with no
    /// person, whether the server has it.
    fn has_blob(
        &mut self,
        person: Option<PersonId>,
        blob: &str,
    ) -> impl Future<Output = Result<bool, Self::Error>> + Send;

    /// Stores an operation's outcome, for its repeats, with who sent it.
    fn remember(
        &mut self,
        op: &Operation,
        sender: PersonId,
        outcome: &Outcome,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Appends an effect to its scope's log (making the scope if it is its first) and stores the records it results in.
    fn append(&mut self, effect: &Effect, records: &[Record]) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// Who pushes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// The account a request was made with.
    Person(PersonId),
    /// The server itself.
    Server,
}

/// What a push did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pushed {
    /// A result for each operation, in the order they were given.
    pub results: Vec<OpResult>,
    /// The effects appended, in order: what to publish once the transaction is committed.
    pub effects: Vec<Effect>,
}

/// Takes operations in order. A repeat is answered from the first answer; an operation that waits for one not accepted is
/// held: not done, not remembered, to be sent again; one that names a blob which is not there is held by itself. What follows a held one in its lane is held for it: it would be overtaken.
pub async fn push<L: Ledger>(
    ledger: &mut L,
    sender: Sender,
    operations: &[Operation],
    now: Millis,
) -> Result<Pushed, L::Error> {
    let mut pushed = Pushed::default();
    let mut held_lanes: HashMap<(ClientId, RecordId), OpId> = HashMap::new();
    for op in operations {
        let lane = (op.client_id, op.id);
        let before = held_lanes.get(&lane).copied();
        let outcome = push_one(ledger, sender, op, before, now, &mut pushed.effects).await?;
        if matches!(outcome, Outcome::Held { .. }) {
            held_lanes.insert(lane, op.op_id);
        }
        pushed.results.push(OpResult { op_id: op.op_id, outcome });
    }
    Ok(pushed)
}

async fn push_one<L: Ledger>(
    ledger: &mut L,
    sender: Sender,
    op: &Operation,
    held_before: Option<OpId>,
    now: Millis,
    effects: &mut Vec<Effect>,
) -> Result<Outcome, L::Error> {
    let person = match sender {
        Sender::Person(person) => person,
        Sender::Server => op.author,
    };
    if let Some((first_sender, outcome)) = ledger.result_of(op.op_id).await? {
        let same = first_sender == person;
        return Ok(if same { outcome } else { Outcome::Rejected(authority::Rejection::Forbidden) });
    }
    if let Some(by) = held_before {
        return Ok(Outcome::Held { by });
    }
    for needed in &op.depends_on {
        if !matches!(ledger.result_of(*needed).await?, Some((_, Outcome::Accepted { .. }))) {
            return Ok(Outcome::Held { by: *needed });
        }
    }
    let facts = facts(ledger, sender, op, now).await?;
    let restored = facts.target.as_ref().filter(|_| op.action == Action::Restore).and_then(Record::blob);
    let restored = restored.map(ToOwned::to_owned);
    let outcome = match authority::decide(op, facts) {
        Decision::Rejected(rejection) => Outcome::Rejected(rejection),
        // By itself: once the blob is there, it is taken.
        Decision::Accepted { .. } if !has_blob(ledger, sender, op.blob()).await? => {
            return Ok(Outcome::Held { by: op.op_id });
        }
        // What was deleted for so long that its blob is gone stays so.
        Decision::Accepted { .. } if !has_blob(ledger, Sender::Server, restored.as_deref()).await? => {
            Outcome::Rejected(authority::Rejection::NotFound)
        }
        Decision::Accepted { effect, records } => {
            ledger.append(&effect, &records).await?;
            let seq = effect.seq;
            effects.push(effect);
            Outcome::Accepted { seq }
        }
    };
    ledger.remember(op, person, &outcome).await?;
    Ok(outcome)
}

/// Whether a blob that is to be named is there, if one is.
async fn has_blob<L: Ledger>(ledger: &mut L, sender: Sender, blob: Option<&str>) -> Result<bool, L::Error> {
    let Some(blob) = blob else { return Ok(true) };
    let person = match sender {
        Sender::Person(person) => Some(person),
        Sender::Server => None,
    };
    ledger.has_blob(person, blob).await
}

async fn facts<L: Ledger>(ledger: &mut L, sender: Sender, op: &Operation, now: Millis) -> Result<Facts, L::Error> {
    let head = ledger.head(op.scope).await?;
    let actor = match sender {
        Sender::Server => Actor::Server,
        Sender::Person(id) => Actor::Person { id, role: ledger.role(id, op.scope).await? },
    };
    let mut referred = BTreeMap::new();
    let mut look: Vec<RecordId> = authority::references(op).into_iter().map(|(_, id)| id).collect();
    while let Some(id) = look.pop() {
        if let Some(record) = ledger.record(op.scope, id).await?
            && !referred.contains_key(&id)
        {
            look.extend(authority::leads_to(&record));
            referred.insert(id, record);
        }
    }
    let target = ledger.record(op.scope, op.id).await?;
    let elsewhere = op.is_create() && target.is_none() && ledger.is_elsewhere(op.scope, op.id).await?;
    let mut writers = BTreeMap::new();
    for seq in authority::questioned(op, target.as_ref(), &referred) {
        if let Some(writer) = ledger.writer(op.scope, seq).await? {
            writers.insert(seq, writer);
        }
    }
    let author_name = if head.is_none() { ledger.name_of(op.author).await? } else { String::new() };
    Ok(Facts { actor, head, target, elsewhere, referred, writers, author_name, now })
}
