/// What a tab did so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TabFigures {
    /// Messages sent.
    pub sent: u64,
    /// Messages of this person's other tabs.
    pub received: u64,
    /// Answers taken from others.
    pub taken: u64,
    /// Answers of others that were not newer, or from before a change that is known here.
    pub refused: u64,
    /// Queries that others said to be out of date, and were.
    pub outdated: u64,
    /// Gaps in what others sent.
    pub gaps: u64,
    /// Texts that were another person's, another protocol's or none at all.
    pub ignored: u64,
}
