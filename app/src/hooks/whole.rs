use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};

use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use holdfast_query::{Millis, schedule::use_idle_callback};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::MouseEvent;
use yew::prelude::*;

use crate::browser;

/// How long after one scroll event another belongs to the same movement, in milliseconds.
const GAP: f64 = 250.0;

/// How long after its last event a movement has ended, in milliseconds: a wheel or a finger makes one in each frame.
const ENDED: f64 = 120.0;

/// How long after a key what is scrolled is scrolled by keys, in milliseconds. They move the focus along the rows, which have to be
/// whole for that.
const BY_KEYS: f64 = 500.0;

/// How many rows are drawn whole at once after a movement.
const AT_ONCE: usize = 8;

/// From how many scroll events on a movement is one that goes on. What the app itself scrolls to takes a few.
const GOES_ON: u32 = 5;

/// How fast a movement is in which nobody reads, in pixels a millisecond: a line of a list in a frame.
const FAST: f64 = 1.5;

/// Events so soon after each other are of one frame, in milliseconds.
const FRAME: f64 = 8.0;

/// How long what was drawn in part may stay so where the page is never idle, in milliseconds.
const LATEST: Millis = 1_000;

/// What is known of a movement.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Movement {
    /// When it was seen last, in milliseconds since the page began.
    last: f64,
    /// Where the page was scrolled to then, in pixels.
    at: f64,
    /// How many events it has had.
    events: u32,
    is_fast: bool,
}

impl Movement {
    /// With another scroll event: when it came, and where the page is scrolled to. Every list hears of each: it counts once.
    fn and(self, now: f64, at: f64) -> Self {
        let since = now - self.last;
        match since {
            _ if (0.0..FRAME).contains(&since) => self,
            _ if (0.0..GAP).contains(&since) => {
                Self { last: now, at, events: self.events + 1, is_fast: (at - self.at).abs() > FAST * since }
            }
            _ => Self { last: now, at, events: 1, is_fast: false },
        }
    }

    /// For how many milliseconds more it goes on, unless there is another event.
    fn left(self, now: f64) -> Option<f64> {
        let since = now - self.last;
        (self.is_fast && self.events >= GOES_ON && (0.0..ENDED).contains(&since)).then_some(ENDED - since)
    }
}

thread_local! {
    static MOVEMENT: Cell<Movement> = Cell::default();
    /// When a key was pressed last, in milliseconds since the page began.
    static KEYED: Cell<f64> = const { Cell::new(f64::NEG_INFINITY) };
    /// Whether the browser tells when it has nothing else to do.
    static TELLS_IDLE: bool = js_sys::Reflect::has(&browser::window(), &JsValue::from_str("requestIdleCallback")) == Ok(true);
}

/// Notes that something was scrolled, at the time of the event.
pub(super) fn scrolled(now: f64) {
    let at = browser::window().scroll_y().unwrap_or_default();
    MOVEMENT.set(MOVEMENT.get().and(now, at));
}

/// Notes that a key was pressed, or something is dragged, at the time of the event: then rows are meant, and have to be whole.
pub(super) fn keyed(now: f64) {
    KEYED.set(now);
}

/// For how many milliseconds more somebody scrolls on, unless there is another event.
fn scrolls_on() -> Option<f64> {
    let now = browser::window().performance().map(|clock| clock.now())?;
    let left = MOVEMENT.get().left(now).filter(|_| now - KEYED.get() > BY_KEYS);
    left.filter(|_| TELLS_IDLE.with(|tells| *tells))
}

/// Which rows of a list to draw whole; of the others, for now, only what can be read in passing. Those are the rows that come into
/// view while somebody scrolls on. They follow when that has ended, those in the middle first and a few at a time; and at once where
/// somebody presses a key or moves the pointer. What has no `parts` is whole at once.
#[hook]
pub(crate) fn use_whole_rows<T: Copy + Ord + 'static>(parts: bool, rows: &[T]) -> Vec<bool> {
    let drawn = use_mut_ref(Drawn::default);
    let timer = use_mut_ref(|| None);
    let update = use_force_update();
    let pace = match scrolls_on() {
        _ if !parts => Pace::All,
        Some(_) => Pace::None,
        None => Pace::Few,
    };
    let whole = drawn.borrow_mut().next(rows, pace);
    if whole.contains(&false) && timer.borrow().is_none() {
        follow(&timer, update.clone());
    }
    use_effect_with((), move |()| {
        let on = |name: &'static str| {
            let (drawn, update) = (Rc::clone(&drawn), update.clone());
            let options = EventListenerOptions::run_in_capture_phase();
            EventListener::new_with_options(&browser::window(), name, options, move |event| {
                let is_still =
                    || event.dyn_ref::<MouseEvent>().is_some_and(|at| (at.movement_x(), at.movement_y()) == (0, 0));
                if drawn.borrow().is_part && !is_still() {
                    drawn.borrow_mut().is_meant = true;
                    update.force_update();
                }
            })
        };
        let listening = [on("keydown"), on("pointermove")];
        move || drop(listening)
    });
    whole
}

/// Draws again once nobody scrolls on.
fn follow(timer: &Rc<RefCell<Option<Timeout>>>, update: UseForceUpdateHandle) {
    let wait = scrolls_on().unwrap_or_default().ceil() as u32;
    let again = Rc::clone(timer);
    *timer.borrow_mut() = Some(Timeout::new(wait, move || {
        again.take();
        if scrolls_on().is_some() { follow(&again, update) } else { update.force_update() }
    }));
}

/// How many more rows may be drawn whole at once.
#[derive(Clone, Copy, PartialEq)]
enum Pace {
    None,
    Few,
    All,
}

/// What of a list is drawn whole.
struct Drawn<T> {
    whole: BTreeSet<T>,
    /// Whether any row of it is not.
    is_part: bool,
    /// Whether somebody means to do something with them.
    is_meant: bool,
}

impl<T> Default for Drawn<T> {
    fn default() -> Self {
        Self { whole: BTreeSet::new(), is_part: false, is_meant: false }
    }
}

impl<T: Copy + Ord> Drawn<T> {
    /// Which of these are whole when they are drawn next.
    fn next(&mut self, rows: &[T], pace: Pace) -> Vec<bool> {
        let mut left = match pace {
            _ if std::mem::take(&mut self.is_meant) => usize::MAX,
            Pace::None => 0,
            Pace::Few if self.is_part => AT_ONCE,
            Pace::Few | Pace::All => usize::MAX,
        };
        let mut places: Vec<usize> = (0..rows.len()).collect();
        places.sort_by_key(|place| place.abs_diff(rows.len() / 2));
        let mut told = vec![false; rows.len()];
        for place in places {
            if self.whole.contains(&rows[place]) {
                told[place] = true;
            } else if left > 0 {
                left -= 1;
                told[place] = true;
            }
        }
        self.is_part = told.contains(&false);
        self.whole = rows.iter().zip(&told).filter(|(_, is_whole)| **is_whole).map(|(row, _)| *row).collect();
        told
    }
}

/// Whether to draw all of something, or for now only what can be read: that is what comes into view while somebody scrolls on,
/// faster than all of it can be drawn. The rest follows as soon as there is nothing else to do. What has no `parts` is whole at
/// once.
#[hook]
pub(crate) fn use_whole(parts: bool) -> bool {
    let whole = use_state_eq(|| !(parts && scrolls_on().is_some()));
    let rest = use_idle_callback(LATEST, {
        let whole = whole.setter();
        move || whole.set(true)
    });
    use_effect_with((), {
        let is_part = !*whole;
        move |()| {
            if is_part {
                rest.request();
            }
        }
    });
    *whole
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{AT_ONCE, Drawn, Movement, Pace};

    fn moved(events: &[(f64, f64)]) -> Movement {
        events.iter().fold(Movement::default(), |movement, (now, at)| movement.and(*now, *at))
    }

    #[test]
    fn what_comes_while_somebody_scrolls_on_is_whole_afterwards_and_what_was_stays_so() {
        let mut drawn = Drawn::default();
        assert_eq!(drawn.next(&[1, 2, 3], Pace::Few), [true; 3], "nobody scrolls");
        assert_eq!(drawn.next(&[2, 3, 4, 5], Pace::None), [true, true, false, false]);
        assert_eq!(drawn.next(&[3, 4, 5, 6], Pace::None), [true, false, false, false]);
        let many: Vec<usize> = (3..3 + 3 * AT_ONCE).collect();
        let count = |whole: &[bool]| whole.iter().filter(|whole| **whole).count();
        assert_eq!(count(&drawn.next(&many, Pace::None)), 1);
        let then = drawn.next(&many, Pace::Few);
        assert!(then[0] && then[many.len() / 2] && !then[1], "the middle first");
        assert_eq!(count(&then), 1 + AT_ONCE);
        drawn.is_meant = true;
        assert!(!drawn.next(&many, Pace::None).contains(&false), "somebody presses a key");
        let others: Vec<usize> = (100..200).collect();
        assert!(!drawn.next(&others, Pace::Few).contains(&false), "another filter, say");
        drawn.next(&(200..300).collect::<Vec<_>>(), Pace::None);
        assert!(!drawn.next(&others, Pace::All).contains(&false), "a list that is drawn whole at once");
    }

    #[test]
    fn only_a_fast_movement_that_goes_on_is_one() {
        let wheel: Vec<(f64, f64)> = (0..5).map(f64::from).map(|at| (1_000.0 + 16.0 * at, 100.0 * at)).collect();
        assert_eq!(moved(&wheel[..3]).left(1_033.0), None, "a jump");
        let at_once = [wheel[0], (1_000.0, 0.0), (1_001.0, 50.0), (1_002.0, 80.0), (1_003.0, 90.0)];
        assert_eq!(moved(&at_once).left(1_004.0), None, "one event that several lists have heard of");
        let wheel = moved(&wheel);
        assert_eq!(wheel.left(1_074.0), Some(110.0));
        assert_eq!(wheel.left(1_184.0), None, "it has ended");
        assert_eq!(wheel.and(2_000.0, 900.0).left(2_001.0), None, "another one begins");
        assert_eq!(wheel.left(900.0), None, "the clock was set back");
        let slow = (0..9).map(f64::from).map(|at| (1_000.0 + 16.0 * at, at)).collect::<Vec<_>>();
        assert_eq!(moved(&slow).left(1_130.0), None, "somebody reads along");
    }
}
