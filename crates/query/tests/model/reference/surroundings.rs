//! The network, the window, and time.

use holdfast_query::{Cause, Millis};

use super::{Doing, KEEP, Question, Reference};

impl Reference {
    pub(super) fn on_occasion(&mut self, at: usize, cause: Cause) {
        let limits: Vec<Millis> =
            self.lookers_of(at).filter(|looker| looker.enabled).map(|looker| looker.stale).collect();
        if limits.into_iter().any(|limit| self.is_stale(at, limit)) {
            self.ask(at, cause);
        }
    }

    pub(crate) fn online(&mut self, online: bool) {
        if std::mem::replace(&mut self.online, online) || !online {
            return;
        }
        for at in 0..self.questions.len() {
            if self.questions[at].doing == Doing::Offline {
                self.attempt(at);
            }
            self.on_occasion(at, Cause::Reconnect);
        }
    }

    pub(crate) fn visible(&mut self, visible: bool) {
        if std::mem::replace(&mut self.visible, visible) || !visible {
            return;
        }
        for at in 0..self.questions.len() {
            self.on_occasion(at, Cause::Focus);
            match self.questions[at].poll_due {
                Some(due) if due <= self.ticks => self.poll(at),
                Some(_) => self.plan_poll(at),
                None => {}
            }
        }
    }

    pub(super) fn poll_interval(&self, at: usize, visible: bool) -> Option<Millis> {
        self.lookers_of(at)
            .filter(|looker| looker.enabled && (visible || looker.hidden))
            .filter_map(|looker| looker.poll)
            .min()
    }

    pub(super) fn plan_poll(&mut self, at: usize) {
        let (now, seen) = (self.poll_interval(at, self.visible), self.poll_interval(at, true));
        let due = now.or(seen).map(|every| self.ticks + every);
        let is_kept = self.questions[at].poll_due.is_some_and(|planned| match due {
            // While the window is hidden from all who poll, what is overdue stays overdue.
            Some(due) => planned <= due && (planned > self.ticks || now.is_none()),
            None => false,
        });
        if !is_kept {
            self.questions[at].poll_due = due;
        }
    }

    pub(super) fn poll(&mut self, at: usize) {
        let is_polled = self.poll_interval(at, self.visible).is_some();
        if !is_polled && self.poll_interval(at, true).is_some() {
            return;
        }
        self.questions[at].poll_due = None;
        if is_polled {
            self.ask(at, Cause::Poll);
            self.plan_poll(at);
        }
    }

    pub(crate) fn advance(&mut self, time: Millis) {
        let end = self.ticks + time;
        loop {
            let next = |question: &Question| {
                let due = match question.doing {
                    Doing::Waiting { due } => Some(due),
                    _ => None,
                };
                let poll = question.poll_due.filter(|due| *due > self.ticks);
                due.into_iter().chain(poll).min()
            };
            let Some(at) = self.questions.iter().filter_map(next).min().filter(|at| *at <= end) else { break };
            self.ticks = at;
            for query in 0..self.questions.len() {
                if matches!(self.questions[query].doing, Doing::Waiting { due } if due <= at) {
                    self.attempt(query);
                }
                if self.questions[query].poll_due == Some(at) {
                    self.poll(query);
                }
            }
        }
        self.ticks = end;
    }

    /// Notes which queries are in use, for how long the others may stay.
    pub(crate) fn note_use(&mut self) {
        for at in 0..self.questions.len() {
            if self.is_looked_at(at) || self.is_busy(at) || self.is_awaited(at) {
                self.questions[at].busy_until = self.ticks;
            }
        }
    }

    /// The cache says that it has dropped a query that nobody wanted.
    pub(crate) fn collected(&mut self, at: usize) {
        let question = &self.questions[at];
        assert!(!self.is_looked_at(at) && !self.is_busy(at), "{at} was dropped while it was in use");
        let idle = self.ticks - question.idle_since;
        assert!(idle >= KEEP, "{at} was dropped after {idle} ms");
        self.questions[at] = Question::new();
    }

    /// Whether the cache ought to have dropped a query by now.
    pub(crate) fn is_overdue(&self, at: usize) -> bool {
        let question = &self.questions[at];
        let since = question.idle_since.max(question.busy_until);
        !self.is_looked_at(at) && !self.is_busy(at) && self.ticks > since + 2 * KEEP
    }
}
