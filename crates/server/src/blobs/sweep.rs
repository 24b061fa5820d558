//! Throwing away what nobody needs any more.

use std::{
    collections::{BTreeMap, HashSet},
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use holdfast_core::{Millis, entity::is_blob_name, id::PersonId};

use super::{Blobs, piece::blocking, unless_missing};
use crate::{
    db::{BlobRow, Db, FILE},
    error::Error,
    operate::REPLACED,
};

const DAY: Millis = 24 * 60 * 60 * 1000;
/// How long a blob is kept that no record names, in milliseconds: whoever takes a deletion back must find it.
const IDLE: Millis = 30 * DAY;
/// How long what has come of a blob is kept where no more comes.
const UNFINISHED: Millis = 7 * DAY;

/// The ending of the file that says since when the one beside it is unknown, in milliseconds.
const UNKNOWN: &str = "unknown";

/// What was thrown away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Swept {
    /// Blobs that no record had named for long, or that the database had not known for long.
    pub(crate) blobs: usize,
    /// Blobs of which only a part had come.
    pub(crate) unfinished: usize,
}

impl Blobs {
    /// Makes the database and the files fit each other, and throws away what is too old.
    ///
    /// What the database knows and the disk does not have is forgotten: whoever has it may send it again. A file that the database
    /// does not know and a record names is known again. One that nothing names is thrown away a month after that was first seen, and
    /// not while a database that was replaced is kept: it may be put back. The database forgets first: cut off in between, a file
    /// is left, and never a name without one.
    pub(crate) async fn sweep(self: &Arc<Self>, db: &Db, now: Millis) -> Result<Swept, Error> {
        let _place = self.turn.lock().await;
        let blobs = Arc::clone(self);
        let there = blocking(move || blobs.there()).await?;
        let mut tx = db.write(now).await?;
        let uploads = tx.stale_uploads(now.saturating_sub(UNFINISHED)).await?;
        let going: HashSet<(PersonId, String)> = tx.uploads().await?.into_iter().collect();
        let known: HashSet<String> = tx.blobs().await?.into_iter().map(|blob| blob.hash).collect();
        let lost: Vec<String> = known.iter().filter(|hash| !there.contains_key(*hash)).cloned().collect();
        tx.forget_blobs(&lost).await?;
        let mut unknown = Vec::new();
        for (hash, size) in there {
            if !known.contains(&hash) && !tx.adopt_blob(&BlobRow { hash: hash.clone(), size }).await? {
                unknown.push(hash);
            }
        }
        let idle = tx.idle_blobs(now.saturating_sub(IDLE)).await?;
        tx.commit().await?;
        let blobs = Arc::clone(self);
        let dropped = blocking(move || {
            for (person, hash) in &uploads {
                // One of which a piece comes just now begins anew.
                blobs.drop_part(*person, hash)?;
            }
            blobs.drop_parts_but(&going)?;
            idle.iter().try_for_each(|hash| unless_missing(fs::remove_file(blobs.place(hash))))?;
            let dropped = blobs.drop_unknown(&unknown, now)?;
            Ok(Swept { blobs: idle.len() + dropped, unfinished: uploads.len() })
        });
        dropped.await
    }

    /// Which blobs the disk has, and how large each is.
    fn there(&self) -> io::Result<BTreeMap<String, u64>> {
        let mut there = BTreeMap::new();
        for folder in entries(&self.folder)? {
            for file in entries(&folder)? {
                if let Some(name) = file.file_name().and_then(OsStr::to_str).filter(|name| is_blob_name(name)) {
                    there.insert(name.to_owned(), file.metadata()?.len());
                }
            }
        }
        Ok(there)
    }

    /// Throws away what came of blobs of which the database knows nothing, as after it was put back from a backup.
    fn drop_parts_but(self: &Arc<Self>, going: &HashSet<(PersonId, String)>) -> io::Result<()> {
        for file in entries(&self.uploads)? {
            let name = file.file_name().and_then(OsStr::to_str).and_then(|name| name.rsplit_once('-'));
            let of = name.and_then(|(person, hash)| Some((person.parse::<PersonId>().ok()?, hash.to_owned())));
            let Some((person, hash)) = of.filter(|of| !going.contains(of)) else { continue };
            // While a piece of it comes, it is about to be known.
            if let Some(_turn) = self.take_turn(person, &hash) {
                self.drop_part(person, &hash)?;
            }
        }
        Ok(())
    }

    /// Notes since when files are unknown, and throws away those that have been for long; how many.
    fn drop_unknown(&self, unknown: &[String], now: Millis) -> io::Result<usize> {
        let mark_of = |hash: &String| self.place(hash).with_extension(UNKNOWN);
        let marks: HashSet<PathBuf> = unknown.iter().map(mark_of).collect();
        for folder in entries(&self.folder)? {
            for mark in entries(&folder)?.into_iter().filter(|file| file.extension() == Some(OsStr::new(UNKNOWN))) {
                if !marks.contains(&mark) {
                    unless_missing(fs::remove_file(mark))?;
                }
            }
        }
        let is_kept = self.has_replaced()?;
        let mut dropped = 0;
        for hash in unknown {
            let mark = mark_of(hash);
            let since = fs::read_to_string(&mark).ok().and_then(|since| since.trim().parse::<Millis>().ok());
            match since {
                // A clock that was set back begins anew.
                Some(since) if since <= now && now - since <= IDLE => {}
                Some(since) if since <= now && !is_kept => {
                    unless_missing(fs::remove_file(self.place(hash)))?;
                    unless_missing(fs::remove_file(mark))?;
                    dropped += 1;
                }
                Some(since) if since <= now => {}
                _ => fs::write(&mark, now.to_string())?,
            }
        }
        Ok(dropped)
    }

    /// Whether a database that was replaced is kept in the data folder.
    fn has_replaced(&self) -> io::Result<bool> {
        let Some(data) = self.folder.parent() else { return Ok(false) };
        let names = entries(data)?;
        Ok(names.iter().any(|path| path.to_string_lossy().contains(&format!("{FILE}.{REPLACED}"))))
    }
}

/// What is in a folder; nothing where it is not there.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.map(|entry| entry.path())).collect(),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
