//! One tab's end.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Line, TabFigures,
    message::{Address, Sent, TabId},
    outdated::Outdated,
    peers::Peers,
    pulse::Pulse,
    version::{Here, Version},
};
use crate::{Client, EntryId, Millis, Stamp, Subscription};

/// Joins a client to those of this person's other tabs, as far as its types are [registered](Client::register) and their policy
/// says [`share`](crate::Policy::share). To be made after what is stored was restored, and before anything is fetched. Clones
/// are the same one; it leaves with its last clone, which must be gone before somebody else's data comes into the client.
#[derive(Clone)]
pub struct Tabs(Rc<Hub>);

pub(super) struct Hub {
    pub(super) client: Client,
    pub(super) line: Box<dyn Line>,
    pub(super) owner: String,
    pub(super) me: TabId,
    pub(super) peers: RefCell<Peers>,
    /// The shared entries here, and what is known of how they came.
    pub(super) marks: RefCell<FxHashMap<EntryId, Mark>>,
    pub(super) outdated: RefCell<Outdated>,
    /// Entries of which another tab has just said that they are out of date: that is not said on.
    pub(super) told_by_others: RefCell<FxHashSet<EntryId>>,
    /// Entries with new data that the others do not know yet.
    pub(super) unsent: RefCell<Vec<EntryId>>,
    pub(super) is_sending_due: Cell<bool>,
    /// What was asked for since the last pulse, and how new: several may offer the same.
    pub(super) wanted: RefCell<FxHashMap<Address, Millis>>,
    /// How many messages were posted.
    pub(super) posted: Cell<u64>,
    /// How many answers were found here.
    pub(super) revision: Cell<u64>,
    /// Whether something was posted that no later message has followed.
    pub(super) has_told: Cell<bool>,
    pub(super) pulse: Cell<Pulse>,
    pub(super) figures: Cell<TabFigures>,
    listening: RefCell<Option<Subscription>>,
}

/// How an answer came.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mark {
    /// The time of the answer meant: another one came otherwise.
    pub(super) at: Millis,
    pub(super) stamp: Sent,
}

impl Tabs {
    /// Joins the tabs of the owner, by whatever name they are told apart, and asks what they have.
    pub fn new(client: &Client, line: impl Line, owner: impl Into<String>) -> Self {
        let hub = Rc::new(Hub {
            client: client.clone(),
            line: Box::new(line),
            owner: owner.into(),
            // 0 means nobody.
            me: TabId(client.runtime().random().max(1)),
            peers: RefCell::default(),
            marks: RefCell::default(),
            outdated: RefCell::default(),
            told_by_others: RefCell::default(),
            unsent: RefCell::default(),
            is_sending_due: Cell::new(false),
            wanted: RefCell::default(),
            posted: Cell::new(0),
            revision: Cell::new(0),
            has_told: Cell::new(false),
            pulse: Cell::default(),
            figures: Cell::default(),
            listening: RefCell::default(),
        });
        let weak = Rc::downgrade(&hub);
        let listening = client.listen(move |event| {
            if let Some(hub) = weak.upgrade() {
                hub.happened(event);
            }
        });
        hub.listening.replace(Some(listening));
        let shared = client.entry_ids().into_iter().filter(|id| hub.shares(*id));
        hub.marks.borrow_mut().extend(shared.map(|id| (id, Mark::default())));
        let weak = Rc::downgrade(&hub);
        hub.line.listen(Box::new(move |text| {
            if let Some(hub) = weak.upgrade() {
                hub.receive(text);
            }
        }));
        hub.hello();
        Self(hub)
    }

    /// Asks again what the others have: after the page was frozen or away, when messages may not have come.
    pub fn catch_up(&self) {
        self.0.hello();
    }

    /// How many other tabs are known.
    pub fn others(&self) -> usize {
        self.0.peers.borrow().len()
    }

    /// True counts of what it did.
    pub fn figures(&self) -> TabFigures {
        self.0.figures.get()
    }
}

impl Hub {
    /// Whether an entry is shared with the other tabs.
    pub(super) fn shares(&self, id: EntryId) -> bool {
        self.client.policy_of(id).is_some_and(|(_, policy)| policy.share)
    }

    /// What comes with the time of the data here.
    pub(super) fn sent(&self, id: EntryId, stamp: &Stamp) -> Sent {
        let mark = self.marks.borrow().get(&id).copied().unwrap_or_default();
        let is_meant = stamp.held.is_some_and(|held| held.at == mark.at);
        if is_meant { mark.stamp } else { Sent { asked: stamp.asked, ..Sent::default() } }
    }

    /// What is known of a query here.
    pub(super) fn here(&self, query: &Address) -> (Option<EntryId>, Here) {
        let id = self.client.find_packed(&query.name, &query.query);
        let found = id.and_then(|id| Some((id, self.client.stamp(id)?)));
        let version = found.and_then(|(id, stamp)| Some(Version::new(stamp.held?.at, self.sent(id, &stamp))));
        let here = Here {
            version,
            is_valid: found.and_then(|(_, stamp)| stamp.held).is_some_and(|held| !held.invalid),
            running_since: found.and_then(|(_, stamp)| stamp.running_since),
            outdated: self.outdated.borrow().at(query),
            touched: self.client.touched_at(),
            now: self.client.runtime().now(),
        };
        (id, here)
    }

    pub(super) fn count(&self, change: impl FnOnce(&mut TabFigures)) {
        let mut figures = self.figures.get();
        change(&mut figures);
        self.figures.set(figures);
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        if !self.peers.borrow().is_empty() {
            self.post(super::message::Body::Bye);
        }
    }
}
