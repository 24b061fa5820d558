//! What can go wrong: a query's own error, or one of the few that the layer itself makes.

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error<E> {
    /// The query (or action) itself failed.
    #[error(transparent)]
    Failed(E),
    /// An attempt took longer than it may.
    #[error("it took too long")]
    TimedOut,
    /// It was cancelled, removed or reset before it was done, or its client is gone.
    #[error("it was cancelled")]
    Cancelled,
    /// The developer asked for failures.
    #[cfg(feature = "devtools")]
    #[error("a failure asked for in the devtools")]
    Pretended,
}

impl<E> Error<E> {
    /// The query's own error.
    pub fn own(&self) -> Option<&E> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }
}
