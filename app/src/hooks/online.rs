use gloo_events::EventListener;
use yew::prelude::*;

use crate::browser;

/// Whether the browser has a network, followed as that changes.
#[hook]
pub(crate) fn use_online() -> bool {
    let update = use_force_update();
    use_effect_with((), move |()| {
        let listeners = ["online", "offline"].map(|kind| {
            let update = update.clone();
            EventListener::new(&browser::window(), kind, move |_| update.force_update())
        });
        move || drop(listeners)
    });
    browser::window().navigator().on_line()
}
