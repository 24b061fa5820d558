use gloo_timers::callback::Interval;
use holdfast_core::{Millis, date::Date};
use yew::prelude::*;

use crate::words::time;

/// How often "5 min ago" is looked at again, in milliseconds.
const EVERY: u32 = 30_000;

/// Now, in milliseconds since 1970, for words such as "5 min ago"; the component is drawn again often enough for them.
#[hook]
pub(crate) fn use_now() -> Millis {
    use_clock(EVERY)
}

/// Today, here; the component is drawn again when that is another day.
#[hook]
pub(crate) fn use_today() -> Date {
    let today = use_state_eq(time::today);
    use_effect_with((), {
        let today = today.setter();
        move |()| {
            let timer = Interval::new(EVERY, move || today.set(time::today()));
            move || drop(timer)
        }
    });
    *today
}

/// Now, in milliseconds since 1970; the component is drawn again every so many milliseconds.
#[hook]
pub(crate) fn use_clock(every: u32) -> Millis {
    let update = use_force_update();
    use_effect_with(every, move |every| {
        let timer = Interval::new(*every, move || update.force_update());
        move || drop(timer)
    });
    js_sys::Date::now() as Millis
}
