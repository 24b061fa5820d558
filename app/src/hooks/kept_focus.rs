use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, Node};
use yew::prelude::*;

use crate::browser;

/// Keeps the focus in a list whose entries go once they are dealt with: when the entry whose button was pressed goes, and the
/// focus with it, the one that stands in its place has it, or else what fits `otherwise`. `node` is the list, `entries` what
/// is in it. What is given is to be told of every click in the list.
#[hook]
pub(crate) fn use_kept_focus<T: PartialEq + 'static>(
    node: &NodeRef,
    entries: T,
    otherwise: &'static str,
) -> Callback<MouseEvent> {
    let pressed = use_mut_ref(|| None::<usize>);
    use_effect_with(entries, {
        let (node, pressed) = (node.clone(), pressed.clone());
        move |_| {
            let place = *pressed.borrow();
            if let Some(place) = place.filter(|_| browser::is_focus_lost()) {
                match button_near(node.cast::<Element>().as_ref(), place) {
                    Some(button) => drop(button.focus()),
                    None => browser::focus(otherwise),
                }
            }
        }
    });
    let node = node.clone();
    Callback::from(move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        let found = target
            .and_then(|target| entries_of(&node.cast::<Element>()?).iter().position(|one| one.contains(Some(&target))));
        pressed.replace(found);
    })
}

fn entries_of(list: &Element) -> Vec<Element> {
    browser::all(Some(list), ":scope > li")
}

/// The first button of the entry at that place or behind it, or else of the last one before it that has one.
fn button_near(list: Option<&Element>, place: usize) -> Option<HtmlElement> {
    let button = |entry: Element| entry.query_selector("button").ok().flatten()?.dyn_into::<HtmlElement>().ok();
    let all: Vec<Option<HtmlElement>> = entries_of(list?).into_iter().map(button).collect();
    let (before, behind) = all.split_at(place.min(all.len()));
    behind.iter().chain(before.iter().rev()).find_map(Clone::clone)
}
