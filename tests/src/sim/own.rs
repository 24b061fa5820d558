//! What must hold at every step: an edit that was saved and not refused shows in the tab that made it. (That nothing shows
//! twice is looked at with every change of a view: see [`super::tab`].)

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::{
    client::{Table, memory::MemoryDatabase},
    effect::Write,
    entity::FieldValue,
    id::{OpId, RecordId},
    ledger::memory::MemoryLedger,
    operation::{Action, ClientSeq},
    replica::Replica,
    value::{Change, FieldName, Value},
    wire::Outcome,
};

use super::{
    registry::{Known, Registry},
    run::Run,
};

/// An edit that was saved and not refused shows in the tab that made it, and in those of its profile that opened later, at any
/// moment; but not while everything is read again because storage or the server's history were lost.
pub fn own_edits_show(run: &Run) {
    let world = &run.world;
    let server = world.server.borrow();
    if server.restored {
        return;
    }
    let registry = world.registry.borrow();
    for sim in run.tabs.values().filter(|sim| sim.is_idle() && !sim.profile.troubled.get()) {
        let Some(tab) = sim.ready() else { continue };
        let mut refused = None;
        let replica = tab.replica();
        let must = |known: &Known| known.saved && (known.life == sim.life.id || known.stored <= sim.began.get());
        let own = || registry.ops.iter().filter(|(_, known)| known.profile == sim.profile.index);
        let mut latest = BTreeMap::new();
        for (op, known) in own() {
            for (field, word) in words(known) {
                let last = latest.entry((known.edit.id, field)).or_insert((*op, known, word));
                if order(last.1) < order(known) {
                    *last = (*op, known, word);
                }
            }
        }
        let unshown = own().filter(|(_, known)| !shows(&replica, known)).map(|(op, known)| (*op, known));
        let overlaid = latest.iter().filter(|((id, field), (op, _, word))| {
            let there = replica.seen(*id).and_then(|record| record.value(field));
            there.is_some_and(|there| {
                is_word(there)
                    && there != *word
                    && !replaces(&registry, &server.ledger, &replica, (*id, field, *op), there)
            })
        });
        let overlaid = overlaid.map(|(_, (op, known, _))| (*op, *known));
        for (op, _) in unshown.chain(overlaid).filter(|(op, known)| must(known) && !excused(&registry, *op, known)) {
            // Read only where it matters: most edits show.
            let refused = refused.get_or_insert_with(|| dead_letters(&sim.profile.db));
            if !refused.contains(&registry.holder(op)) {
                world.violate(format!("own edits show: tab {} does not show {op}", sim.life.id.0));
            }
        }
    }
}

/// Tabs show edits in the order of their rows, and what is not stored yet after them.
fn order(known: &Known) -> (ClientSeq, u64) {
    (known.row, known.made)
}

/// The words that an edit puts into fields. No two edits put the same ones, but for undo.
fn words(known: &Known) -> impl Iterator<Item = (&FieldName, &Value)> {
    let changes = if let Action::Set(changes) = &known.edit.action { Some(changes) } else { None };
    changes.into_iter().flatten().filter_map(|(field, change)| match change {
        Change::Put(word) if is_word(word) => Some((field, word)),
        _ => None,
    })
}

fn is_word(value: &Value) -> bool {
    value.as_text().is_some_and(|text| text.starts_with("word-"))
}

/// Whether a value may stand where the last own edit had put another: the server has it, and what it has there came
/// after that edit, or the edit lost there and waits in a conflict.
fn replaces(
    registry: &Registry,
    ledger: &MemoryLedger,
    replica: &Replica,
    edit: (RecordId, &FieldName, OpId),
    there: &Value,
) -> bool {
    let (id, field, op) = edit;
    let place = |op: OpId| match ledger.result(registry.holder(op)) {
        Some(Outcome::Accepted { seq }) => Some(*seq),
        _ => None,
    };
    let says = |known: &Known| known.edit.id == id && words(known).any(|(name, word)| (name, word) == (field, there));
    let writers: Vec<_> = registry.ops.iter().filter(|(_, known)| says(known)).collect();
    // What became one row has one place; and whoever died before they could tell may have stored it within another edit.
    let same = registry.holder(op);
    // What is stored within a letter that is offered again has its old row, and is shown over all that was done since.
    let in_retried = |writer: OpId| registry.retried.contains(&registry.root(registry.holder(writer)));
    // What was refused is shown over what was done after it, and taken, until the device hears of that: effects may overtake the answer.
    let is_unheard = |writer: OpId, known: &Known| {
        let holder = registry.holder(writer);
        place(op).is_some()
            && registry.refused.contains_key(&holder)
            && known.profile == registry.ops[&op].profile
            && order(known) < order(&registry.ops[&op])
            && replica.lane(id).any(|pending| pending.op_id == holder)
    };
    let may_stand = |(writer, known): &(&OpId, &Known)| {
        !known.saved || registry.holder(**writer) == same || in_retried(**writer) || is_unheard(**writer, known)
    };
    if writers.iter().any(may_stand) {
        return true;
    }
    let Some(own) = place(op) else { return false };
    let scope = registry.ops[&op].edit.scope;
    let wrote = |write: &Write| write.id == id && write.fields.contains_key(field);
    if !ledger.log(scope).iter().any(|effect| effect.seq == own && effect.writes.iter().any(wrote)) {
        return true;
    }
    writers.iter().any(|(writer, _)| place(**writer).is_some_and(|seq| seq > own))
}

fn excused(registry: &Registry, op: OpId, known: &Known) -> bool {
    let id = known.edit.id;
    registry.revoked.contains(&(known.person, known.edit.scope))
        || registry.retried.contains(&known.root)
        || registry.is_given_up(op)
        || registry.unmade.contains(&id)
        || registry.unmade.contains(&known.edit.scope.into())
        || registry.deleted.contains(&id)
        || registry.recounted.contains(&id)
        || known.undoing
}

fn shows(replica: &Replica, known: &Known) -> bool {
    match (&known.edit.action, replica.seen(known.edit.id)) {
        (_, None) => false,
        (Action::Set(changes), Some(record)) => changes.iter().all(|(field, change)| match change {
            Change::Increment(by) => i64::read(record.value(field)) & by == *by,
            _ => true,
        }),
        _ => true,
    }
}

/// The operations that are dead letters in a database.
pub fn dead_letters(db: &MemoryDatabase) -> BTreeSet<OpId> {
    ops_in(db, Table::Outbox, |raw| raw.contains("\"dead\":"))
}

/// The operations that their person discarded and may bring back.
pub fn discarded(db: &MemoryDatabase) -> BTreeSet<OpId> {
    ops_in(db, Table::Done, says_discarded)
}

/// Whether a stored text is of an operation that was discarded.
pub fn says_discarded(raw: &str) -> bool {
    raw.contains("\"discarded\":")
}

fn ops_in(db: &MemoryDatabase, table: Table, is_meant: impl Fn(&str) -> bool) -> BTreeSet<OpId> {
    let stored = db.committed();
    let rows = stored.iter().filter(|((of, _), raw)| *of == table && is_meant(raw));
    rows.filter_map(|(_, raw)| op_of(raw)).collect()
}

/// The id of the operation in a stored text.
pub fn op_of(raw: &str) -> Option<OpId> {
    let (_, from) = raw.split_once("\"op_id\":\"")?;
    from.get(..36)?.parse().ok()
}
