//! How far an action is, as it is handed out.

use std::rc::Rc;

use super::{Action, ActionPhase};
use crate::{Error, Millis};

/// Names a call of an action; never given twice by one client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActionId(pub(super) u64);

/// Results of actions as they are handed out.
pub type ActionOutcome<A> = Result<Rc<<A as Action>::Output>, Rc<Error<<A as Action>::Error>>>;

/// How far a call of an action is, or how it ended.
#[derive(Debug, PartialEq)]
pub enum ActionState<T, E> {
    /// It waits for those before it in its scope.
    Queued,
    /// It waits for the network.
    Paused,
    /// An attempt is under way.
    Running {
        /// Which, from 1.
        attempt: u32,
    },
    /// The last attempt failed; the next is due in a while.
    Retrying {
        /// The attempt that is to come, from 2.
        attempt: u32,
        /// When it is due, by the wall clock.
        at: Millis,
    },
    /// It was done.
    Done(Rc<T>),
    /// It failed for good.
    Failed(Rc<Error<E>>),
    /// It was cancelled, or its client is gone.
    Cancelled,
}

impl<T, E> Clone for ActionState<T, E> {
    fn clone(&self) -> Self {
        match self {
            Self::Queued => Self::Queued,
            Self::Paused => Self::Paused,
            Self::Running { attempt } => Self::Running { attempt: *attempt },
            Self::Retrying { attempt, at } => Self::Retrying { attempt: *attempt, at: *at },
            Self::Done(output) => Self::Done(Rc::clone(output)),
            Self::Failed(error) => Self::Failed(Rc::clone(error)),
            Self::Cancelled => Self::Cancelled,
        }
    }
}

impl<T, E> From<ActionPhase> for ActionState<T, E> {
    fn from(phase: ActionPhase) -> Self {
        match phase {
            ActionPhase::Queued => Self::Queued,
            ActionPhase::Paused => Self::Paused,
            ActionPhase::Running { attempt } => Self::Running { attempt },
            ActionPhase::Retrying { attempt, at } => Self::Retrying { attempt, at },
        }
    }
}

impl<T, E> ActionState<T, E> {
    /// Whether it has not ended.
    pub fn is_pending(&self) -> bool {
        !matches!(self, Self::Done(_) | Self::Failed(_) | Self::Cancelled)
    }

    /// What it brought.
    pub fn output(&self) -> Option<&Rc<T>> {
        match self {
            Self::Done(output) => Some(output),
            _ => None,
        }
    }

    /// Why it failed.
    pub fn error(&self) -> Option<&Rc<Error<E>>> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }

    /// How it ended, when it has.
    pub fn outcome(&self) -> Option<Result<Rc<T>, Rc<Error<E>>>> {
        match self {
            Self::Done(output) => Some(Ok(Rc::clone(output))),
            Self::Failed(error) => Some(Err(Rc::clone(error))),
            Self::Cancelled => Some(Err(Rc::new(Error::Cancelled))),
            _ => None,
        }
    }
}

/// A call that has not ended, for one sign of activity and for developers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionInfo {
    /// Which.
    pub id: ActionId,
    /// The name of its type.
    pub name: &'static str,
    /// The key under which its state is shared.
    pub key: String,
    /// Its scope.
    pub scope: Option<String>,
    /// How far it is.
    pub phase: ActionPhase,
    /// When it was started, by the wall clock.
    pub started_at: Millis,
    /// Attempts that failed.
    pub failures: u32,
}
