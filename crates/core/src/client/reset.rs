//! Beginning again: another server history, or a scope that may no longer be read. Operations are never touched but to be
//! offered again or kept as dead letters.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    apply::forget_create,
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    done,
    doubt::{self, Doubt},
    steps,
    stored::{CURSOR, DOUBT, Journalled, Kept, RESETS, SNAPSHOTS, all_rows, decode, kept, meta, put_meta, put_row},
};
use crate::{
    Millis,
    authority::Rejection,
    id::{Epoch, ScopeId},
    operation::{ClientSeq, Operation},
    outbox::{Row, RowState},
    planted::{self, Bug},
    record::Seq,
    undo::Step,
    wire::Cursor,
};

/// What meeting a server's scopes changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// Nothing.
    Same,
    /// The base was cleared in whole or part: read everything again.
    Changed,
}

/// Takes the server's epoch and the scopes the account may read. Another epoch than the cursor's clears the base and the
/// cursor, and offers again what the old history had accepted but this client had not seen confirmed.
///
/// A scope that was `known` to whoever asked and is no longer there is purged. The person's own waiting operations in it
/// become dead letters; those that the server has accepted are done and go. What the asker did not know of is none of this
/// answer's business: an answer that was long on its way must not purge a scope that another member has met since.
pub async fn meet<D: Database>(
    db: &D,
    epoch: Epoch,
    scopes: &[ScopeId],
    known: &BTreeSet<ScopeId>,
    now: Millis,
) -> Result<Met, StoreError> {
    let tx = db.begin(&Table::ALL, Mode::Write).await?;
    let (stored, is_known) = match kept::<_, Cursor>(&tx, CURSOR).await? {
        Kept::Is(cursor) => (cursor, !matches!(kept::<_, Doubt>(&tx, DOUBT).await?, Kept::Lost)),
        Kept::Absent => (Cursor::default(), true),
        Kept::Lost => (Cursor::default(), false),
    };
    let mut cursor = stored.clone();
    let mut met = Met::Same;
    // Where nobody can tell any more of which history the base is, it is read again as if it were of another.
    if cursor.epoch != Some(epoch) || !is_known {
        let ignored = planted::has(Bug::EpochIgnored) && cursor.epoch.is_some();
        if (cursor.epoch.is_some() || !is_known) && !ignored {
            begin_again(&tx).await?;
            met = Met::Changed;
        }
        let scopes = if ignored { cursor.scopes } else { BTreeMap::default() };
        cursor = Cursor { epoch: Some(epoch), scopes, snapshot: None };
    }
    let readable: BTreeSet<ScopeId> = scopes.iter().copied().collect();
    let is_lost = |scope: &ScopeId| known.contains(scope) && !readable.contains(scope);
    let lost: BTreeSet<ScopeId> = cursor.known().into_iter().filter(is_lost).collect();
    for scope in &lost {
        purge(&tx, *scope).await?;
        cursor.scopes.remove(scope);
        cursor.snapshot = cursor.snapshot.filter(|place| place.scope != *scope);
        met = Met::Changed;
    }
    if !lost.is_empty() {
        for row in all_rows(&tx).await?.into_iter().filter(|row| lost.contains(&row.operation.scope)) {
            lose(&tx, row, now).await?;
        }
    }
    if met == Met::Changed {
        count_reset(&tx).await?;
    }
    if cursor != stored || met == Met::Changed {
        put_meta(&tx, CURSOR, &cursor)?;
        tx.commit().await?;
    }
    Ok(met)
}

/// The server turns out to be another than its epoch says (its database was set back as a file, say): reads everything again,
/// as after any other change of history.
pub async fn distrust<D: Database>(db: &D) -> Result<(), StoreError> {
    let tx = db.begin(&Table::ALL, Mode::Write).await?;
    let cursor: Cursor = meta(&tx, CURSOR).await?.unwrap_or_default();
    begin_again(&tx).await?;
    count_reset(&tx).await?;
    put_meta(&tx, CURSOR, &Cursor { epoch: cursor.epoch, ..Cursor::default() })?;
    tx.commit().await
}

/// Operations that the server has accepted in scopes that this client has not met: it makes such a scope, or may not read it
/// any more. What they did comes with the scope, if it ever does.
pub(super) async fn strays<D: Database>(db: &D, cursor: &Cursor) -> Result<Vec<Operation>, StoreError> {
    let tx = db.begin(&[Table::Outbox], Mode::Read).await?;
    let known = cursor.known();
    let is_stray = |row: &Row| matches!(row.state, RowState::Accepted { .. }) && !known.contains(&row.operation.scope);
    Ok(all_rows(&tx).await?.into_iter().filter(is_stray).map(|row| row.operation).collect())
}

/// Removes those of them whose scope the server does not name to whoever asked after they were accepted: they are done, and
/// nothing of it will ever come. Their numbers.
pub(super) async fn forget_strays<D: Database>(
    db: &D,
    scopes: &[ScopeId],
    mut strays: Vec<Operation>,
) -> Result<Vec<ClientSeq>, StoreError> {
    strays.retain(|op| !scopes.contains(&op.scope));
    if strays.is_empty() {
        return Ok(Vec::new());
    }
    let tx = db.begin(&[Table::Outbox, Table::Creates], Mode::Write).await?;
    let mut gone = Vec::new();
    for row in all_rows(&tx).await? {
        let was = strays.iter().any(|op| op.op_id == row.operation.op_id);
        if was && matches!(row.state, RowState::Accepted { .. }) {
            gone.push(row.operation.client_seq);
            lose(&tx, row, 0).await?;
        }
    }
    tx.commit().await?;
    Ok(gone)
}

/// Tells everyone who loaded the base that it is void.
pub(super) async fn count_reset<Tx: Transaction>(tx: &Tx) -> Result<(), StoreError> {
    // Far from any number that anybody can have seen, where it cannot be read.
    const FAR: u64 = 1 << 40;
    let resets = match kept::<_, u64>(tx, RESETS).await? {
        Kept::Is(resets) => resets,
        Kept::Absent => 0,
        Kept::Lost => FAR,
    };
    put_meta(tx, RESETS, &(resets + 1))
}

/// Another history: the base is read anew, and nothing is sent until it has been ([`super::doubt`]).
async fn begin_again<Tx: Transaction>(tx: &Tx) -> Result<(), StoreError> {
    tx.delete_range(Table::Records, Range::All)?;
    tx.delete(Table::Meta, &Key::name(SNAPSHOTS))?;
    // Records that were put aside are the server's too, and it may not let this person read them any more.
    for (key, _) in tx.scan(Table::Quarantine, Range::All, usize::MAX).await? {
        if matches!(&key, Key::Text(place) if place.starts_with("records:")) {
            tx.delete(Table::Quarantine, &key)?;
        }
    }
    doubt::open(tx).await?;
    for row in all_rows(tx).await? {
        if matches!(row.state, RowState::Accepted { .. }) {
            put_row(tx, &Row::offered(row.operation))?;
        }
    }
    if planted::has(Bug::ResyncClearsPending) {
        tx.delete_range(Table::Outbox, Range::All)?;
    }
    Ok(())
}

/// Removes everything of a scope that is not its reader's own: records, what was confirmed, what could be undone, and what was
/// put aside.
async fn purge<Tx: Transaction>(tx: &Tx, scope: ScopeId) -> Result<(), StoreError> {
    tx.delete_range(Table::Records, Range::scope(scope))?;
    let mut snapshots: BTreeMap<ScopeId, Seq> = meta(tx, SNAPSHOTS).await?.unwrap_or_default();
    if snapshots.remove(&scope).is_some() {
        put_meta(tx, SNAPSHOTS, &snapshots)?;
    }
    if planted::has(Bug::PurgeMissesRows) {
        return Ok(());
    }
    for done in done::all(tx).await?.into_iter().filter(|done| done.operation.scope == scope) {
        tx.delete(Table::Done, &Key::Num(done.operation.client_seq.0))?;
    }
    for (key, raw) in tx.scan(Table::Undo, Range::All, usize::MAX).await? {
        let is_of = |step: Step| step.edits.iter().chain(&step.inverse).any(|edit| edit.scope == scope);
        if steps::read(&raw).is_none_or(is_of) {
            tx.delete(Table::Undo, &key)?;
        }
    }
    for (key, raw) in tx.scan(Table::Journal, Range::All, usize::MAX).await? {
        if decode::<Journalled>(Table::Journal, &raw).is_ok_and(|entry| entry.scope == scope) {
            tx.delete(Table::Journal, &key)?;
        }
    }
    let name = scope.to_string();
    for (key, raw) in tx.scan(Table::Quarantine, Range::All, usize::MAX).await? {
        let is_record = matches!(&key, Key::Text(place) if place.starts_with("records:") && place.contains(&name));
        if is_record || (raw.contains(&name) && matches!(&key, Key::Text(place) if !place.starts_with("outbox:"))) {
            tx.delete(Table::Quarantine, &key)?;
        }
    }
    Ok(())
}

async fn lose<Tx: Transaction>(tx: &Tx, row: Row, now: Millis) -> Result<(), StoreError> {
    match row.state {
        RowState::Waiting => put_row(tx, &row.in_state(RowState::Dead { why: Rejection::NoAccess, at: now })),
        // It is in the log, and its effect will never come: a dead letter of it would invite its author to do it twice.
        RowState::Accepted { .. } => {
            let op = row.operation;
            tx.delete(Table::Outbox, &Key::Num(op.client_seq.0))?;
            forget_create(tx, &Key::record(op.scope, op.id), op.op_id).await
        }
        RowState::Dead { .. } => Ok(()),
    }
}
