//! `holdfast check`.

use std::{io::Write, path::PathBuf};

use super::{Failure, Folder, files, say};
use crate::{clock::Clock, db::Db};

/// Look whether a database is sound.
#[derive(Clone, Debug, clap::Args)]
pub struct Check {
    /// A backup, or another database's file; without it, the server's own.
    #[arg(value_name = "FILE", conflicts_with = "folder")]
    pub file: Option<PathBuf>,
    /// Where the server's database is.
    #[command(flatten)]
    pub folder: Folder,
}

/// Looks, and says what was looked at.
pub(super) async fn run(check: Check, out: &mut (impl Write + Send)) -> Result<(), Failure> {
    let file = check.file.unwrap_or_else(|| check.folder.file());
    let db = Db::attach(&file).await?;
    let sound = look(&db, out).await;
    let flawed = files::look(&db, &[files::of(&file)], out).await;
    db.close().await;
    match (sound?, flawed?.len()) {
        (true, 0) => {
            say(out, &format!("{} is sound", file.display()));
            Ok(())
        }
        (true, lacking) => Err(Failure::Unsound(format!(
            "{} is sound, but for the contents of {lacking} files that are not in {}: bring that folder back from a backup. Devices \
             that still have some send them again",
            file.display(),
            files::of(&file).display()
        ))),
        (false, _) => Err(Failure::Unsound(format!(
            "{} is not sound. Keep a copy of it as it is, and restore the last sound backup with `holdfast restore`: the \
             devices offer again what it lacks",
            file.display()
        ))),
    }
}

/// Looks at everything, at one moment of the database; whether all is sound.
pub(super) async fn look(db: &Db, out: &mut (impl Write + Send)) -> Result<bool, Failure> {
    let mut tx = db.read(Clock::System.now()).await?;
    let mut sound = true;
    for check in crate::db::Check::ALL {
        let findings = tx.check(check).await?;
        let result = if findings.is_empty() { "ok" } else { "NOT OK" };
        say(out, &format!("{result:6} {}", check.name()));
        for finding in findings.shown() {
            say(out, &format!("       {finding}"));
        }
        sound &= findings.is_empty();
    }
    Ok(sound)
}
