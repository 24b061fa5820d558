use gloo_timers::callback::Interval;
use holdfast_core::Millis;
use yew::prelude::*;

/// How often "5 min ago" is looked at again, in milliseconds.
const EVERY: u32 = 30_000;

/// Now, in milliseconds since 1970, for words such as "5 min ago"; the component is drawn again often enough for them.
#[hook]
pub(crate) fn use_now() -> Millis {
    let update = use_force_update();
    use_effect_with((), move |()| {
        let timer = Interval::new(EVERY, move || update.force_update());
        move || drop(timer)
    });
    js_sys::Date::now() as Millis
}
