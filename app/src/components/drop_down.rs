//! A button and what it opens: the browser's own popover, which closes by Escape and by a press beside it, and gives the focus
//! back to its button. Whatever has the class `drop` or `menu` takes the focus when it opens, and the arrows move among what is in it.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::browser;

/// What can be pressed in it.
const ITEMS: &str = "button:not([disabled]), input[type=checkbox]:not([disabled]), a[href]";

/// What has the focus when it opens: the first of these that is there. Who opens what has a field to choose in means to
/// choose.
const FIRST: [&str; 2] =
    ["[role=combobox], select", "button:not([disabled]), input:not([disabled]), textarea, a[href]"];

/// Where all this holds.
const DROPS: &str = ".drop, .menu";

/// What opens, and by what.
pub(crate) struct DropDown<I = &'static str> {
    /// The popover's id: one for the whole page.
    pub(crate) id: I,
    /// What is in it, for those who do not see where they are.
    pub(crate) label: AttrValue,
    /// What the button shows.
    pub(crate) words: Html,
    /// Told when the button is pressed, before anything opens.
    pub(crate) on_open: Callback<MouseEvent>,
}

impl<I: Into<AttrValue>> DropDown<I> {
    /// The button, and the popover with this in it. The styles put it beside its button.
    pub(crate) fn of(self, body: Html) -> Html {
        let Self { id, label, words, on_open } = self;
        drawn(id.into(), label, words, on_open, body)
    }
}

fn drawn(id: AttrValue, label: AttrValue, words: Html, on_open: Callback<MouseEvent>, body: Html) -> Html {
    html! {
        <>
            <button type="button" class="drop-open" data-opens={id.clone()} popovertarget={id.clone()} onclick={on_open}>
                { words }
                <svg class="icon drop-sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M4.5 6.5L8 10l3.5-3.5" /></svg>
            </button>
            <div {id} class="drop" popover="auto" role="group" aria-label={label}>{ body }</div>
        </>
    }
}

/// Gives the focus to what opens, and moves it there by the arrow keys: once for the whole page.
#[hook]
pub(crate) fn use_drop_keys() {
    use_effect_with((), |()| {
        // Captured: that something opens is told to itself alone.
        let captured = EventListenerOptions::run_in_capture_phase();
        let toggle = EventListener::new_with_options(&browser::document(), "toggle", captured, |event| {
            if let Some(drop) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
                on_toggle(&drop);
            }
        });
        let options = EventListenerOptions::enable_prevent_default();
        let keys = EventListener::new_with_options(&browser::document(), "keydown", options, |event| {
            if let Some(event) = event.dyn_ref::<KeyboardEvent>().filter(|event| !event.default_prevented()) {
                on_key(event);
            }
        });
        move || drop((toggle, keys))
    });
}

fn on_toggle(drop: &Element) {
    if !drop.matches(DROPS).unwrap_or(false) {
        return;
    }
    let is_open = drop.matches(":popover-open").unwrap_or(false);
    if !is_open {
        // Its button may have gone with its row.
        browser::focus_later_if_lost(".project");
    }
    let is_within = || drop.matches(":focus-within").unwrap_or(false);
    let has = |css: &str| drop.query_selector(css).ok().flatten();
    // A calendar goes to its day by itself.
    if is_open && !is_within() && has(".calendar").is_none() {
        // A menu is gone through; its field is one thing among others, and would take the arrows.
        let skipped = usize::from(drop.matches(".menu").unwrap_or(false));
        let first = FIRST.iter().skip(skipped).find_map(|css| has(css)?.dyn_into::<HtmlElement>().ok());
        first.iter().for_each(browser::focus_still);
    }
}

fn on_key(event: &KeyboardEvent) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Some(drop) = target.closest(&format!(":is({DROPS}):popover-open")).ok().flatten() else { return };
    let is_held = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
    if is_held
        || !target.matches(ITEMS).unwrap_or(false)
        || target.closest(".calendar").is_ok_and(|found| found.is_some())
    {
        return;
    }
    let items = browser::all::<HtmlElement>(Some(&drop), ITEMS);
    let place = items.iter().position(|item| **item == target);
    if let Some(item) = place.and_then(|place| items.get(step(&event.key(), place, items.len())?)) {
        event.prevent_default();
        let _ = item.focus();
    }
}

/// The place that a key leads to, of so many, round the ends.
pub(super) fn step(key: &str, place: usize, all: usize) -> Option<usize> {
    let last = all.checked_sub(1)?;
    match key {
        "Home" => Some(0),
        "End" => Some(last),
        "ArrowUp" => Some(place.checked_sub(1).unwrap_or(last)),
        "ArrowDown" => Some(if place < last { place + 1 } else { 0 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::step;

    #[test]
    fn arrows_go_round_and_other_keys_nowhere() {
        for (key, place, wanted) in [
            ("ArrowDown", 0, Some(1)),
            ("ArrowDown", 2, Some(0)),
            ("ArrowUp", 0, Some(2)),
            ("Home", 1, Some(0)),
            ("End", 1, Some(2)),
            ("Enter", 1, None),
        ] {
            assert_eq!(step(key, place, 3), wanted, "{key} at {place}");
        }
    }
}
