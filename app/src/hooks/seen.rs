use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};
use yew::prelude::*;

/// How far below the window something may be to count as seen: what is loaded then is there when it comes into view.
const AHEAD: &str = "0px 0px 400px 0px";

/// Tells when an element is seen, or nearly: once it comes into view, and at once if it is in view when `watch` changes to
/// something. With `None` nothing is watched.
#[hook]
pub(crate) fn use_seen<W: PartialEq + 'static>(node: &NodeRef, watch: Option<W>, on_seen: Callback<()>) {
    let node = node.clone();
    use_effect_with(watch, move |watch| {
        let watching = watch.as_ref().and_then(|_| node.cast::<Element>()).and_then(|node| begin(&node, on_seen));
        move || {
            if let Some((observer, told)) = watching {
                observer.disconnect();
                drop(told);
            }
        }
    });
}

type Told = Closure<dyn FnMut(Vec<JsValue>)>;

fn begin(node: &Element, on_seen: Callback<()>) -> Option<(IntersectionObserver, Told)> {
    let told = Told::new(move |entries: Vec<JsValue>| {
        let mut entries = entries.iter().filter_map(|entry| entry.dyn_ref::<IntersectionObserverEntry>());
        if entries.any(IntersectionObserverEntry::is_intersecting) {
            on_seen.emit(());
        }
    });
    let options = IntersectionObserverInit::new();
    options.set_root_margin(AHEAD);
    let observer = IntersectionObserver::new_with_options(told.as_ref().unchecked_ref(), &options).ok()?;
    observer.observe(node);
    Some((observer, told))
}
