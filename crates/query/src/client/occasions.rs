//! What makes queries run by themselves: the window's being seen, the network's coming back, and time.

use std::rc::Rc;

use super::{AnyEntry, Client, EntryId, Inner, timers::Timer};
use crate::{Cause, Intent, Millis, machine::Event};

impl Client {
    /// Whether the network is taken to be there.
    pub fn is_online(&self) -> bool {
        self.0.is_online()
    }

    /// Whether the window is taken to be seen.
    pub fn is_visible(&self) -> bool {
        self.0.visible.get()
    }

    /// The network went or came. What waits for it goes on; what is stale is fetched again.
    pub fn set_online(&self, online: bool) {
        let was = self.0.is_online();
        self.0.online.set(online);
        self.0.came_online(was);
    }

    /// The window was hidden or is seen again: polls pause while it is hidden, and what is stale is fetched again when the
    /// person comes back.
    pub fn set_visible(&self, visible: bool) {
        if self.0.visible.replace(visible) == visible || !visible {
            return;
        }
        let inner = &self.0;
        inner.batch(|| {
            let (now, ticks) = (inner.runtime.now(), inner.runtime.ticks());
            for entry in inner.all() {
                let is_due = entry.core().borrow().is_due(|wants| wants.on_focus, now);
                if is_due {
                    inner.ask(&entry, Intent::Refresh, Cause::Focus);
                }
                let poll = entry.core().borrow().poll;
                match poll {
                    Some((number, due)) if due <= ticks => inner.polled(entry.id(), number),
                    // Those who poll only while it is seen count again.
                    Some(_) => inner.replan_poll(&entry),
                    None => {}
                }
            }
        });
    }
}

impl Inner {
    pub(crate) fn is_online(&self) -> bool {
        #[cfg(feature = "devtools")]
        if self.pretended.get().offline {
            return false;
        }
        self.online.get()
    }

    pub(crate) fn came_online(self: &Rc<Self>, was: bool) {
        if was || !self.is_online() {
            return;
        }
        self.batch(|| {
            self.actions_came_online();
            let now = self.runtime.now();
            for entry in self.all() {
                self.step(&entry, Event::Online);
                let is_due = entry.core().borrow().is_due(|wants| wants.on_reconnect, now);
                if is_due {
                    self.ask(&entry, Intent::Refresh, Cause::Reconnect);
                }
            }
        });
    }

    /// Has the entry polled as often as its observers want now.
    pub(crate) fn replan_poll(self: &Rc<Self>, entry: &Rc<dyn AnyEntry>) {
        let ticks = self.runtime.ticks();
        let number = self.next_number();
        let due = {
            let mut core = entry.core().borrow_mut();
            let (now, seen) = (core.poll_interval(self.visible.get()), core.poll_interval(true));
            let due = now.or(seen).map(|every| ticks.saturating_add(every));
            // One that is overdue waits for the window to be seen.
            let is_waiting = |planned: Millis| planned <= ticks && now.is_some();
            match (core.poll, due) {
                (None, None) => return,
                // One that comes soon enough stays: each observer that comes must not put it off.
                (Some((_, planned)), Some(due)) if planned <= due && !is_waiting(planned) => return,
                _ => core.poll = due.map(|due| (number, due)),
            }
            due
        };
        if let Some(due) = due {
            self.at(due, Timer::Poll(entry.id(), number));
        }
    }

    /// The time for a poll has come. While the window is hidden it stays due.
    pub(super) fn polled(self: &Rc<Self>, id: EntryId, number: u64) {
        let Some(entry) = self.entry(id) else { return };
        let (interval, is_polled_when_seen) = {
            let core = entry.core().borrow();
            if core.poll.is_none_or(|(planned, _)| planned != number) {
                return;
            }
            (core.poll_interval(self.visible.get()), core.poll_interval(true).is_some())
        };
        if interval.is_some() {
            entry.core().borrow_mut().poll = None;
            self.ask(&entry, Intent::Refresh, Cause::Poll);
            self.replan_poll(&entry);
        } else if !is_polled_when_seen {
            entry.core().borrow_mut().poll = None;
        }
    }
}
