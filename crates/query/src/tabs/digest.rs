//! What a tab has, in short; and what it wants of what another has.

use std::rc::Rc;

use super::{
    hub::Hub,
    message::{Address, Body, Item, Offer, TabId},
    post::LARGEST,
    version::{Version, accepts},
};

/// The most queries in a digest: the newest.
pub(super) const MOST: usize = 500;

/// The largest answer that is taken to a query that nobody has asked for here yet, in bytes.
pub(super) const UNASKED: usize = 32 << 10;

/// The part of a digest from which such answers are wanted: its first, which are the newest. It is counted whether or not
/// they are here, so that a digest that is sent once more does not make them more.
#[derive(Debug, Default)]
struct Unasked {
    answers: usize,
    bytes: usize,
}

impl Unasked {
    const ANSWERS: usize = 100;
    const BYTES: usize = 256 << 10;

    fn fits(&mut self, bytes: usize) -> bool {
        if bytes > UNASKED {
            return false;
        }
        self.answers += 1;
        self.bytes += bytes;
        self.answers <= Self::ANSWERS && self.bytes <= Self::BYTES
    }
}

impl Hub {
    /// What is here.
    pub(super) fn digest(&self) -> Vec<Item> {
        let ids: Vec<_> = self.marks.borrow().keys().copied().collect();
        let mut items: Vec<Item> = ids.into_iter().filter_map(|id| self.item(id)).collect();
        let age = |item: &Item| std::cmp::Reverse(item.held.map(|held| held.at).max(item.outdated));
        items.sort_by(|a, b| age(a).cmp(&age(b)).then_with(|| a.query.cmp(&b.query)));
        items.truncate(MOST);
        items
    }

    fn item(&self, id: crate::EntryId) -> Option<Item> {
        let stamp = self.client.stamp(id)?;
        let (name, query) = self.client.written_query(id)?;
        let query = Address { name: name.to_owned(), query };
        let counts = stamp.held.filter(|held| !held.invalid && stamp.bytes <= LARGEST);
        let held = counts.map(|held| Offer { at: held.at, stamp: self.sent(id, &stamp), bytes: stamp.bytes });
        let outdated = self.outdated.borrow().at(&query);
        (held.is_some() || outdated.is_some()).then_some(Item { query, held, outdated })
    }

    /// Looks at what another tab has, and asks for what is better than what is here.
    pub(super) fn consider(self: &Rc<Self>, from: TabId, items: Vec<Item>) {
        let (mut queries, mut lacks) = (Vec::new(), false);
        let mut unasked = Unasked::default();
        for Item { query, held, outdated } in items.into_iter().take(MOST) {
            if let Some(at) = outdated {
                self.hear_outdated(&query, at);
            }
            let Some(offer) = held.filter(|_| self.takes(&query)) else { continue };
            let fits = unasked.fits(offer.bytes);
            let (id, here) = self.here(&query);
            if !accepts(Version::new(offer.at, offer.stamp), offer.stamp.asked, &here) || (id.is_none() && !fits) {
                continue;
            }
            lacks = true;
            let mut wanted = self.wanted.borrow_mut();
            if wanted.get(&query).is_none_or(|at| *at < offer.at) {
                wanted.insert(query.clone(), offer.at);
                queries.push(query);
            }
        }
        if !lacks {
            return self.peers.borrow_mut().caught_up(from);
        }
        self.peers.borrow_mut().catching_up(from);
        if !queries.is_empty() {
            self.post(Body::Want { to: from, queries });
        }
        self.stir();
    }

    /// Whether answers to such a query are taken from other tabs.
    pub(super) fn takes(&self, query: &Address) -> bool {
        self.client.policy_named(&query.name).is_some_and(|policy| policy.share)
    }
}
