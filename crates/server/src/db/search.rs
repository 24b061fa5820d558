//! The index of the records' texts. What goes into it and what is made of its answers is `crate::search`.

use holdfast_core::{
    Millis,
    effect::Effect,
    id::{PersonId, RecordId, ScopeId},
    record::{Kind, Record},
};
use sqlx::{Row as _, SqliteConnection};

use super::{DbError, Tx, blob, id, int};
use crate::search::{self, CLOSE, Marked, OPEN};

/// A record that was found.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    /// Its scope.
    pub(crate) scope: ScopeId,
    /// Which it is.
    pub(crate) id: RecordId,
    /// What it is.
    pub(crate) kind: Kind,
    /// Its texts, with marks.
    pub(crate) marked: Marked,
}

/// A word counts for more in the text a record goes by than in its other texts, and its scope's for nothing. The joins are
/// crossed to keep their order: each row the index finds is looked up, and not each row there is looked for in the index.
const BEST_FIRST: &str = "
    SELECT number, searchable.scope, record, kind, fields
    FROM search CROSS JOIN searchable ON number = search.rowid
        CROSS JOIN records ON records.scope = searchable.scope AND records.id = record
    WHERE search MATCH ?1
        AND (searchable.scope = ?2 OR searchable.scope IN (SELECT scope FROM members WHERE person = ?2))
    ORDER BY bm25(search, 4.0, 1.0, 0.0), changed DESC, number DESC LIMIT ?3";

impl Tx {
    /// Keeps the index true to a record that an effect wrote.
    pub(super) async fn index_record(&mut self, effect: &Effect, record: &Record) -> Result<(), DbError> {
        if search::touches(effect, record) {
            return put(self.conn(), record, effect.at).await;
        }
        sqlx::query("UPDATE searchable SET changed = ? WHERE scope = ? AND record = ?")
            .bind(int(effect.at))
            .bind(blob(record.scope.0))
            .bind(blob(record.id.0))
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// The first records, the best first, that fit an expression ([`search::expression`]) and that the person may read,
    /// whatever scopes the expression names.
    pub(crate) async fn find(
        &mut self,
        person: PersonId,
        expression: &str,
        limit: usize,
    ) -> Result<Vec<Match>, DbError> {
        let rows = sqlx::query(BEST_FIRST)
            .bind(expression.to_owned())
            .bind(blob(person.uuid()))
            .bind(int(limit as u64))
            .fetch_all(self.conn())
            .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            // One by one: marking is work, and in the look-up it would be done for what is left out too.
            let marked = sqlx::query(
                "SELECT highlight(search, 0, ?1, ?2), highlight(search, 1, ?1, ?2) FROM search
                 WHERE search MATCH ?3 AND rowid = ?4",
            )
            .bind(OPEN.to_string())
            .bind(CLOSE.to_string())
            .bind(expression.to_owned())
            .bind(row.try_get::<i64, _>(0)?)
            .fetch_one(self.conn())
            .await?;
            let fields = serde_json::from_str(row.try_get(4)?)?;
            found.push(Match {
                scope: ScopeId(id(row.try_get(1)?)?),
                id: RecordId(id(row.try_get(2)?)?),
                kind: Kind(row.try_get::<&str, _>(3)?.into()),
                marked: Marked { title: marked.try_get(0)?, rest: marked.try_get(1)?, fields },
            });
        }
        Ok(found)
    }
}

/// Puts a record's texts in place of those it had, or takes them out if it is not to be found.
pub(super) async fn put(conn: &mut SqliteConnection, record: &Record, changed: Millis) -> Result<(), DbError> {
    let (scope, id) = (blob(record.scope.0), blob(record.id.0));
    let Some(texts) = search::texts(record) else {
        let row = sqlx::query("DELETE FROM searchable WHERE scope = ? AND record = ? RETURNING number")
            .bind(scope)
            .bind(id)
            .fetch_optional(&mut *conn)
            .await?;
        if let Some(row) = row {
            let number: i64 = row.try_get(0)?;
            sqlx::query("DELETE FROM search WHERE rowid = ?").bind(number).execute(conn).await?;
        }
        return Ok(());
    };
    let row = sqlx::query(
        "INSERT INTO searchable (scope, record, fields, changed) VALUES (?, ?, ?, ?)
         ON CONFLICT (scope, record) DO UPDATE SET fields = excluded.fields, changed = excluded.changed
         RETURNING number",
    )
    .bind(scope)
    .bind(id)
    .bind(serde_json::to_string(&texts.fields)?)
    .bind(int(changed))
    .fetch_one(&mut *conn)
    .await?;
    sqlx::query("INSERT OR REPLACE INTO search (rowid, title, rest, scope) VALUES (?, ?, ?, ?)")
        .bind(row.try_get::<i64, _>(0)?)
        .bind(texts.title)
        .bind(texts.rest)
        .bind(search::scope_word(record.scope))
        .execute(conn)
        .await?;
    Ok(())
}
