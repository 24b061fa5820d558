//! What the browser tells a page that makes a replay or a new line worth trying at once.

use std::{
    cell::Cell,
    rc::{Rc, Weak},
};

use holdfast_core::client::Hint;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, EventTarget, PageTransitionEvent, VisibilityState};

use super::{inner::Inner, persist};
use crate::{events::Listener, frozen, worker_link};

pub(super) fn listen(inner: &Weak<Inner>) -> Vec<Listener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    // A session that ended in between did not hear that the page was woken.
    frozen::set(false);
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
        // What is unsent is counted a last time.
        on(&window, "pagehide", |inner, _| inner.note_memory_now()),
        on(&window, "appinstalled", |_, _| spawn_local(persist::ask())),
        on(&window, "pageshow", |inner, event| {
            // Back from the page cache, where nothing was heard.
            if event.unchecked_ref::<PageTransitionEvent>().persisted() {
                inner.follow(Hint::Reload);
            }
        }),
    ];
    if let Some(document) = window.document() {
        listeners.push(on(&document, "freeze", |inner, _| {
            // Whoever stays awake takes the line.
            frozen::set(true);
            inner.line_bell.ring();
        }));
        listeners.push(on(&document, "resume", |inner, _| {
            frozen::set(false);
            // What was told meanwhile was not heard.
            inner.follow(Hint::Reload);
            inner.nudge();
        }));
        listeners.push(on(&document, "visibilitychange", |inner, event| {
            let document = event.target().and_then(|target| target.dyn_into::<web_sys::Document>().ok());
            if document.is_some_and(|document| document.visibility_state() == VisibilityState::Visible) {
                frozen::set(false);
                // A hint may have been lost while the page was frozen.
                inner.follow(Hint::Rows { seqs: Vec::new() });
                inner.follow(Hint::Steps);
                inner.nudge();
            }
        }));
    }
    if let Some(container) = worker_link::container() {
        // The first worker that takes control of a page is of the same build.
        let had_controller = Cell::new(container.controller().is_some());
        let inner = inner.clone();
        listeners.push(Listener::new(&container, "controllerchange", move |_| {
            let is_newer = had_controller.replace(true) && !worker_link::is_taking_over();
            if let Some(inner) = inner.upgrade().filter(|inner| is_newer && !inner.closed.get()) {
                // What was made before is stored still: only new edits are refused.
                inner.tell(super::Event::Superseded);
            }
        }));
    }
    listeners
}
