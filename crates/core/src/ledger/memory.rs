//! A server's database in memory, for tests and the simulation: what is committed survives, what is not is gone.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    sync::Arc,
};

use super::Ledger;
use crate::{
    Millis,
    effect::{Delta, Effect},
    entity::{Entity as _, Membership},
    id::{OpId, PersonId, RecordId, ScopeId},
    operation::Operation,
    record::{Record, Seq},
    role::Role,
    wire::{FoundRecords, Outcome},
};

#[derive(Clone, Default)]
struct Tables {
    records: BTreeMap<(RecordId, ScopeId), Record>,
    logs: BTreeMap<ScopeId, Vec<Effect>>,
    results: BTreeMap<OpId, (PersonId, Outcome)>,
    aged: BTreeMap<OpId, (PersonId, Outcome)>,
    blobs: BTreeSet<String>,
}

/// The database.
#[derive(Clone, Default)]
pub struct MemoryLedger {
    tables: Arc<Tables>,
}

/// A transaction over it: what it wrote lies over the tables until [`MemoryLedger::commit`]; dropped, it leaves nothing.
pub struct MemoryTransaction {
    tables: Arc<Tables>,
    records: BTreeMap<(RecordId, ScopeId), Record>,
    effects: Vec<Effect>,
    results: BTreeMap<OpId, (PersonId, Outcome)>,
}

impl MemoryLedger {
    /// Begins a transaction. Transactions are to run one after the other.
    pub fn begin(&self) -> MemoryTransaction {
        MemoryTransaction {
            tables: Arc::clone(&self.tables),
            records: BTreeMap::new(),
            effects: Vec::new(),
            results: BTreeMap::new(),
        }
    }

    /// Makes a transaction's writes durable, together.
    pub fn commit(&mut self, tx: MemoryTransaction) {
        let MemoryTransaction { tables, records, effects, results } = tx;
        drop(tables);
        let tables = Arc::make_mut(&mut self.tables);
        tables.records.extend(records);
        tables.results.extend(results);
        for effect in effects {
            tables.logs.entry(effect.scope).or_default().push(effect);
        }
    }

    /// Has a blob, which everybody has shown to have.
    pub fn take_blob(&mut self, blob: &str) {
        Arc::make_mut(&mut self.tables).blobs.insert(blob.to_owned());
    }

    /// Every record.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.tables.records.values()
    }

    /// A record, of whichever scope comes first where several have that id.
    pub fn record(&self, id: RecordId) -> Option<&Record> {
        let first = ScopeId(uuid::Uuid::nil());
        self.tables.records.range((id, first)..).next().map(|(_, record)| record).filter(|record| record.id == id)
    }

    /// Some records of a scope, for a reader who has lost them.
    pub fn found(&self, scope: ScopeId, ids: &BTreeSet<RecordId>) -> FoundRecords {
        let at = self.log(scope).last().map_or(Seq::default(), |effect| effect.seq);
        let mut found = FoundRecords { scope, at, records: Vec::new(), gone: Vec::new() };
        for id in ids {
            match self.tables.records.get(&(*id, scope)) {
                Some(record) => found.records.push(record.clone()),
                None => found.gone.push(*id),
            }
        }
        found
    }

    /// The effects of a scope, in order.
    pub fn log(&self, scope: ScopeId) -> &[Effect] {
        self.tables.logs.get(&scope).map_or(&[], Vec::as_slice)
    }

    /// Every scope there is.
    pub fn scopes(&self) -> impl Iterator<Item = ScopeId> {
        self.tables.logs.keys().copied()
    }

    /// The stored result of an operation.
    pub fn result(&self, op: OpId) -> Option<&Outcome> {
        let stored = self.tables.results.get(&op).or_else(|| self.tables.aged.get(&op));
        stored.map(|(_, outcome)| outcome)
    }

    /// Forgets the stored results of some operations because they are old: whatever waits for one is held.
    pub fn age(&mut self, ops: &[OpId]) {
        let tables = Arc::make_mut(&mut self.tables);
        tables.aged.extend(ops.iter().filter_map(|op| tables.results.remove_entry(op)));
    }

    /// Has the results of some operations again, for their repeats: those come sooner than a server forgets.
    pub fn recall(&mut self, ops: &[OpId]) {
        if ops.iter().any(|op| self.tables.aged.contains_key(op)) {
            let tables = Arc::make_mut(&mut self.tables);
            tables.results.extend(ops.iter().filter_map(|op| tables.aged.remove_entry(op)));
        }
    }

    /// Forgets the stored results of some operations, as a server with a bug would.
    pub fn forget(&mut self, ops: &[OpId]) {
        Arc::make_mut(&mut self.tables).results.retain(|op, _| !ops.contains(op));
    }

    /// A person's role in a scope.
    pub fn role(&self, person: PersonId, scope: ScopeId) -> Option<Role> {
        role(person, scope, |key| self.tables.records.get(&key))
    }

    /// The scopes a person may read.
    pub fn readable(&self, person: PersonId) -> Vec<ScopeId> {
        self.scopes().filter(|scope| self.role(person, *scope).is_some()).collect()
    }

    /// Up to `limit` effects of a scope after a place.
    pub fn delta(&self, scope: ScopeId, from: Seq, limit: usize) -> Delta {
        let log = self.log(scope);
        let start = usize::try_from(from.0).unwrap_or(usize::MAX).min(log.len());
        let effects: Vec<Effect> = log[start..].iter().take(limit).cloned().collect();
        Delta { scope, from, to: effects.last().map_or(from, |effect| effect.seq), effects }
    }
}

impl MemoryTransaction {
    fn find(&self, key: (RecordId, ScopeId)) -> Option<&Record> {
        self.records.get(&key).or_else(|| self.tables.records.get(&key))
    }
}

fn role<'a>(
    person: PersonId,
    scope: ScopeId,
    find: impl Fn((RecordId, ScopeId)) -> Option<&'a Record>,
) -> Option<Role> {
    if scope == person.scope() {
        return Some(Role::Owner);
    }
    let membership = find((Membership::id_of(scope, person).record(), scope))?;
    (!membership.deleted).then(|| Membership::read(membership).role)
}

impl Ledger for MemoryTransaction {
    type Error = Infallible;

    async fn result_of(&mut self, op: OpId) -> Result<Option<(PersonId, Outcome)>, Infallible> {
        Ok(self.results.get(&op).or_else(|| self.tables.results.get(&op)).cloned())
    }

    async fn head(&mut self, scope: ScopeId) -> Result<Option<Seq>, Infallible> {
        let stored = self.tables.logs.get(&scope).and_then(|log| log.last());
        let new = self.effects.iter().rev().find(|effect| effect.scope == scope);
        Ok(new.or(stored).map(|effect| effect.seq))
    }

    async fn role(&mut self, person: PersonId, scope: ScopeId) -> Result<Option<Role>, Infallible> {
        Ok(role(person, scope, |key| self.find(key)))
    }

    async fn name_of(&mut self, person: PersonId) -> Result<String, Infallible> {
        let name = self.find((person.record(), person.scope())).map(|record| crate::entity::Person::read(record).name);
        Ok(name.unwrap_or_else(|| "Somebody".to_owned()))
    }

    async fn writer(&mut self, scope: ScopeId, seq: Seq) -> Result<Option<(PersonId, Millis)>, Infallible> {
        let stored = self.tables.logs.get(&scope).into_iter().flatten();
        let of = |effect: &&Effect| effect.scope == scope && effect.seq == seq;
        Ok(self.effects.iter().rev().find(of).or_else(|| stored.rev().find(of)).map(Effect::writer))
    }

    async fn record(&mut self, scope: ScopeId, id: RecordId) -> Result<Option<Record>, Infallible> {
        Ok(self.find((id, scope)).cloned())
    }

    async fn is_elsewhere(&mut self, scope: ScopeId, id: RecordId) -> Result<bool, Infallible> {
        let all = (id, ScopeId(uuid::Uuid::nil()))..=(id, ScopeId(uuid::Uuid::max()));
        let mut found = self.records.range(all.clone()).chain(self.tables.records.range(all));
        Ok(found.any(|((_, of), _)| *of != scope))
    }

    async fn has_blob(&mut self, _: Option<PersonId>, blob: &str) -> Result<bool, Infallible> {
        Ok(self.tables.blobs.contains(blob))
    }

    async fn remember(&mut self, op: &Operation, sender: PersonId, outcome: &Outcome) -> Result<(), Infallible> {
        self.results.insert(op.op_id, (sender, outcome.clone()));
        Ok(())
    }

    async fn append(&mut self, effect: &Effect, records: &[Record]) -> Result<(), Infallible> {
        self.effects.push(effect.clone());
        self.records.extend(records.iter().map(|record| ((record.id, record.scope), record.clone())));
        Ok(())
    }
}
