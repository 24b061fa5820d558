use holdfast_core::status::Link;
use yew::prelude::*;
use yewdux::prelude::*;

use super::use_records;
use crate::{
    stores::{Toast, Ui},
    t,
};

/// What takes the place of what was said of it before.
const ABOUT: &str = "link";

/// What is to be said as the link changes, and whether people know then that the server cannot be reached.
fn told(was: Link, is: Link, knows: bool) -> (Option<&'static str>, bool) {
    match (was, is) {
        (Link::Up | Link::Connecting, Link::Down) if !knows => (Some(t::gone_offline()), true),
        (_, Link::Up) if knows => (Some(t::back_online()), false),
        _ => (None, knows),
    }
}

/// Says once that the server cannot be reached any more, and once that it can again. What waits is sent by itself then.
#[hook]
pub(crate) fn use_link_told() {
    let ui = use_dispatch::<Ui>();
    let link = use_records(|records| records.link());
    let before = use_mut_ref(|| (link, false));
    use_effect_with(link, move |is| {
        let (was, knew) = *before.borrow();
        let (words, knows) = told(was, *is, knew);
        *before.borrow_mut() = (*is, knows);
        if let Some(words) = words {
            ui.reduce_mut(|ui| ui.say(Toast::info(words).about(ABOUT)));
        }
    });
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn going_and_coming_back_are_told_once_each() {
        let mut knows = false;
        let mut was = Link::Connecting;
        let all = [Link::Up, Link::Down, Link::Connecting, Link::Down, Link::Up, Link::Up, Link::SignedOut, Link::Up];
        let said = all.map(|is| {
            let (words, now) = told(was, is, knows);
            (was, knows) = (is, now);
            words
        });
        let wanted = [None, Some(t::gone_offline()), None, None, Some(t::back_online()), None, None, None];
        assert_eq!(said, wanted);
        let began = told(Link::Connecting, Link::Down, false);
        assert_eq!(began, (Some(t::gone_offline()), true), "and where the page began without it");
    }
}
