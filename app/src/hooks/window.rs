use std::{cell::Cell, ops::Range, rc::Rc};

use gloo_events::{EventListener, EventListenerOptions};
use holdfast_query::{Millis, schedule::use_idle_callback};
use web_sys::Element;
use yew::prelude::*;

use super::{
    Odd,
    whole::{keyed, scrolled},
};
use crate::browser::{self, SizeObserver};

/// How many pixels above and below the window are drawn too, so that scrolling and the Tab key meet what is there.
const AHEAD: f64 = 600.0;

/// As [`AHEAD`], of a list that has become quite another one: the rest follows when there is nothing else to do.
const NEAR: f64 = 100.0;

/// How long that may take, in milliseconds.
const LATEST: Millis = 100;

/// How many rows the drawn range grows or shrinks by at once, so that not every scrolled pixel draws again. Few: what is drawn for
/// one frame of a fast scroll has to fit that frame.
const STEP: usize = 2;

/// A list with no more rows than this is not another one for having more of them.
const FEW: usize = 8;

/// Where the rows of a long list stand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Offsets {
    /// So many rows of one height, in pixels.
    Even {
        /// How many.
        rows: usize,
        /// How high each is.
        height: f64,
    },
    /// As many of about one height, but for some that are known to have another.
    Near {
        /// How many.
        rows: usize,
        /// How high each is that is not known.
        height: f64,
        /// Those that are known.
        odd: Odd,
    },
    /// Rows of any heights: where each ends, behind where the first begins.
    Of(Rc<Vec<f64>>),
}

impl Offsets {
    /// The offsets of rows of these heights, in pixels.
    pub(crate) fn of(heights: impl Iterator<Item = f64>) -> Self {
        let mut sum = 0.0;
        let ends = heights.map(|height| {
            sum += height;
            sum
        });
        Self::Of(Rc::new(std::iter::once(0.0).chain(ends).collect()))
    }

    /// The space above a row, or above the end.
    pub(crate) fn above(&self, row: usize) -> f64 {
        match self {
            Self::Even { rows, height } => row.min(*rows) as f64 * height,
            Self::Near { rows, height, odd } => row.min(*rows) as f64 * height + odd.before(row),
            Self::Of(ends) => ends.get(row).or(ends.last()).copied().unwrap_or_default(),
        }
    }

    /// The space below the row before this one.
    pub(crate) fn below(&self, row: usize) -> f64 {
        self.above(usize::MAX) - self.above(row)
    }

    fn rows(&self) -> usize {
        match self {
            Self::Even { rows, .. } | Self::Near { rows, .. } => *rows,
            Self::Of(ends) => ends.len().saturating_sub(1),
        }
    }

    /// The rows between two offsets, and a few more; also those that would be there if there were more rows, so that one that
    /// is added in view is drawn at once.
    fn between(&self, top: f64, bottom: f64) -> Range<usize> {
        let (first, last) = match self {
            // A cast of a negative or overflowing number ends at the nearest that there is.
            Self::Even { height, .. } => ((top / height) as usize, (bottom / height).ceil() as usize),
            Self::Near { rows, .. } => {
                let first = self.count(|offset| offset <= top).saturating_sub(1);
                let last = self.count(|offset| offset < bottom);
                (first, if last > *rows { usize::MAX } else { last })
            }
            Self::Of(ends) => {
                let first = ends.partition_point(|offset| *offset <= top).saturating_sub(1);
                let last = ends.partition_point(|offset| *offset < bottom);
                (first, if last == ends.len() { usize::MAX } else { last })
            }
        };
        let (first, last) = (first.min(self.rows()) / STEP * STEP, last.checked_next_multiple_of(STEP).unwrap_or(last));
        first..last
    }

    /// How many rows begin at such offsets, the end being one: those do whose offsets are the least.
    fn count(&self, is_such: impl Fn(f64) -> bool) -> usize {
        let (mut least, mut most) = (0, self.rows() + 1);
        while least < most {
            let middle = least.midpoint(most);
            if is_such(self.above(middle)) {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        least
    }

    /// Those of some rows that there are.
    fn of_these(&self, rows: &Range<usize>) -> Range<usize> {
        rows.start.min(self.rows())..rows.end.min(self.rows())
    }
}

/// The rows of a list that are in view, or nearly, followed as the page scrolls and as what is above the list grows. `node`
/// is the list. Of one that has become quite another, as with letters of a filter, only what is in view is drawn at once.
#[hook]
pub(crate) fn use_window(node: &NodeRef, offsets: &Offsets) -> Range<usize> {
    let shown = use_state_eq(|| 0..0);
    let in_view = use_mut_ref(|| 0..0);
    let latest = use_mut_ref(|| offsets.clone());
    latest.replace(offsets.clone());
    // How many rows there were when all that is to be drawn was.
    let whole = use_memo((), |()| Cell::new(0));
    let rows = offsets.rows();
    let is_other = is_other(whole.get(), rows);
    if !is_other {
        whole.set(rows);
    }
    let update = use_force_update();
    let rest = use_idle_callback(LATEST, {
        let (whole, latest) = (Rc::clone(&whole), Rc::clone(&latest));
        move || {
            whole.set(latest.borrow().rows());
            update.force_update();
        }
    });
    let look = {
        let (node, shown, in_view, latest) = (node.clone(), shown.setter(), Rc::clone(&in_view), Rc::clone(&latest));
        Rc::new(move || {
            let (ahead, near) = look(&node, &latest.borrow());
            in_view.replace(near);
            shown.set(ahead);
        })
    };
    use_effect_with((), {
        let look = Rc::clone(&look);
        move |()| {
            let window = browser::window();
            let on = |kind: &'static str| {
                let look = Rc::clone(&look);
                // Captured: what scrolls within the page tells nobody above it.
                let options = EventListenerOptions::run_in_capture_phase();
                EventListener::new_with_options(&window, kind, options, move |event| {
                    match event.type_().as_str() {
                        "resize" => browser::forget_rem(),
                        "keydown" | "dragover" => return keyed(event.time_stamp()),
                        _ => scrolled(event.time_stamp()),
                    }
                    look();
                })
            };
            let listening = [on("scroll"), on("resize"), on("keydown"), on("dragover")];
            let size = SizeObserver::of_page(move || look());
            move || drop((listening, size))
        }
    });
    use_effect_with(offsets.clone(), move |_| {
        look();
        if is_other {
            rest.request();
        }
    });
    if is_other { offsets.of_these(&in_view.borrow()) } else { offsets.of_these(&shown) }
}

/// Whether a list of so many rows is quite another one than one of so many: it has more than twice as many, or not half.
fn is_other(before: usize, now: usize) -> bool {
    before.abs_diff(now) > before.min(now).max(FEW)
}

/// What is to be drawn of a list, and what of it is in view.
fn look(node: &NodeRef, offsets: &Offsets) -> (Range<usize>, Range<usize>) {
    let Some(list) = node.cast::<Element>() else { return (0..0, 0..0) };
    let height = browser::window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    let top = list.get_bounding_client_rect().top();
    let within = |more: f64| offsets.between(-top - more, height - top + more);
    (within(AHEAD), within(NEAR))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    impl Offsets {
        fn seen(&self, top: f64, bottom: f64) -> Range<usize> {
            self.of_these(&self.between(top, bottom))
        }
    }

    #[test]
    fn what_is_in_view_is_drawn_and_the_rest_is_space() {
        let offsets = Offsets::of(std::iter::repeat_n(10.0, 100));
        assert_eq!(offsets.seen(-600.0, 45.0), 0..6);
        assert_eq!(offsets.seen(215.0, 305.0), 20..32);
        assert_eq!(offsets.seen(2_000.0, 3_000.0), 100..100);
        let range = offsets.seen(215.0, 305.0);
        assert_eq!((offsets.above(range.start), offsets.below(range.end)), (200.0, 680.0));
        assert_eq!(Offsets::of(std::iter::empty()).below(0), 0.0);
    }

    #[test]
    fn a_list_is_another_once_it_is_twice_or_half_as_long() {
        for (before, now, other) in [
            (0, 9, true),
            (0, 8, false),
            (9, 0, true),
            (2_000, 4_000, false),
            (2_000, 4_001, true),
            (100, 49, true),
            (100, 50, false),
        ] {
            assert_eq!(is_other(before, now), other, "{before} and {now}");
        }
    }

    #[test]
    fn a_row_that_is_added_in_view_is_drawn_at_once() {
        for (before, after) in [
            (Offsets::Even { rows: 7, height: 10.0 }, Offsets::Even { rows: 8, height: 10.0 }),
            (Offsets::of([10.0; 7].into_iter()), Offsets::of([10.0; 8].into_iter())),
        ] {
            assert_eq!(before.seen(-600.0, 600.0), 0..7);
            assert_eq!(after.of_these(&before.between(-600.0, 600.0)), 0..8);
        }
    }

    #[test]
    fn rows_of_one_height_stand_where_rows_of_that_height_each_do() {
        for rows in [0, 1, 7, 100] {
            let (even, each) = (Offsets::Even { rows, height: 10.0 }, Offsets::of(std::iter::repeat_n(10.0, rows)));
            for top in [-5_000.0, -600.0, 0.0, 5.0, 199.0, 640.0, 9_000.0] {
                assert_eq!(even.seen(top, top + 505.0), each.seen(top, top + 505.0), "{rows} rows at {top}");
            }
            for row in [0, 1, 50, 100, 101, usize::MAX] {
                assert_eq!((even.above(row), even.below(row)), (each.above(row), each.below(row)), "{row} of {rows}");
            }
        }
        assert_eq!(Offsets::Even { rows: 3, height: 10.0 }.seen(0.0, f64::INFINITY), 0..3);
    }

    #[test]
    fn rows_of_which_some_are_known_stand_where_rows_of_those_heights_do() {
        let higher = |row: usize| if row.is_multiple_of(7) { 24.0 } else { 0.0 };
        for rows in [0, 1, 8, 100] {
            let odd = Odd::of((0..rows).map(|row| (row, higher(row))).filter(|(_, higher)| *higher > 0.0));
            let near = Offsets::Near { rows, height: 10.0, odd };
            let each = Offsets::of((0..rows).map(|row| 10.0 + higher(row)));
            for top in [-5_000.0, -600.0, 0.0, 5.0, 34.0, 199.0, 640.0, 9_000.0] {
                assert_eq!(near.seen(top, top + 505.0), each.seen(top, top + 505.0), "{rows} rows at {top}");
            }
            for row in [0, 1, 50, 100, usize::MAX] {
                assert_eq!((near.above(row), near.below(row)), (each.above(row), each.below(row)), "{row} of {rows}");
            }
        }
        let near = Offsets::Near { rows: 7, height: 10.0, odd: Odd::default() };
        assert_eq!(near.between(-600.0, 600.0), 0..usize::MAX, "one that is added is drawn at once");
    }
}
