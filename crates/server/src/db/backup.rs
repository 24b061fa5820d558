//! A copy of the database as it is at one moment.

use std::path::Path;

use holdfast_core::Millis;
use sqlx::{
    ConnectOptions as _, Connection as _, Row as _, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use super::{Db, DbError, int};

impl Db {
    /// Copies the database into a file, which is to be empty, and marks it as a copy: a server that finds itself with one has
    /// forgotten what came after it, and begins a new history. Writers go on meanwhile.
    pub(crate) async fn copy_into(&self, file: &Path, now: Millis) -> Result<(), DbError> {
        copy(&self.read, file, now).await
    }

    /// Moves what stands in the write-ahead log into the file itself.
    pub(crate) async fn checkpoint(&self) -> Result<(), DbError> {
        checkpoint(&mut *self.write.acquire().await?).await
    }
}

/// [`Db::copy_into`], of a database of whatever build: it has had a table `meta` from the first.
pub(super) async fn copy(pool: &SqlitePool, file: &Path, now: Millis) -> Result<(), DbError> {
    let name = file.to_str().ok_or_else(|| DbError::Value(format!("the name {file:?} is no text")))?;
    sqlx::query("VACUUM INTO ?").bind(name.to_owned()).execute(pool).await?;
    let options = SqliteConnectOptions::new().filename(file).journal_mode(SqliteJournalMode::Delete);
    let mut copy = options.connect().await?;
    sqlx::query("INSERT OR REPLACE INTO meta (key, value) VALUES ('backup', ?)")
        .bind(int(now).to_string())
        .execute(&mut copy)
        .await?;
    let row = sqlx::query("PRAGMA quick_check(1)").fetch_one(&mut copy).await?;
    let said: String = row.try_get(0)?;
    copy.close().await?;
    match said.as_str() {
        "ok" => Ok(()),
        _ => Err(DbError::Value(format!("the copy is not sound: {said}"))),
    }
}

/// Moves all that stands in the write-ahead log of a database that nobody uses into its file, of whatever build it is. Where
/// that is done, the file alone is the database.
pub(crate) async fn make_whole(file: &Path) -> Result<(), DbError> {
    let options = SqliteConnectOptions::new().filename(file).synchronous(SqliteSynchronous::Full);
    let mut conn = options.connect().await?;
    let done = checkpoint(&mut conn).await;
    conn.close().await?;
    done
}

async fn checkpoint(conn: &mut SqliteConnection) -> Result<(), DbError> {
    let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(conn).await?;
    match row.try_get::<i64, _>(0)? {
        0 => Ok(()),
        _ => Err(DbError::Value("the write-ahead log is in use by another program".into())),
    }
}
