//! What the browser tells a page that makes a replay or a new line worth trying at once.

use std::rc::{Rc, Weak};

use holdfast_core::client::Hint;
use wasm_bindgen::JsCast;
use web_sys::{Event, EventTarget, PageTransitionEvent, VisibilityState};

use super::inner::Inner;
use crate::events::Listener;

pub(super) fn listen(inner: &Weak<Inner>) -> Vec<Listener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let on = |target: &EventTarget, name, act: fn(&Rc<Inner>, &Event)| {
        let inner = inner.clone();
        Listener::new(target, name, move |event| {
            if let Some(inner) = inner.upgrade().filter(|inner| !inner.closed.get()) {
                act(&inner, &event);
            }
        })
    };
    let mut listeners = vec![
        on(&window, "online", |inner, _| inner.nudge()),
        // Only a reason to ask the line whether it is alive: a browser's idea of being offline is often wrong.
        on(&window, "offline", |inner, _| inner.line_bell.ring()),
        on(&window, "focus", |inner, _| inner.nudge()),
        on(&window, "pageshow", |inner, event| {
            // Back from the page cache, where nothing was heard.
            if event.unchecked_ref::<PageTransitionEvent>().persisted() {
                inner.follow(Hint::Reload);
            }
        }),
    ];
    if let Some(document) = window.document() {
        listeners.push(on(&document, "visibilitychange", |inner, event| {
            let document = event.target().and_then(|target| target.dyn_into::<web_sys::Document>().ok());
            if document.is_some_and(|document| document.visibility_state() == VisibilityState::Visible) {
                // A hint may have been lost while the page was frozen.
                inner.follow(Hint::Rows { seqs: Vec::new() });
                inner.nudge();
            }
        }));
    }
    listeners
}
