//! What becomes of one call of an action: events in, effects out. No clock, no network, no types of anybody's.
//!
//! ```text
//!            turn (offline: pause)              answered, or failed for good
//!   Queued ───────────────────────▶ Running ──────────────────────────────────▶ Ended
//!                                   │    ▲                                        ▲
//!                            failed │    │ due                                    │ cancel, from anywhere
//!                                   Retrying        Paused ── online ──▶ Running
//! ```

use crate::{ActionPolicy, Millis, Network};

/// How far a call is that has not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionPhase {
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
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// It was done.
    Done,
    /// It failed for good.
    Failed,
    /// It was cancelled, or its client is gone.
    Cancelled,
}

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// None of its scope is before it any more.
    Turn,
    /// There is a network again.
    Online,
    /// The next attempt is due.
    Due,
    /// That attempt succeeded.
    Answered { attempt: u32 },
    /// That attempt failed; `random` spreads the wait until `now` and then some.
    Failed { attempt: u32, transient: bool, random: u64, now: Millis },
    /// Nobody wants it any more.
    Cancel,
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Effects {
    /// Stop the attempt under way, or the wait for the next.
    pub(super) abort: bool,
    /// Start that attempt.
    pub(super) start: Option<u32>,
    /// Say [`Event::Due`] after so many milliseconds.
    pub(super) wake: Option<Millis>,
    /// It is over: the next of its scope has its turn.
    pub(super) ended: bool,
    /// Whoever follows it sees something else than before.
    pub(super) changed: bool,
}

/// The state of one call, but for its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Machine {
    stage: Result<ActionPhase, Ending>,
    failures: u32,
}

impl Default for Machine {
    fn default() -> Self {
        Self { stage: Ok(ActionPhase::Queued), failures: 0 }
    }
}

impl Machine {
    /// How far it is.
    ///
    /// # Errors
    ///
    /// How it ended, when it has.
    pub(super) fn stage(&self) -> Result<ActionPhase, Ending> {
        self.stage
    }

    /// Attempts that failed.
    pub(super) fn failures(&self) -> u32 {
        self.failures
    }

    /// Takes an event. What comes too late changes nothing.
    pub(super) fn step(&mut self, event: Event, policy: &ActionPolicy, online: bool) -> Effects {
        let before = self.stage;
        let effects = self.decide(event, policy, online);
        Effects { changed: before != self.stage, ..effects }
    }

    fn decide(&mut self, event: Event, policy: &ActionPolicy, online: bool) -> Effects {
        match (self.stage, event) {
            (Ok(ActionPhase::Queued), Event::Turn)
            | (Ok(ActionPhase::Paused), Event::Online)
            | (Ok(ActionPhase::Retrying { .. }), Event::Due) => self.attempt(policy, online),
            (Ok(ActionPhase::Running { attempt: now }), Event::Answered { attempt }) if now == attempt => {
                self.end(Ending::Done)
            }
            (Ok(ActionPhase::Running { attempt: current }), Event::Failed { attempt, transient, random, now })
                if current == attempt =>
            {
                self.failures = self.failures.saturating_add(1);
                if !transient || self.failures > policy.retry.limit {
                    return self.end(Ending::Failed);
                }
                let wait = policy.retry.wait(self.failures, random);
                self.stage = Ok(ActionPhase::Retrying { attempt: attempt.saturating_add(1), at: now + wait });
                Effects { wake: Some(wait), ..Effects::default() }
            }
            (Ok(phase), Event::Cancel) => {
                let abort = matches!(phase, ActionPhase::Running { .. } | ActionPhase::Retrying { .. });
                Effects { abort, ..self.end(Ending::Cancelled) }
            }
            _ => Effects::default(),
        }
    }

    fn attempt(&mut self, policy: &ActionPolicy, online: bool) -> Effects {
        let may = match policy.network {
            Network::Always => true,
            Network::Online => online,
            Network::OfflineFirst => online || self.failures == 0,
        };
        if !may {
            self.stage = Ok(ActionPhase::Paused);
            return Effects::default();
        }
        let attempt = self.failures.saturating_add(1);
        self.stage = Ok(ActionPhase::Running { attempt });
        Effects { start: Some(attempt), ..Effects::default() }
    }

    fn end(&mut self, ending: Ending) -> Effects {
        self.stage = Err(ending);
        Effects { ended: true, ..Effects::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: ActionPolicy = ActionPolicy::DEFAULT;
    const FAIL: Event = Event::Failed { attempt: 1, transient: true, random: 0, now: 100 };

    /// What a call does last, and how far it is then.
    fn after(policy: ActionPolicy, events: &[(Event, bool)]) -> (Effects, Result<ActionPhase, Ending>) {
        let mut machine = Machine::default();
        let mut last = Effects::default();
        for (event, online) in events {
            last = machine.step(*event, &policy, *online);
        }
        (last, machine.stage())
    }

    #[test]
    fn it_waits_for_the_network_without_using_up_attempts() {
        let (_, stage) = after(POLICY, &[(Event::Turn, false)]);
        assert_eq!(stage, Ok(ActionPhase::Paused));
        let (effects, stage) = after(POLICY, &[(Event::Turn, false), (Event::Online, true)]);
        assert_eq!((effects.start, stage), (Some(1), Ok(ActionPhase::Running { attempt: 1 })));
        let (_, stage) = after(POLICY, &[(Event::Turn, true), (FAIL, false), (Event::Due, false)]);
        assert_eq!(stage, Ok(ActionPhase::Paused));
    }

    #[test]
    fn what_network_it_needs_is_its_own_business() {
        let cases = [
            (Network::Online, None, None),
            (Network::OfflineFirst, Some(1), None),
            (Network::Always, Some(1), Some(2)),
        ];
        for (network, first, second) in cases {
            let policy = POLICY.network(network);
            assert_eq!(after(policy, &[(Event::Turn, false)]).0.start, first, "{network:?}");
            let events = [(Event::Turn, true), (FAIL, false), (Event::Due, false)];
            assert_eq!(after(policy, &events).0.start, second, "{network:?}");
        }
    }

    #[test]
    fn a_failure_is_repeated_only_when_that_is_safe_and_not_for_ever() {
        let (effects, stage) = after(POLICY, &[(Event::Turn, true), (FAIL, true)]);
        assert_eq!((effects.wake, stage), (Some(500), Ok(ActionPhase::Retrying { attempt: 2, at: 600 })));
        let refused = Event::Failed { attempt: 1, transient: false, random: 0, now: 0 };
        assert_eq!(after(POLICY, &[(Event::Turn, true), (refused, true)]).1, Err(Ending::Failed));
        let never = POLICY.retry(crate::Retry::NEVER);
        assert_eq!(after(never, &[(Event::Turn, true), (FAIL, true)]).1, Err(Ending::Failed));
    }

    #[test]
    fn cancelling_stops_what_is_under_way_and_nothing_comes_after() {
        let cases: [(&[(Event, bool)], bool); 4] = [
            (&[], false),
            (&[(Event::Turn, false)], false),
            (&[(Event::Turn, true)], true),
            (&[(Event::Turn, true), (FAIL, true)], true),
        ];
        for (events, abort) in cases {
            let events = [events, &[(Event::Cancel, true)]].concat();
            let (effects, stage) = after(POLICY, &events);
            assert_eq!((effects.abort, stage), (abort, Err(Ending::Cancelled)), "{events:?}");
            for late in [Event::Turn, Event::Online, Event::Due, Event::Answered { attempt: 1 }, FAIL, Event::Cancel] {
                let (effects, stage) = after(POLICY, &[&events[..], &[(late, true)]].concat());
                assert_eq!((effects, stage), (Effects::default(), Err(Ending::Cancelled)), "{events:?} {late:?}");
            }
        }
    }

    #[test]
    fn an_attempt_that_was_given_up_is_not_heard() {
        let late = Event::Answered { attempt: 2 };
        let (effects, stage) = after(POLICY, &[(Event::Turn, true), (late, true)]);
        assert_eq!((effects, stage), (Effects::default(), Ok(ActionPhase::Running { attempt: 1 })));
    }
}
