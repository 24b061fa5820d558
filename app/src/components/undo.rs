//! Undo and redo by key and by menu.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::{
    browser,
    hooks::{use_undo, use_undo_labels},
    words::undo::{Way, entry},
};

/// Ctrl-Z, Ctrl-Shift-Z and Ctrl-Y (with Cmd on a Mac), wherever no field is being written in: fields undo their own typing.
#[component]
pub(crate) fn UndoKeys() -> Html {
    let undo = use_undo();
    use_effect_with(undo, |undo| {
        let undo = undo.clone();
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&browser::document(), "keydown", options, move |event| {
            if let Some(way) = event.dyn_ref::<KeyboardEvent>().and_then(asked) {
                event.prevent_default();
                undo.go(way);
            }
        });
        move || drop(listener)
    });
    Html::default()
}

fn asked(event: &KeyboardEvent) -> Option<Way> {
    let is_held = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
    if !is_held || event.default_prevented() || is_writing(event) {
        return None;
    }
    match (event.key().to_lowercase().as_str(), event.shift_key()) {
        ("z", false) => Some(Way::Undo),
        ("z", true) => Some(Way::Redo),
        ("y", false) if event.ctrl_key() => Some(Way::Redo),
        _ => None,
    }
}

/// Whether a key goes to a text, or a dialog stands before what would be undone.
fn is_writing(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    let kind = target.get_attribute("type").unwrap_or_default();
    let is_input = target.tag_name() == "INPUT" && !matches!(kind.as_str(), "checkbox" | "radio" | "button" | "file");
    let is_behind = browser::document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some());
    is_input
        || target.tag_name() == "TEXTAREA"
        || target.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable)
        || is_behind
}

/// Undo and redo in a menu, each with what it is about.
#[component]
pub(crate) fn UndoEntries() -> Html {
    let undo = use_undo();
    let (back, forth) = use_undo_labels();
    let button = |way: Way, label: Option<String>, keys: &'static str| {
        let undo = undo.clone();
        let onclick = Callback::from(move |_: MouseEvent| undo.go(way));
        let words = label.as_deref().map_or_else(|| way.label().to_owned(), |label| entry(way, label));
        let class = match way {
            Way::Undo => "menu-undo",
            Way::Redo => "menu-redo",
        };
        html! {
            <button type="button" {class} disabled={label.is_none()} {onclick} title={words.clone()}>
                <span class="menu-what">{ words }</span><kbd aria-hidden="true">{ keys }</kbd>
            </button>
        }
    };
    html! {
        <div class="menu-undos" role="group" aria-label="Undo and redo">
            { button(Way::Undo, back, "Ctrl Z") }
            { button(Way::Redo, forth, "Ctrl ⇧ Z") }
        </div>
    }
}
