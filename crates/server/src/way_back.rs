//! The way back to the state before an upgrade: what the folder `before-upgrades` holds. A start that is to bring an older
//! database up to date first keeps it there as it is. Such a file is a backup as any other, so the earlier version's own
//! `holdfast restore` takes it, and needs to know nothing of what came after it.

use std::{
    collections::BTreeSet,
    fs::{self, DirBuilder, File, OpenOptions},
    io,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    time::SystemTime,
};

use holdfast_core::{Millis, date::Date};

/// The folder, in the data folder.
pub(crate) const FOLDER: &str = "before-upgrades";

/// Of how many schemas the state is kept that came last before them.
const KEPT: usize = 2;

/// How much of the disk is left beside the copy and what bringing up to date writes, in bytes.
const SPARE: u64 = 16 << 20;

/// Whether a disk with so much room takes a copy of so many bytes, and then what bringing the original up to date writes.
pub(crate) fn fits(bytes: u64, free: u64) -> bool {
    needed(bytes) <= free
}

/// How much room that takes, in bytes.
pub(crate) fn needed(bytes: u64) -> u64 {
    bytes.saturating_mul(2).saturating_add(SPARE)
}

/// How much room the disk of a folder has; nothing where the system does not tell.
pub(crate) fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// A state that is being kept: under another name until it is whole.
#[derive(Debug)]
pub(crate) struct Keeping {
    part: PathBuf,
    place: PathBuf,
}

impl Keeping {
    /// Makes the folder and an empty file for the database of that schema.
    pub(crate) fn begin(data: &Path, schema: i64, now: Millis) -> io::Result<Self> {
        let folder = data.join(FOLDER);
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        let part = folder.join("part");
        // What a copy that was cut off left.
        let _ = fs::remove_file(&part);
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part)?;
        Ok(Self { part, place: folder.join(format!("{BEGIN}{schema}-{}{END}", stamp(now))) })
    }

    /// Where the copy is to be written.
    pub(crate) fn part(&self) -> &Path {
        &self.part
    }

    /// Makes sure that the copy outlives a power cut, gives it its name, and removes those that are no more to be kept. Until
    /// [`done`], it is the state before this upgrade, however often that is begun; `history` is the database's.
    pub(crate) fn finish(self, history: &str) -> io::Result<PathBuf> {
        File::open(&self.part)?.sync_all()?;
        fs::rename(&self.part, &self.place)?;
        let folder = self.place.parent().unwrap_or(Path::new("."));
        let name = self.place.file_name().unwrap_or_default().to_string_lossy();
        fs::write(folder.join(UNFINISHED), format!("{name}\n{history}"))?;
        for folder in [Some(folder), folder.parent()].into_iter().flatten() {
            File::open(folder)?.sync_all()?;
        }
        for old in too_many(in_folder(folder)?).into_iter().filter(|old| old.file != self.place) {
            if let Err(error) = fs::remove_file(&old.file) {
                tracing::warn!(%error, file = %old.file.display(), "an old state could not be removed");
            }
        }
        Ok(self.place)
    }

    /// Nothing is kept.
    pub(crate) fn give_up(self) {
        let _ = fs::remove_file(self.part);
    }
}

/// The state before an upgrade that was begun and has not come to its end, if it was one of the same history: whoever went back
/// meanwhile has begun another.
pub(crate) fn unfinished(data: &Path, history: &str) -> Option<Kept> {
    let folder = data.join(FOLDER);
    let text = fs::read_to_string(folder.join(UNFINISHED)).ok()?;
    let (name, of) = text.split_once('\n')?;
    let all = in_folder(&folder).ok()?;
    all.into_iter().find(|kept| of == history && kept.file.file_name().is_some_and(|file| file == name))
}

/// The upgrade has come to its end.
pub(crate) fn done(data: &Path) {
    // What stays speaks of a state that is there, or of none.
    let _ = fs::remove_file(data.join(FOLDER).join(UNFINISHED));
}

/// A state that is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Kept {
    /// When it was written, whatever the clock says that names are made of.
    written: SystemTime,
    /// The last migration that it has.
    pub(crate) schema: i64,
    /// Where it is.
    pub(crate) file: PathBuf,
}

/// The newest state that is kept of a schema that has no migration after `last`.
pub(crate) fn newest(data: &Path, last: i64) -> Option<PathBuf> {
    let all = in_folder(&data.join(FOLDER)).unwrap_or_default();
    all.into_iter()
        .filter(|kept| kept.schema <= last)
        .max_by_key(|kept| (kept.schema, kept.written))
        .map(|kept| kept.file)
}

/// Says which state an upgrade that goes on began with.
const UNFINISHED: &str = "unfinished";

const BEGIN: &str = "schema-";
const END: &str = ".sqlite3";

/// What a folder keeps. Files of other names are nobody's here.
fn in_folder(folder: &Path) -> io::Result<Vec<Kept>> {
    let read = |file: PathBuf| {
        let name = file.file_name()?.to_str()?.strip_prefix(BEGIN)?.strip_suffix(END)?;
        let (schema, _) = name.split_once('-')?;
        let written = fs::metadata(&file).and_then(|file| file.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
        Some(Kept { written, schema: schema.parse().ok()?, file: file.clone() })
    };
    let files = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    Ok(files.into_iter().filter_map(|file| read(file.path())).collect())
}

/// Those to be removed: of each schema all but the one that was written last, and all of schemas but those that were kept last.
fn too_many(mut all: Vec<Kept>) -> Vec<Kept> {
    all.sort_unstable();
    let mut schemas = BTreeSet::new();
    let mut old = Vec::new();
    for kept in all.into_iter().rev() {
        if !schemas.insert(kept.schema) || schemas.len() > KEPT {
            old.push(kept);
        }
    }
    old
}

/// The time, for a file's name, in UTC: 20261121-130500-123.
pub(crate) fn stamp(now: Millis) -> String {
    let date = i64::try_from(now).ok().and_then(Date::of_millis).map_or_else(String::new, |date| date.to_string());
    let (seconds, ms) = (now / 1000 % 86_400, now % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{}-{hour:02}{minute:02}{second:02}-{ms:03}", date.replace('-', ""))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{FOLDER, Keeping, UNFINISHED, done, fits, needed, newest, stamp, unfinished};

    const NOW: u64 = 1_790_000_000_123;

    #[test]
    fn files_are_named_after_the_time() {
        assert_eq!(stamp(NOW), "20260921-141320-123");
    }

    #[test]
    fn a_copy_leaves_room_for_what_follows_it() {
        assert!(fits(100, needed(100)) && !fits(100, needed(100) - 1));
        assert!(!fits(u64::MAX, u64::MAX - 1) && !fits(0, 0));
    }

    #[test]
    fn the_newest_of_the_last_two_schemas_are_kept() {
        let data = tempfile::TempDir::new().unwrap();
        let keep = |schema, now| {
            let keeping = Keeping::begin(data.path(), schema, now).unwrap();
            fs::write(keeping.part(), format!("{schema} at {now}")).unwrap();
            keeping.finish("one").unwrap()
        };
        assert_eq!(newest(data.path(), 99), None);
        let other = data.path().join(FOLDER).join("schema-of-mine.txt");
        keep(8, NOW);
        fs::write(&other, "").unwrap();
        let nine = keep(9, NOW + 1);
        // A start that fails, and another.
        let eleven: Vec<_> = (2..5).map(|later| keep(11, NOW + later)).collect();
        let Keeping { part, .. } = Keeping::begin(data.path(), 12, NOW).unwrap();
        let left = || {
            let all = fs::read_dir(data.path().join(FOLDER)).unwrap().map(|file| file.unwrap().path());
            let mut all: Vec<_> = all.filter(|file| !file.ends_with(UNFINISHED)).collect();
            all.sort();
            all
        };
        assert_eq!(left(), [part, eleven[2].clone(), nine.clone(), other.clone()]);
        assert_eq!(newest(data.path(), 99), Some(eleven[2].clone()));
        assert_eq!(newest(data.path(), 10), Some(nine));
        assert_eq!(newest(data.path(), 8), None);
        // Whoever had gone far back is brought up again, by a clock that was set back: what they had just now stays.
        let again = keep(8, NOW - 1);
        assert_eq!(left(), [eleven[2].clone(), again.clone(), other]);

        assert_eq!(unfinished(data.path(), "one").map(|kept| (kept.schema, kept.file)), Some((8, again)));
        assert_eq!(unfinished(data.path(), "another"), None, "that one is over");
        done(data.path());
        assert_eq!(unfinished(data.path(), "one"), None);
    }
}
