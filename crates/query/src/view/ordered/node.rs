//! A node: the changes to a tree, and how it stays shallow.

use std::cmp::Ordering;

/// The most items a node rests with. Binary search in one node, and few nodes from the root to a leaf: 100,000 items are
/// three levels.
pub(super) const MOST: usize = 64;

/// The fewest items a node other than the root rests with. A quarter, not half: a node that was just split can lose as many
/// items again as a node that was just merged can gain, so churn at one place does not split and merge in turn.
pub(super) const LEAST: usize = MOST / 4;

/// Items in order; in an inner node a child stands before, between and after them, in a leaf there are none.
#[derive(Clone, Debug)]
pub(super) struct Node<T> {
    pub(super) items: Vec<T>,
    pub(super) children: Vec<Node<T>>,
    /// Items in this node and all below it.
    pub(super) len: usize,
}

/// Where an index leads in a node.
pub(super) struct Slot {
    /// The child to go into, or the item if the rest is that child's length.
    pub(super) at: usize,
    /// The index counted from the start of that child.
    pub(super) rest: usize,
}

impl<T> Node<T> {
    pub(super) fn leaf(items: Vec<T>) -> Self {
        Self { len: items.len(), items, children: Vec::new() }
    }

    pub(super) fn inner(items: Vec<T>, children: Vec<Self>) -> Self {
        let len = items.len() + children.iter().map(|child| child.len).sum::<usize>();
        Self { items, children, len }
    }

    pub(super) fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }

    /// Finds the slot of an inner node that an index leads to; an index past the end leads past the last child's end.
    pub(super) fn slot(&self, index: usize) -> Slot {
        let mut rest = index;
        for (at, child) in self.children.iter().enumerate() {
            if rest <= child.len || at == self.items.len() {
                return Slot { at, rest };
            }
            rest -= child.len + 1;
        }
        Slot { at: self.items.len(), rest }
    }

    /// How many items stand before the child (in a leaf: the item) of this slot.
    fn len_before(&self, slot: usize) -> usize {
        slot + self.children.iter().take(slot).map(|child| child.len).sum::<usize>()
    }

    /// The index of the item in this slot.
    fn index_of(&self, slot: usize) -> usize {
        self.len_before(slot) + self.children.get(slot).map_or(0, |child| child.len)
    }

    /// The index of what compares equal, or where it would stand.
    pub(super) fn search_by(&self, mut compare: impl FnMut(&T) -> Ordering) -> Result<usize, usize> {
        let (mut node, mut before) = (self, 0);
        loop {
            match node.items.binary_search_by(&mut compare) {
                Ok(slot) => return Ok(before + node.index_of(slot)),
                Err(slot) => {
                    before += node.len_before(slot);
                    match node.children.get(slot) {
                        Some(child) => node = child,
                        None => return Err(before),
                    }
                }
            }
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.items.len() > MOST
    }

    /// Splits an overfull child in two with its middle item between them.
    pub(super) fn split_child(&mut self, slot: usize) {
        let child = &mut self.children[slot];
        let half = child.items.len() / 2;
        let items = child.items.split_off(half + 1);
        let children = if child.is_leaf() { Vec::new() } else { child.children.split_off(half + 1) };
        let right = Self::inner(items, children);
        let middle = child.items.pop().expect("half + 1 items were kept");
        child.len -= right.len + 1;
        self.items.insert(slot, middle);
        self.children.insert(slot + 1, right);
    }

    /// Mends a child that has lost too many items: it becomes one with a neighbour, and if that is too much for one node,
    /// both share evenly.
    fn refill(&mut self, slot: usize) {
        if self.children[slot].items.len() >= LEAST {
            return;
        }
        let left = slot.saturating_sub(1);
        let middle = self.items.remove(left);
        let right = self.children.remove(left + 1);
        let merged = &mut self.children[left];
        merged.len += right.len + 1;
        merged.items.push(middle);
        merged.items.extend(right.items);
        merged.children.extend(right.children);
        if merged.is_over() {
            self.split_child(left);
        }
    }

    /// Takes the greatest item out.
    fn pop_last(&mut self) -> T {
        let last = match self.children.len().checked_sub(1) {
            None => self.items.pop().expect("a node below the root is never empty"),
            Some(slot) => {
                let last = self.children[slot].pop_last();
                self.refill(slot);
                last
            }
        };
        self.len -= 1;
        last
    }
}

impl<T: Ord> Node<T> {
    /// Puts an item in and says at which index, unless its equal is there. This node may then be overfull.
    pub(super) fn insert(&mut self, item: T) -> Option<usize> {
        let slot = self.items.binary_search(&item).err()?;
        let before = self.len_before(slot);
        let index = if self.is_leaf() {
            self.items.insert(slot, item);
            before
        } else {
            let index = before + self.children[slot].insert(item)?;
            if self.children[slot].is_over() {
                self.split_child(slot);
            }
            index
        };
        self.len += 1;
        Some(index)
    }

    /// Takes an item out and says at which index it was. This node may then have too few.
    pub(super) fn remove(&mut self, item: &T) -> Option<usize> {
        let index = match self.items.binary_search(item) {
            Ok(slot) => {
                let index = self.index_of(slot);
                if self.is_leaf() {
                    self.items.remove(slot);
                } else {
                    self.items[slot] = self.children[slot].pop_last();
                    self.refill(slot);
                }
                index
            }
            Err(slot) => {
                let before = self.len_before(slot);
                let index = before + self.children.get_mut(slot)?.remove(item)?;
                self.refill(slot);
                index
            }
        };
        self.len -= 1;
        Some(index)
    }
}
