//! A snapshot instead of a log: for a reader whose place the server's log no longer reaches back to.
//!
//! Pages come in the order of record ids. Each takes the place of what is stored in its range, so a record that the snapshot
//! lacks goes; what is pending stays. The scope's place moves only with the last page: a reader that is cut off in the middle
//! goes on, or begins again, and has lost nothing.
//!
//! A snapshot names no operations. A record of it holds the effects of all operations that the server accepted up to the
//! record's version, and those rows are confirmed with it. Of an operation that was sent and not answered nobody can tell, so
//! such ones are to be sent again first, and a page is not taken while there are any.

use std::collections::{BTreeMap, HashMap};

use super::{
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    done,
    doubt::Doubt,
    reset::count_reset,
    stored::{CURSOR, DOUBT, SNAPSHOTS, all_rows, encode, meta, put_meta, put_row},
};
use crate::{
    Millis,
    id::{Epoch, RecordId, ScopeId},
    outbox::{Picker, Row, RowState},
    record::Seq,
    wire::{Cursor, SnapshotPage, SnapshotPlace},
};

/// What became of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is stored; more pages follow.
    Part,
    /// It was the last: everything of the scope is to be read again.
    Whole,
    /// It is not the page that was asked for: ask again from the cursor.
    Gap,
    /// It may hold operations that have been sent and not answered: send them again first.
    Unsettled,
}

/// Stores a page of a snapshot of the server history `epoch`, in one transaction.
pub async fn take<D: Database>(db: &D, epoch: Epoch, page: &SnapshotPage, now: Millis) -> Result<Taken, StoreError> {
    let tx = db.begin(&Table::ALL, Mode::Relaxed).await?;
    let mut cursor: Cursor = meta(&tx, CURSOR).await?.unwrap_or_default();
    let Some(range) = range(page).filter(|_| cursor.epoch == Some(epoch) && is_next(&cursor, page)) else {
        return Ok(Taken::Gap);
    };
    if is_overtaken(&cursor, page) {
        // Its records may lack edits that the newer one's have confirmed. A server that was set back has only older ones: the
        // next page that begins a snapshot is taken.
        cursor.snapshot = None;
        put_meta(&tx, CURSOR, &cursor)?;
        tx.commit().await?;
        return Ok(Taken::Gap);
    }
    let mut doubt: Option<Doubt> = meta(&tx, DOUBT).await?;
    let rows = all_rows(&tx).await?;
    // While another history is read nothing can be sent, and what waits is not shown where it is unsure.
    if doubt.is_none() && is_unsettled(&rows, page.scope) {
        return Ok(Taken::Unsettled);
    }
    tx.delete_range(Table::Records, range)?;
    for record in &page.records {
        tx.put(Table::Records, &Key::record(page.scope, record.id), &encode(record))?;
    }
    settle_rows(&tx, rows, page, doubt.is_some(), now).await?;
    let taken = if page.last {
        cursor.snapshot = None;
        cursor.scopes.insert(page.scope, page.at);
        let mut snapshots: BTreeMap<ScopeId, Seq> = meta(&tx, SNAPSHOTS).await?.unwrap_or_default();
        snapshots.insert(page.scope, page.at);
        put_meta(&tx, SNAPSHOTS, &snapshots)?;
        if let Some(doubt) = &mut doubt {
            doubt.snapshot(page.scope, page.at);
            put_meta(&tx, DOUBT, doubt)?;
        }
        count_reset(&tx).await?;
        Taken::Whole
    } else {
        let last = page.records.last().map(|record| record.id);
        cursor.snapshot = last.map(|after| SnapshotPlace { scope: page.scope, at: page.at, after });
        Taken::Part
    };
    put_meta(&tx, CURSOR, &cursor)?;
    tx.commit().await?;
    Ok(taken)
}

/// The keys that a page takes the place of; `None` for a page that is not one.
fn range(page: &SnapshotPage) -> Option<Range> {
    let of_scope = page.records.iter().all(|record| record.scope == page.scope);
    let ids = page.after.into_iter().chain(page.records.iter().map(|record| record.id));
    let Range::Between(start, end) = Range::scope(page.scope) else { return None };
    let from = page.after.map_or(start, |after| Key::record(page.scope, after));
    // A range is without its ends; the last record of a page is written over anyway.
    let to = if page.last { end } else { Key::record(page.scope, page.records.last()?.id) };
    (of_scope && ids.is_sorted_by(|one, next| one < next)).then_some(Range::Between(from, to))
}

/// Whether a page is one that a reader at that place waits for.
fn is_next(cursor: &Cursor, page: &SnapshotPage) -> bool {
    let is_known = cursor.scopes.get(&page.scope).is_some_and(|have| *have >= page.at);
    let follows = |after| cursor.snapshot == Some(SnapshotPlace { scope: page.scope, at: page.at, after });
    !is_known && page.after.is_none_or(follows)
}

/// Whether a page begins an older snapshot than the one that another member has begun since it was asked for.
fn is_overtaken(cursor: &Cursor, page: &SnapshotPage) -> bool {
    cursor.snapshot.is_some_and(|place| place.scope == page.scope && place.at > page.at)
}

/// Whether something of a scope has been sent, is not answered and could be sent again.
fn is_unsettled(rows: &[Row], scope: ScopeId) -> bool {
    let mut picker = Picker::new(usize::MAX, usize::MAX);
    rows.iter().any(|row| picker.is_free(row) && row.sent && row.operation.scope == scope)
}

/// What a page says of the rows of its scope.
async fn settle_rows<Tx: Transaction>(
    tx: &Tx,
    rows: Vec<Row>,
    page: &SnapshotPage,
    in_doubt: bool,
    now: Millis,
) -> Result<(), StoreError> {
    let versions: HashMap<RecordId, Seq> = page.records.iter().map(|record| (record.id, record.version)).collect();
    for row in rows.into_iter().filter(|row| row.operation.scope == page.scope) {
        let version = versions.get(&row.operation.id).copied();
        match row.state {
            RowState::Accepted { seq }
                if version.is_some_and(|version| seq <= version) || page.last && seq <= page.at =>
            {
                done::confirm(tx, row, seq, now).await?;
            }
            RowState::Waiting if in_doubt && row.sent && !row.unsure && version.is_some() => {
                put_row(tx, &Row { unsure: true, ..row })?;
            }
            _ => {}
        }
    }
    Ok(())
}
