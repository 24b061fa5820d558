//! When to ask for the next replay: pure.

use holdfast_core::{Millis, backoff};

/// How long an asked replay may show no effect before it is asked for again, in milliseconds: a worker can be killed.
const WATCH: Millis = 15_000;

/// What a replayer should do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Replay: it was asked for.
    Now,
    /// Replay if anything waits: it is time to try again.
    Again,
    /// Nothing for so many milliseconds.
    In(Millis),
    /// Nothing until asked.
    Never,
}

/// When to replay next.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Schedule {
    wanted: bool,
    not_before: Millis,
    again_at: Option<Millis>,
    failures: u32,
}

impl Schedule {
    /// Someone wants one now.
    pub(super) fn want(&mut self) {
        self.wanted = true;
    }

    /// One was begun.
    pub(super) fn begun(&mut self, now: Millis) {
        self.wanted = false;
        self.again_at = Some(now + WATCH);
    }

    /// There is nothing to do for one.
    pub(super) fn idle(&mut self) {
        self.wanted = false;
        self.again_at = None;
    }

    /// One reached the server. It need not have been the one that was asked for.
    pub(super) fn worked(&mut self, now: Millis) {
        self.failures = 0;
        self.not_before = 0;
        self.again_at = Some(now + WATCH);
    }

    /// One did not.
    pub(super) fn failed(&mut self, now: Millis, jitter: f64) {
        self.again_at = Some(now + backoff::delay(self.failures, jitter));
        self.failures = self.failures.saturating_add(1);
    }

    /// The server asks to be left alone for so many milliseconds.
    pub(super) fn busy(&mut self, now: Millis, wait: Millis) {
        self.not_before = now + wait;
    }

    /// What to do.
    pub(super) fn next(&self, now: Millis) -> Next {
        if now < self.not_before && (self.wanted || self.again_at.is_some()) {
            return Next::In(self.not_before - now);
        }
        match self.again_at {
            _ if self.wanted => Next::Now,
            Some(at) if at <= now => Next::Again,
            Some(at) => Next::In(at - now),
            None => Next::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn it_rests_until_asked() {
        let mut schedule = Schedule::default();
        assert_eq!(schedule.next(0), Next::Never);
        schedule.want();
        assert_eq!(schedule.next(0), Next::Now);
        schedule.begun(0);
        assert_eq!(schedule.next(0), Next::In(WATCH));
        schedule.worked(0);
        assert_eq!(schedule.next(0), Next::In(WATCH));
        schedule.idle();
        assert_eq!(schedule.next(0), Next::Never);
    }

    #[test]
    fn a_replay_that_shows_no_effect_is_asked_for_again() {
        let mut schedule = Schedule::default();
        schedule.begun(1_000);
        assert_eq!(schedule.next(1_000 + WATCH), Next::Again);
    }

    #[test]
    fn failures_back_off_and_a_wish_does_not_wait() {
        let mut schedule = Schedule::default();
        schedule.failed(0, 1.0);
        assert_eq!(schedule.next(0), Next::In(500));
        schedule.failed(0, 1.0);
        assert_eq!(schedule.next(0), Next::In(1_000));
        schedule.want();
        assert_eq!(schedule.next(0), Next::Now);
        schedule.begun(0);
        schedule.worked(0);
        schedule.failed(0, 1.0);
        assert_eq!(schedule.next(0), Next::In(500));
    }

    #[test]
    fn a_busy_server_is_left_alone_even_if_asked() {
        let mut schedule = Schedule::default();
        schedule.failed(0, 0.0);
        schedule.busy(0, 7_000);
        schedule.want();
        assert_eq!(schedule.next(1_000), Next::In(6_000));
        assert_eq!(schedule.next(7_000), Next::Now);
    }
}
