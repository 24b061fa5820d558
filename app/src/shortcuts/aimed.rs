//! Where a key goes.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::browser;

/// Where a key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// To the page.
    Page,
    /// To a text that is being written, or a list that is chosen from by letters.
    Text,
}

/// Where a key goes; nowhere if it has done something already, or if a dialog stands before what it would change.
pub(crate) fn aimed(event: &KeyboardEvent) -> Option<Aim> {
    let is_behind = || browser::document().query_selector("dialog:modal").is_ok_and(|dialog| dialog.is_some());
    if event.default_prevented() || is_behind() {
        return None;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_plain = !event.ctrl_key() && !event.meta_key();
    let is_text = target.is_some_and(|target| match target.tag_name().as_str() {
        "INPUT" => {
            let kind = target.get_attribute("type").unwrap_or_default();
            !matches!(kind.as_str(), "checkbox" | "radio" | "button" | "file")
        }
        "TEXTAREA" => true,
        "SELECT" => is_plain,
        _ => target.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable),
    });
    Some(if is_text { Aim::Text } else { Aim::Page })
}
