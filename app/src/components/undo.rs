//! Undo and redo by menu.

use yew::prelude::*;
use yewdux::prelude::*;

use super::keys;
use crate::{
    hooks::{use_undo, use_undo_labels},
    shortcuts::Shortcut,
    stores::Frame,
    t,
    words::undo::{Way, entry},
};

/// Undo and redo in a menu, each with what it is about.
#[component]
pub(crate) fn UndoEntries() -> Html {
    let undo = use_undo();
    let (back, forth) = use_undo_labels();
    // Drawn again when the keys that it shows are changed.
    let _keymap = use_selector(|frame: &Frame| frame.keymap.clone());
    let button = |way: Way, label: Option<String>, shortcut: Shortcut| {
        let undo = undo.clone();
        let onclick = Callback::from(move |_: MouseEvent| undo.go(way));
        let words = label.as_deref().map_or_else(|| way.label().to_owned(), |label| entry(way, label));
        let class = match way {
            Way::Undo => "menu-undo",
            Way::Redo => "menu-redo",
        };
        html! {
            <button type="button" {class} disabled={label.is_none()} {onclick} title={words.clone()}>
                <span class="menu-what">{ words }</span><span aria-hidden="true">{ keys(shortcut) }</span>
            </button>
        }
    };
    html! {
        <div class="menu-undos" role="group" aria-label={t::undo_group()}>
            { button(Way::Undo, back, Shortcut::Undo) }
            { button(Way::Redo, forth, Shortcut::Redo) }
        </div>
    }
}
