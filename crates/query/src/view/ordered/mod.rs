//! A set in order that knows the index of every item: a B-tree whose nodes count what is below them.

mod bulk;
mod iter;
mod node;
#[cfg(test)]
mod tests;

use std::{cmp::Ordering, ops::Range};

use node::Node;

pub use iter::Iter;

/// A set of items in order, found by value and by index, each in O(log n). Nothing is ever moved beyond one node's neighbour,
/// whatever is inserted or removed.
///
/// ```
/// use holdfast_query::view::Ordered;
///
/// let mut letters: Ordered<char> = "hello".chars().collect();
/// assert_eq!(letters.insert('f'), Some(1));
/// assert_eq!(letters.get(2), Some(&'h'));
/// assert_eq!(letters.rank(&'l'), 3);
/// assert_eq!(letters.range(1..4).collect::<String>(), "fhl");
/// ```
#[derive(Clone, Debug)]
pub struct Ordered<T> {
    root: Node<T>,
}

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self { root: Node::leaf(Vec::new()) }
    }
}

impl<T> Ordered<T> {
    /// An empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.root.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.root.len == 0
    }

    /// The item at an index.
    pub fn get(&self, index: usize) -> Option<&T> {
        if index >= self.root.len {
            return None;
        }
        let (mut node, mut index) = (&self.root, index);
        while !node.is_leaf() {
            let slot = node.slot(index);
            let child = &node.children[slot.at];
            if slot.rest == child.len {
                return node.items.get(slot.at);
            }
            (node, index) = (child, slot.rest);
        }
        node.items.get(index)
    }

    /// The least item.
    pub fn first(&self) -> Option<&T> {
        self.get(0)
    }

    /// The greatest item.
    pub fn last(&self) -> Option<&T> {
        self.get(self.root.len.checked_sub(1)?)
    }

    /// The items at these indices, as far as there are any.
    pub fn range(&self, indices: Range<usize>) -> Iter<'_, T> {
        Iter::new(&self.root, indices.start, indices.len())
    }

    /// All items.
    pub fn iter(&self) -> Iter<'_, T> {
        self.range(0..self.root.len)
    }

    /// All items in order, moved out, in O(n).
    pub fn into_vec(self) -> Vec<T> {
        let mut items = Vec::with_capacity(self.root.len);
        bulk::flatten(self.root, &mut items);
        items
    }

    /// The index of the item that compares equal, or else where it would stand. `compare` says how an item stands to what is
    /// looked for; it must agree with the items' order.
    pub fn search_by(&self, compare: impl FnMut(&T) -> Ordering) -> Result<usize, usize> {
        self.root.search_by(compare)
    }

    /// Nodes from the root to a leaf: what every operation costs.
    pub fn depth(&self) -> usize {
        std::iter::successors(Some(&self.root), |node| node.children.first()).count()
    }
}

impl<T: Ord> Ordered<T> {
    /// Puts an item in and says at which index it now stands; `None` if its equal was there already (which stays).
    pub fn insert(&mut self, item: T) -> Option<usize> {
        let index = self.root.insert(item)?;
        if self.root.is_over() {
            let root = std::mem::take(self).root;
            self.root = Node::inner(Vec::new(), vec![root]);
            self.root.split_child(0);
        }
        Some(index)
    }

    /// Takes an item out and says at which index it stood; `None` if it was not there.
    pub fn remove(&mut self, item: &T) -> Option<usize> {
        let index = self.root.remove(item)?;
        if self.root.items.is_empty()
            && let Some(only) = self.root.children.pop()
        {
            self.root = only;
        }
        Some(index)
    }

    /// Whether an item is there.
    pub fn contains(&self, item: &T) -> bool {
        self.search_by(|other| other.cmp(item)).is_ok()
    }

    /// How many items are less than this one, whether or not it is there itself.
    pub fn rank(&self, item: &T) -> usize {
        self.search_by(|other| other.cmp(item)).unwrap_or_else(|index| index)
    }

    /// The greatest item less than this one, whether or not it is there itself.
    pub fn before(&self, item: &T) -> Option<&T> {
        self.get(self.rank(item).checked_sub(1)?)
    }

    /// The least item greater than this one, whether or not it is there itself.
    pub fn after(&self, item: &T) -> Option<&T> {
        self.get(self.search_by(|other| other.cmp(item)).map_or_else(|index| index, |index| index + 1))
    }
}

/// Sorts and builds at once. Items that come in order, or as a few runs in order, are not sorted anew: O(n).
impl<T: Ord> FromIterator<T> for Ordered<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut items: Vec<T> = items.into_iter().collect();
        // The stable sort: it finds the runs that are in order already and merges them.
        items.sort();
        items.dedup_by(|later, earlier| later == earlier);
        Self { root: bulk::build(items) }
    }
}

impl<'a, T> IntoIterator for &'a Ordered<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}
