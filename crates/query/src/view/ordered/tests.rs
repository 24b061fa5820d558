//! Against a sorted vector, and the tree's own rules after every step.

use proptest::prelude::*;

use super::{
    Ordered,
    node::{LEAST, MOST, Node},
};

/// Checks a node's rules and gives the number of levels.
fn check_node(node: &Node<u16>, is_root: bool) -> usize {
    assert!(node.items.len() <= MOST, "{} items", node.items.len());
    assert!(is_root || node.items.len() >= LEAST, "{} items", node.items.len());
    let below: usize = node.children.iter().map(|child| child.len).sum();
    assert_eq!(node.len, node.items.len() + below);
    if node.is_leaf() {
        return 1;
    }
    assert_eq!(node.children.len(), node.items.len() + 1);
    let depths: Vec<usize> = node.children.iter().map(|child| check_node(child, false)).collect();
    assert!(depths.iter().all(|depth| *depth == depths[0]), "leaves at different depths: {depths:?}");
    depths[0] + 1
}

fn check(tree: &Ordered<u16>, model: &[u16]) {
    assert_eq!(check_node(&tree.root, true), tree.depth());
    assert_eq!(tree.len(), model.len());
    assert!(tree.iter().eq(model), "items differ");
}

#[derive(Clone, Debug)]
enum Step {
    Insert(u16),
    Remove(u16),
    /// Many in a row, as a list that is filled or emptied from one place.
    InsertRun {
        from: u16,
        count: u16,
    },
    RemoveRun {
        index: usize,
        count: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0_u16..3000).prop_map(Step::Insert),
        4 => (0_u16..3000).prop_map(Step::Remove),
        2 => (0_u16..3000, 1_u16..300).prop_map(|(from, count)| Step::InsertRun { from, count }),
        2 => (0_usize..3000, 1_usize..400).prop_map(|(index, count)| Step::RemoveRun { index, count }),
    ]
}

fn insert(tree: &mut Ordered<u16>, model: &mut Vec<u16>, item: u16) {
    let place = model.binary_search(&item);
    assert_eq!(tree.insert(item), place.err(), "insert {item}");
    if let Err(index) = place {
        model.insert(index, item);
    }
}

fn remove(tree: &mut Ordered<u16>, model: &mut Vec<u16>, item: u16) {
    let place = model.binary_search(&item);
    assert_eq!(tree.remove(&item), place.ok(), "remove {item}");
    if let Ok(index) = place {
        model.remove(index);
    }
}

fn run(tree: &mut Ordered<u16>, model: &mut Vec<u16>, step: &Step) {
    match *step {
        Step::Insert(item) => insert(tree, model, item),
        Step::Remove(item) => remove(tree, model, item),
        Step::InsertRun { from, count } => (from..from + count).for_each(|item| insert(tree, model, item)),
        Step::RemoveRun { index, count } => {
            let items: Vec<u16> = model.iter().skip(index.min(model.len() / 2)).take(count).copied().collect();
            items.into_iter().for_each(|item| remove(tree, model, item));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_is_a_sorted_vector(
        start in prop::collection::btree_set(0_u16..3000, 0..2500),
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut model: Vec<u16> = start.into_iter().collect();
        let mut tree: Ordered<u16> = model.iter().copied().collect();
        check(&tree, &model);
        for step in &steps {
            run(&mut tree, &mut model, step);
            check(&tree, &model);
        }
        prop_assert_eq!(tree.into_vec(), model);
    }

    #[test]
    fn reads_agree_with_a_sorted_vector(
        items in prop::collection::vec(0_u16..9000, 0..5000),
        asked in prop::collection::vec((0_u16..9100, 0_usize..5100, 0_usize..200), 1..60),
    ) {
        let tree: Ordered<u16> = items.iter().copied().collect();
        let mut model = items;
        model.sort_unstable();
        model.dedup();
        check(&tree, &model);
        prop_assert_eq!((tree.first(), tree.last()), (model.first(), model.last()));
        for (item, index, count) in asked {
            prop_assert_eq!(tree.get(index), model.get(index));
            prop_assert_eq!(tree.contains(&item), model.binary_search(&item).is_ok());
            prop_assert_eq!(tree.rank(&item), model.partition_point(|other| *other < item));
            prop_assert_eq!(tree.before(&item), model.iter().rfind(|other| **other < item));
            prop_assert_eq!(tree.after(&item), model.iter().find(|other| **other > item));
            prop_assert!(tree.range(index..index + count).eq(model.iter().skip(index).take(count)));
            prop_assert_eq!(tree.range(index..index + count).len(), model.iter().skip(index).take(count).count());
        }
    }
}

#[test]
fn every_size_is_built_well() {
    for len in (0..6000).chain([65_535]) {
        let tree: Ordered<u16> = (0..len).collect();
        assert_eq!(check_node(&tree.root, true), tree.depth(), "{len} items");
        assert!(tree.iter().copied().eq(0..len), "{len} items");
    }
}

#[test]
fn a_hundred_thousand_items_are_three_levels() {
    let built: Ordered<u32> = (0..100_000).collect();
    let mut grown = Ordered::new();
    // Coprime with the length: every number once, far from its neighbours.
    for step in 0..100_000_u64 {
        assert!(grown.insert(step * 61_803 % 100_000).is_some());
    }
    assert_eq!((built.depth(), grown.depth(), grown.len()), (3, 3, 100_000));
}

#[test]
fn churn_at_any_place_keeps_it_shallow() {
    let mut tree: Ordered<u16> = (0..20_000).collect();
    let mut model: Vec<u16> = (0..20_000).collect();
    // A queue: taken from the front, added at the end; every node is emptied in its turn.
    for item in 20_000..60_000 {
        insert(&mut tree, &mut model, item);
        let first = model[0];
        remove(&mut tree, &mut model, first);
    }
    check(&tree, &model);
    assert!(tree.depth() <= 4, "{} levels", tree.depth());
    // All but every 50th: the nodes that are left must not stay behind nearly empty.
    for item in (40_000..60_000).filter(|item| item % 50 != 0) {
        remove(&mut tree, &mut model, item);
    }
    check(&tree, &model);
    assert!(tree.depth() <= 2, "{} levels for {} items", tree.depth(), tree.len());
    for item in model.clone() {
        remove(&mut tree, &mut model, item);
    }
    check(&tree, &model);
    assert_eq!(tree.depth(), 1);
}
