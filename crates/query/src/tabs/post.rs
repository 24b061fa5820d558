//! What happens here, and is told.

use std::rc::Rc;

use super::{
    hub::{Hub, Mark},
    message::{Address, Body, Sent, write},
};
use crate::{CacheEvent, EntryId, Happened, Millis, Origin};

/// How long new data is gathered before it is sent, in milliseconds: what changes often is sent once.
const GATHER: Millis = 50;

/// The largest answer that is sent, in bytes of JSON.
pub(super) const LARGEST: usize = 512 << 10;

impl Hub {
    /// Takes note of what happened in the cache.
    pub(super) fn happened(self: &Rc<Self>, event: &CacheEvent) {
        let id = event.id;
        match event.happened {
            Happened::State => return,
            Happened::Removed => {
                self.marks.borrow_mut().remove(&id);
                self.told_by_others.borrow_mut().remove(&id);
                return;
            }
            _ if !self.shares(id) => return,
            _ => {}
        }
        self.marks.borrow_mut().entry(id).or_default();
        match event.happened {
            Happened::Answered { origin: Origin::Fetched | Origin::Set, .. } => self.found(id),
            Happened::Invalidated => self.said_out_of_date(id),
            _ => {}
        }
    }

    /// An answer was found here.
    fn found(self: &Rc<Self>, id: EntryId) {
        let Some(stamp) = self.client.stamp(id) else { return };
        // Another tab's answer that followed a change of a record: every tab does that by itself.
        let own = stamp.held.filter(|held| matches!(held.origin, Origin::Fetched | Origin::Set));
        let Some(held) = own else { return };
        self.revision.set(self.revision.get() + 1);
        let sent = Sent { asked: stamp.asked, writer: self.me, revision: self.revision.get() };
        self.marks.borrow_mut().insert(id, Mark { at: held.at, stamp: sent });
        // Nobody is written to who is not there: most people have one tab.
        if self.peers.borrow().is_empty() {
            return;
        }
        let mut unsent = self.unsent.borrow_mut();
        if !unsent.contains(&id) {
            unsent.push(id);
        }
        drop(unsent);
        if !self.is_sending_due.replace(true) {
            let sleep = self.client.runtime().sleep(GATHER);
            let weak = Rc::downgrade(self);
            self.client.runtime().spawn(Box::pin(async move {
                sleep.await;
                if let Some(hub) = weak.upgrade() {
                    hub.is_sending_due.set(false);
                    let unsent = hub.unsent.take();
                    unsent.into_iter().for_each(|id| hub.send(id));
                }
            }));
        }
    }

    /// Somebody said that an entry is out of date: here, or in another tab.
    fn said_out_of_date(self: &Rc<Self>, id: EntryId) {
        if self.told_by_others.borrow_mut().remove(&id) {
            return;
        }
        let (Some((name, query)), Some(stamp)) = (self.client.written_query(id), self.client.stamp(id)) else { return };
        let query = Address { name: name.to_owned(), query };
        self.outdated.borrow_mut().note(&query, stamp.outdated_at);
        if !self.peers.borrow().is_empty() {
            self.tell(Body::Outdated { query, at: stamp.outdated_at });
        }
    }

    /// Sends an entry, if it is worth sending: what is out of date would only be asked for again.
    pub(super) fn send(self: &Rc<Self>, id: EntryId) {
        let Some(stamp) = self.client.stamp(id) else { return };
        if stamp.held.is_none_or(|held| held.invalid) || !self.shares(id) {
            return;
        }
        let Some(entry) = self.client.pack(id).filter(|entry| entry.data.len() <= LARGEST) else { return };
        let stamp = self.sent(id, &stamp);
        self.tell(Body::Data { entry, stamp });
    }

    /// Posts what others must not miss: a later message will show that it was sent.
    fn tell(self: &Rc<Self>, body: Body) {
        self.post(body);
        self.has_told.set(true);
        self.stir();
    }

    pub(super) fn post(&self, body: Body) {
        let number = self.posted.get() + 1;
        self.posted.set(number);
        self.count(|figures| figures.sent += 1);
        self.line.post(&write(&self.owner, self.me, number, body));
    }
}
