//! A part of an answer, worked out once and told only when it is another; and what did not change keeps its `Rc`.

mod common;

use std::{cell::Cell, collections::BTreeMap, rc::Rc};

use common::{Ask, Failure, World};
use holdfast_query::{Options, Policy, Selector, Stale, Watch, share};

struct Counted {
    picked: Rc<Cell<usize>>,
    told: Rc<Cell<usize>>,
}

/// Follows the tens of an answer.
fn tens(world: &World, watch: Watch) -> (holdfast_query::Selected<Ask, u64>, Counted) {
    let counted = Counted { picked: Rc::default(), told: Rc::default() };
    let (picked, told) = (Rc::clone(&counted.picked), Rc::clone(&counted.told));
    let selector = Selector::new(move |answer: &u64| {
        picked.set(picked.get() + 1);
        answer / 10
    });
    let options = Options { watch, ..Options::default() };
    let selected = world.client.observe_part(&world.ask(1), options, selector, move || told.set(told.get() + 1));
    world.runtime.settle();
    (selected, counted)
}

#[test]
fn a_part_is_told_when_it_is_another() {
    let world = World::of(Policy::DEFAULT.stale(Stale::Never));
    world.set(1, 10);
    let (selected, counted) = tens(&world, Watch::Data);
    let part = |selected: &holdfast_query::Selected<Ask, u64>| selected.read().data().map(|part| **part);
    // What is set, the part then, and how often it was told by then.
    for (value, tens, told) in [(11, 1, 0), (19, 1, 0), (20, 2, 1), (21, 2, 1), (5, 0, 2)] {
        world.set(1, value);
        assert_eq!((part(&selected), counted.told.get()), (Some(tens), told), "{value}");
    }
    assert_eq!(counted.picked.get(), 6, "once for each answer, however often it is read");
    world.after(|_| selected.observer().refetch());
    world.server.fail(&world, Failure::Refused);
    assert_eq!(counted.told.get(), 2);
    assert!(selected.read().error().is_some());
}

#[test]
fn whoever_watches_everything_is_told_of_the_rest_as_well() {
    let world = World::of(Policy::DEFAULT.stale(Stale::Never));
    let (selected, counted) = tens(&world, Watch::Everything);
    assert!(selected.read().is_loading());
    world.server.answer(&world, 10);
    assert_eq!((counted.told.get(), selected.read().is_loading()), (1, false));
    world.set(1, 11);
    assert_eq!(counted.told.get(), 1);
    world.after(|_| selected.observer().refetch());
    assert_eq!(counted.told.get(), 2);
}

#[test]
fn a_part_may_share_its_own_parts() {
    let selector = Selector::<Ask, _>::sharing(
        |answer: &u64| vec![Rc::new((0, *answer)), Rc::new((1, 7))],
        |last, new| share::list(last, new, |part: &(u32, u64)| part.0),
    );
    let [first, second]: [Rc<Vec<_>>; 2] = [10, 11].map(|answer| selector.of(&Rc::new(answer)));
    assert!(!Rc::ptr_eq(&first, &second) && Rc::ptr_eq(&first[1], &second[1]) && second[0].1 == 11);
}

#[test]
fn lists_and_maps_keep_what_did_not_change() {
    let list = |parts: &[(u32, char)]| parts.iter().map(|part| Rc::new(*part)).collect::<Vec<_>>();
    let last = Rc::new(list(&[(1, 'a'), (2, 'b'), (3, 'c')]));
    // A new list, and for each of its elements where it was before.
    type Case<'a> = (&'a [(u32, char)], &'a [Option<usize>]);
    let cases: [Case<'_>; 5] = [
        (&[(1, 'a'), (2, 'b'), (3, 'c')], &[Some(0), Some(1), Some(2)]),
        (&[(3, 'c'), (1, 'a')], &[Some(2), Some(0)]),
        (&[(1, 'x'), (2, 'b')], &[None, Some(1)]),
        (&[(4, 'a')], &[None]),
        (&[], &[]),
    ];
    for (parts, places) in cases {
        let new = share::list(&last, list(parts), |part| part.0);
        let found: Vec<Option<usize>> =
            new.iter().map(|part| last.iter().position(|known| Rc::ptr_eq(known, part))).collect();
        assert_eq!(found, places, "{parts:?}");
        assert_eq!(Rc::ptr_eq(&last, &new), parts.len() == 3, "{parts:?}");
    }
    let map =
        |parts: &[(u32, char)]| parts.iter().map(|(key, value)| (*key, Rc::new(*value))).collect::<BTreeMap<_, _>>();
    let last = Rc::new(map(&[(1, 'a'), (2, 'b')]));
    assert!(Rc::ptr_eq(&last, &share::map(&last, map(&[(2, 'b'), (1, 'a')]))));
    let new = share::map(&last, map(&[(1, 'a'), (2, 'x'), (3, 'b')]));
    assert!(Rc::ptr_eq(&new[&1], &last[&1]) && *new[&2] == 'x' && new.len() == 3);
}
