//! Beginning again: another server history, or a scope that may no longer be read. Operations are never touched but to be
//! offered again or kept as dead letters.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    doubt::{self, Doubt},
    missing,
    purge::{lose, not_being_made, purge},
    stored::{
        CURSOR, DOUBT, HISTORIES, Kept, MISSING, RESETS, SNAPSHOTS, all_rows, count, counted, kept, meta, put_meta,
        put_row,
    },
};
use crate::{
    Millis,
    id::{Epoch, ScopeId},
    operation::{ClientSeq, Operation},
    outbox::{Row, RowState},
    planted::{self, Bug},
    wire::Cursor,
};

/// What meeting a server's scopes changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// Nothing.
    Same,
    /// The base was cleared in whole or part: read everything again.
    Changed,
    /// Nothing, because it is too late: another history was begun since it was asked for.
    Late,
}

/// Where a reader is when it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// How far it is, and what is missing of the base up to there.
    pub cursor: Cursor,
    /// How many histories had begun.
    pub history: u64,
}

/// Where this client is.
pub async fn asked<D: Database>(db: &D) -> Result<Asked, StoreError> {
    let tx = db.begin(&[Table::Meta], Mode::Read).await?;
    let mut cursor: Cursor = meta(&tx, CURSOR).await?.unwrap_or_default();
    cursor.missing = missing::to_ask_for(&tx).await?;
    // The pages of a snapshot bring them anyway.
    if let Some(place) = &cursor.snapshot {
        cursor.missing.remove(&place.scope);
    }
    Ok(Asked { cursor, history: counted(&tx, HISTORIES).await? })
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
    Ok(meet_since(db, None, epoch, scopes, known, now).await?.0)
}

/// The same for an answer to whoever asked when so many histories had begun; with how many there are now. Where another was
/// begun since, it does nothing: it may be of one that was left, which this client would read again, to no end, or lack an
/// engagement that has been offered again.
pub(super) async fn meet_since<D: Database>(
    db: &D,
    since: Option<u64>,
    epoch: Epoch,
    scopes: &[ScopeId],
    known: &BTreeSet<ScopeId>,
    now: Millis,
) -> Result<(Met, u64), StoreError> {
    let tx = db.begin(&Table::ALL, Mode::Write).await?;
    let (stored, is_known) = match kept::<_, Cursor>(&tx, CURSOR).await? {
        Kept::Is(cursor) => (cursor, !matches!(kept::<_, Doubt>(&tx, DOUBT).await?, Kept::Lost)),
        Kept::Absent => (Cursor::default(), true),
        Kept::Lost => (Cursor::default(), false),
    };
    let history = counted(&tx, HISTORIES).await?;
    if since.is_some_and(|since| since != history) {
        return Ok((Met::Late, history));
    }
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
        cursor = Cursor { epoch: Some(epoch), scopes, ..Cursor::default() };
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
    }
    let history = counted(&tx, HISTORIES).await?;
    if cursor != stored || met == Met::Changed {
        tx.commit().await?;
    }
    Ok((met, history))
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
/// nothing of it will ever come. What else is kept of such a scope goes too. Their numbers.
///
/// Nothing where another history was begun since: in it they were offered again, and may have been accepted after the answer
/// was made.
pub(super) async fn forget_strays<D: Database>(
    db: &D,
    since: u64,
    scopes: &[ScopeId],
    mut strays: Vec<Operation>,
) -> Result<Vec<ClientSeq>, StoreError> {
    strays.retain(|op| !scopes.contains(&op.scope));
    if strays.is_empty() {
        return Ok(Vec::new());
    }
    let tx = db.begin(&Table::ALL, Mode::Write).await?;
    if counted(&tx, HISTORIES).await? != since {
        return Ok(Vec::new());
    }
    let (mut gone, mut left) = (Vec::new(), BTreeSet::new());
    for row in all_rows(&tx).await? {
        let was = strays.iter().any(|op| op.op_id == row.operation.op_id);
        if was && matches!(row.state, RowState::Accepted { .. }) {
            gone.push(row.operation.client_seq);
            left.insert(row.operation.scope);
            lose(&tx, row, 0).await?;
        }
    }
    for scope in not_being_made(&tx, left).await? {
        purge(&tx, scope).await?;
    }
    tx.commit().await?;
    Ok(gone)
}

/// Tells everyone who loaded the base that it is void. Versions still mean what they did, unless the history is another.
pub(super) async fn count_reset<Tx: Transaction>(tx: &Tx) -> Result<(), StoreError> {
    count(tx, RESETS).await
}

/// Another history: the base is read anew, and nothing is sent until it has been ([`super::doubt`]).
async fn begin_again<Tx: Transaction>(tx: &Tx) -> Result<(), StoreError> {
    doubt::open(tx).await?;
    count(tx, HISTORIES).await?;
    tx.delete_range(Table::Records, Range::All)?;
    tx.delete(Table::Meta, &Key::name(SNAPSHOTS))?;
    tx.delete(Table::Meta, &Key::name(MISSING))?;
    // Records that were put aside are the server's too, and it may not let this person read them any more.
    for (key, _) in tx.scan(Table::Quarantine, Range::All, usize::MAX).await? {
        if matches!(&key, Key::Text(place) if place.starts_with("records:")) {
            tx.delete(Table::Quarantine, &key)?;
        }
    }
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
