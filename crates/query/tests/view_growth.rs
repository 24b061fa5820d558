//! What a change costs by the size of the view, counted in comparisons of keys: a figure that no machine's speed changes.

use std::{cell::Cell, cmp::Ordering};

use holdfast_query::view::{Change, LiveView, View};

thread_local! {
    static COMPARISONS: Cell<u64> = const { Cell::new(0) };
}

/// A key that counts how often it is compared.
#[derive(Clone, Copy, Debug)]
struct Counted(u64);

impl Ord for Counted {
    fn cmp(&self, other: &Self) -> Ordering {
        COMPARISONS.set(COMPARISONS.get() + 1);
        self.0.cmp(&other.0)
    }
}

impl PartialOrd for Counted {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Counted {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Counted {}

/// An id and a key; the lowest bit of the key says whether the row is filtered out.
type Row = (u32, u64);

fn view_of(size: u32) -> LiveView<View<Row, u32, (), Counted>> {
    let spec = View::of(|row: &Row| row.0).filter(|row| row.1 & 1 == 0).sort_by_key(|row| Counted(row.1));
    let mut view = LiveView::new(spec);
    let rows: Vec<Row> = (0..size).map(|id| (id, scatter(u64::from(id)) & !1)).collect();
    view.rebuild(&rows);
    view
}

/// Spreads numbers over all keys, and is the same in every run (the finaliser of MurmurHash3).
fn scatter(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    mixed ^ (mixed >> 33)
}

/// The most comparisons that one of a thousand uses took.
fn most(mut one: impl FnMut(u64)) -> u64 {
    let cost = |number| {
        COMPARISONS.set(0);
        one(number);
        COMPARISONS.get()
    };
    (0..1000).map(cost).max().unwrap_or_default()
}

#[test]
fn a_change_and_a_read_cost_the_logarithm_of_the_view() {
    for size in [1_000_u32, 10_000, 100_000] {
        let mut view = view_of(size);
        let id = |number: u64| (scatter(number) % u64::from(size)) as u32;
        let moves = most(|number| {
            let row = (id(number), scatter(number + 1_000_000) & !1);
            view.apply(Change { id: row.0, now: Some(&row) });
        });
        let leaves = most(|number| drop(view.apply(Change { id: id(number), now: Some(&(id(number), 1)) })));
        let enters = most(|number| {
            let row = (size + number as u32, scatter(number) & !1);
            view.apply(Change { id: row.0, now: Some(&row) });
        });
        let windows = most(|number| {
            let start = id(number) as usize;
            assert!(view.window(&(), start..start + 50).count() <= 50);
        });
        let ranks = most(|number| assert!(view.rank(size + number as u32).is_some()));
        println!("{size} rows: move {moves}, leave {leaves}, enter {enters}, window {windows}, rank {ranks}");

        let levels = u64::from(size.ilog2() + 1);
        // A search takes at most a few comparisons more than the ideal for each of the tree's nodes; a move takes two.
        assert!(moves <= 2 * levels + 16, "{moves} comparisons to move one of {size} rows");
        assert!(leaves <= levels + 8, "{leaves} comparisons to take out one of {size} rows");
        assert!(enters <= levels + 8, "{enters} comparisons to put in one to {size} rows");
        assert!(ranks <= levels + 8, "{ranks} comparisons to find one of {size} rows");
        assert_eq!(windows, 0, "a window is found by counts");
    }
}

#[test]
fn building_again_from_what_is_in_order_sorts_nothing() {
    let size = 100_000_u32;
    let mut view = view_of(size);
    let rows: Vec<Row> = (0..size / 4).map(|id| (id, scatter(u64::from(id) + 7_000_000) & !1)).collect();
    COMPARISONS.set(0);
    view.apply_all(rows.iter().map(|row| Change { id: row.0, now: Some(row) }));
    let each = COMPARISONS.get() as f64 / f64::from(size);
    println!("{each:.1} comparisons a row of the view");
    // Sorting all would take log2(100,000) ≈ 17 a row; sorting a quarter takes 4.
    assert!(each < 8.0, "{each:.1} comparisons a row");
}
