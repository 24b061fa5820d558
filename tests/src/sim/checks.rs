//! What must hold once everything is healed and at rest.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use futures::FutureExt as _;
use holdfast_core::{
    authority::{Rejection, overlay, references},
    client::{
        apply,
        memory::MemoryDatabase,
        read::{chunk, read},
    },
    effect::Effect,
    entity::{FieldValue, Task},
    id::{OpId, RecordId, ScopeId},
    operation::{Action, ClientSeq, Operation},
    outbox::{Row, RowState},
    record::{Record, Seq},
    value::Change,
    wire::{Cursor, Outcome},
};

use super::{
    profile::Profile,
    registry::{Known, Registry, digit},
    run::Run,
    world::World,
};

/// What a profile's database holds.
struct Stored {
    rows: Vec<Row>,
    base: BTreeMap<RecordId, Record>,
    cursor: Cursor,
    journal: BTreeMap<OpId, (ScopeId, Seq)>,
}

/// `None` while a transaction is open.
fn stored(db: &MemoryDatabase) -> Option<Stored> {
    let all = async {
        let found = read(db, &[], &[], ClientSeq(0)).await.ok()?;
        let base = chunk(db, holdfast_core::client::Range::All, usize::MAX, |_| Vec::new()).await.ok()?.records;
        Some(Stored {
            rows: found.rows.into_iter().filter_map(Result::ok).collect(),
            base: base.into_iter().map(|record| (record.id, record)).collect(),
            cursor: apply::cursor(db).await.ok()?,
            journal: apply::journal(db).await.ok()?,
        })
    };
    all.now_or_never().flatten()
}

/// After healing: every queue is drained or shows why not; every replica equals the server; nothing that was saved is
/// lost; each operation was done once, in the order of its lane; the journals equal the logs; nothing of a revoked scope
/// is left.
pub fn at_rest(run: &Run) {
    let Some(stores) = run.profiles.iter().map(|profile| stored(&profile.db)).collect::<Option<Vec<_>>>() else {
        return run.world.violate("liveness: a transaction is still open after healing".into());
    };
    for (profile, stored) in run.profiles.iter().zip(&stores) {
        drained(&run.world, profile, stored);
        converged(run, profile, stored);
        journal_is_log(&run.world, profile, stored);
        dead_letters_are_true(&run.world, profile, stored);
    }
    nothing_lost_or_doubled(&run.world, &stores);
    let server = run.world.server.borrow();
    let mut scopes: Vec<ScopeId> = server.ledger.scopes().collect();
    scopes.sort();
    for scope in scopes {
        log_is_sound(&run.world, server.ledger.log(scope));
    }
    counters_add_up(&run.world);
}

fn drained(world: &World, profile: &Profile, stored: &Stored) {
    let (mut lanes, mut ops) = (BTreeSet::new(), BTreeSet::new());
    for row in &stored.rows {
        let op = &row.operation;
        let held = lanes.contains(&op.id) || op.depends_on.iter().any(|needed| ops.contains(needed));
        match row.state {
            RowState::Dead { .. } if !op.is_create() => continue,
            RowState::Dead { .. } => {}
            RowState::Waiting if held => {}
            _ => world.violate(format!("liveness: profile {} still has {row:?}", profile.index)),
        }
        lanes.insert(op.id);
        ops.insert(op.op_id);
    }
}

fn converged(run: &Run, profile: &Rc<Profile>, stored: &Stored) {
    let world = &run.world;
    let server = world.server.borrow();
    let index = profile.index;
    let readable = server.ledger.readable(profile.person);
    let truth: BTreeMap<RecordId, Record> = server
        .ledger
        .records()
        .filter(|record| readable.contains(&record.scope))
        .map(|record| (record.id, record.clone()))
        .collect();
    for id in truth.keys().chain(stored.base.keys()) {
        let (there, here) = (truth.get(id), stored.base.get(id));
        if there != here {
            world.violate(format!("converged: profile {index} has {here:?} where the server has {there:?}"));
        }
    }
    let known: BTreeSet<RecordId> = world.registry.borrow().created.keys().chain(truth.keys()).copied().collect();
    for sim in run.tabs.values().filter(|sim| sim.profile.index == index) {
        let life = sim.life.id.0;
        let Some(tab) = sim.ready().filter(|_| sim.is_idle()) else {
            world.violate(format!("liveness: tab {life} is still busy after healing"));
            continue;
        };
        let replica = tab.replica();
        if replica.counts().saving > 0 || replica.pending().count() != stored.rows.len() {
            let counts = replica.counts();
            world.violate(format!("converged: tab {life} shows {counts:?}, stored are {}", stored.rows.len()));
        }
        for id in &known {
            let shows = |row: &&Row| !matches!(row.state, RowState::Dead { .. }) || row.operation.is_create();
            let lane = stored.rows.iter().filter(|row| row.operation.id == *id).filter(shows);
            let wanted = lane.fold(truth.get(id).cloned(), |view, row| overlay(view, &row.operation));
            let seen = replica.seen(*id).map(|record| (**record).clone());
            if seen != wanted {
                world.violate(format!("converged: tab {life} shows {seen:?} where {wanted:?} is right"));
            }
        }
    }
}

fn journal_is_log(world: &World, profile: &Profile, stored: &Stored) {
    let server = world.server.borrow();
    let index = profile.index;
    let readable = server.ledger.readable(profile.person);
    let cursor: Vec<ScopeId> = stored.cursor.scopes.keys().copied().collect();
    if readable != cursor {
        return world.violate(format!("converged: profile {index} reads {cursor:?}, may read {readable:?}"));
    }
    for scope in readable {
        let log: BTreeMap<OpId, Seq> = server.ledger.log(scope).iter().map(|effect| (effect.op, effect.seq)).collect();
        let journal = stored.journal.iter().filter(|(_, (of, _))| *of == scope).map(|(op, (_, seq))| (*op, *seq));
        if log != journal.collect() {
            world.violate(format!("journal: profile {index} has applied another history of {scope} than the log"));
        }
    }
}

fn dead_letters_are_true(world: &World, profile: &Profile, stored: &Stored) {
    let server = world.server.borrow();
    let registry = world.registry.borrow();
    for row in &stored.rows {
        let RowState::Dead { why, .. } = &row.state else { continue };
        let op = &row.operation;
        let revoked = registry.revoked.contains(&(profile.person, op.scope));
        let told = match (server.ledger.result(op.op_id), why) {
            (Some(Outcome::Rejected(reason)), why) if reason == why => true,
            (_, Rejection::NoAccess) => revoked,
            // What waited for a discarded create.
            (None, Rejection::NotFound) => true,
            _ => false,
        };
        if !told {
            let result = server.ledger.result(op.op_id);
            world.violate(format!("dead letters are true: {} is dead by {why:?}; the server: {result:?}", op.op_id));
        }
        if *why == Rejection::NotFound && !revoked && !excused(&registry, op) {
            let needed =
                [op.id, RecordId::from(op.scope)].into_iter().chain(references(op).into_iter().map(|(_, id)| id));
            let all_there = needed.into_iter().all(|id| server.ledger.record(id).is_some());
            if all_there {
                world.violate(format!("order: {op:?} was not found, though all it needs was made"));
            }
        }
    }
}

/// Where a create was refused by its device, retried or discarded, what needs it may have lost its turn.
fn excused(registry: &Registry, op: &Operation) -> bool {
    let repaired = |known: &Known| registry.retried.contains(&known.root) || registry.discarded.contains(&known.root);
    let mut needed = references(op).into_iter().map(|(_, id)| id).chain([op.id, RecordId::from(op.scope)]);
    needed.any(|id| registry.unmade.contains(&id))
        || registry.ops.values().any(|known| repaired(known) && known.edit.scope == op.scope)
}

fn nothing_lost_or_doubled(world: &World, stores: &[Stored]) {
    let server = world.server.borrow();
    let registry = world.registry.borrow();
    let mut done: BTreeMap<OpId, u64> = BTreeMap::new();
    for effect in server.ledger.scopes().flat_map(|scope| server.ledger.log(scope)) {
        *done.entry(registry.root(effect.op)).or_default() += 1;
    }
    let kept: BTreeSet<(usize, OpId)> = stores
        .iter()
        .enumerate()
        .flat_map(|(index, stored)| stored.rows.iter().map(move |row| (index, row.operation.op_id)))
        .map(|(index, op)| (index, registry.root(op)))
        .collect();
    for (op, known) in registry.ops.iter().filter(|(op, known)| **op == known.root) {
        let times = done.get(op).copied().unwrap_or_default();
        let kept = kept.contains(&(known.profile, *op));
        let revoked = registry.revoked.contains(&(known.person, known.edit.scope));
        if times > 1 {
            world.violate(format!("each once: {op} was done {times} times"));
        }
        if times == 1 && kept && !revoked {
            world.violate(format!("each once: {op} was done and is still in the outbox"));
        }
        if known.saved && times == 0 && !kept && !registry.discarded.contains(op) {
            world.violate(format!("nothing lost: {op} of profile {} was saved and is nowhere", known.profile));
        }
    }
}

fn log_is_sound(world: &World, log: &[Effect]) {
    let registry = world.registry.borrow();
    let mut lanes: BTreeMap<(holdfast_core::id::ClientId, RecordId), ClientSeq> = BTreeMap::new();
    let mut makers: BTreeMap<(u64, RecordId), u64> = BTreeMap::new();
    for (effect, seq) in log.iter().zip(1..) {
        if effect.seq != Seq(seq) {
            world.violate(format!("log: {} stands where {seq} belongs", effect.seq.0));
        }
        let Some(known) = registry.ops.get(&effect.op) else { continue };
        keeps_words(world, effect, known);
        if registry.retried.contains(&known.root) {
            continue;
        }
        let id = effect.writes[0].id;
        if lanes.insert((effect.client, id), effect.client_seq).is_some_and(|before| before >= effect.client_seq) {
            world.violate(format!("lanes: {} of {id} came after a later one", effect.op));
        }
        if makers.insert((known.life.0, id), known.made).is_some_and(|before| before >= known.made) {
            world.violate(format!("order: {} of {id} was made before what was done before it", effect.op));
        }
    }
}

/// Every word of an accepted edit is in the log.
fn keeps_words(world: &World, effect: &Effect, known: &Known) {
    let write = &effect.writes[0];
    let kept = match &known.edit.action {
        Action::Create(fields) => {
            let has = |(field, value)| write.fields.get(field) == Some(value) || write.lost.get(field) == Some(value);
            // A create that met the record as it wanted it has nothing to keep.
            fields.iter().all(has) || write.fields.is_empty()
        }
        Action::Set(changes) => changes.iter().all(|(field, change)| match (change, write.fields.get(field)) {
            (Change::Put(value), written) => written == Some(value),
            (Change::Increment(by), Some(total)) => i64::read(Some(total)) & by == *by,
            (Change::Members { add, .. }, Some(holdfast_core::value::Value::Set(set))) => add.is_subset(set),
            _ => false,
        }),
        Action::Delete | Action::Restore => true,
    };
    if !kept {
        world.violate(format!("words: {} is in the log without what it says", effect.op));
    }
}

fn counters_add_up(world: &World) {
    let server = world.server.borrow();
    let registry = world.registry.borrow();
    let mut sums: BTreeMap<RecordId, i64> = BTreeMap::new();
    for effect in server.ledger.scopes().flat_map(|scope| server.ledger.log(scope)) {
        let Some(Action::Set(changes)) = registry.ops.get(&effect.op).map(|known| &known.edit.action) else { continue };
        for change in changes.values() {
            if let Change::Increment(by) = change {
                *sums.entry(effect.writes[0].id).or_default() += by;
            }
        }
    }
    for (id, sum) in sums {
        let total = server.ledger.record(id).map(|record| i64::read(record.value(Task::TIME_SPENT)));
        if total != Some(sum) || (0..31).any(|place| digit(sum, place) > 1) {
            world.violate(format!("counters: {id} is at {total:?}; what was accepted adds up to {sum}"));
        }
    }
}
