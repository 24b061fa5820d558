use std::path::PathBuf;

/// Where the server keeps its data.
#[derive(Clone, Debug, clap::Args)]
pub struct DataConfig {
    /// The folder of the database; made if it is not there.
    #[arg(long, env = "HOLDFAST_DATA", value_name = "FOLDER", default_value = "./data")]
    pub data: PathBuf,
    /// Begin a new history, once: after the database was put back from a backup, so that every device loads it again and
    /// offers the edits it still has.
    #[arg(long)]
    pub new_epoch: bool,
    /// Bring the database of an older version up to date without keeping it as it was, where there is no room for that.
    #[arg(long)]
    pub no_way_back: bool,
}

impl DataConfig {
    /// The data of a folder, with nothing else said.
    pub fn of(folder: impl Into<PathBuf>) -> Self {
        Self { data: folder.into(), new_epoch: false, no_way_back: false }
    }
}
