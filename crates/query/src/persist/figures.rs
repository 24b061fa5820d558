/// What a persister did so far, and what it keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PersistFigures {
    /// Rows written.
    pub written: u64,
    /// Rows removed, for whatever reason.
    pub removed: u64,
    /// Times that the shelf failed.
    pub failures: u64,
    /// Rows kept.
    pub rows: usize,
    /// What they weigh, in bytes of text.
    pub bytes: usize,
}
