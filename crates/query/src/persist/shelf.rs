//! Where rows are kept.

use std::future::Future;

/// One change of a shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// A row is put there, in the place of any with that key.
    Save {
        /// Its key.
        key: String,
        /// What it says.
        text: String,
    },
    /// A row goes, if it is there.
    Remove {
        /// Its key.
        key: String,
    },
}

impl Write {
    /// Which row.
    pub fn key(&self) -> &str {
        match self {
            Self::Save { key, .. } | Self::Remove { key } => key,
        }
    }
}

/// Storage for rows of text by key: a database of the device. It knows nothing of what is in them. One person's alone: whoever
/// signs out has it [cleared](Self::clear).
pub trait Shelf: 'static {
    /// All rows, in any order.
    fn load(&self) -> impl Future<Output = Result<Vec<(String, String)>, ShelfError>>;

    /// Makes some changes, all or none of them.
    fn write(&self, writes: &[Write]) -> impl Future<Output = Result<(), ShelfError>>;

    /// Removes every row.
    fn clear(&self) -> impl Future<Output = Result<(), ShelfError>>;
}

/// Why a shelf did not do what it should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShelfError {
    /// The device has no room left.
    #[error("the device has no room left")]
    Full,
    /// Anything else.
    #[error("the device did not store it: {0}")]
    Failed(String),
}
