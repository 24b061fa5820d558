//! The merge: each effect in the log is what the rules say of its operation, each author is told of exactly what they
//! overwrote without knowing, and an undo touches nobody else's work.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::{
    effect::{Effect, Life, Write},
    entity::{Conflict, Entity as _, FieldValue as _, Policy, Resolution},
    id::{ClientId, Id, OpId, RecordId, ScopeId},
    operation::{Action, Operation},
    record::Seq,
    value::{Change, FieldName, Value},
};

use super::model::{Expected, Records, expected, policy, take};
use crate::sim::{
    registry::{Known, Registry},
    server::Server,
    world::World,
};

/// Goes through a scope's log.
pub(super) fn by_the_rules(world: &World, server: &Server, scope: ScopeId) {
    let registry = world.registry.borrow();
    let mut records = Records::new();
    for effect in server.ledger.log(scope) {
        if let Some(op) = registry.pushed.get(&effect.op) {
            let expected = expected(&records, op);
            compare(world, op, effect, &expected);
            conflicts(world, &records, op, effect, &expected);
            if let Some(known) = registry.ops.get(&effect.op) {
                base_is_what_was_seen(world, server, &registry, known, op);
                if op.yields {
                    undo_is_ones_own(world, server, &records, known, op, effect);
                }
            }
        }
        for write in &effect.writes {
            take(&mut records, effect, write);
        }
    }
    for record in server.ledger.records().filter(|record| record.scope == scope) {
        let state = records.get(&record.id);
        let same = state.is_some_and(|state| {
            let stored = |(name, field): (&FieldName, &super::model::Field)| {
                record.fields.get(name).is_some_and(|stored| stored.value == field.value && stored.version == field.seq)
            };
            state.deleted == record.deleted
                && state.fields.len() == record.fields.len()
                && state.fields.iter().all(stored)
        });
        if !same {
            world.violate(format!("merge: the log makes {state:?} of what is stored as {record:?}"));
        }
    }
}

fn compare(world: &World, op: &Operation, effect: &Effect, expected: &Expected) {
    let write = &effect.writes[0];
    let mut overwrote = write.overwrote.clone();
    overwrote.sort();
    let named = if overwrote == expected.overwrote { "merge" } else { "overwrote" };
    let done = Expected {
        overwrote,
        fields: write.fields.clone(),
        lost: write.lost.clone(),
        life: write.life,
        ..expected.clone()
    };
    if done != *expected {
        world.violate(format!("{named}: {op:?} came to {done:?}; by the rules to {expected:?}"));
    }
}

/// Each conflict that must be raised is there, once, with both sides' words; and no other.
fn conflicts(world: &World, records: &Records, op: &Operation, effect: &Effect, expected: &Expected) {
    let made: Vec<&Write> = effect.writes[1..].iter().filter(|write| write.kind.name() == Conflict::KIND).collect();
    let late = expected.buried.filter(|(of, deletion)| !is_open(records, told_of(*of, *deletion)));
    if made.len() != expected.raised.len() + usize::from(late.is_some()) {
        return world.violate(format!("conflicts: {op:?} raised {made:?}; by the rules {expected:?}"));
    }
    if let Some((of, deletion)) = late
        && !made.iter().any(|write| tells_of_late(records, op, write, told_of(of, deletion)))
    {
        world.violate(format!("conflicts: about what was added to {of}, {op:?} raised {made:?}"));
    }
    for name in &expected.raised {
        let id: Id<Conflict> = Conflict::id_of(op.op_id, name);
        let stands = records.get(&op.id).and_then(|state| state.fields.get(name)).map(|field| field.value.clone());
        let raised = made.iter().find(|write| write.id == id.record() && write.life == Life::Created);
        let told = raised.is_some_and(|write| {
            let is = |field: &str, value: Value| write.fields.get(field) == Some(&value);
            let mine = expected.lost.get(name).cloned();
            let words = if name.is_empty() {
                says_all(op, expected, write.fields.get(Conflict::MINE))
            } else {
                mine.is_some_and(|mine| is(Conflict::MINE, mine)) && is(Conflict::THEIRS, stands.unwrap_or_default())
            };
            words
                && is(Conflict::OF, Value::Text(op.id.to_string()))
                && is(Conflict::RESOLUTION, Resolution::Open.write())
        });
        if !told {
            world.violate(format!("conflicts: about {name:?}, {op:?} raised {made:?}"));
        }
    }
}

/// The one conflict about all that was added after a deletion.
fn told_of(of: RecordId, deletion: Seq) -> RecordId {
    Conflict::id_of_deletion(of, deletion).record()
}

fn is_open(records: &Records, conflict: RecordId) -> bool {
    let resolution = records.get(&conflict).and_then(|state| state.fields.get(Conflict::RESOLUTION));
    resolution.is_some_and(|field| field.value == Resolution::Open.write())
}

/// Whether the conflict is made, or put before people again, for whoever added something last.
fn tells_of_late(records: &Records, op: &Operation, write: &Write, conflict: RecordId) -> bool {
    let life = if records.contains_key(&conflict) { Life::Kept } else { Life::Created };
    write.id == conflict
        && write.life == life
        && write.fields.get(Conflict::MINE_BY) == Some(&op.author.write())
        && write.fields.get(Conflict::RESOLUTION) == Some(&Resolution::Open.write())
}

/// Whether the text of a whole record's conflict says everything that was asked, or that a deletion met.
fn says_all(op: &Operation, expected: &Expected, mine: Option<&Value>) -> bool {
    let met = || expected.words.iter().map(|(name, value)| (name.clone(), Change::Put(value.clone()))).collect();
    let changes: BTreeMap<FieldName, Change> = match &op.action {
        Action::Set(changes) => changes.clone(),
        _ => met(),
    };
    let text = mine.and_then(Value::as_text).unwrap_or_default();
    serde_json::from_str(text).ok() == Some(changes)
}

/// An operation says of what its author had seen neither too much (someone would be overwritten in silence) nor, where
/// nothing was lost on the way, too little (someone would be said to be).
fn base_is_what_was_seen(world: &World, server: &Server, registry: &Registry, known: &Known, op: &Operation) {
    if matches!(op.action, Action::Create(_)) {
        return;
    }
    let seen = server.seen_now(known.edit.scope, known.seen);
    if op.base > seen {
        world.violate(format!("base: {} says {:?} was seen; it was {seen:?}", op.op_id, op.base));
    }
    // A base that was read again in between leaves nothing to be sure of.
    let calm = !registry.retried.contains(&known.root)
        && !server.restored
        && server.floors.is_empty()
        && !registry.is_troubled(known.profile)
        && !registry.revoked.iter().any(|(person, _)| *person == known.person);
    if op.base < seen && calm {
        world.violate(format!("base: {} says only {:?} was seen; it was {seen:?}", op.op_id, op.base));
    }
}

fn undo_is_ones_own(world: &World, server: &Server, records: &Records, known: &Known, op: &Operation, effect: &Effect) {
    let Some(state) = records.get(&op.id) else { return };
    let write = &effect.writes[0];
    // A database that forgot who it is goes on under another id, and what it did before is still its own.
    let registry = world.registry.borrow();
    let of_profile = |other: &Operation| registry.ops.get(&other.op_id).is_some_and(|at| at.profile == known.profile);
    let former: BTreeSet<ClientId> =
        registry.pushed.values().filter(|other| of_profile(other)).map(|other| other.client_id).collect();
    let is_own = |client: ClientId| client == op.client_id || former.contains(&client);
    let others = |name: &FieldName| state.fields.get(name).is_some_and(|field| !is_own(field.client));
    let put = |name: &&FieldName| policy(&op.kind, name) != Policy::Merge;
    // What was refused, taken out of the outbox in another tab, or lost to a deletion that was itself taken back, was made over
    // others' words that its author saw: doing it again is no undo of theirs.
    let did_nothing = |id: OpId, other: &Known, name: &FieldName| {
        let wanted = |changes: &BTreeMap<FieldName, Change>| match changes.get(name) {
            Some(Change::Put(value)) => Some(value) == write.fields.get(name),
            _ => false,
        };
        if other.undoing || !matches!(&other.edit.action, Action::Set(changes) if wanted(changes)) {
            return false;
        }
        let mut before = server.ledger.log(op.scope).iter().take_while(|other| other.seq < effect.seq);
        before.find(|other| other.op == id).is_some_and(|other| {
            other.writes.iter().filter(|write| write.id == op.id).all(|write| !write.fields.contains_key(name))
        })
    };
    let again = |name: &FieldName| {
        let field = state.fields.get(name);
        let over =
            |other: &Known| field.is_some_and(|field| server.seen_now(other.edit.scope, other.seen) >= field.seq);
        registry.ops.iter().any(|(id, other)| {
            let is_gone =
                registry.refused.contains_key(id) || registry.is_discarded(*id) || did_nothing(*id, other, name);
            let puts = matches!(&other.edit.action, Action::Set(changes) if changes.contains_key(name));
            is_gone && puts && other.profile == known.profile && other.edit.id == op.id && over(other)
        })
    };
    if let Some(name) = write.fields.keys().filter(put).find(|name| others(name) && !again(name)) {
        let (before, after) = (state.fields.get(name), write.fields.get(name));
        if before.map(|field| &field.value) != after {
            world.violate(format!("undo: {} puts {after:?} over somebody else's {before:?}", op.op_id));
        }
    }
    let turned_by_others = state.turned.is_some_and(|(_, client)| !is_own(client));
    let own = state.turned.is_none() && state.maker.is_some_and(is_own);
    let worked_on = own.then(|| state.fields.iter().find(|(name, _)| others(name))).flatten();
    if write.life == Life::Deleted && (turned_by_others || worked_on.is_some()) {
        world.violate(format!("undo: {} deletes what somebody else worked on: {worked_on:?}", op.op_id));
    }
    if write.life == Life::Restored && turned_by_others {
        world.violate(format!("undo: {} brings back what somebody else deleted", op.op_id));
    }
}
