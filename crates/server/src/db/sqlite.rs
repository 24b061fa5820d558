//! Opening the SQLite database, and its transactions.
//!
//! One connection writes, a few read. WAL lets them work side by side, `synchronous = FULL` makes a commit that was answered
//! outlive a power cut.

use std::{os::unix::fs::DirBuilderExt as _, sync::Arc, time::Duration};

use holdfast_core::{
    Millis,
    id::{Epoch, ScopeId},
    record::Seq,
};
use sqlx::{
    Row as _, SqlSafeStr as _, Sqlite, SqliteConnection, SqlitePool, Transaction,
    migrate::{Migration, MigrationType, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::{DbError, search_fill};
use crate::{
    bus::{Bus, Hint},
    config::DataConfig,
    random,
};

/// The migrations, oldest first. One that has been released is never edited: add another.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "start", include_str!("migrations/0001_start.sql")),
    (2, "history", include_str!("migrations/0002_history.sql")),
    (3, "devices", include_str!("migrations/0003_devices.sql")),
    (4, "search", include_str!("migrations/0004_search.sql")),
];

const READERS: u32 = 4;

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    /// The folder cannot be made or written to.
    #[error(
        "cannot write to the data folder {folder}: {source}. Choose another with --data, or change who may write there"
    )]
    Folder {
        /// The folder.
        folder: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database cannot be used.
    #[error("cannot open the database {file}: {source}. If another program has it open, stop that one first")]
    Database {
        /// The file.
        file: String,
        /// What the database said.
        source: DbError,
    },
    /// The database was written by a newer build.
    #[error(
        "cannot bring the database {file} up to date: {message}. A database written by a newer Holdfast needs that version"
    )]
    Migration {
        /// The file.
        file: String,
        /// What the migrator said.
        message: String,
    },
}

/// The database of one server.
#[derive(Clone, Debug)]
pub(crate) struct Db {
    write: SqlitePool,
    read: SqlitePool,
    epoch: Epoch,
    /// Held from a write's begin until its hints are published, so that hints come in the order of the commits.
    turn: Arc<Mutex<()>>,
    bus: Bus,
}

/// One transaction. Dropped without [`Tx::commit`], it never was. One from [`Db::read`] sees one moment of the database
/// and cannot write.
#[derive(Debug)]
pub(crate) struct Tx {
    tx: Transaction<'static, Sqlite>,
    /// The server's clock at its start.
    pub(super) now: Millis,
    /// What to publish once it is committed.
    pub(super) hints: Vec<Hint>,
    /// Where, for one that writes.
    publish: Option<(Bus, OwnedMutexGuard<()>)>,
}

impl Db {
    /// Opens the database in its folder, making both if they are not there. A new database gets a new epoch.
    pub(crate) async fn open(config: &DataConfig, bus: Bus, now: Millis) -> Result<Self, OpenError> {
        let folder = config.data.as_path();
        let at_folder = |source| OpenError::Folder { folder: folder.display().to_string(), source };
        // For the server's user alone: it holds everyone's work and the hashes of their passwords.
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(at_folder)?;
        // SQLite's own message for a folder that cannot be written to names neither the folder nor the reason.
        let probe = folder.join(".holdfast-write-test");
        std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)).map_err(at_folder)?;

        let file = folder.join("holdfast.sqlite3");
        let at_file = |source: DbError| OpenError::Database { file: file.display().to_string(), source };
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        let write = SqlitePoolOptions::new().max_connections(1).acquire_timeout(Duration::from_secs(20));
        let write = write.connect_with(options.clone()).await.map_err(|error| at_file(error.into()))?;

        let migration = |(version, name, sql): &(i64, &'static str, &'static str)| {
            Migration::new(*version, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
        };
        let migrated = Migrator::with_migrations(MIGRATIONS.iter().map(migration).collect()).run(&write).await;
        migrated
            .map_err(|error| OpenError::Migration { file: file.display().to_string(), message: error.to_string() })?;

        search_fill::fill(&write).await.map_err(at_file)?;

        let epoch = epoch(&write, now, config.new_epoch).await.map_err(at_file)?;
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.pragma("query_only", "ON"))
            .await
            .map_err(|error| at_file(error.into()))?;
        Ok(Self { write, read, epoch, turn: Arc::default(), bus })
    }

    /// This database's history.
    pub(crate) fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// A transaction that writes. There is one at a time, so its numbers are its own.
    pub(crate) async fn write(&self, now: Millis) -> Result<Tx, DbError> {
        let turn = Arc::clone(&self.turn).lock_owned().await;
        let tx = self.write.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Tx { tx, now, hints: Vec::new(), publish: Some((self.bus.clone(), turn)) })
    }

    /// A transaction that reads one moment of the database.
    pub(crate) async fn read(&self, now: Millis) -> Result<Tx, DbError> {
        Ok(Tx { tx: self.read.begin().await?, now, hints: Vec::new(), publish: None })
    }

    /// Closes it; what is under way is waited for.
    pub(crate) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

impl Tx {
    pub(super) fn conn(&mut self) -> &mut SqliteConnection {
        &mut self.tx
    }

    /// Notes that a scope's log goes on; once for all of a transaction's effects in a row.
    pub(super) fn hint_scope(&mut self, scope: ScopeId, seq: Seq) {
        match self.hints.last_mut() {
            Some(Hint::Scope { scope: last, seq: head }) if *last == scope => *head = seq,
            _ => self.hints.push(Hint::Scope { scope, seq }),
        }
    }

    /// Makes it so, and tells the readers, who can see it now.
    pub(crate) async fn commit(self) -> Result<(), DbError> {
        self.tx.commit().await?;
        if let Some((bus, _turn)) = self.publish {
            bus.publish(self.hints);
        }
        Ok(())
    }
}

async fn epoch(pool: &SqlitePool, now: Millis, renew: bool) -> Result<Epoch, DbError> {
    if renew {
        sqlx::query("DELETE FROM meta WHERE key = 'epoch'").execute(pool).await?;
    }
    sqlx::query("INSERT INTO meta (key, value) VALUES ('epoch', ?) ON CONFLICT DO NOTHING")
        .bind(Epoch::new(now, random::bytes()).to_string())
        .execute(pool)
        .await?;
    let row = sqlx::query("SELECT value FROM meta WHERE key = 'epoch'").fetch_one(pool).await?;
    let text: String = row.try_get(0)?;
    text.parse().map_err(|_| DbError::Value(format!("the epoch {text:?}")))
}
