//! `holdfast backup`.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::Write,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use super::{Failure, Folder, at, say};
use crate::{clock::Clock, db::Db};

/// Copy the database into a file.
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
    let copied = copy(&db, &part, now).await.and_then(|()| fs::rename(&part, &to).map_err(at(&to)));
    db.close().await;
    if copied.is_err() {
        let _ = fs::remove_file(&part);
    }
    copied?;
    sync_folder(&to)?;
    say(out, &format!("{}", to.display()));
    Ok(())
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

/// The time, for a file's name, in UTC: 20261121-130500-123.
pub(super) fn stamp(now: holdfast_core::Millis) -> String {
    let (days, rest) = (now / 86_400_000, now % 86_400_000);
    let (year, month, day) = civil(days);
    let (seconds, ms) = (rest / 1000, rest % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}{month:02}{day:02}-{hour:02}{minute:02}{second:02}-{ms:03}")
}

/// The date of a day since 1970 in the Gregorian calendar, by counting in eras of 400 years from March.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

/// A size for people.
pub(super) fn megabytes(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10)
}

#[cfg(test)]
mod tests {
    use super::{civil, megabytes, stamp};

    #[test]
    fn days_are_dates() {
        for (days, date) in [
            (0, (1970, 1, 1)),
            (58, (1970, 2, 28)),
            (59, (1970, 3, 1)),
            (11_016, (2000, 2, 29)),
            (20_512, (2026, 2, 28)),
            (20_513, (2026, 3, 1)),
            (47_540, (2100, 2, 28)),
            (47_541, (2100, 3, 1)),
        ] {
            assert_eq!(civil(days), date, "{days}");
        }
        assert_eq!(stamp(1_790_000_000_123), "20260921-141320-123");
        assert_eq!(megabytes(12_345_678), "12.3 MB");
    }
}
