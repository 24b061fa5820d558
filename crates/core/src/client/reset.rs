//! Beginning again: another server history, or a scope that may no longer be read. Operations are never touched but to be
//! offered again or kept as dead letters.

use std::collections::BTreeSet;

use super::{
    apply::forget_create,
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    stored::{CURSOR, RESETS, all_rows, meta, put_meta, put_row},
};
use crate::{
    Millis,
    authority::Rejection,
    id::{Epoch, ScopeId},
    outbox::{Row, RowState},
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
    let stored: Cursor = meta(&tx, CURSOR).await?.unwrap_or_default();
    let mut cursor = stored.clone();
    let mut met = Met::Same;
    if cursor.epoch != Some(epoch) {
        if cursor.epoch.is_some() {
            tx.delete_range(Table::Records, Range::All)?;
            tx.delete_range(Table::Journal, Range::All)?;
            for row in all_rows(&tx).await? {
                if matches!(row.state, RowState::Accepted { .. }) {
                    put_row(&tx, &Row::waiting(row.operation))?;
                }
            }
            met = Met::Changed;
        }
        cursor = Cursor { epoch: Some(epoch), ..Cursor::default() };
    }
    let readable: BTreeSet<ScopeId> = scopes.iter().copied().collect();
    let is_lost = |scope: &&ScopeId| known.contains(*scope) && !readable.contains(*scope);
    let lost: BTreeSet<ScopeId> = cursor.scopes.keys().filter(is_lost).copied().collect();
    for scope in &lost {
        tx.delete_range(Table::Records, Range::scope(*scope))?;
        cursor.scopes.remove(scope);
        met = Met::Changed;
    }
    if !lost.is_empty() {
        for row in all_rows(&tx).await?.into_iter().filter(|row| lost.contains(&row.operation.scope)) {
            lose(&tx, row, now).await?;
        }
    }
    if met == Met::Changed {
        let resets: u64 = meta(&tx, RESETS).await?.unwrap_or_default();
        put_meta(&tx, RESETS, &(resets + 1))?;
    }
    if cursor != stored {
        put_meta(&tx, CURSOR, &cursor)?;
        tx.commit().await?;
    }
    Ok(met)
}

async fn lose<Tx: Transaction>(tx: &Tx, row: Row, now: Millis) -> Result<(), StoreError> {
    let op = row.operation;
    match row.state {
        RowState::Waiting => {
            put_row(tx, &Row { state: RowState::Dead { why: Rejection::NoAccess, at: now }, operation: op })
        }
        // It is in the log, and its effect will never come: a dead letter of it would invite its author to do it twice.
        RowState::Accepted { .. } => {
            tx.delete(Table::Outbox, &Key::Num(op.client_seq.0))?;
            forget_create(tx, &Key::record(op.scope, op.id), op.op_id).await
        }
        RowState::Dead { .. } => Ok(()),
    }
}
