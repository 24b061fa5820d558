use std::cell::Cell;

use holdfast_query::{Millis, schedule::use_idle_callback};
use yew::prelude::*;

/// How long after one scroll event another belongs to the same movement, in milliseconds.
const GAP: f64 = 150.0;

/// From how many scroll events on a movement is one that goes on. What the app itself scrolls to takes one or two.
const GOES_ON: u32 = 3;

/// How long what was drawn in part may stay so where the page is never idle, in milliseconds.
const LATEST: Millis = 1_000;

/// What is known of a movement: when it was seen last, in milliseconds, and how many events it has had.
#[derive(Clone, Copy, Debug, Default)]
struct Movement {
    last: f64,
    events: u32,
}

impl Movement {
    /// With another scroll event. Every list hears of each, so those of one moment count once.
    fn and(self, now: f64) -> Self {
        let since = now - self.last;
        let events = match since {
            0.0 => self.events,
            _ if (0.0..GAP).contains(&since) => self.events + 1,
            _ => 1,
        };
        Self { last: now, events }
    }

    fn goes_on(self, now: f64) -> bool {
        self.events >= GOES_ON && (0.0..GAP).contains(&(now - self.last))
    }
}

thread_local! {
    static MOVEMENT: Cell<Movement> = Cell::default();
}

/// Notes that something is scrolled.
pub(super) fn scrolled() {
    MOVEMENT.set(MOVEMENT.get().and(js_sys::Date::now()));
}

/// Whether to draw all of something, or for now only what can be read: that is what comes into view while somebody scrolls on,
/// faster than all of it can be drawn. The rest follows as soon as there is nothing else to do.
#[hook]
pub(crate) fn use_whole() -> bool {
    let whole = use_state_eq(|| !MOVEMENT.get().goes_on(js_sys::Date::now()));
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

    use super::Movement;

    fn moved(events: &[f64]) -> Movement {
        events.iter().fold(Movement::default(), |movement, at| movement.and(*at))
    }

    #[test]
    fn only_a_movement_that_goes_on_is_one() {
        assert!(!moved(&[1_000.0, 1_016.0]).goes_on(1_017.0), "a jump");
        assert!(!moved(&[1_000.0, 1_000.0, 1_000.0]).goes_on(1_001.0), "one event that three lists have heard of");
        let wheel = moved(&[1_000.0, 1_016.0, 1_032.0]);
        assert!(wheel.goes_on(1_033.0));
        assert!(!wheel.goes_on(1_200.0), "it has ended");
        assert!(!moved(&[1_000.0, 1_016.0, 1_032.0, 2_000.0]).goes_on(2_001.0), "another one begins");
        assert!(!wheel.goes_on(900.0), "the clock was set back");
    }
}
