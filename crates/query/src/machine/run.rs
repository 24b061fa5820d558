//! Runs: why, for what, and how far.

use super::Served;
use crate::Millis;

/// Why a query was run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// Somebody wants it who had nothing: an observer came, or the key of one changed.
    Mount,
    /// It was asked for by hand: `fetch`, `refetch`, `prefetch`.
    Call,
    /// What it depends on changed.
    Invalidation,
    /// The person came back to the window.
    Focus,
    /// The network came back.
    Reconnect,
    /// Its time for being polled came.
    Poll,
}

impl Cause {
    /// All causes, in the order of [`crate::Figures::runs`].
    pub const ALL: [Self; 6] = [Self::Mount, Self::Call, Self::Invalidation, Self::Focus, Self::Reconnect, Self::Poll];

    /// Whether it is a reason to believe that what failed works now, so that the next attempt need not wait. That somebody
    /// else looks, that something changed or that time passed is none: a server that is busy would be asked the faster for it.
    pub(super) fn is_hopeful(self) -> bool {
        matches!(self, Self::Call | Self::Focus | Self::Reconnect)
    }
}

/// What a run is to bring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Intent {
    /// The answer, or a new one.
    #[default]
    Refresh,
    /// The page after the last.
    Next,
    /// The page before the first.
    Previous,
}

impl Intent {
    pub(super) const ALL: [Self; 3] = [Self::Refresh, Self::Next, Self::Previous];
}

/// Where the present data came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The query ran.
    Fetched,
    /// Set by hand.
    Set,
    /// Another tab fetched it.
    Tab,
    /// It was stored on the device.
    Stored,
}

/// That there is data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// When it was true, by the wall clock.
    pub at: Millis,
    /// Whether something it depends on has changed since.
    pub invalid: bool,
    /// Where it came from.
    pub origin: Origin,
}

/// One run: some attempts until one succeeds or there is nothing more to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Counts up for each query: answers to an older one are too late.
    pub number: u32,
    /// Failed attempts so far.
    pub failures: u32,
    /// What it is to bring.
    pub intent: Intent,
    /// Why.
    pub cause: Cause,
    /// How many invalidations it can know of.
    pub(super) epoch: u32,
    /// What is to be run after it, and why: for each [`Intent`], in their order.
    pub(super) again: Again,
}

pub(super) type Again = [Option<Cause>; Intent::ALL.len()];

impl Run {
    pub(super) fn served(&self) -> Served {
        Served { epoch: self.epoch, intent: self.intent }
    }
}

/// What is being done for new data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fetch {
    /// Nothing.
    Idle,
    /// An attempt is under way.
    Running(Run),
    /// The last attempt failed; the next is due in a while.
    Backoff(Run),
    /// It waits for the network.
    Paused(Run),
}

impl Fetch {
    /// The run.
    pub fn run(&self) -> Option<&Run> {
        match self {
            Self::Idle => None,
            Self::Running(run) | Self::Backoff(run) | Self::Paused(run) => Some(run),
        }
    }
}
