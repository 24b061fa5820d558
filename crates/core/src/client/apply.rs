//! Applying what the server says: the only way the base changes, and the only way a row leaves the outbox as done.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    database::{Database, Key, Mode, StoreError, Table, Transaction},
    done,
    doubt::Doubt,
    missing::{self, Noted},
    stored::{CURSOR, DOUBT, IDENTITY, Identity, Journalled, decode, encode, meta, put_meta},
};
use crate::{
    effect::{Delta, Effect},
    id::{Epoch, OpId, RecordId},
    operation::ClientSeq,
    outbox::Row,
    planted::{self, Bug},
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
///
/// A record that cannot be read any more, or is not there any more, is passed by, and noted: the next pull asks for it.
pub async fn apply<D: Database>(db: &D, epoch: Epoch, delta: &Delta) -> Result<Applied, StoreError> {
    let mut tx = db.begin(&Table::ALL, Mode::Relaxed).await?;
    let mut cursor: Cursor = meta(&tx, CURSOR).await?.unwrap_or_default();
    let have = cursor.seq(delta.scope);
    let same_history = cursor.epoch == Some(epoch) || planted::has(Bug::EpochIgnored);
    let is_whole = delta.is_whole() || planted::has(Bug::TruncatedAsWhole);
    if !same_history || delta.from > have || !is_whole {
        return Ok(Applied::Gap);
    }
    if delta.to <= have {
        return Ok(Applied::Known);
    }
    cursor.scopes.insert(delta.scope, delta.to);
    // Whoever came there along the log does not go on with a snapshot of before: its pages would be no news, for ever.
    cursor.snapshot = cursor.snapshot.filter(|place| place.scope != delta.scope || place.at > delta.to);
    if planted::has(Bug::CursorBeforeRecords) {
        put_meta(&tx, CURSOR, &cursor)?;
        tx.commit().await?;
        tx = db.begin(&Table::ALL, Mode::Relaxed).await?;
    }
    let effects: Vec<&Effect> = delta.effects.iter().filter(|effect| effect.seq > have).collect();
    let (records, unreadable) = results(&tx, &effects).await?;
    let mut noted = missing::note(&tx, Some(&mut cursor), &unreadable).await?;
    if noted == Noted::Listed && hides_own(&tx, &effects, &unreadable).await? {
        missing::give_up(&tx, &mut cursor, delta.scope).await?;
        noted = Noted::ReadAgain;
    }
    if noted == Noted::ReadAgain {
        put_meta(&tx, CURSOR, &cursor)?;
        tx.commit().await?;
        return Ok(Applied::Gap);
    }
    for record in &records {
        tx.put(Table::Records, &Key::record(record.scope, record.id), &encode(record))?;
    }
    let confirmed = confirm(&tx, &effects).await?;
    journal_all(&tx, &effects).await?;
    put_meta(&tx, CURSOR, &cursor)?;
    tx.commit().await?;
    Ok(Applied::Done { records, confirmed })
}

async fn journal_all<Tx: Transaction>(tx: &Tx, effects: &[&Effect]) -> Result<(), StoreError> {
    let mut doubt: Option<Doubt> = meta(tx, DOUBT).await?;
    let mut before: Vec<Option<Seq>> = vec![None; effects.len()];
    if let Some(doubt) = &mut doubt {
        let keys: Vec<Key> = effects.iter().map(|effect| Key::op(effect.op)).collect();
        let stored = tx.get_many(Table::Journal, &keys).await?;
        for ((effect, raw), before) in effects.iter().zip(stored).zip(&mut before) {
            let old: Option<Journalled> = raw.and_then(|raw| decode(Table::Journal, &raw).ok());
            *before = doubt.compare(old.as_ref(), effect.scope, effect.seq);
        }
        put_meta(tx, DOUBT, doubt)?;
    }
    let turn = doubt.map_or(0, |doubt| doubt.turn);
    for (effect, was) in effects.iter().zip(before) {
        let entry = Journalled { scope: effect.scope, seq: effect.seq, at: effect.at, turn, was };
        tx.put(Table::Journal, &Key::op(effect.op), &encode(&entry))?;
    }
    Ok(())
}

/// Records, and the keys and texts of those that cannot be read.
type Results = (Vec<Record>, Vec<(Key, String)>);

/// What the effects result in, but over what cannot be read, or should be there and is not: a server takes no edit of what was
/// never made, so the device has lost it.
async fn results<Tx: Transaction>(tx: &Tx, effects: &[&Effect]) -> Result<Results, StoreError> {
    let ids: BTreeSet<RecordId> = effects.iter().flat_map(|effect| &effect.writes).map(|write| write.id).collect();
    let Some(scope) = effects.first().map(|effect| effect.scope) else { return Ok(Results::default()) };
    let keys: Vec<Key> = ids.iter().map(|id| Key::record(scope, *id)).collect();
    let mut records: BTreeMap<RecordId, Record> = BTreeMap::new();
    let (mut passed_by, mut unreadable) = (BTreeSet::new(), Vec::new());
    let stored = tx.get_many(Table::Records, &keys).await?;
    for (id, (key, raw)) in ids.into_iter().zip(keys.into_iter().zip(stored)) {
        let Some(raw) = raw else { continue };
        match decode::<Record>(Table::Records, &raw) {
            Ok(record) => drop(records.insert(record.id, record)),
            Err(_) => {
                passed_by.insert(id);
                unreadable.push((key, raw));
            }
        }
    }
    for effect in effects {
        // A record is read again, or was in a snapshot: it may hold the effect already, and newer ones.
        let is_new =
            |id: &RecordId| !passed_by.contains(id) && records.get(id).is_none_or(|record| record.version < effect.seq);
        let writes: Vec<_> = effect.writes.iter().filter(|write| is_new(&write.id)).collect();
        for write in writes {
            match effect.result(write, records.remove(&write.id)) {
                Some(record) => drop(records.insert(write.id, record)),
                None if passed_by.insert(write.id) => {
                    unreadable.push((Key::record(scope, write.id), missing::NOTHING.to_owned()));
                }
                None => {}
            }
        }
    }
    Ok((records.into_values().collect(), unreadable))
}

/// Whether an effect would be passed by that a row here waits for. That row must not go before the base has what it did: what
/// its author wrote would be gone from their view.
async fn hides_own<Tx: Transaction>(
    tx: &Tx,
    effects: &[&Effect],
    unreadable: &[(Key, String)],
) -> Result<bool, StoreError> {
    if unreadable.is_empty() {
        return Ok(false);
    }
    let is_hidden = |effect: &&&Effect| {
        let mut keys = effect.writes.iter().map(|write| Key::record(effect.scope, write.id));
        keys.any(|key| unreadable.iter().any(|(hidden, _)| *hidden == key))
    };
    let hidden: Vec<&&Effect> = effects.iter().filter(is_hidden).collect();
    let keys: Vec<Key> = hidden.iter().map(|effect| Key::Num(effect.client_seq.0)).collect();
    let rows = hidden.iter().zip(tx.get_many(Table::Outbox, &keys).await?);
    let mut rows = rows.filter_map(|(effect, raw)| Some((effect, Row::read(effect.client_seq, &raw?).ok()?)));
    Ok(rows.any(|(effect, row)| row.operation.op_id == effect.op))
}

/// Takes the rows of this client's operations among the effects out of the outbox. An effect proves its operation done,
/// whether or not the answer to the push ever arrived.
async fn confirm<Tx: Transaction>(tx: &Tx, effects: &[&Effect]) -> Result<Vec<ClientSeq>, StoreError> {
    let identity: Option<Identity> = meta(tx, IDENTITY).await?;
    // Only to look at fewer rows: a row tells by itself whose it is, also where nobody knows any more who this client is.
    let may_be_ours = |effect: &&&Effect| identity.as_ref().is_none_or(|identity| identity.is(effect.client));
    let ours: Vec<&&Effect> = effects.iter().filter(may_be_ours).collect();
    let keys: Vec<Key> = ours.iter().map(|effect| Key::Num(effect.client_seq.0)).collect();
    let rows = tx.get_many(Table::Outbox, &keys).await?;
    let mut confirmed = Vec::new();
    for (effect, raw) in ours.into_iter().zip(rows) {
        let Some(Ok(row)) = raw.map(|raw| Row::read(effect.client_seq, &raw)) else { continue };
        if row.operation.op_id == effect.op && row.operation.client_id == effect.client {
            done::confirm(tx, row, effect.seq, effect.at).await?;
            confirmed.push(effect.client_seq);
        }
    }
    Ok(confirmed)
}

/// Removes a record's unconfirmed create, if that operation is still it.
pub(super) async fn forget_create<Tx: Transaction>(tx: &Tx, key: &Key, op: OpId) -> Result<(), StoreError> {
    match tx.get(Table::Creates, key).await? {
        // One that cannot be read protects nothing.
        Some(raw) if decode::<OpId>(Table::Creates, &raw).is_ok_and(|of| of != op) => Ok(()),
        Some(_) => tx.delete(Table::Creates, key),
        None => Ok(()),
    }
}

/// How far this client is.
pub async fn cursor<D: Database>(db: &D) -> Result<Cursor, StoreError> {
    let tx = db.begin(&[Table::Meta], Mode::Read).await?;
    Ok(meta(&tx, CURSOR).await?.unwrap_or_default())
}

/// The operations whose effects this client has applied, as far as that can be read, with their places: for checks.
pub async fn journal<D: Database>(db: &D) -> Result<BTreeMap<OpId, (crate::id::ScopeId, Seq)>, StoreError> {
    let tx = db.begin(&[Table::Journal], Mode::Read).await?;
    let mut journal = BTreeMap::new();
    for (key, raw) in tx.scan(Table::Journal, super::database::Range::All, usize::MAX).await? {
        let (Key::Text(text), Ok(entry)) = (key, decode::<Journalled>(Table::Journal, &raw)) else { continue };
        if let Ok(op) = text.parse() {
            journal.insert(op, (entry.scope, entry.seq));
        }
    }
    Ok(journal)
}
