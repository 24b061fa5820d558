//! Records of the base that cannot be read any more, until the server has said again what they are.
//!
//! What stands under such a record's key stays there, unreadable as it is: so everyone who comes by sees that there is a record
//! of which nobody here knows anything, a build that does not know of this list too. The list of them only says what to ask
//! for; one that is lost is made again by whoever comes by. Effects go past such a record, and the place in the log moves on.
//!
//! A record as the server has it is taken only where it is exactly what the base would hold at its own place: not newer than
//! that place, and read when nothing up to that place was still to come. So it needs nothing of what a snapshot does: no row is
//! confirmed by it, and none can be in it that shows as pending.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    database::{Database, Key, Mode, StoreError, Table, Transaction},
    stored::{CURSOR, Kept, MISSING, decode, encode, keep_a_copy, kept, meta, put_meta, quarantine},
};
use crate::{
    id::{Epoch, RecordId, ScopeId},
    record::{Record, Seq},
    wire::{Cursor, FoundRecords, MAX_MISSING},
};

/// By scope, the records that are missing.
type Missing = BTreeMap<ScopeId, BTreeSet<RecordId>>;

/// The most of one scope that are asked for one by one: it is not worth it if the disk has ruined much.
const MOST: usize = 100;

/// What is put under the key of a record that should be there and is not. Nobody can read it as one.
pub(super) const NOTHING: &str = "nothing";

/// What was done about records that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noted {
    /// Each is asked for.
    Listed,
    /// A scope of theirs is read again from its beginning.
    ReadAgain,
}

/// Notes that records cannot be read, and keeps a copy of their texts, but of [`NOTHING`]: of no more than [`MOST`] of a scope at a
/// time. Without a cursor everything is read again anyway.
pub(super) async fn note<Tx: Transaction>(
    tx: &Tx,
    cursor: Option<&mut Cursor>,
    unreadable: &[(Key, String)],
) -> Result<Noted, StoreError> {
    let (mut missing, mut noted) = (listed(tx).await?, Noted::Listed);
    let before = missing.clone();
    let mut scopes = BTreeSet::new();
    let keys: Vec<Key> = unreadable.iter().map(|(key, _)| key.clone()).collect();
    let stored = tx.get_many(Table::Records, &keys).await?;
    for ((key, raw), stored) in unreadable.iter().zip(stored) {
        // It may have been written anew meanwhile.
        match stored {
            None if raw == NOTHING => tx.put(Table::Records, key, NOTHING)?,
            stored if stored.as_ref() != Some(raw) => continue,
            _ => {}
        }
        match place(key).filter(|_| cursor.is_some()) {
            Some((scope, id)) => {
                let of_scope = missing.entry(scope).or_default();
                of_scope.insert(id);
                // The server has them all; more than these nobody looks at.
                if raw != NOTHING && of_scope.len() <= MOST {
                    keep_a_copy(tx, Table::Records, key, raw)?;
                }
                scopes.insert(scope);
            }
            None => quarantine(tx, Table::Records, key, raw)?,
        }
    }
    if let Some(cursor) = cursor {
        for scope in scopes {
            // What is read from its beginning anyway needs nothing else.
            if missing[&scope].len() > MOST || cursor.seq(scope) == Seq::default() {
                read_again(tx, cursor, &mut missing, scope)?;
                noted = Noted::ReadAgain;
            }
        }
    }
    if missing != before {
        put_meta(tx, MISSING, &missing)?;
    }
    Ok(noted)
}

/// Reads a scope from its beginning instead of asking for single records of it.
pub(super) async fn give_up<Tx: Transaction>(tx: &Tx, cursor: &mut Cursor, scope: ScopeId) -> Result<(), StoreError> {
    let mut missing = listed(tx).await?;
    read_again(tx, cursor, &mut missing, scope)?;
    put_meta(tx, MISSING, &missing)
}

/// What a pull is to ask for.
pub(super) async fn to_ask_for<Tx: Transaction>(tx: &Tx) -> Result<Missing, StoreError> {
    let (mut asked, mut room) = (Missing::new(), MAX_MISSING);
    for (scope, ids) in listed(tx).await? {
        let ids: BTreeSet<RecordId> = ids.into_iter().take(room).collect();
        room -= ids.len();
        if !ids.is_empty() {
            asked.insert(scope, ids);
        }
    }
    Ok(asked)
}

/// Whether a pull that asked from there and got everything is to be followed by another: something is missing still, or a
/// scope is read from its beginning.
pub(super) async fn is_due<D: Database>(db: &D, asked: &Cursor) -> Result<bool, StoreError> {
    let tx = db.begin(&[Table::Meta], Mode::Read).await?;
    let cursor: Cursor = meta(&tx, CURSOR).await?.unwrap_or_default();
    let went_back = asked.scopes.iter().any(|(scope, from)| cursor.scopes.get(scope).is_some_and(|seq| seq < from));
    let went_back = went_back && cursor.epoch == asked.epoch;
    Ok(went_back || !listed(&tx).await?.is_empty())
}

/// Takes what the server of the history `epoch` has said to a pull that asked from there. The records that can be read again.
pub async fn mend<D: Database>(
    db: &D,
    asked: &Cursor,
    epoch: Epoch,
    found: &[FoundRecords],
) -> Result<Vec<(ScopeId, RecordId)>, StoreError> {
    if asked.missing.is_empty() {
        return Ok(Vec::new());
    }
    let tx = db.begin(&[Table::Records, Table::Meta, Table::Quarantine], Mode::Relaxed).await?;
    let mut cursor: Cursor = meta(&tx, CURSOR).await?.unwrap_or_default();
    if cursor.epoch != Some(epoch) {
        return Ok(Vec::new());
    }
    let (mut missing, mut mended) = (listed(&tx).await?, Vec::new());
    for scope in asked.missing.keys() {
        let Some(ids) = missing.get_mut(scope) else { continue };
        let answer = found.iter().find(|found| found.scope == *scope);
        // A server that does not know of this, or one that has gone back in its history.
        let Some(answer) = answer.filter(|answer| answer.at >= asked.seq(*scope)) else {
            read_again(&tx, &mut cursor, &mut missing, *scope)?;
            continue;
        };
        let have = cursor.seq(*scope);
        let records = answer.records.iter().filter(|record| record.scope == *scope && record.version <= have);
        let said = records.map(|record| (record.id, Some(record)));
        for (id, record) in said.chain(answer.gone.iter().map(|id| (*id, None))) {
            // Effects that came since may have written it.
            if answer.at < have || !ids.remove(&id) {
                continue;
            }
            let key = Key::record(*scope, id);
            let stored = tx.get(Table::Records, &key).await?;
            let is_there = stored.is_some_and(|raw| decode::<Record>(Table::Records, &raw).is_ok());
            match record {
                _ if is_there => {}
                Some(record) => tx.put(Table::Records, &key, &encode(record))?,
                None => tx.delete(Table::Records, &key)?,
            }
            mended.push((*scope, id));
        }
    }
    missing.retain(|_, ids| !ids.is_empty());
    put_meta(&tx, MISSING, &missing)?;
    put_meta(&tx, CURSOR, &cursor)?;
    tx.commit().await?;
    Ok(mended)
}

/// Nothing of a scope is asked for any more.
pub(super) async fn forget<Tx: Transaction>(tx: &Tx, scope: ScopeId) -> Result<(), StoreError> {
    match kept::<_, Missing>(tx, MISSING).await? {
        Kept::Is(mut missing) => match missing.remove(&scope) {
            Some(_) => put_meta(tx, MISSING, &missing),
            None => Ok(()),
        },
        // It may name that scope too, and is made again by whoever comes by.
        Kept::Lost => tx.delete(Table::Meta, &Key::name(MISSING)),
        Kept::Absent => Ok(()),
    }
}

/// Reads a scope from its beginning instead of asking for single records of it. What stands in their places goes: effects
/// would go past it.
fn read_again<Tx: Transaction>(
    tx: &Tx,
    cursor: &mut Cursor,
    missing: &mut Missing,
    scope: ScopeId,
) -> Result<(), StoreError> {
    for id in missing.remove(&scope).into_iter().flatten() {
        tx.delete(Table::Records, &Key::record(scope, id))?;
    }
    cursor.read_again(scope);
    Ok(())
}

async fn listed<Tx: Transaction>(tx: &Tx) -> Result<Missing, StoreError> {
    Ok(meta(tx, MISSING).await?.unwrap_or_default())
}

/// The scope and the record in a key.
fn place(key: &Key) -> Option<(ScopeId, RecordId)> {
    let Key::Text(text) = key else { return None };
    let (scope, id) = text.split_once(':')?;
    Some((scope.parse().ok()?, id.parse().ok()?))
}
