//! What people and programs do.

use holdfast_query::Cause;

use super::{Doing, End, Found, Held, Looker, Question, Reference, STALE, Waiter};

impl Reference {
    pub(crate) fn look(&mut self, number: u32, at: usize, looker: Looker) {
        self.come_to_be(at);
        self.lookers.insert(number, (at, looker));
        self.come(at, looker);
        if looker.poll.is_some() {
            self.plan_poll(at);
        }
    }

    pub(super) fn come(&mut self, at: usize, looker: Looker) {
        if looker.enabled {
            let found = self.found(at, looker.stale);
            self.count(found, at);
            if found != Found::Fresh {
                self.ask(at, Cause::Mount);
            }
        }
    }

    pub(crate) fn turn(&mut self, number: u32, to: usize, looker: Looker) {
        let (from, last) = self.lookers[&number];
        if from == to {
            self.lookers.insert(number, (to, looker));
            if !last.enabled {
                self.come(to, looker);
            }
            return self.plan_poll(to);
        }
        self.look(number, to, looker);
        self.left(from);
    }

    pub(crate) fn look_away(&mut self, number: u32) {
        let (at, _) = self.lookers.remove(&number).expect("it looked");
        self.left(at);
    }

    pub(super) fn left(&mut self, at: usize) {
        if !self.is_looked_at(at) {
            self.used(at);
            self.give_up(at);
        }
    }

    pub(super) fn give_up(&mut self, at: usize) {
        if self.is_busy(at) && !self.is_wanted(at) {
            self.stop(at, End::Cancelled);
        }
    }

    pub(crate) fn fetch(&mut self, number: u32, at: usize) {
        self.come_to_be(at);
        let found = self.found(at, STALE);
        self.count(found, at);
        self.used(at);
        let end = self.questions[at].held.filter(|_| found == Found::Fresh).map(|held| End::Answer(held.value));
        match end {
            Some(end) => drop(self.waiters.insert(number, Waiter { query: at, needs_next: false, end: Some(end) })),
            None => self.wait(number, at),
        }
    }

    pub(crate) fn refetch(&mut self, number: u32, at: usize) {
        self.come_to_be(at);
        self.counts.dedupes += u64::from(self.is_busy(at));
        self.used(at);
        self.wait(number, at);
    }

    pub(super) fn wait(&mut self, number: u32, at: usize) {
        let needs_next = self.questions[at].doing == Doing::Asking { dirty: true };
        self.waiters.insert(number, Waiter { query: at, needs_next, end: None });
        self.ask(at, Cause::Call);
    }

    pub(crate) fn stop_waiting(&mut self, number: u32) {
        let waiter = self.waiters.remove(&number).expect("it waited");
        self.give_up(waiter.query);
    }

    pub(crate) fn prefetch(&mut self, at: usize) {
        self.come_to_be(at);
        if self.found(at, STALE) != Found::Fresh {
            self.questions[at].unseen = true;
            self.ask(at, Cause::Call);
        }
    }

    pub(crate) fn refetch_by_hand(&mut self, number: u32) {
        self.ask(self.lookers[&number].0, Cause::Call);
    }

    pub(crate) fn set(&mut self, at: usize, value: u64) {
        self.come_to_be(at);
        self.used(at);
        self.stop(at, End::Answer(value));
        self.questions[at].held = Some(Held { value, at: self.now(), invalid: false });
        self.questions[at].failed = false;
    }

    pub(crate) fn cancel(&mut self, at: usize) {
        self.stop(at, End::Cancelled);
    }

    pub(crate) fn reset(&mut self, at: usize) {
        if self.questions[at].exists {
            self.stop(at, End::Cancelled);
            self.questions[at].held = None;
            self.questions[at].failed = false;
            if self.lookers_of(at).any(|looker| looker.enabled) {
                self.ask(at, Cause::Call);
            }
        }
    }

    pub(crate) fn remove(&mut self, at: usize) {
        match self.is_looked_at(at) {
            true => self.reset(at),
            false => {
                self.stop(at, End::Cancelled);
                self.questions[at] = Question::new();
            }
        }
    }

    pub(crate) fn invalidate(&mut self, at: usize) {
        if !self.questions[at].exists {
            return;
        }
        let question = &mut self.questions[at];
        if let Some(held) = &mut question.held {
            held.invalid = true;
        }
        if let Doing::Asking { dirty } = &mut question.doing {
            *dirty = true;
        }
        let is_shown = self.lookers_of(at).any(|looker| looker.enabled);
        if is_shown || (self.is_busy(at) && (self.questions[at].unseen || self.is_looked_at(at))) {
            self.ask(at, Cause::Invalidation);
        }
    }
}
