//! Any trace of changes: a live view is what a full recomputation gives, and its outcomes hide no change from anyone who
//! shows a part of it.

#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use holdfast_query::view::{At, Change, Interest, LiveView, Neighbours, Outcome, Place, View, ViewSpec, Windowed};
use proptest::prelude::*;

#[derive(Clone, Debug, PartialEq)]
struct Row {
    id: u16,
    group: u8,
    key: u8,
    shown: bool,
    text: u8,
}

type Spec = View<Row, u16, u8, Reverse<u8>>;

fn spec() -> Spec {
    View::of(|row: &Row| row.id).filter(|row| row.shown).group_by(|row| row.group).sort_by_key(|row| Reverse(row.key))
}

/// How one row changes; where there is none, it is made.
#[derive(Clone, Copy, Debug)]
enum What {
    Key(u8),
    Group(u8),
    Show,
    Hide,
    Text(u8),
    Delete,
}

type Edit = (u16, What);

fn edit(ids: u16) -> impl Strategy<Value = Edit> {
    let what = prop_oneof![
        6 => (0_u8..12).prop_map(What::Key),
        3 => (0_u8..4).prop_map(What::Group),
        2 => Just(What::Show),
        2 => Just(What::Hide),
        1 => any::<u8>().prop_map(What::Text),
        2 => Just(What::Delete),
    ];
    (0..ids, what)
}

/// The truth, and the view that follows it.
struct World {
    rows: BTreeMap<u16, Row>,
    view: LiveView<Spec>,
}

impl World {
    fn new(start: &[Edit]) -> Self {
        let mut world = Self { rows: BTreeMap::new(), view: LiveView::new(spec()) };
        for edit in start {
            world.edit(edit);
        }
        world.view.rebuild(world.rows.values());
        world
    }

    /// Changes the truth only.
    fn edit(&mut self, (id, what): &Edit) -> Option<Row> {
        if matches!(what, What::Delete) {
            self.rows.remove(id);
            return None;
        }
        let row = self.rows.entry(*id).or_insert(Row { id: *id, group: 0, key: 5, shown: true, text: 0 });
        match *what {
            What::Key(key) => row.key = key,
            What::Group(group) => row.group = group,
            What::Show => row.shown = true,
            What::Hide => row.shown = false,
            What::Text(text) => row.text = text,
            What::Delete => {}
        }
        Some(row.clone())
    }

    fn apply(&mut self, edit: &Edit) -> Outcome<u8> {
        let now = self.edit(edit);
        self.view.apply(Change { id: edit.0, now: now.as_ref() })
    }

    fn apply_all(&mut self, edits: &[Edit]) -> Vec<Outcome<u8>> {
        let now: Vec<_> = edits.iter().map(|edit| (edit.0, self.edit(edit))).collect();
        self.view.apply_all(now.iter().map(|(id, row)| Change { id: *id, now: row.as_ref() }))
    }

    /// The whole view, computed from the rows alone.
    fn expected(&self) -> BTreeMap<u8, Vec<Row>> {
        let mut groups: BTreeMap<u8, Vec<Row>> = BTreeMap::new();
        for row in self.rows.values().filter(|row| row.shown) {
            groups.entry(row.group).or_default().push(row.clone());
        }
        groups.values_mut().for_each(|rows| rows.sort_by_key(|row| (Reverse(row.key), row.id)));
        groups
    }

    /// Every way of reading the view gives what recomputation gives.
    fn check(&self) {
        let (view, expected) = (&self.view, self.expected());
        let counts: Vec<(u8, usize)> = view.groups().map(|(group, count)| (*group, count)).collect();
        assert_eq!(counts, expected.iter().map(|(group, rows)| (*group, rows.len())).collect::<Vec<_>>());
        assert_eq!(view.len(), expected.values().map(Vec::len).sum::<usize>());
        assert_eq!(view.is_empty(), expected.is_empty());
        for (group, rows) in &expected {
            assert_eq!(view.count(group), rows.len());
            let ends = (rows.first().map(entry), rows.last().map(entry));
            assert_eq!((view.first(group).map(owned), view.last(group).map(owned)), ends);
            assert!(view.rows(group, 0..usize::MAX).map(owned).eq(rows.iter().map(entry)));
            for (index, row) in rows.iter().enumerate() {
                assert_eq!(view.rank(row.id), Some(At { group, index }));
                assert_eq!(view.get(group, index).map(owned), Some(entry(row)));
                let Neighbours { before, after } = view.neighbours(row.id).unwrap();
                assert_eq!(before.map(owned), index.checked_sub(1).map(|index| entry(&rows[index])));
                assert_eq!(after.map(owned), rows.get(index + 1).map(entry));
            }
            for key in (0..13).map(Reverse) {
                let less = rows.iter().filter(|row| Reverse(row.key) < key).count();
                assert_eq!(view.rank_of_key(group, &key), less);
            }
        }
        for row in self.rows.values().filter(|row| !row.shown) {
            assert!(!view.contains(row.id) && view.rank(row.id).is_none() && view.neighbours(row.id).is_none());
        }
    }
}

fn entry(row: &Row) -> (u16, Reverse<u8>) {
    (row.id, Reverse(row.key))
}

fn owned((id, key): (u16, &Reverse<u8>)) -> (u16, Reverse<u8>) {
    (id, *key)
}

/// Small windows at and around every place, open ends, and an empty one.
fn windows() -> Vec<Range<usize>> {
    let starts = 0..14;
    starts
        .flat_map(|start| [0, 1, 3].map(|length| start..start + length))
        .chain([0..usize::MAX, 7..usize::MAX])
        .collect()
}

fn at_most<T>(rows: &[T], window: &Range<usize>) -> Range<usize> {
    window.start.min(rows.len())..window.end.min(rows.len())
}

/// Whoever is told that a change is none of their business shows the same before and after.
fn check_outcomes(before: &BTreeMap<u8, Vec<Row>>, after: &BTreeMap<u8, Vec<Row>>, outcomes: &[Outcome<u8>]) {
    let told = |interest: &Interest<u8>| outcomes.iter().any(|outcome| interest.is_touched_by(outcome));
    for group in 0..5 {
        let (was, is) =
            (before.get(&group).map_or(&[][..], |rows| rows), after.get(&group).map_or(&[][..], |rows| rows));
        for window in windows() {
            let (was, is) = (&was[at_most(was, &window)], &is[at_most(is, &window)]);
            if !told(&Interest::Rows { group, indices: window.clone() }) {
                assert_eq!(was, is, "rows {window:?} of {group}: {outcomes:?}");
            }
            if !told(&Interest::Ids { group, indices: window.clone() }) {
                let ids = |rows: &[Row]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
                assert_eq!(ids(was), ids(is), "ids {window:?} of {group}: {outcomes:?}");
            }
        }
        if !told(&Interest::Count { group }) {
            assert_eq!(was.len(), is.len(), "count of {group}: {outcomes:?}");
        }
    }
    let counts =
        |groups: &BTreeMap<u8, Vec<Row>>| groups.iter().map(|(group, rows)| (*group, rows.len())).collect::<Vec<_>>();
    if !told(&Interest::Groups) {
        assert_eq!(counts(before), counts(after), "groups: {outcomes:?}");
    }
}

/// Counts are told exactly: never without a change, also not by one rebuilding.
fn check_counts(before: &BTreeMap<u8, Vec<Row>>, after: &BTreeMap<u8, Vec<Row>>, outcome: &Outcome<u8>) {
    let count = |groups: &BTreeMap<u8, Vec<Row>>, group| groups.get(&group).map_or(0, Vec::len);
    let recounted: BTreeSet<u8> = (0..5).filter(|group| count(before, *group) != count(after, *group)).collect();
    assert_eq!((0..5).filter(|group| outcome.recounts(group)).collect::<BTreeSet<u8>>(), recounted, "{outcome:?}");
    assert_eq!(outcome.recounts_any(), !recounted.is_empty(), "{outcome:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_part_of_a_view_is_what_a_view_of_that_part_is(
        start in prop::collection::vec(edit(40), 0..60),
        least in 0_u8..12,
    ) {
        let world = World::new(&start);
        let part = || spec().filter(move |row: &Row| row.key >= least);
        let mut wanted = LiveView::new(part());
        wanted.rebuild(world.rows.values());
        let shown: Vec<bool> = world.view.ids().map(|id| part().shows(&world.rows[&id])).collect();
        let narrowed = world.view.narrowed(part(), shown);
        let rows = |view: &LiveView<Spec>| -> Vec<_> {
            view.groups().map(|(group, count)| (*group, count, view.rows(group, 0..count).map(owned).collect::<Vec<_>>())).collect()
        };
        assert_eq!(rows(&narrowed), rows(&wanted));
        for id in wanted.ids() {
            assert_eq!(narrowed.rank(id), wanted.rank(id));
        }
        assert_eq!(narrowed.len(), wanted.len());
    }

    #[test]
    fn one_change_at_a_time(
        start in prop::collection::vec(edit(40), 0..60),
        edits in prop::collection::vec(edit(40), 1..60),
    ) {
        let mut world = World::new(&start);
        world.check();
        for edit in &edits {
            let before = world.expected();
            let outcome = world.apply(edit);
            world.check();
            check_outcomes(&before, &world.expected(), std::slice::from_ref(&outcome));
            check_counts(&before, &world.expected(), &outcome);
        }
    }

    /// Batches of every size, by building again and one by one.
    #[test]
    fn batches(
        start in prop::collection::vec(edit(300), 0..500),
        batches in prop::collection::vec(prop::collection::vec(edit(300), 0..80), 1..12),
    ) {
        let mut world = World::new(&start);
        for batch in &batches {
            let before = world.expected();
            let outcomes = world.apply_all(batch);
            world.check();
            check_outcomes(&before, &world.expected(), &outcomes);
            if let [outcome @ Outcome::Rebuilt { .. }] = &outcomes[..] {
                check_counts(&before, &world.expected(), outcome);
            }
        }
    }
}

/// Many rows in few groups: the trees are several levels deep, and batches of both sorts are met.
#[test]
fn a_long_trace_over_many_rows() {
    let mut random = Random(0x51ED);
    println!("seed {:#x}", random.0);
    let mut world = World::new(&[]);
    for id in 0..6000 {
        world.edit(&(id, What::Key(random.below(200))));
    }
    world.view.rebuild(world.rows.values());
    let mut sorts = BTreeSet::new();
    for round in 0..40 {
        let size = if round % 4 == 0 { 1500 } else { 100 };
        let edits: Vec<Edit> = (0..size).map(|_| (random.next() as u16 % 6000, random.what())).collect();
        let outcomes = world.apply_all(&edits);
        sorts.insert(matches!(outcomes[..], [Outcome::Rebuilt { .. }]));
        world.check();
        edits.iter().take(50).for_each(|(id, _)| drop(world.apply(&(*id, What::Key(random.below(200))))));
        world.check();
    }
    assert_eq!(sorts.len(), 2);
}

/// A linear congruential generator (Knuth's MMIX constants).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, bound: u8) -> u8 {
        (self.next() % u64::from(bound)) as u8
    }

    fn what(&mut self) -> What {
        match self.below(10) {
            0 => What::Delete,
            1 => What::Hide,
            2 => What::Show,
            3 => What::Group(self.below(4)),
            4 => What::Text(self.below(200)),
            _ => What::Key(self.below(200)),
        }
    }
}

/// Ten rows in group 0, one in group 1; id and index agree.
fn ten() -> World {
    let mut world = World::new(&[]);
    for id in 0..10 {
        world.edit(&(id, What::Key(100 - id as u8)));
    }
    world.edit(&(20, What::Group(1)));
    world.view.rebuild(world.rows.values());
    world
}

#[test]
fn outcomes_say_what_changed() {
    let at = |group, index| At { group, index };
    let cases = [
        ((3, What::Text(9)), Outcome::Updated(at(0, 3))),
        ((3, What::Key(97)), Outcome::Updated(at(0, 3))),
        ((3, What::Key(101)), Outcome::Moved { from: at(0, 3), to: at(0, 0) }),
        ((3, What::Key(1)), Outcome::Moved { from: at(0, 3), to: at(0, 9) }),
        // Ids part equal keys.
        ((3, What::Key(95)), Outcome::Moved { from: at(0, 3), to: at(0, 4) }),
        ((3, What::Group(1)), Outcome::Moved { from: at(0, 3), to: at(1, 0) }),
        ((20, What::Group(2)), Outcome::Moved { from: at(1, 0), to: at(2, 0) }),
        ((3, What::Hide), Outcome::Left(at(0, 3))),
        ((3, What::Delete), Outcome::Left(at(0, 3))),
        ((30, What::Delete), Outcome::Nothing),
        ((30, What::Hide), Outcome::Nothing),
        ((30, What::Key(98)), Outcome::Entered(at(0, 3))),
    ];
    for (edit, expected) in cases {
        assert_eq!(ten().apply(&edit), expected, "{edit:?}");
    }
}

#[test]
fn a_window_is_left_alone_by_what_happens_beyond_it() {
    let at = |index| At { group: 0, index };
    let moved = |from, to| Outcome::Moved { from: at(from), to: at(to) };
    let window = 4..7;
    // (outcome, other ids or order, any change)
    let cases = [
        (Outcome::Updated(at(3)), false, false),
        (Outcome::Updated(at(4)), false, true),
        (Outcome::Updated(at(7)), false, false),
        (Outcome::Entered(at(0)), true, true),
        (Outcome::Entered(at(6)), true, true),
        (Outcome::Entered(at(7)), false, false),
        (Outcome::Left(at(6)), true, true),
        (Outcome::Left(at(7)), false, false),
        (moved(0, 3), false, false),
        (moved(0, 4), true, true),
        (moved(9, 7), false, false),
        (moved(9, 6), true, true),
        (moved(9, 0), true, true),
        (Outcome::Rebuilt { recounted: vec![] }, true, true),
        (Outcome::Moved { from: at(9), to: At { group: 1, index: 0 } }, false, false),
        (Outcome::Moved { from: at(2), to: At { group: 1, index: 0 } }, true, true),
        (Outcome::Nothing, false, false),
    ];
    for (outcome, reorders, touches) in cases {
        assert_eq!((outcome.reorders(&0, &window), outcome.touches(&0, &window)), (reorders, touches), "{outcome:?}");
        assert!(!outcome.touches(&0, &(5..5)), "{outcome:?}: an empty window shows nothing");
    }
}

#[test]
fn a_large_batch_that_moves_nothing_is_followed_row_by_row() {
    let mut world = ten();
    let edits: Vec<Edit> = (0..200).map(|number| (number % 10, What::Text(7))).collect();
    let outcomes = world.apply_all(&edits);
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Updated(_))), "{outcomes:?}");
    assert_eq!(outcomes.len(), 200);
}

#[test]
fn an_observer_is_stale_until_read_and_only_after_what_touches_it() {
    let at = |index| At { group: 0_u8, index };
    let mut windowed = Windowed::new([Interest::Ids { group: 0, indices: 0..5 }]);
    assert!(windowed.is_stale(), "it has read nothing yet");
    assert_eq!(windowed.read(), windowed.version());
    assert!(!windowed.notice(&Outcome::Updated(at(2))) && !windowed.is_stale());
    assert!(windowed.notice(&Outcome::Entered(at(2))) && windowed.is_stale());
    let version = windowed.read();
    windowed.look_at([Interest::Ids { group: 0, indices: 0..5 }]);
    assert!(!windowed.is_stale(), "the same part");
    windowed.look_at([Interest::Ids { group: 0, indices: 5..10 }]);
    assert!(windowed.is_stale() && windowed.version() > version, "scrolled");
}

#[test]
fn a_row_given_twice_counts_as_it_was_last() {
    let row = |key, shown| Row { id: 1, group: 0, key, shown, text: 0 };
    let mut view = LiveView::new(spec());
    view.rebuild(&[row(1, true), row(2, true)]);
    assert_eq!(view.rows(&0, 0..9).map(owned).collect::<Vec<_>>(), [(1, Reverse(2))]);
    assert_eq!(view.rebuild(&[row(1, true), row(2, false)]), Outcome::Rebuilt { recounted: vec![0] });
    assert!(view.is_empty());
}

#[test]
fn rebuilding_forgets_what_was_shown() {
    let mut world = ten();
    world.rows.retain(|id, _| id % 3 == 0);
    world.view.rebuild(world.rows.values());
    world.check();
    assert_eq!(world.apply(&(1, What::Delete)), Outcome::Nothing);
    world.view.rebuild([]);
    assert_eq!((world.view.len(), world.view.groups().count()), (0, 0));
}

#[test]
fn a_described_view_filters_by_all_and_sorts_by_the_last() {
    let all = View::of(|row: &Row| row.id).sort_by_key(|row| row.id).filter(|row| row.shown);
    let spec = all.filter(|row| row.key > 3).sort_by_key(|row| row.key).group_by(|row| row.group);
    let row = Row { id: 1, group: 2, key: 4, shown: true, text: 0 };
    assert_eq!(spec.place(&row), Some(Place { group: 2, key: 4 }));
    assert_eq!(spec.place(&Row { key: 3, ..row.clone() }), None);
    assert_eq!(spec.place(&Row { shown: false, ..row }), None);
}
