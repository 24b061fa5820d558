//! What becomes of one query: events in, effects out. No clock, no network, no types of anybody's: the client feeds it and
//! does what it says. Nothing else changes a query's state.
//!
//! ```text
//!            ask (offline: pause)                answered, or failed for good
//!   Idle ───────────────────────▶ Running ───────────────────────────────────▶ Idle
//!     ▲                            │    ▲                                        │ asked meanwhile: Running
//!     │ put, reset, cancel  failed │    │ due, or asked again
//!     └────────────────────── Backoff ──┘          Paused ── online ──▶ Running
//! ```

mod event;
mod run;
#[cfg(test)]
mod tests;

pub use event::{Effects, Event, Served, Setting, Settled};
use run::Again;
pub use run::{Cause, Fetch, Held, Intent, Origin, Run};

use crate::{Millis, Network};

/// The state of one query, but for its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine {
    held: Option<Held>,
    failed: bool,
    fetch: Fetch,
    runs: u32,
    epoch: u32,
}

impl Default for Machine {
    fn default() -> Self {
        Self { held: None, failed: false, fetch: Fetch::Idle, runs: 0, epoch: 0 }
    }
}

impl Machine {
    /// The data's stamp.
    pub fn held(&self) -> Option<Held> {
        self.held
    }

    /// Whether the last run ended with an error.
    pub fn has_failed(&self) -> bool {
        self.failed
    }

    /// What is being done for new data.
    pub fn fetch(&self) -> Fetch {
        self.fetch
    }

    /// How many invalidations there were: who asks now is served by a run that began after them.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Takes an event. Answers of a run that is over change nothing.
    pub fn step(&mut self, event: Event, setting: &Setting) -> Effects {
        let before = (self.held, self.failed, self.fetch);
        let mut effects = self.decide(event, setting);
        effects.changed |= before != (self.held, self.failed, self.fetch);
        effects
    }

    fn decide(&mut self, event: Event, setting: &Setting) -> Effects {
        match event {
            Event::Ask(intent, cause) => self.ask(intent, cause, setting),
            Event::Answered { run, now } => self.answered(run, now, setting),
            Event::Progressed { run, now } => {
                if self.is_running(run) {
                    // A part is never up to date: should the run end here, the rest is missing.
                    self.held = Some(Held { at: now, invalid: true, origin: Origin::Fetched });
                }
                Effects::default()
            }
            Event::Failed { run, transient, random } => self.failed(run, transient, random, setting),
            Event::Due { run, failures } => match self.fetch {
                Fetch::Backoff(waiting) if (waiting.number, waiting.failures) == (run, failures) => {
                    self.attempt(waiting, setting)
                }
                _ => Effects::default(),
            },
            Event::Online => match self.fetch {
                Fetch::Paused(run) => self.attempt(run, setting),
                _ => Effects::default(),
            },
            Event::Put { at, origin } => {
                let stopped = self.stop(Settled::Given);
                self.held = Some(Held { at, invalid: false, origin });
                self.failed = false;
                stopped
            }
            Event::Seed { at, origin } => {
                self.held = Some(Held { at, invalid: false, origin });
                self.failed = false;
                Effects::default()
            }
            Event::Patch => {
                self.epoch = self.epoch.wrapping_add(1);
                match self.fetch {
                    // Its answer may be from before the change, and would undo it.
                    Fetch::Running(run) => {
                        Effects { abort: true, ..self.begin(run.intent, run.cause, run.again, setting) }
                    }
                    _ => Effects::default(),
                }
            }
            Event::Invalidate => {
                self.epoch = self.epoch.wrapping_add(1);
                if let Some(held) = &mut self.held {
                    held.invalid = true;
                }
                Effects::default()
            }
            Event::Cancel => self.stop(Settled::Cancelled),
            Event::Reset => {
                let stopped = self.stop(Settled::Cancelled);
                *self = Self { runs: self.runs, epoch: self.epoch, ..Self::default() };
                stopped
            }
        }
    }

    fn ask(&mut self, intent: Intent, cause: Cause, setting: &Setting) -> Effects {
        match &mut self.fetch {
            Fetch::Idle => self.begin(intent, cause, Default::default(), setting),
            // Something else than what it brings: that is for a run of its own, after this one.
            Fetch::Running(run) | Fetch::Backoff(run) | Fetch::Paused(run) if run.intent != intent => {
                run.again[intent as usize].get_or_insert(cause);
                Effects::default()
            }
            Fetch::Running(run) => {
                // An answer to a question asked before the change may be from before it: it is asked once more, and
                // however many ask meanwhile, once.
                if run.epoch != self.epoch {
                    run.again[intent as usize].get_or_insert(cause);
                }
                Effects::default()
            }
            Fetch::Backoff(run) if cause.is_hopeful() => {
                let run = *run;
                self.attempt(run, setting)
            }
            Fetch::Backoff(_) | Fetch::Paused(_) => Effects::default(),
        }
    }

    fn begin(&mut self, intent: Intent, cause: Cause, again: Again, setting: &Setting) -> Effects {
        self.runs = self.runs.wrapping_add(1);
        let run = Run { number: self.runs, failures: 0, intent, cause, epoch: self.epoch, again };
        self.attempt(run, setting)
    }

    fn attempt(&mut self, mut run: Run, setting: &Setting) -> Effects {
        let may = match setting.network {
            Network::Always => true,
            Network::Online => setting.online,
            Network::OfflineFirst => setting.online || run.failures == 0,
        };
        if !may {
            self.fetch = Fetch::Paused(run);
            return Effects::default();
        }
        // What it was to be run again for is answered by this attempt.
        run.again[run.intent as usize] = None;
        run.epoch = self.epoch;
        self.fetch = Fetch::Running(run);
        Effects { start: Some(run), ..Effects::default() }
    }

    fn answered(&mut self, number: u32, now: Millis, setting: &Setting) -> Effects {
        let Fetch::Running(run) = self.fetch else { return Effects::default() };
        if run.number != number {
            return Effects::default();
        }
        self.held = Some(Held { at: now, invalid: run.epoch != self.epoch, origin: Origin::Fetched });
        self.failed = false;
        self.fetch = Fetch::Idle;
        let settled = Some(Settled::Answered(run.served()));
        let next = self.go_on(run, setting);
        Effects { settled, ..next }
    }

    fn failed(&mut self, number: u32, transient: bool, random: u64, setting: &Setting) -> Effects {
        let Fetch::Running(run) = self.fetch else { return Effects::default() };
        if run.number != number {
            return Effects::default();
        }
        let run = Run { failures: run.failures.saturating_add(1), ..run };
        if transient && run.failures <= setting.retry.limit {
            self.fetch = Fetch::Backoff(run);
            let wait = setting.retry.wait(run.failures, random);
            return Effects { wake: Some((run, wait)), ..Effects::default() };
        }
        self.failed = true;
        self.fetch = Fetch::Idle;
        let next = self.go_on(run, setting);
        Effects { settled: Some(Settled::Failed(run.served())), ..next }
    }

    fn go_on(&mut self, run: Run, setting: &Setting) -> Effects {
        let next = Intent::ALL.into_iter().find_map(|intent| Some((intent, run.again[intent as usize]?)));
        match next {
            Some((intent, cause)) => self.begin(intent, cause, run.again, setting),
            None => Effects::default(),
        }
    }

    fn stop(&mut self, settled: Settled) -> Effects {
        let abort = matches!(self.fetch, Fetch::Running(_));
        let settled = self.fetch.run().map(|_| settled);
        self.fetch = Fetch::Idle;
        Effects { abort, settled, ..Effects::default() }
    }

    fn is_running(&self, number: u32) -> bool {
        matches!(self.fetch, Fetch::Running(run) if run.number == number)
    }
}
