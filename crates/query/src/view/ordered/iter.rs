//! Walking a tree from an index on.

use super::node::Node;

/// The items from an index on, in order. A step costs O(1) on average over a walk. Made by [`Ordered::range`].
///
/// [`Ordered::range`]: super::Ordered::range
#[derive(Clone, Debug)]
pub struct Iter<'a, T> {
    /// The way from the root to the next item: nodes, and in each the item that follows what is below it on the way.
    path: Vec<(&'a Node<T>, usize)>,
    left: usize,
}

impl<'a, T> Iter<'a, T> {
    /// Walks `count` items from `index` on, or as many as there are.
    pub(super) fn new(root: &'a Node<T>, index: usize, count: usize) -> Self {
        let left = count.min(root.len.saturating_sub(index));
        let mut path = Vec::new();
        if left > 0 {
            let (mut node, mut index) = (root, index);
            while !node.is_leaf() {
                let slot = node.slot(index);
                path.push((node, slot.at));
                (node, index) = (&node.children[slot.at], slot.rest);
            }
            path.push((node, index));
        }
        Self { path, left }
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        self.left = self.left.checked_sub(1)?;
        loop {
            let (node, at) = self.path.last_mut()?;
            let node = *node;
            let Some(item) = node.items.get(*at) else {
                self.path.pop();
                continue;
            };
            *at += 1;
            let mut below = node.children.get(*at);
            while let Some(child) = below {
                self.path.push((child, 0));
                below = child.children.first();
            }
            return Some(item);
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<T> ExactSizeIterator for Iter<'_, T> {}
