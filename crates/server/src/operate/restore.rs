//! `holdfast restore`.

use std::{
    fs::{self, DirBuilder, File},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use super::{
    Failure, Folder, REPLACED, at,
    backup::{beside, megabytes, sync_folder},
    check, files, say,
};
use crate::{
    blobs::FOLDER,
    bus::Bus,
    clock::Clock,
    config::DataConfig,
    db::{Db, FILE, OpenError, make_whole},
    lock::Lock,
    way_back::stamp,
};

/// Put a backup in the database's place.
#[derive(Clone, Debug, clap::Args)]
pub struct Restore {
    /// The backup.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Where the database is to be.
    #[command(flatten)]
    pub folder: Folder,
}

/// Copies the backup beside the database, brings the copy up to date, looks whether it is sound, gives it a new history, and
/// only then puts it in the database's place. Cut off anywhere, either the old database is in place or the new one.
pub(super) async fn run(restore: Restore, out: &mut (impl Write + Send)) -> Result<(), Failure> {
    let Restore { file, folder: Folder { folder } } = restore;
    DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(at(&folder))?;
    let Some(_lock) = Lock::try_take(&folder).map_err(at(&folder))? else {
        return Err(Failure::Refused(format!(
            "a server is using the database in {}: stop it first, then restore, then start it again",
            folder.display()
        )));
    };
    if dashed(&file, "-wal").metadata().is_ok_and(|meta| meta.len() > 0) {
        return Err(Failure::Refused(format!(
            "{} is no backup but a database in use, with its newest part in the file beside it (-wal): make a copy of it with \
             `holdfast backup`",
            file.display()
        )));
    }
    let staging = folder.join("restoring");
    if staging.exists() {
        fs::remove_dir_all(&staging).map_err(at(&staging))?;
    }
    DirBuilder::new().mode(0o700).create(&staging).map_err(at(&staging))?;
    let prepared = prepare(&file, &staging, out).await;
    if prepared.is_err() {
        let _ = fs::remove_dir_all(&staging);
    }
    prepared?;
    let place = folder.join(FILE);
    // Before the database that knows of them. What there is besides belongs to the database that is kept.
    let whole = bring_files(&file, &staging.join(FILE), &folder.join(FOLDER), out).await?;
    let kept = put_in_place(&staging.join(FILE), &place).await?;
    fs::remove_dir_all(&staging).map_err(at(&staging))?;
    say(out, &format!("restored {} to {}", file.display(), place.display()));
    if let Some(kept) = kept {
        say(out, &format!("the database that was there is kept as {}", kept.display()));
    }
    if !whole {
        let beside = files::of_backup(&file);
        say(
            out,
            &format!(
                "contents of files are lacking, which are no part of the backup's own file: they were to be in {}",
                beside.display()
            ),
        );
    }
    say(out, "start the server again: every device loads anew, and offers again what this backup lacks");
    Ok(())
}

/// Has the contents of the backup's files in the data folder; whether all are there.
async fn bring_files(
    backup: &Path,
    prepared: &Path,
    to: &Path,
    out: &mut (impl Write + Send),
) -> Result<bool, Failure> {
    let db = Db::attach(prepared).await?;
    let whole = has_files(&db, &files::of_backup(backup), to, out).await;
    db.close().await;
    whole
}

async fn has_files(db: &Db, from: &Path, to: &Path, out: &mut (impl Write + Send)) -> Result<bool, Failure> {
    files::carry(db, from, to).await?;
    let flawed = files::look(db, &[to.to_owned()], out).await?;
    // Whoever has them, and offers again what names them, sends them first.
    let mut tx = db.write(Clock::System.now()).await?;
    tx.forget_blobs(&flawed).await?;
    tx.commit().await?;
    db.checkpoint().await?;
    Ok(flawed.is_empty())
}

/// A sound database of this build's form in the staging folder, with a history of its own.
async fn prepare(file: &Path, staging: &Path, out: &mut (impl Write + Send)) -> Result<(), Failure> {
    let copy = staging.join(FILE);
    let bytes = copy_file(file, &copy).map_err(at(file))?;
    eprintln!("copied {} of {}", megabytes(bytes), file.display());
    // The backup stays as it is: there is nothing to keep of its copy.
    let config = DataConfig { new_epoch: true, no_way_back: true, ..DataConfig::of(staging) };
    let opened = Db::open(&config, Bus::new(), Clock::System.now()).await;
    let db = opened.map_err(|error| match error {
        OpenError::Newer { theirs, ours, .. } => Failure::Refused(format!(
            "{} has schema {theirs}, of a newer Holdfast: this version knows up to {ours}. Restore it with that newer version",
            file.display()
        )),
        error => Failure::Refused(format!("{} cannot be restored: {error}", file.display())),
    })?;
    let sound = check::look(&db, out).await?;
    db.checkpoint().await?;
    db.close().await;
    if !sound {
        return Err(Failure::Unsound(format!("{} is not sound and was not restored: take another", file.display())));
    }
    File::open(&copy).and_then(|copy| copy.sync_all()).map_err(at(&copy))
}

fn copy_file(from: &Path, to: &Path) -> io::Result<u64> {
    let mut target = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    io::copy(&mut File::open(from)?, &mut target)
}

/// Puts the new database in the old one's place; where the old one is kept.
///
/// The power may go at any moment: then either the old database is in place with all that was committed, or the new one. A
/// write-ahead log beside the new one would be read as its own, and the old one without its log lacks its newest part: so the
/// log goes into the old file first. Only one so broken that SQLite cannot do that is parted from its log before the new one
/// comes, and by then both are kept under the other name.
async fn put_in_place(new: &Path, place: &Path) -> Result<Option<PathBuf>, Failure> {
    let mut kept = None;
    if place.exists() {
        let name = beside(place, &format!("{REPLACED}{}", stamp(Clock::System.now())));
        fs::hard_link(place, &name).map_err(at(&name))?;
        for ending in PARTS {
            // Before SQLite is asked: it removes a log that it cannot read.
            let to = dashed(&name, ending);
            unless_missing(fs::hard_link(dashed(place, ending), &to)).map_err(at(&to))?;
        }
        sync_folder(place)?;
        let emptied = if make_whole(place).await.is_ok() { Some(&name) } else { None };
        for file in emptied.into_iter().map(PathBuf::as_path).chain([place]) {
            for part in PARTS.map(|ending| dashed(file, ending)) {
                unless_missing(fs::remove_file(&part)).map_err(at(&part))?;
            }
        }
        sync_folder(place)?;
        kept = Some(name);
    }
    fs::rename(new, place).map_err(at(place))?;
    sync_folder(place)?;
    Ok(kept)
}

/// The endings of what SQLite keeps beside a database.
const PARTS: [&str; 2] = ["-wal", "-shm"];

fn unless_missing(done: io::Result<()>) -> io::Result<()> {
    done.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// The name of the file that SQLite keeps beside a database under that ending.
fn dashed(file: &Path, ending: &str) -> PathBuf {
    file.with_file_name(format!("{}{ending}", file_name(file)))
}

fn file_name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use sqlx::{ConnectOptions as _, Connection as _, Row as _, SqliteConnection, sqlite::SqliteConnectOptions};

    use super::{dashed, put_in_place};

    async fn open(file: &std::path::Path) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(file).create_if_missing(true);
        options.journal_mode(sqlx::sqlite::SqliteJournalMode::Wal).connect().await.unwrap()
    }

    #[tokio::test]
    async fn what_is_replaced_keeps_its_newest_commits_in_its_one_file() {
        let folder = tempfile::TempDir::new().unwrap();
        let (live, place, new) = (folder.path().join("live"), folder.path().join("db"), folder.path().join("new"));
        let mut conn = open(&live).await;
        sqlx::query("CREATE TABLE words (word TEXT)").execute(&mut conn).await.unwrap();
        sqlx::query("INSERT INTO words VALUES ('newest')").execute(&mut conn).await.unwrap();
        // As a server leaves it that was killed.
        for ending in ["", "-wal", "-shm"] {
            fs::copy(dashed(&live, ending), dashed(&place, ending)).unwrap();
        }
        conn.close().await.unwrap();
        fs::write(&new, "the new one").unwrap();
        let kept = put_in_place(&new, &place).await.unwrap().unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"the new one");
        let beside = |file| ["-wal", "-shm"].map(|ending| dashed(file, ending).exists());
        assert_eq!(
            (beside(&place), beside(&kept)),
            ([false; 2], [false; 2]),
            "a log beside it would be read as its own"
        );
        let mut conn = open(&kept).await;
        let row = sqlx::query("SELECT word FROM words").fetch_one(&mut conn).await.unwrap();
        assert_eq!(row.get::<String, _>(0), "newest");
        conn.close().await.unwrap();
    }

    #[tokio::test]
    async fn what_is_broken_is_kept_with_its_log() {
        let folder = tempfile::TempDir::new().unwrap();
        let (place, new) = (folder.path().join("db"), folder.path().join("new"));
        fs::write(
            &place,
            "no database at all, but of some length: at least the hundred bytes of a header, so that it is looked \
            at",
        )
        .unwrap();
        fs::write(dashed(&place, "-wal"), "its log").unwrap();
        fs::write(&new, "the new one").unwrap();
        let kept = put_in_place(&new, &place).await.unwrap().unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"the new one");
        assert!(!dashed(&place, "-wal").exists() && kept.exists());
        assert_eq!(fs::read(dashed(&kept, "-wal")).unwrap(), b"its log");
    }
}
