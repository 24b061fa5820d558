//! What the database knows of blobs: which there are, who has shown to have them, and which records name them.

use std::collections::BTreeMap;

use holdfast_core::{
    Millis,
    entity::{KINDS, KindSchema},
    id::{PersonId, RecordId, ScopeId},
    record::Record,
};
use sqlx::Row as _;

use super::{DbError, Tx, blob, id, int, uint};

/// Of a name of a blob: that its record is not deleted, nor what it is part of.
const IN_SIGHT: &str = "live AND NOT EXISTS
    (SELECT 1 FROM records WHERE records.scope = blob_names.scope AND records.id IN (blob_names.under, blob_names.scope)
        AND json_extract(records.body, '$.deleted'))";

/// A blob that the server has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BlobRow {
    /// The SHA-256 of its content, in hexadecimal digits.
    pub(crate) hash: String,
    /// Its size in bytes.
    pub(crate) size: u64,
}

/// What an account has sent, or begun to send, that no record names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unnamed {
    /// How many blobs are begun and not finished.
    pub(crate) begun: u64,
    /// How large all of it is, or will be, together, in bytes.
    pub(crate) bytes: u64,
}

impl Tx {
    /// Whether the server has a blob and the person has sent it too, or may read a record that names it.
    pub(crate) async fn may_name(&mut self, person: PersonId, hash: &str) -> Result<bool, DbError> {
        let row = sqlx::query(
            "SELECT EXISTS (SELECT 1 FROM blobs WHERE hash = ?1) AND (
                EXISTS (SELECT 1 FROM blob_holders WHERE hash = ?1 AND person = ?2)
                OR EXISTS (SELECT 1 FROM blob_names JOIN members ON members.scope = blob_names.scope AND members.person = ?2
                    WHERE hash = ?1 AND live))",
        )
        .bind(hash)
        .bind(blob(person.uuid()))
        .fetch_one(self.conn())
        .await?;
        Ok(row.try_get::<i64, _>(0)? != 0)
    }

    /// Whether a record that is not deleted, and that somebody may read, names a blob.
    pub(crate) async fn is_named(&mut self, person: PersonId, hash: &str) -> Result<bool, DbError> {
        let row = sqlx::query(
            "SELECT EXISTS (SELECT 1 FROM blob_names JOIN members ON members.scope = blob_names.scope AND members.person = ?
                WHERE hash = ? AND live)",
        );
        let row = row.bind(blob(person.uuid())).bind(hash);
        Ok(row.fetch_one(self.conn()).await?.try_get::<i64, _>(0)? != 0)
    }

    /// The size of a blob, if the server has it.
    pub(crate) async fn blob_size(&mut self, hash: &str) -> Result<Option<u64>, DbError> {
        let row = sqlx::query("SELECT size FROM blobs WHERE hash = ?").bind(hash).fetch_optional(self.conn()).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.map(uint))
    }

    /// Every blob that the server has.
    pub(crate) async fn blobs(&mut self) -> Result<Vec<BlobRow>, DbError> {
        let rows = sqlx::query("SELECT hash, size FROM blobs ORDER BY hash").fetch_all(self.conn()).await?;
        let read = |row: sqlx::sqlite::SqliteRow| Ok(BlobRow { hash: row.try_get(0)?, size: uint(row.try_get(1)?) });
        rows.into_iter().map(read).collect()
    }

    /// Notes that somebody has sent all of a blob.
    pub(crate) async fn blob_arrived(&mut self, person: PersonId, row: &BlobRow) -> Result<(), DbError> {
        let now = int(self.now);
        // Nobody names it yet, and its sender is given time to.
        sqlx::query(
            "INSERT INTO blobs (hash, size, idle) VALUES (?1, ?2, ?3)
             ON CONFLICT (hash) DO UPDATE SET idle = ?3 WHERE idle IS NOT NULL",
        )
        .bind(row.hash.clone())
        .bind(int(row.size))
        .bind(now)
        .execute(self.conn())
        .await?;
        sqlx::query("INSERT INTO blob_holders (hash, person) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(row.hash.clone())
            .bind(blob(person.uuid()))
            .execute(self.conn())
            .await?;
        // A record may have named it all along, where the server had lost it.
        self.mark_idle(&row.hash).await?;
        self.forget_upload(person, &row.hash).await
    }

    /// What else than this blob an account has sent, or begun to send, that no record names, not even a deleted one.
    pub(crate) async fn unnamed(&mut self, person: PersonId, but: &str) -> Result<Unnamed, DbError> {
        let row = sqlx::query(
            "SELECT (SELECT count(*) FROM uploads WHERE person = ?1 AND hash <> ?2),
                (SELECT coalesce(sum(size), 0) FROM uploads WHERE person = ?1 AND hash <> ?2)
                + (SELECT coalesce(sum(size), 0) FROM blob_holders JOIN blobs USING (hash)
                    WHERE person = ?1 AND hash <> ?2
                    AND NOT EXISTS (SELECT 1 FROM blob_names WHERE blob_names.hash = blobs.hash))",
        )
        .bind(blob(person.uuid()))
        .bind(but)
        .fetch_one(self.conn())
        .await?;
        Ok(Unnamed { begun: uint(row.try_get(0)?), bytes: uint(row.try_get(1)?) })
    }

    /// Notes that a part of a blob of that size comes.
    pub(crate) async fn note_upload(&mut self, person: PersonId, row: &BlobRow) -> Result<(), DbError> {
        let now = int(self.now);
        sqlx::query(
            "INSERT INTO uploads (person, hash, size, at) VALUES (?, ?, ?, ?)
             ON CONFLICT (person, hash) DO UPDATE SET size = excluded.size, at = excluded.at",
        )
        .bind(blob(person.uuid()))
        .bind(row.hash.clone())
        .bind(int(row.size))
        .bind(now)
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// Nothing is on its way of that blob any more.
    pub(crate) async fn forget_upload(&mut self, person: PersonId, hash: &str) -> Result<(), DbError> {
        sqlx::query("DELETE FROM uploads WHERE person = ? AND hash = ?")
            .bind(blob(person.uuid()))
            .bind(hash)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// Forgets what was begun and of which nothing came since then: of whom, and which blob.
    pub(crate) async fn stale_uploads(&mut self, before: Millis) -> Result<Vec<(PersonId, String)>, DbError> {
        let rows = sqlx::query("DELETE FROM uploads WHERE at < ? RETURNING person, hash")
            .bind(int(before))
            .fetch_all(self.conn())
            .await?;
        let read = |row: sqlx::sqlite::SqliteRow| Ok((PersonId::from_uuid(id(row.try_get(0)?)?), row.try_get(1)?));
        rows.into_iter().map(read).collect()
    }

    /// Forgets the blobs that no record has named since then, those left aside that are deleted, or part of what is; which those were.
    pub(crate) async fn idle_blobs(&mut self, before: Millis) -> Result<Vec<String>, DbError> {
        let now = int(self.now);
        let is_named = format!("EXISTS (SELECT 1 FROM blob_names WHERE blob_names.hash = blobs.hash AND {IN_SIGHT})");
        let gone = "DELETE FROM blob_names WHERE NOT EXISTS
            (SELECT 1 FROM records WHERE records.scope = blob_names.scope AND records.id = blob_names.record)";
        sqlx::query(gone).execute(self.conn()).await?;
        let named = format!("UPDATE blobs SET idle = NULL WHERE idle IS NOT NULL AND {is_named}");
        sqlx::query(sqlx::AssertSqlSafe(named)).execute(self.conn()).await?;
        let idle = format!("UPDATE blobs SET idle = ? WHERE idle IS NULL AND NOT {is_named}");
        sqlx::query(sqlx::AssertSqlSafe(idle)).bind(now).execute(self.conn()).await?;
        let rows = sqlx::query("DELETE FROM blobs WHERE idle < ? RETURNING hash");
        let rows = rows.bind(int(before)).fetch_all(self.conn()).await?;
        rows.into_iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// Keeps the index of who names what true to a record.
    pub(super) async fn index_blob(&mut self, record: &Record) -> Result<(), DbError> {
        let Some(hash) = record.blob() else { return Ok(()) };
        sqlx::query(
            "INSERT INTO blob_names (scope, record, under, hash, live) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (scope, record) DO UPDATE SET hash = excluded.hash, live = excluded.live",
        )
        .bind(blob(record.scope.0))
        .bind(blob(record.id.0))
        .bind(record.part_of().map(|under| blob(under.0)))
        .bind(hash.to_owned())
        .bind(!record.deleted)
        .execute(self.conn())
        .await?;
        self.mark_idle(hash).await
    }

    /// Notes since when no record that is not deleted names a blob, or that one does.
    async fn mark_idle(&mut self, hash: &str) -> Result<(), DbError> {
        let now = int(self.now);
        sqlx::query(
            "UPDATE blobs SET idle = CASE
                WHEN EXISTS (SELECT 1 FROM blob_names WHERE blob_names.hash = blobs.hash AND live) THEN NULL
                ELSE coalesce(idle, ?2) END
             WHERE hash = ?1",
        )
        .bind(hash.to_owned())
        .bind(now)
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// Knows a blob again whose bytes are there, if a record names it, be it deleted; whether one does.
    pub(crate) async fn adopt_blob(&mut self, row: &BlobRow) -> Result<bool, DbError> {
        let now = int(self.now);
        let adopted = sqlx::query(
            "INSERT INTO blobs (hash, size, idle)
             SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM blob_names WHERE hash = ?1) ON CONFLICT DO NOTHING",
        )
        .bind(row.hash.clone())
        .bind(int(row.size))
        .bind(now)
        .execute(self.conn())
        .await?;
        self.mark_idle(&row.hash).await?;
        Ok(adopted.rows_affected() > 0)
    }

    /// The blobs that records in sight name, and that the server does not have.
    pub(crate) async fn lacking_blobs(&mut self) -> Result<Vec<String>, DbError> {
        let lacking = format!(
            "SELECT DISTINCT hash FROM blob_names
             WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE blobs.hash = blob_names.hash) AND {IN_SIGHT} ORDER BY hash"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(lacking)).fetch_all(self.conn()).await?;
        rows.into_iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// Everything of which a part has come: of whom, and which blob.
    pub(crate) async fn uploads(&mut self) -> Result<Vec<(PersonId, String)>, DbError> {
        let rows = sqlx::query("SELECT person, hash FROM uploads").fetch_all(self.conn()).await?;
        let read = |row: sqlx::sqlite::SqliteRow| Ok((PersonId::from_uuid(id(row.try_get(0)?)?), row.try_get(1)?));
        rows.into_iter().map(read).collect()
    }

    /// What of one blob after another an account has not gone on with for longest, but for one.
    pub(crate) async fn oldest_upload(&mut self, person: PersonId, but: &str) -> Result<Option<String>, DbError> {
        let row = sqlx::query("SELECT hash FROM uploads WHERE person = ? AND hash <> ? ORDER BY at, hash LIMIT 1");
        let row = row.bind(blob(person.uuid())).bind(but).fetch_optional(self.conn()).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Forgets blobs whose bytes are not there, as after a restore without them: whoever has them may send them again.
    pub(crate) async fn forget_blobs(&mut self, lost: &[String]) -> Result<(), DbError> {
        for hash in lost {
            sqlx::query("DELETE FROM blobs WHERE hash = ?").bind(hash.clone()).execute(self.conn()).await?;
        }
        Ok(())
    }

    /// What is wrong with that index, in words: against the records. What of the contents is lacking is no flaw of the database.
    pub(super) async fn blob_index_flaws(&mut self) -> Result<Vec<String>, DbError> {
        let mut flaws = Vec::new();
        let mut known: BTreeMap<(ScopeId, RecordId), (String, bool)> = BTreeMap::new();
        for row in sqlx::query("SELECT scope, record, hash, live FROM blob_names").fetch_all(self.conn()).await? {
            let key = (ScopeId(id(row.try_get(0)?)?), RecordId(id(row.try_get(1)?)?));
            known.insert(key, (row.try_get(2)?, row.try_get(3)?));
        }
        for kind in KINDS.iter().filter(|kind| KindSchema::blob_field(kind).is_some()) {
            for row in
                sqlx::query("SELECT body FROM records WHERE kind = ?").bind(kind.name).fetch_all(self.conn()).await?
            {
                let Ok(record) = serde_json::from_str::<Record>(row.try_get(0)?) else { continue };
                let says = record.blob().map(|hash| (hash.to_owned(), !record.deleted));
                if known.remove(&(record.scope, record.id)) != says {
                    flaws.push(format!("the {} {} of {} names another blob", kind.name, record.id, record.scope));
                }
            }
        }
        // Of a record that was forgotten as a tombstone, the index is told later.
        let stray = known.into_iter().filter(|(_, (_, live))| *live);
        flaws.extend(
            stray.map(|((scope, record), _)| format!("the record {record} of {scope} names a blob and is not there")),
        );
        Ok(flaws)
    }
}
