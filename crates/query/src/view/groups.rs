//! The rows of a view in order, group by group.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use super::{ordered::Ordered, outcome::At, spec::Place};

/// A row's place in its group's order; the id parts rows of one key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry<K, I> {
    pub(super) key: K,
    pub(super) id: I,
}

/// Every group that has a row, in order. A group that loses its last row is gone.
#[derive(Clone, Debug)]
pub(super) struct Groups<G, K, I>(BTreeMap<G, Ordered<Entry<K, I>>>);

impl<G: Ord + Clone, K: Ord, I: Ord + Copy> Groups<G, K, I> {
    pub(super) fn new() -> Self {
        Self(BTreeMap::new())
    }

    pub(super) fn get(&self, group: &G) -> Option<&Ordered<Entry<K, I>>> {
        self.0.get(group)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&G, &Ordered<Entry<K, I>>)> {
        self.0.iter()
    }

    /// Some of these rows: `shown` says of each in order whether it is one.
    pub(super) fn narrowed(&self, mut shown: impl Iterator<Item = bool>) -> Self
    where
        K: Clone,
    {
        let narrow = |(group, rows): (&G, &Ordered<Entry<K, I>>)| {
            let rows: Ordered<_> = rows.iter().filter(|_| shown.next() == Some(true)).cloned().collect();
            (!rows.is_empty()).then(|| (group.clone(), rows))
        };
        Self(self.0.iter().filter_map(narrow).collect())
    }

    /// The index of a row that stands at this place.
    pub(super) fn rank(&self, place: &Place<G, K>, id: I) -> Option<usize> {
        let compare = |entry: &Entry<K, I>| match entry.key.cmp(&place.key) {
            Ordering::Equal => entry.id.cmp(&id),
            unequal => unequal,
        };
        self.0.get(&place.group)?.search_by(compare).ok()
    }

    /// Puts a row in where it is not yet.
    pub(super) fn insert(&mut self, place: Place<G, K>, id: I) -> At<G> {
        let Place { group, key } = place;
        let index = self.0.entry(group.clone()).or_default().insert(Entry { key, id });
        At { group, index: index.expect("a row is taken from its former place before it is put in another") }
    }

    /// Takes a row out and says where it stood.
    pub(super) fn remove(&mut self, place: Place<G, K>, id: I) -> At<G> {
        let Place { group, key } = place;
        let rows = self.0.get_mut(&group).expect("a row's group is there as long as the row");
        let index = rows.remove(&Entry { key, id }).expect("a row stands where it was put");
        if rows.is_empty() {
            self.0.remove(&group);
        }
        At { group, index }
    }

    /// Takes out all rows that `stays` does not hold for, puts others in, and builds each group again: O(rows + those put in,
    /// sorted). Gives the groups whose count changed, in order.
    pub(super) fn rebuild(&mut self, stays: impl Fn(I) -> bool, put: impl Iterator<Item = (Place<G, K>, I)>) -> Vec<G> {
        let before = std::mem::take(&mut self.0);
        let mut counts = BTreeMap::new();
        let mut lists: BTreeMap<G, Vec<Entry<K, I>>> = BTreeMap::new();
        for (group, rows) in before {
            counts.insert(group.clone(), rows.len());
            let staying = rows.into_vec().into_iter().filter(|entry| stays(entry.id)).collect();
            lists.insert(group, staying);
        }
        for (place, id) in put {
            lists.entry(place.group).or_default().push(Entry { key: place.key, id });
        }
        // What stays is a run in order, which building finds; only what was put in is sorted.
        let full = lists.into_iter().filter(|(_, rows)| !rows.is_empty());
        self.0 = full.map(|(group, rows)| (group, rows.into_iter().collect())).collect();
        let groups: BTreeSet<&G> = counts.keys().chain(self.0.keys()).collect();
        let count = |group| self.0.get(group).map_or(0, Ordered::len);
        let recounted = groups.into_iter().filter(|group| counts.get(*group).copied().unwrap_or(0) != count(*group));
        recounted.cloned().collect()
    }
}
