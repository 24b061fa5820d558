//! `holdfast backup`.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::Write,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use super::{Failure, Folder, at, files, files::Carried, say};
use crate::{blobs::FOLDER, clock::Clock, db::Db, way_back::stamp};

/// Copy the database into a file, and the contents of files into a folder beside it.
#[derive(Clone, Debug, clap::Args)]
pub struct Backup {
    /// Where the database is.
    #[command(flatten)]
    pub folder: Folder,
    /// The file to make; without it, one in the folder `backups` beside the database, named after the time.
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// Replace the file if it is there.
    #[arg(long)]
    pub force: bool,
}

/// Makes the copy beside its place and moves it there when it is whole and on the disk.
pub(super) async fn run(backup: Backup, out: &mut (impl Write + Send)) -> Result<(), Failure> {
    let now = Clock::System.now();
    let to = match backup.to {
        Some(to) => to,
        None => {
            let folder = backup.folder.folder.join("backups");
            DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(at(&folder))?;
            folder.join(format!("holdfast-{}.sqlite3", stamp(now)))
        }
    };
    if to.exists() && !backup.force {
        return Err(Failure::Refused(format!(
            "{} is there already: choose another name, or replace it with --force",
            to.display()
        )));
    }
    let db = Db::attach(&backup.folder.file()).await?;
    let bytes = db.read(now).await?.bytes().await?;
    eprintln!("copying {} of {}", megabytes(bytes), backup.folder.file().display());
    let part = beside(&to, "part");
    let copied = copy(&db, &part, now).await;
    // Every content that the copy knows was in its place before; once the copy has its name, so have they.
    let (from, beside_it) = (backup.folder.folder.join(FOLDER), files::of_backup(&to));
    let carried = match copied {
        Ok(()) => files::carry(&db, &from, &beside_it).await,
        Err(failure) => Err(failure),
    };
    let copied = carried.and_then(|carried| fs::rename(&part, &to).map_err(at(&to)).map(|()| carried));
    db.close().await;
    if copied.is_err() {
        let _ = fs::remove_file(&part);
    }
    let Carried { there, lacking } = copied?;
    sync_folder(&to)?;
    if there > 0 {
        eprintln!("the contents of {there} files are in {}: keep them together", beside_it.display());
    }
    say(out, &format!("{}", to.display()));
    match lacking.first() {
        None => Ok(()),
        Some(first) => Err(Failure::Unsound(format!(
            "the backup is made, without the contents of {} files that are not in {}, as {first}: `holdfast check` says which",
            lacking.len(),
            from.display()
        ))),
    }
}

async fn copy(db: &Db, part: &Path, now: holdfast_core::Millis) -> Result<(), Failure> {
    // For the owner alone, before anything is in it. What a copy that was cut off left is in the way.
    let _ = fs::remove_file(part);
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(part).map_err(at(part))?;
    db.copy_into(part, now).await?;
    File::open(part).and_then(|file| file.sync_all()).map_err(at(part))
}

/// A name beside a file.
pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    file.with_file_name(name)
}

/// Makes sure that a file's name outlives a power cut, as the file does.
pub(super) fn sync_folder(file: &Path) -> Result<(), Failure> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))
}

/// A size for people.
pub(super) fn megabytes(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10)
}

#[cfg(test)]
mod tests {
    use super::megabytes;

    #[test]
    fn sizes_are_told_in_megabytes() {
        assert_eq!(megabytes(12_345_678), "12.3 MB");
    }
}
