use std::cell::Cell;

use holdfast_query::{Millis, schedule::use_idle_callback};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::browser;

/// How long after one scroll event another belongs to the same movement, in milliseconds.
const GAP: f64 = 250.0;

/// From how many scroll events on a movement is one that goes on. What the app itself scrolls to takes one or two.
const GOES_ON: u32 = 3;

/// How long what was drawn in part may stay so where the page is never idle, in milliseconds.
const LATEST: Millis = 1_000;

/// What is known of a movement: when it was seen last, in milliseconds since the page began, and how many events it has had.
#[derive(Clone, Copy, Debug, Default)]
struct Movement {
    last: f64,
    events: u32,
}

impl Movement {
    /// With another scroll event, which came at that moment. Every list hears of each: it counts once.
    fn and(self, at: f64) -> Self {
        let since = at - self.last;
        let events = match since {
            0.0 => self.events,
            _ if (0.0..GAP).contains(&since) => self.events + 1,
            _ => 1,
        };
        Self { last: at, events }
    }

    fn goes_on(self, now: f64) -> bool {
        self.events >= GOES_ON && (0.0..GAP).contains(&(now - self.last))
    }
}

thread_local! {
    static MOVEMENT: Cell<Movement> = Cell::default();
    /// Whether the browser tells when it has nothing else to do.
    static TELLS_IDLE: bool = js_sys::Reflect::has(&browser::window(), &JsValue::from_str("requestIdleCallback")) == Ok(true);
}

/// Notes that something was scrolled, at the time of the event.
pub(super) fn scrolled(at: f64) {
    MOVEMENT.set(MOVEMENT.get().and(at));
}

fn is_scrolled_on() -> bool {
    let now = browser::window().performance().map(|clock| clock.now());
    TELLS_IDLE.with(|tells| *tells) && now.is_some_and(|now| MOVEMENT.get().goes_on(now))
}

/// Whether to draw all of something, or for now only what can be read: that is what comes into view while somebody scrolls on,
/// faster than all of it can be drawn. The rest follows as soon as there is nothing else to do. What has no `parts` is whole at
/// once.
#[hook]
pub(crate) fn use_whole(parts: bool) -> bool {
    let whole = use_state_eq(|| !(parts && is_scrolled_on()));
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
        assert!(!wheel.goes_on(1_300.0), "it has ended");
        assert!(!moved(&[1_000.0, 1_016.0, 1_032.0, 2_000.0]).goes_on(2_001.0), "another one begins");
        assert!(!wheel.goes_on(900.0), "the clock was set back");
    }
}
