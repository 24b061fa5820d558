//! Whole trees at once: from items in order, and back.

use super::node::Node;

/// Items in a node of a tree built at once: room is left, so that the first insertions do not split every node.
const FILL: usize = 48;

/// Builds a tree from strictly ascending items, in linear time.
pub(super) fn build<T>(items: Vec<T>) -> Node<T> {
    let mut room = FILL;
    let mut levels_below = 0;
    while items.len() > room {
        room = (room + 1) * (FILL + 1) - 1;
        levels_below += 1;
    }
    let len = items.len();
    take(&mut items.into_iter(), len, levels_below)
}

/// Builds a node of the next `len` items, shared evenly among its children. With `per_child` one more than what fits below a
/// child, the number of children is the least that holds everything; so each is at least about half full, which is more than
/// a node must be.
fn take<T>(items: &mut impl Iterator<Item = T>, len: usize, levels_below: u32) -> Node<T> {
    if levels_below == 0 {
        return Node::leaf(items.by_ref().take(len).collect());
    }
    let per_child = (FILL + 1).pow(levels_below);
    let count = (len + 1).div_ceil(per_child);
    let (mut between, mut children) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let (share, longer) = ((len + 1 - count) / count, (len + 1 - count) % count);
    for child in 0..count {
        children.push(take(items, share + usize::from(child < longer), levels_below - 1));
        if child + 1 < count {
            between.extend(items.next());
        }
    }
    Node::inner(between, children)
}

/// The items in order, moved out.
pub(super) fn flatten<T>(node: Node<T>, into: &mut Vec<T>) {
    let mut children = node.children.into_iter();
    for item in node.items {
        if let Some(child) = children.next() {
            flatten(child, into);
        }
        into.push(item);
    }
    if let Some(child) = children.next() {
        flatten(child, into);
    }
}
