//! When calls that come too fast are let through. No clock: times are given, in ticks.

use crate::Millis;

/// What is known of calls that come too fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    span: Millis,
    rule: Rule,
    /// Until when calls are held; `None` when the next one begins anew.
    until: Option<Millis>,
    is_held: bool,
}

/// How calls are spaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// The last of a run of calls, once there was none for the span.
    Quiet,
    /// The same, and the first at once.
    FirstAndQuiet,
    /// The first at once, then the last of each span.
    Every,
}

/// What is done about a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Called {
    /// It is let through.
    Run,
    /// It is held, instead of any other.
    Hold,
}

/// What is done when it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Looked {
    /// Let the held call through.
    pub(super) run: bool,
    /// Look again then.
    pub(super) until: Option<Millis>,
}

impl Pace {
    pub(super) fn new(span: Millis, rule: Rule) -> Self {
        Self { span, rule, until: None, is_held: false }
    }

    /// Whether a call is held.
    pub(super) fn is_held(&self) -> bool {
        self.is_held
    }

    /// Until when calls are held.
    pub(super) fn until(&self) -> Option<Millis> {
        self.until
    }

    /// A call comes.
    pub(super) fn call(&mut self, now: Millis) -> Called {
        let is_first = self.until.is_none();
        if is_first || self.rule != Rule::Every {
            self.until = Some(now.saturating_add(self.span));
        }
        if is_first && self.rule != Rule::Quiet {
            return Called::Run;
        }
        self.is_held = true;
        Called::Hold
    }

    /// The time to look at it may have come.
    pub(super) fn look(&mut self, now: Millis) -> Looked {
        if self.until.is_some_and(|until| until > now) {
            return Looked { run: false, until: self.until };
        }
        self.let_through(now)
    }

    /// Lets the held call through, if there is one, whatever the time.
    pub(super) fn let_through(&mut self, now: Millis) -> Looked {
        let run = std::mem::take(&mut self.is_held);
        // A run of calls ends with its last; a span that had one is followed by another.
        self.until = (run && self.rule == Rule::Every).then(|| now.saturating_add(self.span));
        Looked { run, until: self.until }
    }

    /// Forgets the held call. The span goes on.
    pub(super) fn forget(&mut self) {
        self.is_held = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When calls at those times are let through, and which.
    fn passed(rule: Rule, calls: &[Millis]) -> Vec<(Millis, Millis)> {
        let mut pace = Pace::new(100, rule);
        let (mut held, mut passed) = (0, Vec::new());
        for now in 0..1_000 {
            if pace.until().is_some_and(|until| until <= now) && pace.look(now).run {
                passed.push((now, held));
            }
            if calls.contains(&now) {
                match pace.call(now) {
                    Called::Run => passed.push((now, now)),
                    Called::Hold => held = now,
                }
            }
        }
        passed
    }

    #[test]
    fn calls_are_spaced_as_the_rule_says() {
        let calls = [10, 50, 120, 130, 500];
        assert_eq!(passed(Rule::Quiet, &calls), [(230, 130), (600, 500)]);
        assert_eq!(passed(Rule::FirstAndQuiet, &calls), [(10, 10), (230, 130), (500, 500)]);
        assert_eq!(passed(Rule::Every, &calls), [(10, 10), (110, 50), (210, 130), (500, 500)]);
    }

    #[test]
    fn one_call_is_let_through_once() {
        for rule in [Rule::Quiet, Rule::FirstAndQuiet, Rule::Every] {
            assert_eq!(passed(rule, &[10]).len(), 1, "{rule:?}");
        }
    }
}
