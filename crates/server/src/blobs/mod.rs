//! The contents of files on the disk: `blobs/ab/abcd…` in the data folder, each once, by the SHA-256 of its bytes, and what has
//! come of those on their way in `uploads/`. A blob is in its place only whole, checked and on the disk; the database says which
//! there are.

mod content;
mod piece;
mod sweep;

use std::{
    collections::HashSet,
    fs::{self, DirBuilder, File},
    io::{self, Read as _},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use holdfast_core::id::PersonId;
use sha2::{Digest as _, Sha256};

pub(crate) use content::read;
pub(crate) use piece::Piece;
pub(crate) use sweep::Swept;

/// The folder of blobs in the data folder.
pub(crate) const FOLDER: &str = "blobs";
const UPLOADS: &str = "uploads";

/// How much of the disk no file is given, in bytes: people's edits are to find room when files find none.
const RESERVED: u64 = 200_000_000;

/// The blobs of a server.
#[derive(Debug)]
pub(crate) struct Blobs {
    folder: PathBuf,
    uploads: PathBuf,
    /// Those of which a piece is being taken.
    busy: Mutex<HashSet<(PersonId, String)>>,
    /// Held by whatever puts a blob in its place, or takes it away: between the files and the database nobody is to come.
    turn: tokio::sync::Mutex<()>,
}

/// The right to take a piece of a blob from somebody, while it is held.
#[derive(Debug)]
pub(crate) struct Turn {
    blobs: Arc<Blobs>,
    of: (PersonId, String),
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.blobs.busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.of);
    }
}

/// What became of a blob of which all has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whole {
    /// It is in its place.
    Kept,
    /// Its bytes are not those that it is named by: they are gone.
    Other,
}

impl Blobs {
    /// Those of a data folder.
    pub(crate) fn new(data: &Path) -> Self {
        let (folder, uploads) = (data.join(FOLDER), data.join(UPLOADS));
        Self { folder, uploads, busy: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }

    /// Where a blob is.
    pub(crate) fn place(&self, hash: &str) -> PathBuf {
        place(&self.folder, hash)
    }

    /// Where what has come of a blob from somebody is.
    fn part(&self, person: PersonId, hash: &str) -> PathBuf {
        self.uploads.join(format!("{person}-{hash}"))
    }

    /// Whether a blob is in its place.
    pub(crate) fn has(&self, hash: &str) -> bool {
        self.place(hash).exists()
    }

    /// How many bytes of a blob have come from somebody.
    pub(crate) fn received(&self, person: PersonId, hash: &str) -> u64 {
        self.part(person, hash).metadata().map_or(0, |meta| meta.len())
    }

    /// The right to take a piece, unless one is being taken.
    pub(crate) fn take_turn(self: &Arc<Self>, person: PersonId, hash: &str) -> Option<Turn> {
        let of = (person, hash.to_owned());
        let is_free = self.busy.lock().unwrap_or_else(PoisonError::into_inner).insert(of.clone());
        is_free.then(|| Turn { blobs: Arc::clone(self), of })
    }

    /// Whether the disk has room for so many bytes more, and for the database beside them. Where nobody can tell, it has.
    pub(crate) fn has_room(&self, bytes: u64) -> bool {
        let data = self.folder.parent().unwrap_or(&self.folder);
        rustix::fs::statvfs(data).map_or(true, |disk| fits(bytes, disk.f_bavail.saturating_mul(disk.f_frsize)))
    }

    /// Forgets what has come of a blob from somebody.
    pub(crate) fn drop_part(&self, person: PersonId, hash: &str) -> io::Result<()> {
        unless_missing(fs::remove_file(self.part(person, hash)))
    }

    /// Puts a blob of which all has come in its place, if it is what it is named by.
    fn put_in_place(&self, person: PersonId, hash: &str) -> io::Result<Whole> {
        let (part, place) = (self.part(person, hash), self.place(hash));
        if hash_of(&part)? != hash {
            self.drop_part(person, hash)?;
            return Ok(Whole::Other);
        }
        File::open(&part)?.sync_all()?;
        let folder = place.parent().unwrap_or(&self.folder);
        make_folder(folder)?;
        fs::rename(&part, &place)?;
        File::open(folder)?.sync_all()?;
        File::open(&self.folder)?.sync_all()?;
        Ok(Whole::Kept)
    }
}

/// Whether so many bytes leave enough of what is free.
fn fits(bytes: u64, free: u64) -> bool {
    bytes.saturating_add(RESERVED) <= free
}

/// Where a blob is in a folder of blobs.
pub(crate) fn place(folder: &Path, hash: &str) -> PathBuf {
    folder.join(hash.get(..2).unwrap_or_default()).join(hash)
}

/// The SHA-256 of a file's bytes, in hexadecimal digits.
pub(crate) fn hash_of(file: &Path) -> io::Result<String> {
    let (mut file, mut hasher, mut buffer) = (File::open(file)?, Sha256::new(), vec![0; 256 << 10]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()),
            read => hasher.update(&buffer[..read]),
        }
    }
}

/// Makes a folder for the server's user alone, if it is not there.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn unless_missing(done: io::Result<()>) -> io::Result<()> {
    done.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

#[cfg(test)]
mod tests {
    use super::{RESERVED, fits};

    #[test]
    fn files_leave_room_for_edits() {
        assert!(fits(100, RESERVED + 100) && !fits(101, RESERVED + 100));
        assert!(!fits(u64::MAX, u64::MAX - 1) && !fits(0, 0));
    }
}
