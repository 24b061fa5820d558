//! The contents of files, which are beside the database: for its backup, its restoring and the check.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, Write},
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

use super::{Failure, at, backup::beside, say};
use crate::{
    blobs::{FOLDER, hash_of, make_folder, place},
    clock::Clock,
    db::{Db, FILE},
};

/// How many findings are told.
const SHOWN: usize = 5;

/// Where the contents are that belong to a database's file: beside a backup, or in the data folder.
pub(super) fn of(file: &Path) -> PathBuf {
    match file.file_name() == Some(OsStr::new(FILE)) {
        true => file.parent().unwrap_or(Path::new(".")).join(FOLDER),
        false => of_backup(file),
    }
}

/// Where the contents are that belong to a backup.
pub(super) fn of_backup(backup: &Path) -> PathBuf {
    beside(backup, FOLDER)
}

/// What came of having contents in another folder too.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// How many are there.
    pub(super) there: usize,
    /// Those that are in neither folder.
    pub(super) lacking: Vec<String>,
}

/// Has all contents that a database knows in another folder too: as links, which take no room, where that is on the same disk, since
/// what is in them never changes. What is there already under a name and is something else is replaced.
pub(super) async fn carry(db: &Db, from: &Path, to: &Path) -> Result<Carried, Failure> {
    let mut tx = db.read(Clock::System.now()).await?;
    // Those that it knows to be lacking may have come back to the folder.
    let lacking = tx.lacking_blobs().await?;
    let known = tx.blobs().await?.into_iter().map(|blob| blob.hash);
    drop(tx);
    let mut carried = Carried::default();
    for hash in known.chain(lacking) {
        let (source, target) = (place(from, &hash), place(to, &hash));
        if is_the_same(&source, &target) || !source.exists() && target.exists() {
            carried.there += 1;
            continue;
        }
        if !source.exists() {
            carried.lacking.push(hash);
            continue;
        }
        carried.there += 1;
        if target.exists() && hash_of(&target).is_ok_and(|is| is == hash) {
            continue;
        }
        let folder = target.parent().unwrap_or(to);
        make_folder(folder).map_err(at(folder))?;
        copy(&source, &target).map_err(at(&target))?;
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))?;
    }
    Ok(carried)
}

/// Whether two names are of one file.
fn is_the_same(one: &Path, other: &Path) -> bool {
    let of = |path: &Path| path.metadata().map(|meta| (meta.dev(), meta.ino())).ok();
    of(one).is_some_and(|one| of(other) == Some(one))
}

/// Cut off anywhere, there is no half of it under its name.
fn copy(source: &Path, target: &Path) -> io::Result<()> {
    let part = beside(target, "part");
    let _ = fs::remove_file(&part);
    if fs::hard_link(source, &part).is_err() {
        fs::copy(source, &part)?;
        File::open(&part)?.sync_all()?;
    }
    fs::rename(part, target)
}

/// Looks whether the content of every file that a database knows is in one of these folders, and is what it is named by. Which are
/// not.
pub(super) async fn look(db: &Db, folders: &[PathBuf], out: &mut (impl Write + Send)) -> Result<Vec<String>, Failure> {
    let mut tx = db.read(Clock::System.now()).await?;
    let lacking = tx.lacking_blobs().await?;
    let blobs: Vec<String> = tx.blobs().await?.into_iter().map(|blob| blob.hash).chain(lacking).collect();
    drop(tx);
    let flawed = |hash: &String| flaw(hash, folders).map(|words| (hash.clone(), words));
    let flaws: Vec<(String, String)> = blobs.iter().filter_map(flawed).collect();
    let result = if flaws.is_empty() { "ok" } else { "NOT OK" };
    say(out, &format!("{result:6} the files' contents are there and as they were sent ({})", blobs.len()));
    for (_, words) in flaws.iter().take(SHOWN) {
        say(out, &format!("       {words}"));
    }
    if flaws.len() > SHOWN {
        say(out, &format!("       and {} more", flaws.len() - SHOWN));
    }
    Ok(flaws.into_iter().map(|(hash, _)| hash).collect())
}

fn flaw(hash: &str, folders: &[PathBuf]) -> Option<String> {
    let found = folders.iter().map(|folder| place(folder, hash)).find(|file| file.exists());
    match found.map(|file| hash_of(&file)) {
        None => Some(format!("{hash} is not there")),
        Some(Ok(is)) if is == hash => None,
        Some(Ok(_)) => Some(format!("{hash} has other bytes than were sent")),
        Some(Err(error)) => Some(format!("{hash} cannot be read: {error}")),
    }
}
