//! What the other tabs say.

use std::rc::Rc;

use super::{
    digest::{MOST, UNASKED},
    hub::{Hub, Mark},
    message::{Address, Body, Sent, read},
    peers::Heard,
    version::{Version, accepts},
};
use crate::{Millis, Origin, Packed, Unpacked, client::age};

impl Hub {
    pub(super) fn receive(self: &Rc<Self>, text: &str) {
        let Some(message) = read(text, &self.owner, self.me) else {
            return self.count(|figures| figures.ignored += 1);
        };
        self.count(|figures| figures.received += 1);
        let from = message.from;
        if message.body == Body::Bye {
            return self.peers.borrow_mut().gone(from);
        }
        let heard = self.peers.borrow_mut().heard(from, message.number);
        if heard == Heard::Gap {
            self.count(|figures| figures.gaps += 1);
        }
        match message.body {
            Body::Hello(items) => {
                self.consider(from, items);
                let items = self.digest();
                self.post(Body::Digest { to: from, items });
            }
            Body::Digest { to, items } if to == self.me => self.consider(from, items),
            Body::Ask { to } if to == self.me => {
                let items = self.digest();
                self.post(Body::Digest { to: from, items });
            }
            Body::Want { to, queries } if to == self.me => {
                for query in queries.into_iter().take(MOST) {
                    if let Some(id) = self.client.find_packed(&query.name, &query.query) {
                        self.send(id);
                    }
                }
            }
            Body::Data { entry, stamp } => self.take(entry, stamp),
            Body::Outdated { query, at } => self.hear_outdated(&query, at),
            // Said to somebody else, or nothing but its number.
            Body::Digest { .. } | Body::Ask { .. } | Body::Want { .. } | Body::Beat | Body::Bye => {}
        }
        // The next pulse asks. At once, tabs whose messages are lost would ask each other ever more.
        if heard != Heard::InOrder {
            self.stir();
        }
    }

    /// Takes an answer if it is better than the one here.
    fn take(&self, entry: Packed, stamp: Sent) {
        let query = Address { name: entry.name.clone(), query: entry.query.clone() };
        if !self.takes(&query) {
            return;
        }
        let (id, here) = self.here(&query);
        let fits = id.is_some() || entry.data.len() <= UNASKED;
        if !fits || !accepts(Version::new(entry.at, stamp), stamp.asked, &here) {
            return self.count(|figures| figures.refused += 1);
        }
        if self.client.overwrite(&entry, Origin::Tab) == Unpacked::Taken {
            self.count(|figures| figures.taken += 1);
            if let Some(id) = self.client.find_packed(&query.name, &query.query) {
                self.marks.borrow_mut().insert(id, Mark { at: entry.at, stamp });
            }
        }
    }

    /// Somebody said in another tab that a query is out of date. What was asked for since is not.
    pub(super) fn hear_outdated(&self, query: &Address, at: Millis) {
        let is_believable = age(at, self.client.runtime().now()) != Millis::MAX;
        if !is_believable || !self.takes(query) || !self.outdated.borrow_mut().note(query, at) {
            return;
        }
        let Some(id) = self.client.find_packed(&query.name, &query.query) else { return };
        let Some(stamp) = self.client.stamp(id) else { return };
        let asked = self.sent(id, &stamp).asked;
        let is_newer = stamp.held.is_some() && asked >= at;
        let will_be_newer = stamp.running_since.is_some_and(|since| since >= at);
        let is_meant = stamp.held.is_some() || stamp.running_since.is_some();
        if is_meant && !is_newer && !will_be_newer {
            self.told_by_others.borrow_mut().insert(id);
            self.count(|figures| figures.outdated += 1);
            self.client.invalidate_entry(id);
        }
    }
}
