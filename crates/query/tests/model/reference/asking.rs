//! Asking, and how it ends.

use holdfast_query::Cause;

use super::{Doing, End, FIRST, Held, LIMIT, Reference};

impl Reference {
    pub(super) fn ask(&mut self, at: usize, cause: Cause) {
        let question = &mut self.questions[at];
        match question.doing {
            Doing::Nothing => {
                question.failures = 0;
                question.cause = cause;
                self.attempt(at);
            }
            Doing::Asking { dirty: true } => question.again = question.again.or(Some(cause)),
            Doing::Waiting { .. } if [Cause::Call, Cause::Focus, Cause::Reconnect].contains(&cause) => self.attempt(at),
            Doing::Asking { dirty: false } | Doing::Waiting { .. } | Doing::Offline => {}
        }
    }

    pub(super) fn attempt(&mut self, at: usize) {
        if !self.online {
            self.questions[at].doing = Doing::Offline;
            return;
        }
        let question = &mut self.questions[at];
        question.doing = Doing::Asking { dirty: false };
        question.again = None;
        if question.failures == 0 {
            self.counts.runs[question.cause as usize] += 1;
        }
        for waiter in self.waiters.values_mut().filter(|waiter| waiter.query == at) {
            waiter.needs_next = false;
        }
    }

    pub(super) fn serve(&mut self, at: usize, all: bool, end: End) {
        for waiter in self.waiters.values_mut() {
            if waiter.query == at && waiter.end.is_none() && (all || !waiter.needs_next) {
                waiter.end = Some(end);
            }
        }
    }

    pub(super) fn ended(&mut self, at: usize) {
        let again = self.questions[at].again.take();
        self.questions[at].doing = Doing::Nothing;
        self.questions[at].unseen &= again.is_some();
        if let Some(cause) = again.filter(|_| self.is_wanted(at)) {
            self.ask(at, cause);
        } else {
            self.questions[at].unseen = false;
        }
    }

    pub(crate) fn answer(&mut self, at: usize, value: u64) {
        let Doing::Asking { dirty } = self.questions[at].doing else { panic!("{at} was not asked") };
        self.questions[at].held = Some(Held { value, at: self.now(), invalid: dirty });
        self.questions[at].failed = false;
        self.serve(at, false, End::Answer(value));
        self.ended(at);
    }

    pub(crate) fn fail(&mut self, at: usize, is_transient: bool) {
        let question = &mut self.questions[at];
        question.failures += 1;
        if is_transient && question.failures <= LIMIT {
            let due = self.ticks + (FIRST << (question.failures - 1)) / 2;
            question.doing = Doing::Waiting { due };
            return;
        }
        question.failed = true;
        self.counts.failures += 1;
        self.serve(at, false, End::Failed);
        self.ended(at);
    }

    pub(super) fn stop(&mut self, at: usize, end: End) {
        self.serve(at, true, end);
        let question = &mut self.questions[at];
        question.doing = Doing::Nothing;
        question.again = None;
        question.unseen = false;
    }
}
