//! Nothing that was saved is lost, and nothing is done twice.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::{
    id::OpId,
    operation::{Action, Operation},
    outbox::{Row, RowState},
    value::{Change, FieldName, Value},
};

use super::stored::Stored;
use crate::sim::{
    registry::{Known, Registry},
    server::Server,
    world::World,
};

/// Each edit that was saved was done once or is still in its outbox, unless its author gave it up or lost its device.
pub(super) fn nothing_lost_or_doubled(world: &World, stores: &[Stored]) {
    let server = world.server.borrow();
    let registry = world.registry.borrow();
    let mut done: BTreeMap<OpId, u64> = BTreeMap::new();
    for effect in server.ledger.scopes().flat_map(|scope| server.ledger.log(scope)) {
        *done.entry(registry.root(effect.op)).or_default() += 1;
    }
    let rows = stores.iter().enumerate().flat_map(|(index, stored)| stored.rows.iter().map(move |row| (index, row)));
    let kept: BTreeMap<(usize, OpId), &Row> =
        rows.map(|(index, row)| ((index, registry.root(row.operation.op_id)), row)).collect();
    // Under whichever id: it may have been offered again before its row went bad.
    let bad: BTreeSet<OpId> = registry.damaged.iter().map(|op| registry.root(*op)).collect();
    for (op, known) in registry.ops.iter().filter(|(op, known)| **op == known.root) {
        let holder = registry.root(registry.holder(*op));
        let times = done.get(&holder).copied().unwrap_or_default();
        let row = kept.get(&(known.profile, holder));
        let kept = row.is_some();
        let maybe_done = row.is_some_and(|row| {
            let is_told = stores[known.profile].journal.contains_key(&row.operation.op_id);
            matches!(row.state, RowState::Dead { maybe_done: true, .. }) && !is_told
        });
        let revoked = registry.revoked.contains(&(known.person, known.edit.scope));
        if times > 1 {
            world.violate(format!("each once: {op} was done {times} times"));
        }
        // A letter that says itself that it may have been done, where nothing has told this device of it, is offered again as what
        // it was.
        if times == 1 && kept && !maybe_done && !revoked && !row.is_some_and(|row| is_held(row, &stores[known.profile]))
        {
            world.violate(format!("each once: {op} was done and is still in the outbox"));
        }
        // Whoever died as they withdrew it has it among what was discarded, or has it still; an undo, which tells of what
        // others wrote, only until they are put out, or a restored server has not let them in yet.
        let withdrawn = stores[known.profile].discarded.iter().any(|other| registry.root(*other) == holder);
        let put_out = revoked || server.restored && known.undoing;
        let no_room = registry.evicted.contains(&known.profile);
        // So it is where they are put out after they withdrew it and before they brought it back.
        let came_late = revoked && known.undoing && registry.returned.contains(&known.root);
        let given_up =
            registry.is_discarded(*op) || came_late || registry.is_doubted(known) && (withdrawn || no_room || put_out);
        let damaged = bad.contains(&holder) || bad.contains(op) || registry.is_wiped(known);
        // A person who was put out keeps dead letters of what waited; what the server had done then, it may forget. So it may
        // what a device kept in case, and had no room for.
        let forgotten = server.restored && (revoked || registry.evicted.contains(&known.profile));
        if known.saved && times == 0 && !kept && !given_up && !damaged && !forgotten {
            world.violate(format!("nothing lost: {op} of profile {} was saved and is nowhere", known.profile));
        }
    }
}

/// Every operation in the log says what its author asked for, with all that was stored within it.
pub(super) fn words_are_kept(world: &World, server: &Server) {
    let registry = world.registry.borrow();
    let mut groups: BTreeMap<OpId, Vec<(OpId, &Known)>> = BTreeMap::new();
    // By their first ids: of two tabs that offer the same again, one comes too late.
    for (op, known) in registry.ops.iter().filter(|(op, known)| known.saved && **op == known.root) {
        groups.entry(registry.root(registry.holder(*op))).or_default().push((*op, known));
    }
    for effect in server.ledger.scopes().flat_map(|scope| server.ledger.log(scope)) {
        let root = registry.root(effect.op);
        let (Some(pushed), Some(group)) = (registry.pushed.get(&effect.op), groups.get(&root)) else { continue };
        for (op, known) in group {
            if !says(&registry, pushed, known) {
                world.violate(format!(
                    "words: {} was done as {:?}, without {op}: {:?}",
                    effect.op, pushed.action, known.edit.action
                ));
            }
        }
        let alone = group.len() == 1 && unsaved(&registry, group[0].1).next().is_none();
        if alone && group[0].0 == root && group[0].1.edit.action != pushed.action {
            world.violate(format!(
                "words: {} was asked as {:?}, done as {:?}",
                effect.op, group[0].1.edit, pushed.action
            ));
        }
        increments_add_up(world, &registry, pushed, group);
    }
}

/// Edits of the same record from the same device whose author was never told that they are stored: they may be.
fn unsaved<'a>(registry: &'a Registry, known: &'a Known) -> impl Iterator<Item = &'a Known> {
    let same = move |other: &&Known| other.edit.id == known.edit.id && other.profile == known.profile;
    registry.ops.values().filter(same).filter(|other| !other.saved)
}

fn says(registry: &Registry, pushed: &Operation, known: &Known) -> bool {
    let later = |field: &FieldName| {
        let same = |other: &&Known| other.edit.id == known.edit.id && other.profile == known.profile;
        // Two tabs store in their own time: of theirs, either may have come later.
        let later = |other: &&Known| other.made > known.made || other.life != known.life;
        let after = registry.ops.values().filter(same).filter(later);
        after.into_iter().any(|other| matches!(&other.edit.action, Action::Set(changes) if changes.contains_key(field)))
    };
    let value = |field: &FieldName| match &pushed.action {
        Action::Create(fields) => fields.get(field).cloned(),
        Action::Set(changes) => match changes.get(field) {
            Some(Change::Put(value)) => Some(value.clone()),
            Some(Change::Members { add, .. }) => Some(Value::Set(add.clone())),
            _ => None,
        },
        _ => None,
    };
    match (&known.edit.action, &pushed.action) {
        (Action::Create(fields), Action::Create(_)) => {
            fields.iter().all(|(field, asked)| value(field).as_ref() == Some(asked) || later(field))
        }
        (Action::Set(changes), Action::Create(_) | Action::Set(_)) => changes.iter().all(|(field, change)| {
            let said = match change {
                Change::Put(asked) => value(field).as_ref() == Some(asked),
                Change::Members { add, .. } => matches!(value(field), Some(Value::Set(set)) if add.is_subset(&set)),
                // All of them together, below.
                Change::Increment(_) => true,
            };
            said || later(field)
        }),
        (asked, done) => asked == done,
    }
}

fn increments_add_up(world: &World, registry: &Registry, pushed: &Operation, group: &[(OpId, &Known)]) {
    let asked: i64 = group.iter().map(|(_, known)| increment(&known.edit.action)).sum();
    let done = match &pushed.action {
        Action::Create(fields) => match fields.get(holdfast_core::entity::Task::TIME_SPENT) {
            Some(Value::Int(total)) => *total,
            _ => 0,
        },
        action => increment(action),
    };
    let maybe = group
        .first()
        .is_some_and(|(_, known)| unsaved(registry, known).any(|other| increment(&other.edit.action) != 0));
    if asked != done && !maybe {
        world.violate(format!("counters: {} adds {done}; what was asked adds up to {asked}", pushed.op_id));
    }
}

fn increment(action: &Action) -> i64 {
    let Action::Set(changes) = action else { return 0 };
    let by = |change: &Change| if let Change::Increment(by) = change { *by } else { 0 };
    changes.values().map(by).sum()
}

/// Whether an edit may be on the server, and is not asked about because its record's create was refused here: it waits with that
/// for its author.
fn is_held(row: &Row, stored: &Stored) -> bool {
    let holds = |other: &Row| {
        let (of, op) = (&other.operation, &row.operation);
        matches!(other.state, RowState::Dead { .. })
            && of.is_create()
            && of.id == op.id
            && of.client_seq < op.client_seq
    };
    row.unsure && stored.rows.iter().any(holds)
}
