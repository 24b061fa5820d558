//! Filling the index of texts with the records that were there before it, or before this build's way of taking their texts.

use holdfast_core::record::Record;
use sqlx::{Row as _, Sqlite, SqlitePool, Transaction};

use super::{DbError, search::put, uint};
use crate::search;

/// How many records are taken in one transaction.
const BATCH: i64 = 500;
/// After how many records the log says how far it is.
const PROGRESS: usize = 10_000;

/// After the place of the last, with the time of the effect that wrote each.
const NEXT: &str = "
    SELECT records.scope, records.id, records.body, coalesce(json_extract(log.body, '$.at'), 0)
    FROM records LEFT JOIN log ON log.scope = records.scope AND log.seq = json_extract(records.body, '$.version')
    WHERE (records.scope, records.id) > (?, ?) ORDER BY records.scope, records.id LIMIT ?";

/// Makes the index one of this build's form, if it is not. What it does may be cut off anywhere: the next start does it
/// again, and records taken twice are in it once.
pub(super) async fn fill(pool: &SqlitePool) -> Result<(), DbError> {
    let form = search::form();
    let stored = sqlx::query("SELECT value FROM meta WHERE key = 'search_form'").fetch_optional(pool).await?;
    if stored.map(|row| row.try_get::<String, _>(0)).transpose()?.is_some_and(|stored| stored == form) {
        return Ok(());
    }
    let row = sqlx::query("SELECT count(*) FROM records").fetch_one(pool).await?;
    let total = uint(row.try_get(0)?);
    let (mut place, mut done) = ((Vec::new(), Vec::new()), 0);
    loop {
        let mut tx = pool.begin().await?;
        let rows =
            sqlx::query(NEXT).bind(place.0.clone()).bind(place.1.clone()).bind(BATCH).fetch_all(&mut *tx).await?;
        for row in &rows {
            let record: Record = serde_json::from_str(row.try_get(2)?)?;
            put(&mut tx, &record, uint(row.try_get(3)?)).await?;
            place = (row.try_get(0)?, row.try_get(1)?);
        }
        done += rows.len();
        if rows.is_empty() {
            remember(&mut tx, form).await?;
            tx.commit().await?;
            if total > 0 {
                tracing::info!(done, "the records' texts are searchable");
            }
            return Ok(());
        }
        tx.commit().await?;
        if done % PROGRESS == 0 {
            tracing::info!(done, total, "making the records' texts searchable");
        }
    }
}

async fn remember(tx: &mut Transaction<'static, Sqlite>, form: String) -> Result<(), DbError> {
    sqlx::query(
        "INSERT INTO meta (key, value) VALUES ('search_form', ?)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .bind(form)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
