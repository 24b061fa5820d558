//! `holdfast compact`.

use std::io::Write;

use super::{Failure, Folder, open, say};
use crate::{clock::Clock, keeping};

/// Forget the single steps of long ago.
#[derive(Clone, Debug, clap::Args)]
pub struct Compact {
    /// Where the database is.
    #[command(flatten)]
    pub folder: Folder,
    /// Forget what is older than this. Devices that were away for longer load everything anew; their unsent edits are taken
    /// as always.
    #[arg(long, value_name = "DAYS")]
    pub older_than: u32,
}

/// Forgets.
pub(super) async fn run(compact: Compact, out: &mut (impl Write + Send)) -> Result<(), Failure> {
    let now = Clock::System.now();
    let (db, _lock) = open(&compact.folder).await?;
    let done = db.compact(keeping::before(now, compact.older_than), now).await;
    db.close().await;
    let forgotten = done?;
    say(
        out,
        &format!(
            "forgot {} effects, {} answers and {} deleted records older than {} days",
            forgotten.effects, forgotten.answers, forgotten.tombstones, compact.older_than
        ),
    );
    Ok(())
}
