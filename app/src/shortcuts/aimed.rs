//! Where a key goes.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};

use crate::browser;

/// Where a key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// To the page.
    Page,
    /// To a text that is being written, or a list that is chosen from by letters.
    Text,
}

/// Where a key goes; nowhere if it has done something already, or if a dialog stands before what it would change, or, for a key
/// by itself, if something is open over the page.
pub(crate) fn aimed(event: &KeyboardEvent) -> Option<Aim> {
    let is_behind = || browser::is_there("dialog:modal");
    let is_plain = !event.ctrl_key() && !event.meta_key();
    if event.default_prevented() || is_behind() || is_plain && browser::is_drop_open() {
        return None;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_text = target.is_some_and(|target| is_text(&target, event));
    Some(if is_text { Aim::Text } else { Aim::Page })
}

/// Whether a key on an element is written there, or chooses there by letters.
pub(crate) fn is_text(target: &Element, event: &KeyboardEvent) -> bool {
    match target.tag_name().as_str() {
        "SELECT" => !event.ctrl_key() && !event.meta_key(),
        _ => browser::takes_text(target),
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn keys_are_written_where_letters_mean_something() {
        let key = |held: bool| {
            let init = web_sys::KeyboardEventInit::new();
            init.set_key("j");
            init.set_ctrl_key(held);
            KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap()
        };
        for (tag, kind, plain, held) in [
            ("input", "", true, true),
            ("input", "date", true, true),
            ("input", "radio", false, false),
            ("input", "checkbox", false, false),
            ("textarea", "", true, true),
            ("select", "", true, false),
            ("button", "", false, false),
            ("p", "", false, false),
        ] {
            let element = browser::document().create_element(tag).unwrap();
            if !kind.is_empty() {
                element.set_attribute("type", kind).unwrap();
            }
            assert_eq!([false, true].map(|held| is_text(&element, &key(held))), [plain, held], "{tag} {kind}");
        }
    }
}
