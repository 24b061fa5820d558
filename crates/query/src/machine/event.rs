//! What goes into the machine and what comes out of it.

use super::{Cause, Intent, Origin, Run};
use crate::{Millis, Network, Retry};

/// What happens to a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It is wanted anew.
    Ask(Intent, Cause),
    /// The attempt brought an answer.
    Answered {
        /// Which run.
        run: u32,
        /// Now, by the wall clock.
        now: Millis,
    },
    /// The attempt brought a part of one, and goes on.
    Progressed {
        /// Which run.
        run: u32,
        /// Now, by the wall clock.
        now: Millis,
    },
    /// The attempt failed.
    Failed {
        /// Which run.
        run: u32,
        /// Whether another attempt may do better.
        transient: bool,
        /// Random bits.
        random: u64,
    },
    /// The next attempt is due.
    Due {
        /// Which run.
        run: u32,
        /// How many of its attempts had failed when this was planned: it may have been tried again before.
        failures: u32,
    },
    /// There is a network again.
    Online,
    /// Data came from elsewhere.
    Put {
        /// When it was true.
        at: Millis,
        /// From where.
        origin: Origin,
    },
    /// Data was lying about: better than none, and what is being done for newer goes on.
    Seed {
        /// When it was true.
        at: Millis,
        /// From where.
        origin: Origin,
    },
    /// Something it depends on changed, and the data was changed in the same way.
    Patch,
    /// Something it depends on changed.
    Invalidate,
    /// Nobody wants the answer any more.
    Cancel,
    /// Everything is forgotten.
    Reset,
}

/// What the surroundings are like when an event comes.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Whether there is a network.
    pub online: bool,
    /// What that means to this query.
    pub network: Network,
    /// How its failures are repeated.
    pub retry: Retry,
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// Stop the attempt under way.
    pub abort: bool,
    /// Start an attempt of that run.
    pub start: Option<Run>,
    /// Say [`Event::Due`] for that run after so long.
    pub wake: Option<(Run, Millis)>,
    /// A run is over.
    pub settled: Option<Settled>,
    /// Observers see something else than before (besides data, of which the client knows).
    pub changed: bool,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// With data.
    Answered(Served),
    /// With an error.
    Failed(Served),
    /// Data came from elsewhere: whoever waits is served.
    Given,
    /// It was broken off, and whoever waits gets nothing.
    Cancelled,
}

/// Who is served by a run: those who asked for what it brought, before a change it cannot know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Served {
    /// How many invalidations it can know of.
    pub epoch: u32,
    /// What it was to bring.
    pub intent: Intent,
}

impl Served {
    /// Whether somebody who asked for that after so many invalidations is.
    pub fn includes(self, intent: Intent, epoch: u32) -> bool {
        // The count may have gone round.
        intent == self.intent && epoch.wrapping_sub(self.epoch) as i32 <= 0
    }
}
