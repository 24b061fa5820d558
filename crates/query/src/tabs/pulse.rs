//! Looking after what may have been lost, as long as something may be: at first soon, then ever more seldom.

use std::rc::Rc;

use super::{hub::Hub, message::Body};
use crate::Millis;

/// The first wait, in milliseconds.
const FIRST: Millis = 1_000;

/// The longest.
const LONGEST: Millis = 60_000;

/// When it is looked next.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pulse {
    /// Counts up, so that a wait that counts no more is known.
    number: u64,
    /// The present wait; `None` while there is nothing to look after.
    wait: Option<Millis>,
}

impl Hub {
    /// Says who is here and what is here, and asks the others for the same.
    pub(super) fn hello(self: &Rc<Self>) {
        let items = self.digest();
        self.post(Body::Hello(items));
        self.stir();
    }

    /// There is something new to look after.
    pub(super) fn stir(self: &Rc<Self>) {
        if self.pulse.get().wait != Some(FIRST) {
            self.wait(FIRST);
        }
    }

    fn wait(self: &Rc<Self>, wait: Millis) {
        let number = self.pulse.get().number.wrapping_add(1);
        self.pulse.set(Pulse { number, wait: Some(wait) });
        let sleep = self.client.runtime().sleep(wait);
        let weak = Rc::downgrade(self);
        self.client.runtime().spawn(Box::pin(async move {
            sleep.await;
            if let Some(hub) = weak.upgrade().filter(|hub| hub.pulse.get().number == number) {
                hub.beat(wait);
            }
        }));
    }

    fn beat(self: &Rc<Self>, waited: Millis) {
        self.pulse.set(Pulse { wait: None, ..self.pulse.get() });
        self.wanted.borrow_mut().clear();
        let to_ask = self.peers.borrow_mut().whom_to_ask();
        to_ask.into_iter().for_each(|to| self.post(Body::Ask { to }));
        if self.peers.borrow().is_empty() {
            // Alone, or unheard.
            self.post(Body::Hello(self.digest()));
        } else if self.has_told.take() {
            self.post(Body::Beat);
        }
        let is_settled = {
            let peers = self.peers.borrow();
            !peers.is_empty() && !peers.is_behind()
        };
        if !is_settled && self.pulse.get().wait.is_none() {
            self.wait(waited.saturating_mul(2).min(LONGEST));
        }
    }
}
