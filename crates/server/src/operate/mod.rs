//! What whoever runs a server does beside running it: `holdfast backup`, `restore`, `check`, `check-config`, `compact`, `export`,
//! `flags`, `import`, `reset-password`. All but `restore` work while the server serves.

mod backup;
mod check;
mod check_config;
mod compact;
mod files;
mod flags;
mod reset_password;
mod restore;
mod transfer;

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use crate::{
    Config,
    bus::Bus,
    clock::Clock,
    config::DataConfig,
    db::{Db, DbError, FILE, OpenError},
    lock::Lock,
};

/// What the name of a database that was replaced goes on with, behind its own and a dot.
pub(crate) const REPLACED: &str = "replaced-";

/// A command other than to serve.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum Command {
    /// Copy the database into a file, as it is at one moment, while the server serves; the contents of files into a folder beside it.
    Backup(backup::Backup),
    /// Put a backup in the database's place. The server must not run. Every device then offers again what the backup lacks.
    Restore(restore::Restore),
    /// Look whether a database is sound.
    Check(check::Check),
    /// Look whether a server for other people could be run with these settings. Starts nothing.
    CheckConfig(Box<Config>),
    /// Forget the single steps of long ago, and keep what they resulted in.
    Compact(compact::Compact),
    /// Show what is turned on and off for people, or change it, while the server serves.
    Flags(flags::FlagsCommand),
    /// Write an engagement out, to be read in elsewhere.
    Export(transfer::Export),
    /// Read an engagement in that was written out here or elsewhere.
    Import(transfer::Import),
    /// Print a link by which one person sets a new password, who has forgotten theirs.
    ResetPassword(reset_password::ResetPassword),
}

/// Where the database is.
#[derive(Clone, Debug, clap::Args)]
pub struct Folder {
    /// The folder of the database.
    #[arg(long = "data", env = "HOLDFAST_DATA", value_name = "FOLDER", default_value = "./data")]
    pub folder: PathBuf,
}

impl Folder {
    fn file(&self) -> PathBuf {
        self.folder.join(FILE)
    }
}

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// What was looked at is not sound; the findings have been printed.
    #[error("{0}")]
    Unsound(String),
    /// It could not be done. The words say what to do.
    #[error("{0}")]
    Refused(String),
}

impl Failure {
    /// The program's exit code: 1 where something is not sound, 2 where something could not be done.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Unsound(_) => 1,
            Self::Refused(_) => 2,
        }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        Self::Refused(format!("{error}. Run `holdfast check` to see whether the database is sound"))
    }
}

/// Something of the system's that went wrong with a file.
fn at(path: &Path) -> impl Fn(std::io::Error) -> Failure {
    let path = path.display().to_string();
    move |error| Failure::Refused(format!("{path}: {error}"))
}

/// Does it. Results go to `out`, progress to the standard error stream.
pub async fn run(command: Command, out: &mut (impl Write + Send)) -> Result<(), Failure> {
    match command {
        Command::Backup(backup) => backup::run(backup, out).await,
        Command::Restore(restore) => restore::run(restore, out).await,
        Command::Check(check) => check::run(check, out).await,
        Command::CheckConfig(config) => check_config::run(&config, out).await,
        Command::Compact(compact) => compact::run(compact, out).await,
        Command::Flags(flags) => flags::run(flags, out).await,
        Command::Export(export) => transfer::export(export, out).await,
        Command::Import(import) => transfer::import(import, out).await,
        Command::ResetPassword(reset) => reset_password::run(reset, out).await,
    }
}

/// Prints a line; that nobody reads it is no reason to stop.
fn say(out: &mut impl Write, line: &str) {
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// A database to change, with what keeps servers from it: brought up to date if no server uses it, else as it is.
async fn open(folder: &Folder) -> Result<(Db, Option<Lock>), Failure> {
    let file = folder.file();
    if !file.exists() {
        return Err(OpenError::Missing(file.display().to_string()).into());
    }
    let lock = Lock::try_take(&folder.folder).map_err(at(&folder.folder))?;
    let db = match lock {
        Some(_) => {
            let config = DataConfig::of(&folder.folder);
            let db = Db::open(&config, Bus::new(), Clock::System.now()).await?;
            if let Some(words) = db.kept() {
                eprintln!("{words}");
            }
            db
        }
        None => Db::attach(&file).await?,
    };
    Ok((db, lock))
}
