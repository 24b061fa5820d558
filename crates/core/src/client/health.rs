//! What is wrong with what is stored, and what a person can take away of it.

use serde_json::{Value, json};

use super::{
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    missing,
    stored::{CURSOR, meta, put_meta},
};
use crate::{
    Millis,
    operation::ClientSeq,
    outbox::{Row, RowState},
    wire::Cursor,
};

/// Notes that records cannot be read: the next pull asks for them. The outbox is not touched.
pub async fn put_aside<D: Database>(db: &D, unreadable: &[(Key, String)]) -> Result<(), StoreError> {
    if unreadable.is_empty() {
        return Ok(());
    }
    let tx = db.begin(&[Table::Records, Table::Meta, Table::Quarantine], Mode::Relaxed).await?;
    let mut cursor: Option<Cursor> = meta(&tx, CURSOR).await?;
    missing::note(&tx, cursor.as_mut(), unreadable).await?;
    if let Some(cursor) = &cursor {
        put_meta(&tx, CURSOR, cursor)?;
    }
    tx.commit().await
}

/// Everything that was put aside: where it stood and its text.
pub async fn quarantined<D: Database>(db: &D) -> Result<Vec<(String, String)>, StoreError> {
    let tx = db.begin(&[Table::Quarantine], Mode::Read).await?;
    let all = tx.scan(Table::Quarantine, Range::All, usize::MAX).await?;
    let place = |key| match key {
        Key::Text(text) => text,
        Key::Num(number) => number.to_string(),
    };
    Ok(all.into_iter().map(|(key, raw)| (place(key), raw)).collect())
}

/// When the oldest edit was made that the server is not known to have, by its author's clock.
pub async fn oldest_unsent<D: Database>(db: &D) -> Result<Option<Millis>, StoreError> {
    let rows = rows(db).await?;
    let unsent = rows.iter().filter_map(|(seq, raw)| Row::read(*seq, raw).ok());
    let unsent = unsent.filter(|row| !matches!(row.state, RowState::Accepted { .. }));
    Ok(unsent.map(|row| row.operation.at).min())
}

/// How many edits only this device has, as far as anybody can tell: rows that cannot be read count.
pub async fn count_unsent<D: Database>(db: &D) -> Result<usize, StoreError> {
    let is_unsent = |seq: &ClientSeq, raw: &str| match Row::read(*seq, raw) {
        Ok(row) => !matches!(row.state, RowState::Accepted { .. }),
        Err(_) => true,
    };
    Ok(rows(db).await?.iter().filter(|(seq, raw)| is_unsent(seq, raw)).count())
}

/// Everything that is only here, for its author to keep: pending operations, dead letters, and what cannot be read, as it is.
pub async fn export<D: Database>(db: &D) -> Result<Value, StoreError> {
    let (mut operations, mut unreadable) = (Vec::new(), Vec::new());
    for (seq, raw) in rows(db).await? {
        match Row::read(seq, &raw) {
            Ok(row) => operations.push(json!({ "state": row.state, "operation": row.operation })),
            Err(_) => unreadable.push(json!({ "client_seq": seq, "raw": raw })),
        }
    }
    let aside: Vec<Value> =
        quarantined(db).await?.into_iter().map(|(place, raw)| json!({ "place": place, "raw": raw })).collect();
    Ok(json!({ "operations": operations, "unreadable": unreadable, "quarantined": aside }))
}

async fn rows<D: Database>(db: &D) -> Result<Vec<(ClientSeq, String)>, StoreError> {
    let tx = db.begin(&[Table::Outbox], Mode::Read).await?;
    let all = tx.scan(Table::Outbox, Range::All, usize::MAX).await?;
    let number = |(key, raw)| match key {
        Key::Num(seq) => Some((ClientSeq(seq), raw)),
        Key::Text(_) => None,
    };
    Ok(all.into_iter().filter_map(number).collect())
}
