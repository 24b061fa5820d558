//! Settling conflicts without a pointer.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};

use crate::shortcuts::{CHOICES, Keymap, Shortcut, is_text, stroke_of};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The next conflict, or the one before.
    Beside(i32),
    /// One of the choices, from 0.
    Pick(usize),
    /// Settles as picked.
    Settle,
}

/// What a key asks for, wherever on the page the focus is but where keys mean text; Enter alone also means whatever button
/// or link has the focus, but for the name of the conflict that is open already.
pub(super) fn asked(event: &KeyboardEvent, keymap: &Keymap) -> Option<Asked> {
    if event.default_prevented() {
        return None;
    }
    let stroke = stroke_of(event)?;
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok())?;
    let tag = target.tag_name();
    let is_open_name = target.matches(".conflict.is-here .conflict-what").unwrap_or_default();
    match stroke.as_str() {
        "ctrl+enter" => Some(Asked::Settle),
        _ if is_text(&target, event) => None,
        "enter" | "shift+enter" => {
            let is_free = is_open_name || !matches!(tag.as_str(), "BUTTON" | "A" | "SUMMARY");
            is_free.then_some(Asked::Settle)
        }
        stroke => match keymap.of_page(stroke)? {
            Shortcut::NextConflict => Some(Asked::Beside(1)),
            Shortcut::LastConflict => Some(Asked::Beside(-1)),
            shortcut => CHOICES.iter().position(|choice| *choice == shortcut).map(Asked::Pick),
        },
    }
}
