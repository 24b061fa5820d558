//! The outbox as the replayer sees it: peek at what may be sent, mark what was answered.

use std::collections::HashMap;

use super::{
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    lease::{self, Grant},
    stored::{CURSOR, IDENTITY, Identity, meta, pending_ops, put_row},
};
use crate::{
    Millis,
    authority::Rejection,
    id::{ClientId, Epoch, OpId},
    operation::{ClientSeq, Operation},
    outbox::{Appetite, Picker, Row, RowState},
    wire::{Cursor, OpResult, Outcome},
};

const PAGE: usize = 500;

/// What to send next; nothing is changed. Empty when nothing can be sent now.
pub async fn peek<D: Database>(
    db: &D,
    max_count: usize,
    max_bytes: usize,
) -> Result<(ClientId, Vec<Operation>), StoreError> {
    let tx = db.begin(&[Table::Outbox, Table::Meta], Mode::Read).await?;
    let identity: Option<Identity> = meta(&tx, IDENTITY).await?;
    let identity = identity.ok_or_else(|| StoreError::Corrupt("meta: this database has no identity".into()))?;
    let mut picker = Picker::new(max_count, max_bytes);
    let mut range = Range::All;
    'pages: loop {
        let page = tx.scan(Table::Outbox, range, PAGE).await?;
        let last = page.last().map(|(key, _)| key.clone());
        let is_last_page = page.len() < PAGE;
        for (key, raw) in page {
            let Key::Num(seq) = key else { continue };
            // An unreadable row may be of any lane; what follows it must not wait for ever on what nobody can read.
            let Ok(row) = Row::read(ClientSeq(seq), &raw) else { continue };
            if picker.offer(&row, raw.len()) == Appetite::Full {
                break 'pages;
            }
        }
        match last {
            Some(last) if !is_last_page => range = Range::After(last),
            _ => break,
        }
    }
    Ok((identity.client_id, picker.batch()))
}

/// What marking did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marked {
    /// These rows need not be sent any more: changed now, or found settled by a delta that came before the answer.
    Rows(Vec<ClientSeq>),
    /// The lease was lost: nothing was changed.
    Fenced,
}

/// Marks rows by the results of a push, in one transaction that checks the lease. What the answer does not name, and rows
/// that were confirmed meanwhile, stay as they are. So does everything where the answer is of another history than the one
/// this client has met since: its numbers mean nothing there. `epoch` is the answer's, or `None` for a result found here.
pub async fn mark<D: Database>(
    db: &D,
    grant: Grant,
    epoch: Option<Epoch>,
    sent: &[Operation],
    results: &[OpResult],
    now: Millis,
) -> Result<Marked, StoreError> {
    let tx = db.begin(&[Table::Outbox, Table::Journal, Table::Meta], Mode::Write).await?;
    if !lease::beat(&tx, grant).await? {
        return Ok(Marked::Fenced);
    }
    let cursor: Cursor = meta(&tx, CURSOR).await?.unwrap_or_default();
    if epoch.is_some() && cursor.epoch.is_some() && cursor.epoch != epoch {
        return Ok(Marked::Rows(Vec::new()));
    }
    let seqs: HashMap<OpId, ClientSeq> = sent.iter().map(|op| (op.op_id, op.client_seq)).collect();
    let named: Vec<(&OpResult, ClientSeq)> =
        results.iter().filter_map(|result| Some((result, *seqs.get(&result.op_id)?))).collect();
    let keys: Vec<Key> = named.iter().map(|(_, seq)| Key::Num(seq.0)).collect();
    let rows = tx.get_many(Table::Outbox, &keys).await?;
    let mut marked = Vec::new();
    // Read at most once: a batch may be held as a whole.
    let mut pending = None;
    for ((result, seq), raw) in named.into_iter().zip(rows) {
        let Some(raw) = raw else {
            marked.push(seq);
            continue;
        };
        let Ok(row) = Row::read(seq, &raw) else { continue };
        // Retried meanwhile under a fresh id: the answer is not to what waits there now.
        if row.state != RowState::Waiting || row.operation.op_id != result.op_id {
            marked.push(seq);
            continue;
        }
        let state = match &result.outcome {
            Outcome::Accepted { seq } => RowState::Accepted { seq: *seq },
            Outcome::Rejected(why) => RowState::Dead { why: why.clone(), at: now },
            // Held by an operation that still waits here: its turn comes. Held by one that is nowhere any more: never.
            Outcome::Held { by } => {
                if pending.is_none() {
                    pending = Some(pending_ops(&tx).await?);
                }
                let waits_here = pending.as_ref().is_some_and(|pending| pending.contains(by));
                if waits_here || tx.get(Table::Journal, &Key::op(*by)).await?.is_some() {
                    continue;
                }
                RowState::Dead { why: Rejection::NotFound, at: now }
            }
        };
        put_row(&tx, &Row { state, operation: row.operation })?;
        marked.push(seq);
    }
    tx.commit().await?;
    Ok(Marked::Rows(marked))
}

/// Marks one operation that is too large for any push.
pub(super) async fn mark_too_large<D: Database>(
    db: &D,
    grant: Grant,
    op: &Operation,
    now: Millis,
) -> Result<Marked, StoreError> {
    let result = OpResult { op_id: op.op_id, outcome: Outcome::Rejected(Rejection::TooLarge) };
    mark(db, grant, None, std::slice::from_ref(op), &[result], now).await
}
