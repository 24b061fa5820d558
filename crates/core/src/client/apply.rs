//! Applying what the server says: the only way the base changes, and the only way a row leaves the outbox as done.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    database::{Database, Key, Mode, StoreError, Table, Transaction},
    stored::{CURSOR, IDENTITY, Identity, Journalled, decode, encode, meta, put_meta},
};
use crate::{
    effect::{Delta, Effect},
    id::{Epoch, OpId, RecordId},
    operation::ClientSeq,
    outbox::Row,
    record::{Record, Seq},
    wire::Cursor,
};

/// What became of a delta.
#[derive(Clone, Debug, PartialEq)]
pub enum Applied {
    /// It is in the base now.
    Done {
        /// The records it wrote, as they are now.
        records: Vec<Record>,
        /// The rows it confirmed, which are gone.
        confirmed: Vec<ClientSeq>,
    },
    /// Everything in it had been applied before.
    Known,
    /// It begins after what was applied, is not whole, or belongs to another epoch: ask again from the cursor.
    Gap,
}

/// Applies a delta of the server history `epoch` in one transaction: records, journal, cursor, and the rows it confirms.
pub async fn apply<D: Database>(db: &D, epoch: Epoch, delta: &Delta) -> Result<Applied, StoreError> {
    let tx = db.begin(&Table::ALL, Mode::Write).await?;
    let mut cursor: Cursor = meta(&tx, CURSOR).await?.unwrap_or_default();
    let have = cursor.seq(delta.scope);
    if cursor.epoch != Some(epoch) || delta.from > have || !is_whole(delta) {
        return Ok(Applied::Gap);
    }
    if delta.to <= have {
        return Ok(Applied::Known);
    }
    let effects: Vec<&Effect> = delta.effects.iter().filter(|effect| effect.seq > have).collect();
    let records = write_records(&tx, &effects).await?;
    let confirmed = confirm(&tx, &effects).await?;
    for effect in &effects {
        let entry = Journalled { scope: effect.scope, seq: effect.seq, at: effect.at };
        tx.put(Table::Journal, &Key::op(effect.op), &encode(&entry))?;
    }
    cursor.scopes.insert(delta.scope, delta.to);
    put_meta(&tx, CURSOR, &cursor)?;
    tx.commit().await?;
    Ok(Applied::Done { records, confirmed })
}

/// Whether a delta holds exactly the effects it names.
fn is_whole(delta: &Delta) -> bool {
    let mut expected = delta.from;
    let in_order = delta.effects.iter().all(|effect| {
        expected = expected.next();
        effect.seq == expected && effect.scope == delta.scope
    });
    in_order && expected == delta.to
}

async fn write_records<Tx: Transaction>(tx: &Tx, effects: &[&Effect]) -> Result<Vec<Record>, StoreError> {
    let ids: BTreeSet<RecordId> = effects.iter().flat_map(|effect| &effect.writes).map(|write| write.id).collect();
    let Some(scope) = effects.first().map(|effect| effect.scope) else { return Ok(Vec::new()) };
    let keys: Vec<Key> = ids.iter().map(|id| Key::record(scope, *id)).collect();
    let mut records: BTreeMap<RecordId, Record> = BTreeMap::new();
    for raw in tx.get_many(Table::Records, &keys).await?.into_iter().flatten() {
        let record: Record = decode(Table::Records, &raw)?;
        records.insert(record.id, record);
    }
    for effect in effects {
        for write in &effect.writes {
            if let Some(record) = effect.result(write, records.remove(&write.id)) {
                records.insert(write.id, record);
            }
        }
    }
    for record in records.values() {
        tx.put(Table::Records, &Key::record(record.scope, record.id), &encode(record))?;
    }
    Ok(records.into_values().collect())
}

/// Removes the rows of this client's operations among the effects. An effect proves its operation done, whether or not the
/// answer to the push ever arrived.
async fn confirm<Tx: Transaction>(tx: &Tx, effects: &[&Effect]) -> Result<Vec<ClientSeq>, StoreError> {
    let Some(identity) = meta::<_, Identity>(tx, IDENTITY).await? else { return Ok(Vec::new()) };
    let ours: Vec<&&Effect> = effects.iter().filter(|effect| effect.client == identity.client_id).collect();
    let keys: Vec<Key> = ours.iter().map(|effect| Key::Num(effect.client_seq.0)).collect();
    let rows = tx.get_many(Table::Outbox, &keys).await?;
    let mut confirmed = Vec::new();
    for (effect, raw) in ours.into_iter().zip(rows) {
        let Some(Ok(row)) = raw.map(|raw| Row::read(effect.client_seq, &raw)) else { continue };
        if row.operation.op_id != effect.op {
            continue;
        }
        tx.delete(Table::Outbox, &Key::Num(effect.client_seq.0))?;
        if row.operation.is_create() {
            forget_create(tx, &Key::record(row.operation.scope, row.operation.id), effect.op).await?;
        }
        confirmed.push(effect.client_seq);
    }
    Ok(confirmed)
}

/// Removes a record's unconfirmed create, if that operation is still it.
pub(super) async fn forget_create<Tx: Transaction>(tx: &Tx, key: &Key, op: OpId) -> Result<(), StoreError> {
    match tx.get(Table::Creates, key).await? {
        Some(raw) if decode::<OpId>(Table::Creates, &raw)? == op => tx.delete(Table::Creates, key),
        _ => Ok(()),
    }
}

/// How far this client is.
pub async fn cursor<D: Database>(db: &D) -> Result<Cursor, StoreError> {
    let tx = db.begin(&[Table::Meta], Mode::Read).await?;
    Ok(meta(&tx, CURSOR).await?.unwrap_or_default())
}

/// The operations whose effects this client has applied, with their places: for export and for checks.
pub async fn journal<D: Database>(db: &D) -> Result<BTreeMap<OpId, (crate::id::ScopeId, Seq)>, StoreError> {
    let tx = db.begin(&[Table::Journal], Mode::Read).await?;
    let mut journal = BTreeMap::new();
    for (key, raw) in tx.scan(Table::Journal, super::database::Range::All, usize::MAX).await? {
        let entry: Journalled = decode(Table::Journal, &raw)?;
        if let Key::Text(text) = key {
            let op = text.parse().map_err(|_| StoreError::Corrupt(format!("journal: {text} is not an id")))?;
            journal.insert(op, (entry.scope, entry.seq));
        }
    }
    Ok(journal)
}
