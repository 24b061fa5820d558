//! What a person can do about a dead letter.

use std::collections::HashSet;

use super::{
    apply::forget_create,
    database::{Database, Key, Mode, StoreError, Table, Transaction},
    hint::Hint,
    stored::{all_rows, encode, pending_ops, put_row},
};
use crate::{
    Millis,
    authority::Rejection,
    id::OpId,
    operation::ClientSeq,
    outbox::{Row, RowState},
};

/// Offers a dead letter to the server again, as a new operation with the same words: the server has answered the old one
/// for good.
pub async fn retry<D: Database>(db: &D, seq: ClientSeq, fresh: OpId) -> Result<Hint, StoreError> {
    let tx = db.begin(&[Table::Outbox, Table::Creates, Table::Journal], Mode::Write).await?;
    let Some(mut row) = row(&tx, seq).await?.filter(is_dead) else { return Ok(Hint::Rows { seqs: vec![seq] }) };
    forget_gone(&tx, &mut row.operation.depends_on).await?;
    let old = std::mem::replace(&mut row.operation.op_id, fresh);
    row.state = RowState::Waiting;
    let mut seqs = vec![seq];
    if row.operation.is_create() {
        let key = Key::record(row.operation.scope, row.operation.id);
        tx.put(Table::Creates, &key, &encode(&fresh))?;
        seqs.extend(redirect(&tx, old, fresh).await?);
    }
    put_row(&tx, &row)?;
    tx.commit().await?;
    Ok(Hint::Rows { seqs })
}

/// Removes a dead letter for good. What waited for it can never be done and becomes a dead letter in its turn, so that
/// nothing goes with it unseen.
pub async fn discard<D: Database>(db: &D, seq: ClientSeq, now: Millis) -> Result<Hint, StoreError> {
    let tx = db.begin(&[Table::Outbox, Table::Creates], Mode::Write).await?;
    let Some(row) = row(&tx, seq).await?.filter(is_dead) else { return Ok(Hint::Rows { seqs: vec![seq] }) };
    let mut seqs = vec![seq];
    tx.delete(Table::Outbox, &Key::Num(seq.0))?;
    if row.operation.is_create() {
        forget_create(&tx, &Key::record(row.operation.scope, row.operation.id), row.operation.op_id).await?;
        let mut gone = HashSet::from([row.operation.op_id]);
        for mut later in all_rows(&tx).await? {
            let waits = later.operation.depends_on.iter().any(|needed| gone.contains(needed));
            if waits && later.state == RowState::Waiting {
                gone.insert(later.operation.op_id);
                later.state = RowState::Dead { why: Rejection::NotFound, at: now };
                put_row(&tx, &later)?;
                seqs.push(later.operation.client_seq);
            }
        }
    }
    tx.commit().await?;
    Ok(Hint::Rows { seqs })
}

/// Drops the dependencies that are neither pending nor done: whoever discarded them decided that they never will be, and
/// waiting for them would kill the operation again. Whether it can do without them is for the server to say.
async fn forget_gone<Tx: Transaction>(tx: &Tx, depends_on: &mut Vec<OpId>) -> Result<(), StoreError> {
    if depends_on.is_empty() {
        return Ok(());
    }
    let pending = pending_ops(tx).await?;
    let keys: Vec<Key> = depends_on.iter().map(|op| Key::op(*op)).collect();
    let mut done = tx.get_many(Table::Journal, &keys).await?.into_iter();
    depends_on.retain(|op| done.next().flatten().is_some() || pending.contains(op));
    Ok(())
}

/// Whatever waited for an operation waits for its successor.
async fn redirect<Tx: Transaction>(tx: &Tx, old: OpId, fresh: OpId) -> Result<Vec<ClientSeq>, StoreError> {
    let mut seqs = Vec::new();
    for mut later in all_rows(tx).await? {
        let mut found = false;
        for needed in later.operation.depends_on.iter_mut().filter(|needed| **needed == old) {
            *needed = fresh;
            found = true;
        }
        if found {
            put_row(tx, &later)?;
            seqs.push(later.operation.client_seq);
        }
    }
    Ok(seqs)
}

fn is_dead(row: &Row) -> bool {
    matches!(row.state, RowState::Dead { .. })
}

async fn row<Tx: Transaction>(tx: &Tx, seq: ClientSeq) -> Result<Option<Row>, StoreError> {
    let raw = tx.get(Table::Outbox, &Key::Num(seq.0)).await?;
    Ok(raw.and_then(|raw| Row::read(seq, &raw).ok()))
}
