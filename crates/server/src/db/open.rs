//! Opening the SQLite database.
//!
//! One connection writes, a few read. WAL lets them work side by side, `synchronous = FULL` makes a commit that was answered
//! outlive a power cut.

use std::{
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use holdfast_core::{Millis, id::Epoch};
use sqlx::{
    Row as _, SqlSafeStr as _, SqlitePool,
    migrate::{Migration, MigrationType, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{
    Db, DbError, backup,
    schema::{self, Schema, schema},
    search_fill,
};
use crate::{
    bus::Bus,
    config::DataConfig,
    random,
    way_back::{self, Keeping},
};

/// The migrations, oldest first. One that has been released is never edited: add another.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "start", include_str!("migrations/0001_start.sql")),
    (2, "history", include_str!("migrations/0002_history.sql")),
    (3, "devices", include_str!("migrations/0003_devices.sql")),
    (4, "search", include_str!("migrations/0004_search.sql")),
    (5, "keeping", include_str!("migrations/0005_keeping.sql")),
    (6, "ids", include_str!("migrations/0006_ids.sql")),
    (7, "resets", include_str!("migrations/0007_resets.sql")),
    (8, "identities", include_str!("migrations/0008_identities.sql")),
    (9, "kinds", include_str!("migrations/0009_kinds.sql")),
    (11, "blobs", include_str!("migrations/0011_blobs.sql")),
    (12, "code", include_str!("migrations/0012_code.sql")),
    (13, "flags", include_str!("migrations/0013_flags.sql")),
];

/// The database's file in the data folder.
pub(crate) const FILE: &str = "holdfast.sqlite3";

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
        "the database {file} has schema {theirs}, of a newer Holdfast: this version knows up to {ours}. Start that newer version. {}",
        or_go_back(.kept.as_deref(), file)
    )]
    Newer {
        /// The file.
        file: String,
        /// Its schema.
        theirs: i64,
        /// This build's.
        ours: i64,
        /// The state that was kept before it was brought up to date, if this build can use it.
        kept: Option<PathBuf>,
    },
    /// It is to be brought up to date, and cannot be kept as it is before.
    #[error(
        "the database {file} is of an older version, and the disk has no room to keep it as it is before it is brought up to \
         date: {needed} MB are needed, {free} MB are free. Make room, or start once with --no-way-back if there is a backup"
    )]
    NoRoom {
        /// The file.
        file: String,
        /// How much is needed.
        needed: u64,
        /// How much there is.
        free: u64,
    },
    /// The copy failed.
    #[error(
        "the database {file} is of an older version and could not be kept as it is before it is brought up to date: {why}. It \
         is unchanged. Where it is not sound, the version that wrote it tells with `holdfast check`; if there is a backup, start \
         once with --no-way-back"
    )]
    NotKept {
        /// The file.
        file: String,
        /// What went wrong.
        why: String,
    },
    /// A migration failed.
    #[error(
        "cannot bring the database {file} up to date: {message}. {}",
        match kept {
            Some(kept) => format!("What it was before is kept as {}: the earlier version's `holdfast restore` takes it", kept.display()),
            None => "Start the version that wrote it".to_owned(),
        }
    )]
    Migration {
        /// The file.
        file: String,
        /// What the migrator said.
        message: String,
        /// What it was before.
        kept: Option<PathBuf>,
    },
    /// There is no database.
    #[error("there is no database at {0}. Say where it is with --data")]
    Missing(String),
    /// The database is of another build than this one, and is not to be changed now.
    #[error(
        "the database {0} was written by another version of Holdfast. Use that version's program, or restart the server with \
         this one first"
    )]
    Version(String),
}

impl Db {
    /// Opens the database in its folder ([`make_folder`]), making it if it is not there. A new database gets a new epoch; so does one that
    /// is a backup's copy, for it has forgotten what came after.
    pub(crate) async fn open(config: &DataConfig, bus: Bus, now: Millis) -> Result<Self, OpenError> {
        let folder = config.data.as_path();
        let file = folder.join(FILE);
        let at_file = |source: DbError| OpenError::Database { file: file.display().to_string(), source };
        let options = options(&file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let write = SqlitePoolOptions::new().max_connections(1).acquire_timeout(Duration::from_secs(20));
        let write = write.connect_with(options.clone()).await.map_err(|error| at_file(error.into()))?;
        let kept = keep(&write, config, &file, now).await?;
        migrator().run(&write).await.map_err(|error| OpenError::Migration {
            file: file.display().to_string(),
            message: error.to_string(),
            kept: kept.as_ref().map(|kept| kept.file.clone()),
        })?;
        search_fill::fill(&write).await.map_err(at_file)?;
        way_back::done(folder);
        let epoch = epoch(&write, now, config.new_epoch).await.map_err(at_file)?;
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.pragma("query_only", "ON"))
            .await
            .map_err(|error| at_file(error.into()))?;
        Ok(Self { write, read, epoch, turn: Arc::default(), bus, kept })
    }

    /// What was kept as this was opened, in words with the way back to it; nothing where nothing was to be brought up to date.
    pub(crate) fn kept(&self) -> Option<String> {
        let BeforeUpgrade { schema, file } = self.kept.as_ref()?;
        let folder = file.parent().and_then(Path::parent).unwrap_or(Path::new("."));
        Some(format!(
            "the database was brought up from schema {schema} to {}. What it was before is kept as {file}: to go back, stop the \
             server and have the earlier version's program do `holdfast restore {file} --data {folder}`",
            last_migration(),
            file = file.display(),
            folder = folder.display(),
        ))
    }

    /// Opens a database that is there, as it is, which a server may be using.
    pub(crate) async fn attach(file: &Path) -> Result<Self, OpenError> {
        let name = || file.display().to_string();
        if !file.exists() {
            return Err(OpenError::Missing(name()));
        }
        let at_file = |source: DbError| OpenError::Database { file: name(), source };
        let write = SqlitePoolOptions::new().max_connections(1);
        let write = write.connect_lazy_with(options(file).synchronous(SqliteSynchronous::Full));
        let read = SqlitePoolOptions::new().max_connections(1);
        let read = read.connect_with(options(file).read_only(true)).await.map_err(|error| at_file(error.into()))?;
        if schema(&read, migrations()).await.map_err(at_file)? != Schema::Current {
            return Err(OpenError::Version(name()));
        }
        let epoch = stored_epoch(&read).await.map_err(at_file)?;
        Ok(Self { write, read, epoch, turn: Arc::default(), bus: Bus::new(), kept: None })
    }
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(file).foreign_keys(true).busy_timeout(Duration::from_secs(10))
}

/// Makes the data folder if it is not there, and makes sure that it can be written to.
pub(crate) fn make_folder(folder: &Path) -> Result<(), OpenError> {
    let at_folder = |source| OpenError::Folder { folder: folder.display().to_string(), source };
    // For the server's user alone: it holds everyone's work and the hashes of their passwords.
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(at_folder)?;
    // SQLite's own message for a folder that cannot be written to names neither the folder nor the reason.
    let probe: PathBuf = folder.join(".holdfast-write-test");
    std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)).map_err(at_folder)
}

fn migrator() -> Migrator {
    let migration = |(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(MIGRATIONS.iter().map(migration).collect())
}

/// A database as it was before it was brought up to date.
#[derive(Clone, Debug)]
pub(super) struct BeforeUpgrade {
    schema: i64,
    file: PathBuf,
}

/// Keeps a database of an older build as it is, before anything changes it; where it is.
async fn keep(
    pool: &SqlitePool,
    config: &DataConfig,
    file: &Path,
    now: Millis,
) -> Result<Option<BeforeUpgrade>, OpenError> {
    let (name, data) = (file.display().to_string(), config.data.as_path());
    let at_file = |source: DbError| OpenError::Database { file: name.clone(), source };
    let schema = match schema(pool, migrations()).await.map_err(at_file)? {
        Schema::Older(schema) if !config.no_way_back => schema,
        Schema::Older(schema) => {
            // What is restored is a copy.
            if !config.new_epoch {
                tracing::warn!(
                    "the database is brought up from schema {schema}, and nothing is kept to go back to: --no-way-back"
                );
            }
            return Ok(None);
        }
        Schema::New | Schema::Current => return Ok(None),
        Schema::Newer(theirs) => {
            let ours = last_migration();
            return Err(OpenError::Newer { file: name, theirs, ours, kept: way_back::newest(data, ours) });
        }
    };
    // One that was cut off before it had any history is as good as another.
    let history = stored_epoch(pool).await.map(|epoch| epoch.to_string()).unwrap_or_default();
    if let Some(kept) = way_back::unfinished(data, &history) {
        return Ok(Some(BeforeUpgrade { schema: kept.schema, file: kept.file }));
    }
    let bytes = schema::bytes(pool).await.map_err(at_file)?;
    if let Some(free) = way_back::free(data).filter(|free| !way_back::fits(bytes, *free)) {
        let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
        return Err(OpenError::NoRoom {
            file: name,
            needed: megabytes(way_back::needed(bytes)),
            free: megabytes(free),
        });
    }
    let not_kept = |why: &dyn std::fmt::Display| OpenError::NotKept { file: name.clone(), why: why.to_string() };
    let keeping = Keeping::begin(data, schema, now).map_err(|error| not_kept(&error))?;
    if let Err(error) = backup::copy(pool, keeping.part(), now).await {
        keeping.give_up();
        return Err(not_kept(&error));
    }
    let file = keeping.finish(&history).map_err(|error| not_kept(&error))?;
    Ok(Some(BeforeUpgrade { schema, file }))
}

/// What to do with a database of a newer build, for whoever wants to stay with this one.
fn or_go_back(kept: Option<&Path>, file: &str) -> String {
    let folder = Path::new(file).parent().unwrap_or(Path::new("."));
    match kept {
        Some(kept) => format!(
            "Or go back to the state before it was brought up to date: `holdfast restore {} --data {}`; devices then offer again \
             what was done since",
            kept.display(),
            folder.display()
        ),
        None => format!(
            "Or go back with `holdfast restore` to a backup that this version made: nothing that it can use is kept in {}",
            folder.join(way_back::FOLDER).display()
        ),
    }
}

/// The numbers of this build's migrations.
fn migrations() -> impl Iterator<Item = i64> {
    MIGRATIONS.iter().map(|(number, ..)| *number)
}

/// This build's schema, by its last migration.
fn last_migration() -> i64 {
    migrations().max().unwrap_or_default()
}

async fn epoch(pool: &SqlitePool, now: Millis, renew: bool) -> Result<Epoch, DbError> {
    let is_copy = sqlx::query("SELECT 1 FROM meta WHERE key = 'backup'").fetch_optional(pool).await?.is_some();
    let mut tx = pool.begin().await?;
    if renew || is_copy {
        sqlx::query("DELETE FROM meta WHERE key IN ('epoch', 'backup')").execute(&mut *tx).await?;
        // What became of a link since is forgotten: none may work that has been used, or that a newer one has replaced.
        sqlx::query("DELETE FROM password_resets").execute(&mut *tx).await?;
    }
    sqlx::query("INSERT INTO meta (key, value) VALUES ('epoch', ?) ON CONFLICT DO NOTHING")
        .bind(Epoch::new(now, random::bytes()).to_string())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    stored_epoch(pool).await
}

async fn stored_epoch(pool: &SqlitePool) -> Result<Epoch, DbError> {
    let row = sqlx::query("SELECT value FROM meta WHERE key = 'epoch'").fetch_one(pool).await?;
    let text: String = row.try_get(0)?;
    text.parse().map_err(|_| DbError::Value(format!("the epoch {text:?}")))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::MIGRATIONS;

    #[test]
    fn every_migration_there_is_is_made_in_its_order() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/db/migrations");
        let mut files: Vec<String> =
            folder.read_dir().unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        files.sort();
        let listed = MIGRATIONS.iter().map(|(version, name, _)| format!("{version:04}_{name}.sql"));
        assert_eq!(listed.collect::<Vec<_>>(), files);
    }
}
