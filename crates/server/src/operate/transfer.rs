//! `holdfast export` and `holdfast import`.

use std::{fs, io::Write, path::PathBuf};

use holdfast_core::id::ScopeId;

use super::{Failure, Folder, at, open, say};
use crate::{
    clock::Clock,
    db::Db,
    transfer::{self, Authors, ImportError},
};

/// Write an engagement out, to the standard output.
#[derive(Clone, Debug, clap::Args)]
pub struct Export {
    /// The engagement's id: it stands in the address of its pages.
    #[arg(value_name = "ENGAGEMENT")]
    pub scope: ScopeId,
    /// Where the database is.
    #[command(flatten)]
    pub folder: Folder,
}

/// Read an engagement in.
#[derive(Clone, Debug, clap::Args)]
pub struct Import {
    /// The file that was written out.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The address with which its owner-to-be signs in.
    #[arg(long, value_name = "EMAIL")]
    pub owner: String,
    /// Where the database is.
    #[command(flatten)]
    pub folder: Folder,
}

/// Writes it out.
pub(super) async fn export(export: Export, out: &mut (impl Write + Send)) -> Result<(), Failure> {
    let db = Db::attach(&export.folder.file()).await?;
    let file = transfer::export(&mut db.read(Clock::System.now()).await?, export.scope).await?;
    db.close().await;
    let file = file.ok_or_else(|| Failure::Refused(format!("there is no engagement {}", export.scope)))?;
    let text = serde_json::to_string(&file).map_err(|error| Failure::Refused(error.to_string()))?;
    let written = writeln!(out, "{text}").and_then(|()| out.flush());
    // Half a file is worse than none: whoever saves it must know.
    written.map_err(|error| Failure::Refused(format!("the file was not written whole: {error}")))
}

/// Reads it in.
pub(super) async fn import(import: Import, out: &mut (impl Write + Send)) -> Result<(), Failure> {
    let text = fs::read(&import.file).map_err(at(&import.file))?;
    let file: transfer::File = serde_json::from_slice(&text).map_err(|error| {
        Failure::Refused(format!("{} is not an engagement written out by Holdfast: {error}", import.file.display()))
    })?;
    let (db, _lock) = open(&import.folder).await?;
    let now = Clock::System.now();
    let mut tx = db.write(now).await?;
    let owner = tx.account_by_email(import.owner.trim()).await?;
    let owner = owner.ok_or_else(|| Failure::Refused(format!("nobody here signs in as {}", import.owner)))?;
    let done = transfer::import(&mut tx, file, owner.id, Authors::AsTold, now).await.map_err(|error| match error {
        ImportError::Wrong(message) => Failure::Refused(format!("{}: {message}", import.file.display())),
        ImportError::Database(error) => error.into(),
    })?;
    tx.commit().await?;
    db.close().await;
    let (name, scope) = (done.name, done.scope);
    match done.records {
        Some(records) => say(out, &format!("read in {name:?} with {records} records as {scope}")),
        None => say(out, &format!("{} has read this in before, as {name:?} ({scope}); nothing was done", import.owner)),
    }
    Ok(())
}
