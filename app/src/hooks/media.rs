use gloo_events::EventListener;
use yew::prelude::*;

use crate::browser;

/// Whether a media query holds, followed as the window changes.
#[hook]
pub(crate) fn use_media(query: &'static str) -> bool {
    let update = use_force_update();
    use_effect_with(query, move |query| {
        let list = browser::window().match_media(query).ok().flatten();
        let listener = list.map(|list| EventListener::new(&list, "change", move |_| update.force_update()));
        move || drop(listener)
    });
    browser::media(query)
}
