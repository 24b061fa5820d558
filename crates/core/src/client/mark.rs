//! Marking rows by what a server answered.

use std::collections::{BTreeMap, HashMap};

use super::{
    database::{Database, Key, Mode, StoreError, Table, Transaction},
    done,
    held::{Known, Needed},
    lease::{self, Grant},
    stored::{CURSOR, Kept, SNAPSHOTS, decode, kept, meta, put_meta, put_row},
};
use crate::{
    Millis,
    authority::Rejection,
    id::{Epoch, OpId, ScopeId},
    operation::{ClientSeq, Operation},
    outbox::{Row, RowState},
    planted::{self, Bug},
    record::{Record, Seq},
    wire::{Cursor, OpResult, Outcome},
};

/// What marking did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marked {
    /// These rows need not be sent any more, or not as they were: changed now, or found settled by a delta that came before the answer.
    Rows(Vec<ClientSeq>),
    /// The lease was lost: nothing was changed.
    Fenced,
    /// The server accepted something under a number that was another operation's: it is not what its epoch says. Nothing was
    /// changed.
    OtherHistory,
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
    let tables = [Table::Records, Table::Outbox, Table::Creates, Table::Done, Table::Journal, Table::Meta];
    let tx = db.begin(&tables, Mode::Write).await?;
    if !lease::beat(&tx, grant).await? {
        return Ok(Marked::Fenced);
    }
    let mut here = Here::read(&tx).await?;
    if epoch.is_some() && here.cursor.epoch.is_some() && here.cursor.epoch != epoch {
        return Ok(Marked::Rows(Vec::new()));
    }
    // The first answer of all says which history its numbers are of: a server restored before the first pull is another.
    if epoch.is_some() && here.is_first {
        here.cursor.epoch = epoch;
        put_meta(&tx, CURSOR, &here.cursor)?;
    }
    let seqs: HashMap<OpId, ClientSeq> = sent.iter().map(|op| (op.op_id, op.client_seq)).collect();
    let named: Vec<(&OpResult, ClientSeq)> =
        results.iter().filter_map(|result| Some((result, *seqs.get(&result.op_id)?))).collect();
    let keys: Vec<Key> = named.iter().map(|(_, seq)| Key::Num(seq.0)).collect();
    let rows = tx.get_many(Table::Outbox, &keys).await?;
    let mut marked = Vec::new();
    let mut held = Known::default();
    for ((result, client_seq), raw) in named.into_iter().zip(rows) {
        let Some(raw) = raw else {
            marked.push(client_seq);
            continue;
        };
        let Ok(row) = Row::read(client_seq, &raw) else { continue };
        // What died here without an answer takes the one that comes after all.
        let is_answer = !matches!(result.outcome, Outcome::Held { .. });
        let is_late = is_answer && matches!(row.state, RowState::Dead { maybe_done: true, .. });
        // Retried meanwhile under a fresh id: the answer is not to what waits there now.
        if row.operation.op_id != result.op_id || row.state != RowState::Waiting && !is_late {
            marked.push(client_seq);
            continue;
        }
        let state = match &result.outcome {
            Outcome::Accepted { seq } if *seq <= here.place(&tx, &row).await? => {
                if !here.has(&tx, &row, *seq).await? {
                    return Ok(Marked::OtherHistory);
                }
                done::confirm(&tx, row, *seq, now).await?;
                marked.push(client_seq);
                continue;
            }
            Outcome::Accepted { .. } if planted::has(Bug::ConfirmOnAnswer) => {
                tx.delete(Table::Outbox, &Key::Num(client_seq.0))?;
                marked.push(client_seq);
                continue;
            }
            Outcome::Accepted { seq } => RowState::Accepted { seq: *seq },
            Outcome::Rejected(why) => RowState::Dead { why: why.clone(), at: now, maybe_done: false },
            // The server does not have its blob (any more): that comes first.
            Outcome::Held { by } if *by == row.operation.op_id && row.operation.blob().is_some() => {
                let blob = row.operation.blob().map(ToOwned::to_owned);
                put_row(&tx, &Row { blob, ..row })?;
                marked.push(client_seq);
                continue;
            }
            // For what it does not wait for any more, or for the one before it in its lane.
            Outcome::Held { by } if !row.operation.depends_on.contains(by) => continue,
            Outcome::Held { by } => match held.of(&tx, *by).await? {
                Needed::Waits => continue,
                // The next batch offers it without what is done, as it would have been made after that.
                Needed::Done => {
                    let mut row = row;
                    if held.release(&tx, &mut row).await? {
                        put_row(&tx, &row)?;
                        marked.push(client_seq);
                    }
                    continue;
                }
                Needed::Never => RowState::Dead { why: Rejection::NotFound, at: now, maybe_done: true },
            },
        };
        // Where the scope is read again, its place does not tell of what the base still holds.
        let unsure = match &state {
            RowState::Accepted { seq } if row.unsure => version(&tx, &row).await? >= Some(*seq),
            _ => false,
        };
        put_row(&tx, &Row { unsure, ..row.in_state(state) })?;
        marked.push(client_seq);
    }
    tx.commit().await?;
    Ok(Marked::Rows(marked))
}

/// How far the base is.
struct Here {
    cursor: Cursor,
    /// Whether nothing was ever met: a cursor that cannot be read is another matter.
    is_first: bool,
    snapshots: BTreeMap<ScopeId, Seq>,
}

impl Here {
    async fn read<Tx: Transaction>(tx: &Tx) -> Result<Self, StoreError> {
        let (cursor, is_first) = match kept(tx, CURSOR).await? {
            Kept::Is(cursor) => (cursor, false),
            Kept::Absent => (Cursor::default(), true),
            Kept::Lost => (Cursor::default(), false),
        };
        Ok(Self { cursor, is_first, snapshots: meta(tx, SNAPSHOTS).await?.unwrap_or_default() })
    }

    fn is_in_snapshot(&self, scope: ScopeId) -> bool {
        self.cursor.snapshot.is_some_and(|place| place.scope == scope)
    }

    /// The last number whose effect on a row's record is in the base: the scope's place or, in the middle of a snapshot, the
    /// record's own version.
    async fn place<Tx: Transaction>(&self, tx: &Tx, row: &Row) -> Result<Seq, StoreError> {
        let scope = row.operation.scope;
        let have = self.cursor.seq(scope);
        if !self.is_in_snapshot(scope) {
            return Ok(have);
        }
        Ok(version(tx, row).await?.map_or(have, |version| version.max(have)))
    }

    /// Whether what the base got up to its place can have held an operation's effect: in a snapshot, which names none, or in
    /// a delta.
    async fn has<Tx: Transaction>(&self, tx: &Tx, row: &Row, seq: Seq) -> Result<bool, StoreError> {
        let scope = row.operation.scope;
        let in_snapshot = self.is_in_snapshot(scope) || self.snapshots.get(&scope).is_some_and(|at| seq <= *at);
        Ok(in_snapshot || tx.get(Table::Journal, &Key::op(row.operation.op_id)).await?.is_some())
    }
}

/// The version of a row's record in the base, if it is there and can be read.
async fn version<Tx: Transaction>(tx: &Tx, row: &Row) -> Result<Option<Seq>, StoreError> {
    let raw = tx.get(Table::Records, &Key::record(row.operation.scope, row.operation.id)).await?;
    Ok(raw.and_then(|raw| decode::<Record>(Table::Records, &raw).ok()).map(|record| record.version))
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
