//! What a person can do about dead letters, one or many at once, and about edits that wait.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    apply::forget_create,
    creates,
    database::{Database, Key, Mode, StoreError, Table, Transaction},
    done::{Done, Fate},
    hint::Hint,
    steps,
    stored::{SNAPSHOTS, all_rows, encode, meta, pending_ops, put_row},
};
use crate::{
    Millis,
    authority::Rejection,
    id::{OpId, ScopeId},
    operation::{Action, ClientSeq, Operation},
    outbox::{Row, RowState},
    planted::{self, Bug},
    record::Seq,
    value::{Change, FieldName},
};

const TABLES: [Table; 6] = [Table::Outbox, Table::Creates, Table::Journal, Table::Done, Table::Undo, Table::Meta];

/// Offers dead letters to the server again, each as a new operation with the same words: the server has answered the old one
/// for good. Where it has not, the letter stays the operation it is: a copy of it may be done yet, and would be done twice.
pub async fn retry<D: Database>(db: &D, letters: &[(ClientSeq, OpId)]) -> Result<Hint, StoreError> {
    let tx = db.begin(&TABLES, Mode::Write).await?;
    let mut seqs: Vec<ClientSeq> = letters.iter().map(|(seq, _)| *seq).collect();
    let mut renamed = HashMap::new();
    let snapshots: BTreeMap<ScopeId, Seq> = meta(&tx, SNAPSHOTS).await?.unwrap_or_default();
    for (seq, fresh) in letters {
        let Some(mut row) = row(&tx, *seq).await? else { continue };
        let RowState::Dead { maybe_done, .. } = row.state else { continue };
        forget_gone(&tx, &mut row.operation.depends_on).await?;
        (row.state, row.sent) = (RowState::Waiting, maybe_done);
        if maybe_done {
            // A snapshot, which names no operations, may have brought what it did.
            row.unsure = snapshots.contains_key(&row.operation.scope);
            put_row(&tx, &row)?;
            continue;
        }
        row.blob = row.operation.blob().map(ToOwned::to_owned);
        let old = std::mem::replace(&mut row.operation.op_id, *fresh);
        if row.operation.is_create() {
            let key = Key::record(row.operation.scope, row.operation.id);
            tx.put(Table::Creates, &key, &encode(fresh))?;
        }
        renamed.insert(old, *fresh);
        put_row(&tx, &row)?;
    }
    seqs.extend(redirect(&tx, &renamed).await?);
    steps::renamed(&tx, &renamed).await?;
    tx.commit().await?;
    Ok(Hint::Rows { seqs })
}

/// Takes dead letters out of the outbox; they are kept a while, so that this can be undone ([`undiscard`]). What waited for
/// them can never be done and becomes a dead letter in its turn, so that nothing goes with them unseen. There is nothing of
/// them to undo.
pub async fn discard<D: Database>(db: &D, letters: &[ClientSeq], now: Millis) -> Result<Hint, StoreError> {
    let tx = db.begin(&TABLES, Mode::Write).await?;
    let mut seqs = letters.to_vec();
    let (mut gone, mut discarded) = (HashSet::new(), HashSet::new());
    for seq in letters {
        let Some(row) = row(&tx, *seq).await?.filter(is_dead) else { continue };
        if row.operation.is_create() {
            gone.insert(row.operation.op_id);
        }
        discarded.insert(row.operation.op_id);
        keep_discarded(&tx, row, now).await?;
    }
    steps::discarded(&tx, &discarded).await?;
    if !gone.is_empty() {
        for mut later in all_rows(&tx).await? {
            let waits = later.operation.depends_on.iter().any(|needed| gone.contains(needed));
            if waits && later.state == RowState::Waiting {
                gone.insert(later.operation.op_id);
                later.state = RowState::Dead { why: Rejection::NotFound, at: now, maybe_done: later.sent };
                put_row(&tx, &later)?;
                seqs.push(later.operation.client_seq);
            }
        }
    }
    tx.commit().await?;
    Ok(Hint::Rows { seqs })
}

/// What came of withdrawing an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Withdrawn {
    /// It is out of the outbox, with all that builds on it: these.
    Out(Vec<ClientSeq>),
    /// It, or something that builds on it, may be on the server already, or is: nothing was changed.
    Sent,
    /// It does not wait any more.
    Gone,
}

/// Takes an edit that waits out of the outbox, and with it what waits for it: without it, that could never be done. Only what
/// has not left this device can be taken back so. It is kept a while, as discarded letters are.
pub async fn withdraw<D: Database>(db: &D, edit: ClientSeq, now: Millis) -> Result<Withdrawn, StoreError> {
    let tx = db.begin(&TABLES, Mode::Write).await?;
    let (mut out, mut gone) = (Vec::new(), HashSet::new());
    for row in all_rows(&tx).await? {
        let is_it = row.operation.client_seq == edit;
        let needs_it = row.operation.depends_on.iter().any(|needed| gone.contains(needed));
        if !is_it && !needs_it || is_dead(&row) {
            continue;
        }
        let may_have_left = row.sent || row.state != RowState::Waiting;
        if may_have_left && !planted::has(Bug::WithdrawsSent) {
            return Ok(Withdrawn::Sent);
        }
        if is_it && !can_be_withdrawn(&row.operation) {
            return Ok(Withdrawn::Gone);
        }
        gone.insert(row.operation.op_id);
        out.push(row);
    }
    if out.is_empty() {
        return Ok(Withdrawn::Gone);
    }
    let seqs = out.iter().map(|row| row.operation.client_seq).collect();
    for row in out {
        keep_discarded(&tx, row, now).await?;
    }
    steps::discarded(&tx, &gone).await?;
    tx.commit().await?;
    Ok(Withdrawn::Out(seqs))
}

/// Whether an edit may be taken out of the outbox by itself. What takes another back, or brings a record back, is itself taken
/// back by undo: without it, its step would be neither done nor undone, and what was built on the record would hang in the air.
pub fn can_be_withdrawn(operation: &Operation) -> bool {
    !operation.yields && operation.action != Action::Restore
}

/// Moves a row out of the outbox as discarded.
async fn keep_discarded<Tx: Transaction>(tx: &Tx, row: Row, now: Millis) -> Result<(), StoreError> {
    let key = Key::Num(row.operation.client_seq.0);
    tx.delete(Table::Outbox, &key)?;
    if row.operation.is_create() {
        forget_create(tx, &Key::record(row.operation.scope, row.operation.id), row.operation.op_id).await?;
    }
    let fate = Fate::Discarded { state: row.state };
    let kept = Done { fate, at: now, history: row.history, operation: row.operation };
    tx.put(Table::Done, &key, &encode(&kept))
}

/// Brings discarded edits back, as they were. What became a dead letter because of them stays one, to be tried again.
pub async fn undiscard<D: Database>(db: &D, letters: &[ClientSeq]) -> Result<Hint, StoreError> {
    let tx = db.begin(&TABLES, Mode::Write).await?;
    let mut back = HashSet::new();
    for seq in letters {
        let key = Key::Num(seq.0);
        let kept = tx.get(Table::Done, &key).await?.and_then(|raw| Done::read(&raw));
        let Some(Done { fate: Fate::Discarded { state }, operation, history, .. }) = kept else { continue };
        back.insert(operation.op_id);
        let row = match state {
            // Only what had never been sent was taken out while it waited.
            RowState::Waiting => Row::waiting(operation),
            state => Row::offered(operation).in_state(state),
        };
        let row = Row { history, ..row };
        creates::note(&tx, &row).await?;
        put_row(&tx, &row)?;
        tx.delete(Table::Done, &key)?;
    }
    steps::brought_back(&tx, &back).await?;
    tx.commit().await?;
    Ok(Hint::Rows { seqs: letters.to_vec() })
}

/// Whether an edit may have left this device, or does not wait any more.
pub async fn has_left<D: Database>(db: &D, seq: ClientSeq) -> Result<bool, StoreError> {
    let tx = db.begin(&[Table::Outbox], Mode::Read).await?;
    Ok(row(&tx, seq).await?.is_none_or(|row| row.sent || row.state != RowState::Waiting))
}

/// Puts a person's words in place of those of an edit that the server has refused, or that was never sent, and offers it as a new
/// operation. `None` if it is neither.
pub async fn edit<D: Database>(
    db: &D,
    seq: ClientSeq,
    changes: &BTreeMap<FieldName, Change>,
    fresh: OpId,
) -> Result<Option<Hint>, StoreError> {
    let tx = db.begin(&TABLES, Mode::Write).await?;
    let Some(mut row) = row(&tx, seq).await? else { return Ok(None) };
    // What the server may have done as it was must be offered so: with other words it would be done twice, or they be lost.
    match row.state {
        RowState::Dead { maybe_done: false, .. } => {}
        RowState::Waiting if !row.sent => {}
        _ => return Ok(None),
    }
    match &mut row.operation.action {
        Action::Set(before) => before.extend(changes.clone()),
        Action::Create(fields) => {
            for (name, change) in changes {
                let value = change.applied_to(fields.get(name));
                fields.insert(name.clone(), value);
            }
        }
        Action::Delete | Action::Restore => return Ok(None),
    }
    put_row(&tx, &row)?;
    steps::reworded(&tx, &row.operation, changes).await?;
    tx.commit().await?;
    // A row that waits keeps its number and its place, but what is offered is another operation.
    match is_dead(&row) {
        true => retry(db, &[(seq, fresh)]).await.map(Some),
        false => Ok(Some(Hint::Rows { seqs: vec![seq] })),
    }
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
async fn redirect<Tx: Transaction>(tx: &Tx, renamed: &HashMap<OpId, OpId>) -> Result<Vec<ClientSeq>, StoreError> {
    let mut seqs = Vec::new();
    if renamed.is_empty() {
        return Ok(seqs);
    }
    for mut later in all_rows(tx).await? {
        let mut found = false;
        for needed in &mut later.operation.depends_on {
            if let Some(fresh) = renamed.get(needed) {
                *needed = *fresh;
                found = true;
            }
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
