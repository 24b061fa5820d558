//! Settling conflicts without a pointer.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};

use crate::shortcuts::is_text;

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
pub(super) fn asked(event: &KeyboardEvent) -> Option<Asked> {
    if event.alt_key() || event.default_prevented() || event.is_composing() {
        return None;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok())?;
    let tag = target.tag_name();
    let is_held = event.ctrl_key() || event.meta_key();
    let is_open_name = target.matches(".conflict.is-here .conflict-what").unwrap_or_default();
    match (event.key().as_str(), is_held) {
        ("Enter", true) => Some(Asked::Settle),
        _ if is_held || is_text(&target, event) => None,
        ("Enter", false) if is_open_name || !matches!(tag.as_str(), "BUTTON" | "A" | "SUMMARY") => Some(Asked::Settle),
        ("j", false) => Some(Asked::Beside(1)),
        ("k", false) => Some(Asked::Beside(-1)),
        ("1", false) => Some(Asked::Pick(0)),
        ("2", false) => Some(Asked::Pick(1)),
        ("3", false) => Some(Asked::Pick(2)),
        _ => None,
    }
}
