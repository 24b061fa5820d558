//! `holdfast restore`.

use std::{
    fs::{self, DirBuilder, File},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use super::{
    Failure, Folder, at,
    backup::{beside, megabytes, stamp, sync_folder},
    check, say,
};
use crate::{
    bus::Bus,
    clock::Clock,
    config::DataConfig,
    db::{Db, FILE},
    lock::Lock,
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
    if dashed(&file, "-wal").is_some() {
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
    let kept = put_in_place(&staging.join(FILE), &place).await?;
    fs::remove_dir_all(&staging).map_err(at(&staging))?;
    say(out, &format!("restored {} to {}", file.display(), place.display()));
    if let Some(kept) = kept {
        say(out, &format!("the database that was there is kept as {}", kept.display()));
    }
    say(out, "start the server again: every device loads anew, and offers again what this backup lacks");
    Ok(())
}

/// A sound database of this build's form in the staging folder, with a history of its own.
async fn prepare(file: &Path, staging: &Path, out: &mut (impl Write + Send)) -> Result<(), Failure> {
    let copy = staging.join(FILE);
    let bytes = copy_file(file, &copy).map_err(at(file))?;
    eprintln!("copied {} of {}", megabytes(bytes), file.display());
    let config = DataConfig { data: staging.to_owned(), new_epoch: true };
    let opened = Db::open(&config, Bus::new(), Clock::System.now()).await;
    let db = opened.map_err(|error| Failure::Refused(format!("{} cannot be restored: {error}", file.display())))?;
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
async fn put_in_place(new: &Path, place: &Path) -> Result<Option<PathBuf>, Failure> {
    let mut kept = None;
    if place.exists() {
        // So that the old one is whole in its one file. One that is broken cannot be asked; then its parts go with it.
        if let Ok(old) = Db::attach(place).await {
            let _ = old.checkpoint().await;
            old.close().await;
        }
        let name = beside(place, &format!("replaced-{}", stamp(Clock::System.now())));
        fs::hard_link(place, &name).map_err(at(&name))?;
        for ending in ["-wal", "-shm"] {
            if let Some(part) = dashed(place, ending) {
                let to = name.with_file_name(format!("{}{ending}", file_name(&name)));
                fs::rename(&part, &to).map_err(at(&part))?;
            }
        }
        kept = Some(name);
    }
    fs::rename(new, place).map_err(at(place))?;
    sync_folder(place)?;
    Ok(kept)
}

/// The file that SQLite keeps beside a database under that ending, if it is there and holds anything.
fn dashed(file: &Path, ending: &str) -> Option<PathBuf> {
    let part = file.with_file_name(format!("{}{ending}", file_name(file)));
    part.metadata().is_ok_and(|meta| meta.len() > 0).then_some(part)
}

fn file_name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
