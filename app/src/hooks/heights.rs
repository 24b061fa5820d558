use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use holdfast_core::id::RecordId;
use web_sys::Element;
use yew::prelude::*;

use crate::browser::{self, SizeObserver};

/// The most rows whose heights are kept of one kind of lists: of more, those that are drawn.
const MOST: usize = 1_000;

/// The most kinds of lists whose heights are kept: a board has others beside an open task than without one.
const KINDS: usize = 4;

/// By how much a row must be higher or lower than the others to count, in pixels: less is not seen.
const SEEN: f64 = 0.5;

/// Rows that are not as high as all the others of a list: where each stands, and by how much it and those before it are
/// higher. Finding what is before a row takes as many steps as there are such rows, halved again and again.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Odd(Vec<(usize, f64)>);

impl Odd {
    /// Those at these places, each by so much higher.
    pub(crate) fn of(rows: impl Iterator<Item = (usize, f64)>) -> Self {
        let mut rows: Vec<(usize, f64)> = rows.collect();
        rows.sort_unstable_by_key(|(row, _)| *row);
        let mut sum = 0.0;
        for (_, higher) in &mut rows {
            sum += *higher;
            *higher = sum;
        }
        Self(rows)
    }

    /// By how much all rows before one are higher than if they were as high as the others.
    pub(crate) fn before(&self, row: usize) -> f64 {
        let count = self.0.partition_point(|(one, _)| *one < row);
        count.checked_sub(1).map_or(0.0, |last| self.0[last].1)
    }
}

/// How high rows were when they were drawn, by record: they are where the records go. In lists that are wider, or with letters that
/// are higher, rows have other heights: those of the list that was measured last come first.
#[derive(Debug, Default)]
struct Heights(Vec<Alike>);

/// Those of lists that are alike.
#[derive(Debug)]
struct Alike {
    /// How wide their lists are, in pixels. Where pixels are parts of one, lists that are alike differ by one.
    width: i32,
    /// The space below each, which goes with the height of letters.
    space: f64,
    each: BTreeMap<RecordId, f64>,
}

thread_local! {
    /// Those of all lists: a page that is gone back to has the height that it had.
    static HEIGHTS: Rc<RefCell<Heights>> = Rc::default();
}

impl Heights {
    /// Those that are not as high as a row is thought to be, in lists of a width, or where it is not known yet in those that were
    /// measured last; `place` says where a record stands now, if it does.
    fn odd(&self, width: Option<i32>, thought: f64, place: impl Fn(RecordId) -> Option<usize>) -> Odd {
        let alike = self.0.iter().find(|one| width.is_none_or(|width| one.is_as_wide(width)));
        let odd = alike.into_iter().flat_map(|one| &one.each).filter(|(_, height)| (*height - thought).abs() > SEEN);
        Odd::of(odd.filter_map(|(id, height)| Some((place(*id)?, height - thought))))
    }

    /// Those of one kind of lists. What was not measured for the longest time is forgotten.
    fn of(&mut self, width: i32, space: f64) -> &mut BTreeMap<RecordId, f64> {
        match self.0.iter().position(|one| one.is_as_wide(width) && one.space == space) {
            Some(place) => self.0[..=place].rotate_right(1),
            None => self.0.insert(0, Alike { width, space, each: BTreeMap::new() }),
        }
        self.0.truncate(KINDS);
        &mut self.0[0].each
    }

    fn measure(&mut self, list: &Element, width: i32, space: f64) {
        let each = self.of(width, space);
        for (id, row) in rows(Some(list), ":scope > [data-record]") {
            each.insert(id, row.get_bounding_client_rect().height() + space);
        }
        if each.len() > MOST {
            let drawn: BTreeSet<RecordId> = rows(None, ".tasks > [data-record]").map(|(id, _)| id).collect();
            each.retain(|id, _| drawn.contains(id));
        }
    }
}

impl Alike {
    fn is_as_wide(&self, width: i32) -> bool {
        self.width.abs_diff(width) <= 1
    }
}

/// The rows that a selector finds, and whose they are.
fn rows(within: Option<&Element>, css: &str) -> impl Iterator<Item = (RecordId, Element)> {
    browser::all::<Element>(within, css).into_iter().filter_map(|row| {
        let id = row.get_attribute("data-record")?.parse().ok()?;
        Some((id, row))
    })
}

/// What is known of the heights of a list's rows.
pub(crate) struct Measured {
    heights: Rc<RefCell<Heights>>,
    /// How wide the list was when it was laid out last.
    width: Rc<Cell<Option<i32>>>,
}

impl Measured {
    /// Those that are not as high as a row is thought to be, in pixels; `place` says where a record stands now, if it does.
    pub(crate) fn odd(&self, thought: f64, place: impl Fn(RecordId) -> Option<usize>) -> Odd {
        self.heights.borrow().odd(self.width.get(), thought, place)
    }
}

/// Keeps the heights of the rows of a list as they are drawn, each with the space below it, in pixels; without one, rows are all
/// alike and nothing is measured. They are read when the browser has laid them out, so that nothing is laid out for it. Nothing is
/// drawn again for them: what is drawn has its height, and they tell where it will stand once it is not.
#[hook]
pub(crate) fn use_heights(node: &NodeRef, space: Option<f64>) -> Measured {
    let heights = HEIGHTS.with(Rc::clone);
    let width = use_memo((), |()| Cell::new(None));
    use_effect_with(space.map(f64::to_bits), {
        let (node, heights, width) = (node.clone(), Rc::clone(&heights), Rc::clone(&width));
        move |_| {
            let observer = node.cast::<Element>().zip(space).and_then(|(list, space)| {
                SizeObserver::of(&list.clone(), move || {
                    width.set(Some(list.client_width()));
                    heights.borrow_mut().measure(&list, list.client_width(), space);
                })
            });
            move || drop(observer)
        }
    });
    Measured { heights, width }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::commands::testing;

    #[test]
    fn what_is_before_a_row_counts_and_what_comes_after_it_does_not() {
        let odd = Odd::of([(7, -4.0), (2, 10.0), (3, 5.0)].into_iter());
        let before = [0, 2, 3, 4, 7, 8, usize::MAX].map(|row| odd.before(row));
        assert_eq!(before, [0.0, 0.0, 10.0, 15.0, 15.0, 11.0, 11.0]);
        assert_eq!(Odd::default().before(9), 0.0);
    }

    fn id(number: u8) -> RecordId {
        testing::id::<()>(number).record()
    }

    #[test]
    fn heights_go_with_their_records_and_with_the_width() {
        let mut heights = Heights::default();
        heights.of(200, 8.0).extend([(id(1), 92.0), (id(2), 120.0), (id(3), 140.0)]);
        let at = |heights: &Heights, width, places: [Option<usize>; 3]| {
            heights.odd(width, 92.0, |one| places[(1..4).position(|number| id(number) == one)?])
        };
        let places = [Some(0), Some(1), Some(5)];
        assert_eq!(at(&heights, None, places), Odd::of([(1, 28.0), (5, 48.0)].into_iter()));
        assert_eq!(at(&heights, Some(201), [Some(1), Some(0), None]), Odd::of([(0, 28.0)].into_iter()));
        assert_eq!(heights.of(201, 8.0).len(), 3);
        heights.of(180, 8.0).insert(id(1), 100.0);
        assert_eq!(at(&heights, None, places), Odd::of([(0, 8.0)].into_iter()), "the list that was measured last");
        assert_eq!(at(&heights, Some(200), places), Odd::of([(1, 28.0), (5, 48.0)].into_iter()));
        assert_eq!(at(&heights, Some(300), places), Odd::default());
    }

    #[test]
    fn the_kinds_that_were_measured_last_are_kept() {
        let mut heights = Heights::default();
        for width in [100, 200, 300, 400, 100, 500] {
            heights.of(width, 8.0).insert(id(1), 92.0);
        }
        let widths: Vec<_> = heights.0.iter().map(|one| one.width).collect();
        assert_eq!(widths, [500, 100, 400, 300]);
        assert!(heights.of(500, 9.0).is_empty(), "letters are higher");
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    fn of_too_many_rows_those_that_are_drawn_are_kept() {
        let (document, mut heights) = (browser::document(), Heights::default());
        let place = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&place).unwrap();
        let row = |number| format!("<p data-record=\"{}\" style=\"margin: 0; block-size: 20px\"></p>", id(number));
        place.set_inner_html(&format!("<div class=\"tasks\">{}</div><div class=\"tasks\">{}</div>", row(1), row(2)));
        let lists = browser::all::<Element>(Some(&place), ".tasks");
        heights.measure(&lists[0], 200, 8.0);
        heights.measure(&lists[1], 200, 8.0);
        heights
            .of(200, 8.0)
            .extend((1..MOST as holdfast_core::Millis).map(|time| (RecordId::new(time, [7; 10]), 92.0)));
        heights.measure(&lists[1], 200, 8.0);
        assert_eq!(*heights.of(200, 8.0), BTreeMap::from([(id(1), 28.0), (id(2), 28.0)]));
        place.remove();
    }
}
