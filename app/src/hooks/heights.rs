use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use holdfast_core::id::RecordId;
use web_sys::Element;
use yew::prelude::*;

use crate::browser::{self, SizeObserver};

/// The most rows whose heights are kept.
const MOST: usize = 1_000;

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

/// How high rows were when they were drawn, by record: they are where the records go.
#[derive(Debug, Default)]
pub(crate) struct Heights {
    /// How wide their lists were, in pixels: in others, rows have other heights.
    width: i32,
    /// The space below each, which goes with the height of letters.
    space: f64,
    each: BTreeMap<RecordId, f64>,
}

thread_local! {
    /// Those of the lists that were measured last, which are alike: a page that is gone back to has the height that it had.
    static HEIGHTS: Rc<RefCell<Heights>> = Rc::default();
}

impl Heights {
    /// Those that are not as high as a row is thought to be; `place` says where a record stands now, if it does.
    pub(crate) fn odd(&self, thought: f64, place: impl Fn(RecordId) -> Option<usize>) -> Odd {
        let odd = self.each.iter().filter(|(_, height)| (*height - thought).abs() > SEEN);
        Odd::of(odd.filter_map(|(id, height)| Some((place(*id)?, height - thought))))
    }

    /// Forgets what is of another kind of list. Where pixels are parts of one, lists that are alike differ by one.
    fn are_of(&mut self, width: i32, space: f64) {
        if self.width.abs_diff(width) > 1 || self.space != space || self.each.len() > MOST {
            *self = Self { width, space, each: BTreeMap::new() };
        }
    }

    fn measure(&mut self, list: &Element, space: f64) {
        self.are_of(list.client_width(), space);
        for row in browser::all::<Element>(Some(list), ":scope > [data-record]") {
            if let Some(id) = row.get_attribute("data-record").and_then(|id| id.parse().ok()) {
                self.each.insert(id, row.get_bounding_client_rect().height() + space);
            }
        }
    }
}

/// Keeps the heights of the rows of a list as they are drawn, each with the space below it, in pixels; without one, rows are all
/// alike and nothing is measured. They are read when the browser has laid them out, so that nothing is laid out for it. Nothing is
/// drawn again for them: what is drawn has its height, and they tell where it will stand once it is not.
#[hook]
pub(crate) fn use_heights(node: &NodeRef, space: Option<f64>) -> Rc<RefCell<Heights>> {
    let heights = HEIGHTS.with(Rc::clone);
    use_effect_with(space.map(f64::to_bits), {
        let (node, heights) = (node.clone(), heights.clone());
        move |_| {
            let observer = node.cast::<Element>().zip(space).and_then(|(list, space)| {
                SizeObserver::of(&list.clone(), move || heights.borrow_mut().measure(&list, space))
            });
            move || drop(observer)
        }
    });
    heights
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

    #[test]
    fn heights_go_with_their_records_and_not_with_another_width() {
        let id = |number: u8| testing::id::<()>(number).record();
        let mut heights = Heights::default();
        heights.are_of(200, 8.0);
        heights.each.extend([(id(1), 92.0), (id(2), 120.0), (id(3), 140.0)]);
        let at = |heights: &Heights, places: [Option<usize>; 3]| {
            heights.odd(92.0, |one| places[(1..4).position(|number| id(number) == one)?])
        };
        assert_eq!(at(&heights, [Some(0), Some(1), Some(5)]), Odd::of([(1, 28.0), (5, 48.0)].into_iter()));
        assert_eq!(at(&heights, [Some(1), Some(0), None]), Odd::of([(0, 28.0)].into_iter()));
        heights.are_of(201, 8.0);
        assert_eq!(heights.each.len(), 3);
        heights.are_of(180, 8.0);
        assert_eq!(at(&heights, [Some(0), Some(1), Some(5)]), Odd::default());
    }
}
