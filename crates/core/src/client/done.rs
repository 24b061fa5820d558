//! What has left the outbox, kept for a while: confirmed operations, to be offered again to a server that has forgotten them,
//! and discarded ones, to be taken back.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{
    apply::forget_create,
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    stored::{all_rows, decode, encode, put_row},
};
use crate::{
    Millis,
    id::OpId,
    operation::{OPERATION_FORMAT, Operation},
    outbox::{Row, RowState},
    planted::{self, Bug},
    record::Seq,
    sealed,
};

/// How long they are kept, in milliseconds: 30 days.
pub const KEPT: Millis = 30 * 24 * 60 * 60 * 1_000;

/// How many are looked at in one transaction.
const PAGE: usize = 500;

/// An operation that has left the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// How.
    pub fate: Fate,
    /// When, by the clock of whoever said so.
    pub at: Millis,
    /// [`Row::history`] as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<u64>,
    /// The operation.
    pub operation: Operation,
}

/// How an operation left the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Its effect is in the base.
    Confirmed {
        /// The effect's number.
        seq: Seq,
    },
    /// Its author discarded it: the row as it was.
    Discarded {
        /// Its state then.
        state: RowState,
    },
}

/// When and how an operation left, whatever form it is of.
#[derive(Deserialize)]
struct Left {
    fate: Fate,
    at: Millis,
    #[serde(default)]
    history: Option<u64>,
}

impl Done {
    /// Reads what was stored, bringing older forms of the operation up to this build's. A newer one stays as it is.
    pub(super) fn read(raw: &str) -> Option<Self> {
        let json = sealed::open(raw)?;
        match serde_json::from_str::<Self>(json) {
            Ok(done) if done.operation.format == OPERATION_FORMAT => Some(done),
            _ => Self::upcast(json),
        }
    }

    fn upcast(json: &str) -> Option<Self> {
        let mut done: serde_json::Value = serde_json::from_str(json).ok()?;
        let operation = Operation::upcast(done.get_mut("operation")?.take()).ok()?;
        let Left { fate, at, history } = serde_json::from_value(done).ok()?;
        Some(Self { fate, at, history, operation })
    }
}

/// Moves a row out of the outbox as confirmed.
pub(super) async fn confirm<Tx: Transaction>(tx: &Tx, row: Row, seq: Seq, at: Millis) -> Result<(), StoreError> {
    let key = Key::Num(row.operation.client_seq.0);
    tx.delete(Table::Outbox, &key)?;
    if row.operation.is_create() {
        let of = Key::record(row.operation.scope, row.operation.id);
        forget_create(tx, &of, row.operation.op_id).await?;
    }
    let done = Done { fate: Fate::Confirmed { seq }, at, history: None, operation: row.operation };
    tx.put(Table::Done, &key, &encode(&done))
}

/// Everything kept that can be read, in order.
pub(super) async fn all<Tx: Transaction>(tx: &Tx) -> Result<Vec<Done>, StoreError> {
    let kept = tx.scan(Table::Done, Range::All, usize::MAX).await?;
    Ok(kept.iter().filter_map(|(_, raw)| Done::read(raw)).collect())
}

/// Forgets what has been kept long enough. Cheap where there is nothing to forget: the oldest come first.
pub async fn prune<D: Database>(db: &D, now: Millis) -> Result<(), StoreError> {
    loop {
        let tx = db.begin(&[Table::Done, Table::Outbox], Mode::Relaxed).await?;
        let page = tx.scan(Table::Done, Range::All, PAGE).await?;
        let is_old = |raw: &str| match decode::<Left>(Table::Done, raw) {
            Ok(left) => left.at.saturating_add(KEPT) < now,
            // Nobody can offer or take back what cannot be read.
            Err(_) => true,
        };
        let old: Vec<_> = page.into_iter().take_while(|(_, raw)| is_old(raw)).collect();
        let more = old.len() == PAGE;
        if old.is_empty() {
            return Ok(());
        }
        forget(&tx, &old).await?;
        tx.commit().await?;
        if !more {
            return Ok(());
        }
    }
}

/// Makes room on a device that has none: what is only kept in case goes; operations that are not confirmed never do, nor what
/// can still be taken back. Whether there was anything to free.
pub async fn evict<D: Database>(db: &D) -> Result<bool, StoreError> {
    let tx = db.begin(&[Table::Done, Table::Undo, Table::Outbox], Mode::Write).await?;
    let has_steps = !tx.scan(Table::Undo, Range::All, 1).await?.is_empty();
    tx.delete_range(Table::Undo, Range::All)?;
    let is_discarded = |left: Left| matches!(left.fate, Fate::Discarded { .. });
    let mut spared = tx.scan(Table::Done, Range::All, usize::MAX).await?;
    spared.retain(|(_, raw)| !decode(Table::Done, raw).is_ok_and(is_discarded));
    forget(&tx, &spared).await?;
    if planted::has(Bug::QuotaEvictsOperations) {
        tx.delete_range(Table::Outbox, Range::All)?;
    }
    tx.commit().await?;
    Ok(has_steps || !spared.is_empty())
}

/// Forgets some of what has left the outbox. Who knew from there alone that what they wait for was done waits for it no more:
/// a server that has forgotten it too would hold them for ever.
async fn forget<Tx: Transaction>(tx: &Tx, old: &[(Key, String)]) -> Result<(), StoreError> {
    let is_confirmed = |done: &Done| matches!(done.fate, Fate::Confirmed { .. });
    let confirmed = old.iter().filter_map(|(_, raw)| Done::read(raw)).filter(is_confirmed);
    let confirmed: HashSet<OpId> = confirmed.map(|done| done.operation.op_id).collect();
    // Where nothing confirmed goes, no row is read.
    let rows = if confirmed.is_empty() { Vec::new() } else { all_rows(tx).await? };
    for mut row in rows {
        let before = row.operation.depends_on.len();
        row.operation.depends_on.retain(|op| !confirmed.contains(op));
        if row.operation.depends_on.len() < before {
            put_row(tx, &row)?;
        }
    }
    old.iter().try_for_each(|(key, _)| tx.delete(Table::Done, key))
}
