//! Removing what a person may no longer read. What they wanted to say themselves stays, as dead letters, without the words of
//! others that they had before them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    apply::forget_create,
    creates,
    database::{Key, Range, StoreError, Table, Transaction},
    done::{self, Done, Fate},
    missing, steps,
    stored::{Journalled, Kept, SNAPSHOTS, all_rows, decode, encode, kept, put_meta, put_row},
};
use crate::{
    Millis,
    authority::Rejection,
    id::{RecordId, ScopeId},
    outbox::{Row, RowState},
    planted::{self, Bug},
    record::Seq,
    undo::Step,
};

/// Removes everything of a scope that is not its reader's own: records, what was confirmed, what could be undone, and what was
/// put aside. What they discarded stays as long as they may bring it back.
pub(super) async fn purge<Tx: Transaction>(tx: &Tx, scope: ScopeId) -> Result<(), StoreError> {
    tx.delete_range(Table::Records, Range::scope(scope))?;
    missing::forget(tx, scope).await?;
    match kept::<_, BTreeMap<ScopeId, Seq>>(tx, SNAPSHOTS).await? {
        Kept::Is(mut snapshots) => {
            if snapshots.remove(&scope).is_some() {
                put_meta(tx, SNAPSHOTS, &snapshots)?;
            }
        }
        // What cannot be read may name it.
        Kept::Lost => tx.delete(Table::Meta, &Key::name(SNAPSHOTS))?,
        Kept::Absent => {}
    }
    if planted::has(Bug::PurgeMissesRows) {
        return Ok(());
    }
    let name = scope.to_string();
    // What cannot be read is of the scope that it names.
    for (key, raw) in tx.scan(Table::Done, Range::All, usize::MAX).await? {
        match Done::read(&raw) {
            Some(done) if done.operation.scope != scope => {}
            // Its author may bring it back: it is their own, but for what they had before them. An undo says others' words.
            Some(mut done) if matches!(done.fate, Fate::Discarded { .. }) && !done.operation.yields => {
                done.operation.seen.clear();
                tx.put(Table::Done, &key, &encode(&done))?;
            }
            Some(_) => tx.delete(Table::Done, &key)?,
            None if raw.contains(&name) => tx.delete(Table::Done, &key)?,
            None => {}
        }
    }
    for (key, raw) in tx.scan(Table::Undo, Range::All, usize::MAX).await? {
        if steps::read(&raw).is_none_or(|step| scopes_of(&step).any(|of| of == scope)) {
            tx.delete(Table::Undo, &key)?;
        }
    }
    for (key, raw) in tx.scan(Table::Journal, Range::All, usize::MAX).await? {
        if decode::<Journalled>(Table::Journal, &raw).map_or(raw.contains(&name), |entry| entry.scope == scope) {
            tx.delete(Table::Journal, &key)?;
        }
    }
    for (key, raw) in tx.scan(Table::Quarantine, Range::All, usize::MAX).await? {
        let is_record = was_in(&key, Table::Records) && matches!(&key, Key::Text(place) if place.contains(&name));
        if is_record || (raw.contains(&name) && !was_in(&key, Table::Outbox)) {
            tx.delete(Table::Quarantine, &key)?;
        }
    }
    Ok(())
}

/// Takes a row out of a scope that its author may no longer read.
pub(super) async fn lose<Tx: Transaction>(tx: &Tx, row: Row, now: Millis) -> Result<(), StoreError> {
    match row.state {
        RowState::Waiting => {
            let state = RowState::Dead { why: Rejection::NoAccess, at: now, maybe_done: row.sent };
            put_row(tx, &without_seen(row).in_state(state))
        }
        // It is in the log, and its effect will never come: a dead letter of it would invite its author to do it twice.
        RowState::Accepted { .. } => {
            let op = row.operation;
            tx.delete(Table::Outbox, &Key::Num(op.client_seq.0))?;
            forget_create(tx, &Key::record(op.scope, op.id), op.op_id).await
        }
        RowState::Dead { .. } if row.operation.seen.is_empty() => Ok(()),
        RowState::Dead { .. } => put_row(tx, &without_seen(row)),
    }
}

/// Another history has been read to its end: removes what is kept of scopes that it does not name to this person, and that
/// nothing of theirs is about to make. When it was met, nobody knew which those would be. What is to be offered stays.
pub(super) async fn purge_unnamed<Tx: Transaction>(tx: &Tx, named: &BTreeSet<ScopeId>) -> Result<(), StoreError> {
    let (done, rows) = (done::all(tx).await?, all_rows(tx).await?);
    let steps: Vec<Step> =
        tx.scan(Table::Undo, Range::All, usize::MAX).await?.iter().filter_map(|(_, raw)| steps::read(raw)).collect();
    let mut unnamed: BTreeSet<ScopeId> = steps.iter().flat_map(scopes_of).collect();
    unnamed.extend(done.iter().map(|done| done.operation.scope));
    unnamed.extend(rows.iter().map(|row| row.operation.scope));
    unnamed.retain(|scope| !named.contains(scope));
    // One that its author has discarded may be brought back.
    let discarded =
        done.iter().filter(|done| matches!(done.fate, Fate::Discarded { .. }) && done.operation.is_create());
    let discarded: BTreeSet<RecordId> = discarded.map(|done| done.operation.id).collect();
    unnamed.retain(|scope| !discarded.contains(&RecordId::from(*scope)));
    let unnamed = not_being_made(tx, unnamed).await?;
    for scope in &unnamed {
        purge(tx, *scope).await?;
    }
    for row in rows.into_iter().filter(|row| unnamed.contains(&row.operation.scope) && !row.operation.seen.is_empty()) {
        put_row(tx, &without_seen(row))?;
    }
    for (key, raw) in tx.scan(Table::Quarantine, Range::All, usize::MAX).await? {
        let is_of = |tables: &[Table]| tables.iter().any(|table| was_in(&key, *table));
        let names_others = scopes_in(&raw).any(|scope| !named.contains(&scope));
        let may_be_anybodys = is_of(&[Table::Done, Table::Undo]) && scopes_in(&raw).next().is_none();
        if !is_of(&[Table::Outbox, Table::Creates, Table::Meta]) && (names_others || may_be_anybodys) {
            tx.delete(Table::Quarantine, &key)?;
        }
    }
    Ok(())
}

/// Those of some scopes that no operation here is about to make.
pub(super) async fn not_being_made<Tx: Transaction>(
    tx: &Tx,
    scopes: BTreeSet<ScopeId>,
) -> Result<BTreeSet<ScopeId>, StoreError> {
    let keys: Vec<Key> = scopes.iter().map(|scope| Key::record(*scope, (*scope).into())).collect();
    let making = creates::of(tx, &keys).await?;
    Ok(scopes.into_iter().zip(making).filter(|(_, making)| making.is_none()).map(|(scope, _)| scope).collect())
}

/// Whether that is where something stood that was put aside.
fn was_in(place: &Key, table: Table) -> bool {
    matches!(place, Key::Text(place) if place.split(':').next() == Some(table.name()))
}

/// The scopes of a step's edits.
fn scopes_of(step: &Step) -> impl Iterator<Item = ScopeId> + '_ {
    step.edits.iter().chain(&step.inverse).map(|edit| edit.scope)
}

/// The scopes that a text names which nobody can read as what it was.
fn scopes_in(raw: &str) -> impl Iterator<Item = ScopeId> + '_ {
    raw.split("\"scope\":\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok())
}

fn without_seen(mut row: Row) -> Row {
    row.operation.seen.clear();
    row
}
