//! The blobs that rows of the outbox wait for. What is stored here are the rows; the bytes are kept elsewhere, by whoever sends
//! them.

use std::collections::HashSet;

use super::{
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction as _},
    done::{self, Done, Fate},
    doubt,
    stored::{CURSOR, all_rows, decode, meta, put_row},
};
use crate::{
    Millis,
    authority::Rejection,
    id::Epoch,
    operation::{ClientSeq, Operation},
    outbox::{Row, RowState},
    record::Record,
    wire::Cursor,
};

/// The blobs that rows wait for, each once, in the order in which they were attached.
pub async fn wanted<D: Database>(db: &D) -> Result<Vec<String>, StoreError> {
    let tx = db.begin(&[Table::Outbox], Mode::Read).await?;
    let mut wanted = Vec::new();
    for blob in all_rows(&tx).await?.iter().filter_map(waits_for) {
        if !wanted.iter().any(|other| other == blob) {
            wanted.push(blob.to_owned());
        }
    }
    Ok(wanted)
}

/// The blobs whose bytes are not to be thrown away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    names: HashSet<String>,
    /// What is stored and cannot be read by this build, as it is.
    unread: Vec<String>,
}

impl Named {
    /// These, and no others.
    pub fn of(names: &[String]) -> Self {
        Self { names: names.iter().cloned().collect(), unread: Vec::new() }
    }

    /// Whether something that is stored here names a blob.
    pub fn has(&self, blob: &str) -> bool {
        self.names.contains(blob) || self.unread.iter().any(|raw| raw.contains(blob))
    }
}

/// Every blob that an edit of this device names: one in the outbox, however far that is; one that was discarded, and may be brought
/// back; one that is confirmed, and would be offered again to a server that forgot it. What cannot be read counts as naming
/// whatever stands in it.
pub async fn named<D: Database>(db: &D) -> Result<Named, StoreError> {
    let tx = db.begin(&[Table::Outbox, Table::Done], Mode::Read).await?;
    let mut named = Named::default();
    for (key, raw) in tx.scan(Table::Outbox, Range::All, usize::MAX).await? {
        let Key::Num(seq) = key else { continue };
        named.add(Row::read(ClientSeq(seq), &raw).ok().map(|row| row.operation), raw);
    }
    for (_, raw) in tx.scan(Table::Done, Range::All, usize::MAX).await? {
        named.add(Done::read(&raw).map(|done| done.operation), raw);
    }
    Ok(named)
}

impl Named {
    fn add(&mut self, operation: Option<Operation>, raw: String) {
        match operation {
            Some(operation) => self.names.extend(operation.blob().map(ToOwned::to_owned)),
            None => self.unread.push(raw),
        }
    }
}

/// The server's history that this device has read, and the blobs that its confirmed edits name in records that are there: a server
/// that was put back from a backup may have the edits and lack the contents. Nothing as long as it is not known what there is.
pub async fn confirmed<D: Database>(db: &D) -> Result<Option<(Epoch, Vec<String>)>, StoreError> {
    let tx = db.begin(&[Table::Done, Table::Meta, Table::Records], Mode::Read).await?;
    if doubt::is_open_in(&tx).await? {
        return Ok(None);
    }
    let cursor: Cursor = meta(&tx, CURSOR).await?.unwrap_or_default();
    let Some(epoch) = cursor.epoch else { return Ok(None) };
    let mut blobs = Vec::new();
    for done in done::all(&tx).await? {
        let (Fate::Confirmed { .. }, Some(blob)) = (&done.fate, done.operation.blob()) else { continue };
        let stored = tx.get(Table::Records, &Key::record(done.operation.scope, done.operation.id)).await?;
        // One that cannot be read is there.
        if stored.is_some_and(|raw| decode::<Record>(Table::Records, &raw).map_or(true, |record| !record.deleted)) {
            blobs.push(blob.to_owned());
        }
    }
    Ok(Some((epoch, blobs)))
}

/// The server has a blob: what waited for it may be sent.
pub async fn arrived<D: Database>(db: &D, blob: &str) -> Result<Vec<ClientSeq>, StoreError> {
    settle(db, blob, |row| Row { blob: None, ..row }).await
}

/// A blob cannot be sent as it is: what waits for it becomes a dead letter, for its author to try again or to discard.
pub async fn refused<D: Database>(
    db: &D,
    blob: &str,
    why: &Rejection,
    now: Millis,
) -> Result<Vec<ClientSeq>, StoreError> {
    settle(db, blob, |row| {
        let state = RowState::Dead { why: why.clone(), at: now, maybe_done: row.sent };
        Row { blob: None, ..row.in_state(state) }
    })
    .await
}

/// Changes the rows that wait for a blob; which those were.
async fn settle<D: Database>(db: &D, blob: &str, change: impl Fn(Row) -> Row) -> Result<Vec<ClientSeq>, StoreError> {
    let tx = db.begin(&[Table::Outbox], Mode::Write).await?;
    let mut changed = Vec::new();
    for row in all_rows(&tx).await? {
        if waits_for(&row) == Some(blob) {
            let row = change(row);
            put_row(&tx, &row)?;
            changed.push(row.operation.client_seq);
        }
    }
    tx.commit().await?;
    Ok(changed)
}

fn waits_for(row: &Row) -> Option<&str> {
    row.blob.as_deref().filter(|_| row.state == RowState::Waiting)
}
