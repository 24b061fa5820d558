//! Feeding machines, and doing what they say.

use std::rc::Rc;

#[cfg(feature = "devtools")]
use futures::TryFutureExt as _;
use futures::{
    FutureExt as _,
    future::{Either, abortable, select},
};

use super::{AnyEntry, Entry, Happened, Inner, figures, notify::Changed, timers::Timer};
use crate::{
    Cx, Error, Fetch, Intent, Millis, Origin, Query,
    machine::{Cause, Event, Run, Setting, Settled},
};

impl Inner {
    /// The one way in which an entry's state changes. `data` says whether its data was changed along with the event.
    fn step_with(self: &Rc<Self>, entry: &Rc<dyn AnyEntry>, event: Event, data: bool) {
        let policy = entry.policy();
        let setting = Setting { online: self.is_online(), network: policy.network, retry: policy.retry };
        let (effects, was, is) = {
            let mut core = entry.core().borrow_mut();
            let was = (core.is_fetching(), core.machine.has_failed());
            let effects = core.machine.step(event, &setting);
            (effects, was, (core.is_fetching(), core.machine.has_failed()))
        };
        count(&self.fetching, was.0, is.0);
        count(&self.failing, was.1, is.1);
        if effects.abort {
            let abort = entry.core().borrow_mut().abort.take();
            if let Some(abort) = abort {
                abort.abort();
            }
        }
        if let Some((run, wait)) = effects.wake {
            let timer = Timer::Attempt(entry.id(), run.number, run.failures);
            self.at(self.runtime.ticks().saturating_add(wait), timer);
        }
        if let Some(settled) = effects.settled {
            self.settled(entry, settled);
        }
        if effects.settled.is_some() && is.0 && !self.is_wanted(&**entry) {
            // Another run was to follow, and whoever asked for it has gone.
            self.step_with(entry, Event::Cancel, false);
        } else if let Some(run) = effects.start {
            self.begin(entry, run);
        }
        if effects.changed || data {
            self.notify(entry, Changed { data });
        }
    }

    /// Feeds an event that changes no data.
    pub(super) fn step(self: &Rc<Self>, entry: &Rc<dyn AnyEntry>, event: Event) {
        self.batch(|| self.step_with(entry, event, false));
    }

    fn begin(self: &Rc<Self>, entry: &Rc<dyn AnyEntry>, run: Run) {
        if run.failures == 0 {
            self.counters.ran(run.cause);
            let mut core = entry.core().borrow_mut();
            core.runs[run.cause as usize] += 1;
            core.began = self.runtime.ticks();
            core.began_at = self.runtime.now();
        }
        entry.core().borrow_mut().heard = self.recents.borrow().told();
        Rc::clone(entry).start(self, run);
    }

    fn settled(self: &Rc<Self>, entry: &Rc<dyn AnyEntry>, settled: Settled) {
        let took = {
            let mut core = entry.core().borrow_mut();
            core.abort = None;
            // Whoever fetches ahead of time wants what is not out of date as soon as it comes.
            core.is_wanted_unseen &= core.is_fetching();
            let took = self.runtime.ticks().saturating_sub(core.began);
            // One that was broken off took no time that says anything.
            let is_whole = matches!(settled, Settled::Answered(_) | Settled::Failed(_));
            is_whole.then(|| *core.took.insert(took))
        };
        if let Some(took) = took.filter(|took| *took > figures::SLOW) {
            self.counters.slow(figures::Slow { name: entry.name(), key: entry.key(), took, at: self.runtime.now() });
        }
        if matches!(settled, Settled::Failed(_)) {
            self.counters.failed();
        }
        entry.settle(settled);
    }

    /// Asks for an answer.
    pub(crate) fn ask(self: &Rc<Self>, entry: &Rc<dyn AnyEntry>, intent: Intent, cause: Cause) {
        self.step(entry, Event::Ask(intent, cause));
    }

    /// An attempt has ended.
    fn finished<Q: Query>(self: &Rc<Self>, entry: &Rc<Entry<Q>>, run: Run, result: Result<Q::Output, Error<Q::Error>>) {
        // What an attempt says that was given up meanwhile is not heard.
        let is_current = matches!(entry.core.borrow().machine.fetch(), Fetch::Running(now) if now.number == run.number);
        if !is_current {
            return;
        }
        let any: Rc<dyn AnyEntry> = Rc::clone(entry) as _;
        match result {
            Ok(answer) => {
                self.note_asked(&any);
                let had = entry.data().is_some();
                let changed = entry.take(answer);
                if had && !changed {
                    self.counters.unchanged(run.cause);
                }
                entry.take_error(None);
                self.batch(|| {
                    self.learned(&any, changed);
                    self.step_with(&any, Event::Answered { run: run.number, now: self.runtime.now() }, changed);
                    self.data_arrived(&any, changed, Origin::Fetched);
                });
            }
            Err(error) => {
                let transient = match &error {
                    Error::Failed(own) => Q::is_transient(own),
                    Error::Cancelled => false,
                    _ => true,
                };
                entry.take_error(Some(Rc::new(error)));
                let random = self.runtime.random();
                self.step(&any, Event::Failed { run: run.number, transient, random });
            }
        }
    }

    /// An attempt that goes on has a part of the answer.
    pub(crate) fn progressed<Q: Query>(self: &Rc<Self>, entry: &Rc<Entry<Q>>, run: u32, part: Q::Output) {
        let is_current = matches!(entry.core.borrow().machine.fetch(), Fetch::Running(now) if now.number == run);
        if is_current {
            let changed = entry.take(part);
            let any: Rc<dyn AnyEntry> = Rc::clone(entry) as _;
            self.note_asked(&any);
            self.batch(|| {
                self.learned(&any, changed);
                self.step_with(&any, Event::Progressed { run, now: self.runtime.now() }, changed);
                self.data_arrived(&any, changed, Origin::Fetched);
            });
        }
    }

    /// Notes, before what is next begins, when the answer that has come was asked for.
    fn note_asked(&self, entry: &Rc<dyn AnyEntry>) {
        let mut core = entry.core().borrow_mut();
        core.asked = core.began_at;
    }

    /// Data comes from elsewhere.
    pub(crate) fn put<Q: Query>(self: &Rc<Self>, entry: &Rc<Entry<Q>>, answer: Q::Output, at: Millis, origin: Origin) {
        let changed = entry.take(answer);
        entry.core.borrow_mut().asked = at;
        entry.take_error(None);
        let any: Rc<dyn AnyEntry> = Rc::clone(entry) as _;
        let event = match origin {
            Origin::Stored => Event::Seed { at, origin },
            Origin::Fetched | Origin::Set | Origin::Tab => Event::Put { at, origin },
        };
        self.batch(|| {
            self.used(&*any);
            self.step_with(&any, event, changed);
            self.indexed(&any, changed);
            self.data_arrived(&any, changed, origin);
        });
    }

    /// Data that an observer brings along, for where there is none.
    pub(crate) fn put_initial<Q: Query>(self: &Rc<Self>, entry: &Rc<Entry<Q>>, data: Rc<Q::Output>, at: Millis) {
        entry.take_shared(data);
        entry.core.borrow_mut().asked = at;
        entry.take_error(None);
        let any: Rc<dyn AnyEntry> = Rc::clone(entry) as _;
        self.batch(|| {
            self.step_with(&any, Event::Seed { at, origin: Origin::Set }, true);
            self.indexed(&any, true);
            self.data_arrived(&any, true, Origin::Set);
        });
    }

    /// A change that the data could follow by itself.
    pub(crate) fn patched<Q: Query>(self: &Rc<Self>, entry: &Rc<Entry<Q>>, answer: Q::Output) {
        let changed = entry.take(answer);
        let any: Rc<dyn AnyEntry> = Rc::clone(entry) as _;
        self.batch(|| {
            self.step_with(&any, Event::Patch, changed);
            self.indexed(&any, changed);
            self.data_arrived(&any, changed, Origin::Set);
        });
    }

    /// Weighs and indexes what an attempt brought. If it depends on something nobody knew of, and that changed meanwhile, it
    /// is out of date.
    fn learned(self: &Rc<Self>, entry: &Rc<dyn AnyEntry>, changed: bool) {
        let (since, before) = {
            let core = entry.core().borrow();
            let may_have_missed = changed && core.heard != self.recents.borrow().told();
            (core.heard, may_have_missed.then(|| core.places.clone()))
        };
        self.indexed(entry, changed);
        let Some(before) = before else { return };
        let reads = entry.reads();
        let is_missed = self.recents.borrow().met(since, &reads, &before);
        if is_missed {
            self.invalidate(entry);
        }
    }

    /// Weighs and indexes data, if it is other than before.
    fn indexed(&self, entry: &Rc<dyn AnyEntry>, changed: bool) {
        if changed {
            self.reweigh(entry);
            self.reindex(entry);
        }
    }

    /// Tells whoever keeps or shares data that it came.
    fn data_arrived(self: &Rc<Self>, entry: &Rc<dyn AnyEntry>, changed: bool, origin: Origin) {
        self.tell_watchers(entry.id(), Happened::Answered { origin, changed });
        if changed {
            self.make_room();
        }
    }

    /// Forgets what an entry holds.
    pub(super) fn reset<Q: Query>(self: &Rc<Self>, entry: &Rc<Entry<Q>>) {
        let had = entry.data().is_some();
        entry.forget_data();
        entry.take_error(None);
        let any: Rc<dyn AnyEntry> = Rc::clone(entry) as _;
        self.batch(|| {
            self.step_with(&any, Event::Reset, had);
            self.reweigh(&any);
            self.reindex(&any);
            self.tell_watchers(entry.id, Happened::Forgotten);
            if entry.core.borrow().is_watched() {
                self.ask(&any, Intent::Refresh, Cause::Call);
            }
        });
    }

    pub(super) fn reindex(&self, entry: &Rc<dyn AnyEntry>) {
        let reads = entry.reads();
        let mut core = entry.core().borrow_mut();
        if reads.is_empty() && core.places.is_empty() {
            return;
        }
        let places = std::mem::take(&mut core.places);
        core.places = self.index.borrow_mut().replace(entry.id(), places, &reads);
    }
}

fn count(counter: &std::cell::Cell<usize>, was: bool, is: bool) {
    match (was, is) {
        (false, true) => counter.set(counter.get() + 1),
        (true, false) => counter.set(counter.get().saturating_sub(1)),
        _ => {}
    }
}

/// Starts an attempt.
pub(super) fn start<Q: Query>(inner: &Rc<Inner>, entry: &Rc<Entry<Q>>, run: Run) {
    let weak = Rc::downgrade(inner);
    let cx = Cx::new(weak.clone(), Rc::clone(entry), run);
    let limit = entry.policy.get().timeout.map(|time| inner.runtime.sleep(time));
    #[cfg(feature = "devtools")]
    let pretended = crate::devtools::attempt(inner);
    let running = Rc::clone(entry);
    let (task, abort) = abortable(async move {
        let result = {
            let ask = || running.query.run(cx).map(|result| result.map_err(Error::Failed));
            // Within the time that an attempt may take, as a bad network would be.
            #[cfg(feature = "devtools")]
            let ask = || pretended.and_then(|()| ask());
            let answer = std::pin::pin!(ask());
            match limit {
                None => answer.await,
                Some(limit) => match select(answer, limit).await {
                    Either::Left((result, _)) => result,
                    Either::Right(((), _)) => Err(Error::TimedOut),
                },
            }
        };
        if let Some(inner) = weak.upgrade() {
            inner.finished(&running, run, result);
        }
    });
    entry.core.borrow_mut().abort = Some(abort);
    inner.runtime.spawn(task.map(drop).boxed_local());
}
