//! The data folder's lock: one server at a time, and nothing puts another database under it. The system lets go of it when
//! the program ends, however it ends.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
    time::Duration,
};

/// The lock's file in the data folder.
const FILE: &str = "holdfast.lock";
/// How often a start tries to get it, and how long it waits between: the server before it may be on its way out.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(100);

/// The lock, held until it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes it, or `None` while another program has it. Makes no folder.
    pub(crate) fn try_take(folder: &Path) -> io::Result<Option<Self>> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(folder.join(FILE))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Takes it, waiting a little for whoever has it.
    pub(crate) async fn take(folder: &Path) -> io::Result<Option<Self>> {
        for _ in 1..TRIES {
            if let Some(lock) = Self::try_take(folder)? {
                return Ok(Some(lock));
            }
            tokio::time::sleep(PAUSE).await;
        }
        Self::try_take(folder)
    }
}
