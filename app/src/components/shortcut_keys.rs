//! Listens to the keys of all shortcuts, and shows what they call.

use std::{cell::RefCell, rc::Rc};

use gloo_events::{EventListener, EventListenerOptions};
use holdfast_web::preferences::{KEYS, LOOK, is_about};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;
use yewdux::prelude::*;

use super::drop_down::use_drop_keys;
use crate::{
    browser,
    hooks::use_session,
    palette::{Deed, use_doer},
    parts::{Drawn, Later},
    shortcuts::{Aim, Pressed, Shortcut, aimed, shown, stroke_of},
    stores::{Frame, Over},
};

/// How long after a key the next one belongs to it, in milliseconds.
const TOGETHER: f64 = 1_500.0;

/// The keys of the whole app.
#[component]
pub(crate) fn ShortcutKeys() -> Html {
    use_drop_keys();
    let doer = use_doer();
    let frame = use_dispatch::<Frame>();
    let over = use_selector(|frame: &Frame| frame.over);
    let on_open = {
        let frame = frame.clone();
        move |over: Over| {
            frame.reduce_mut_callback_with(move |frame, open| match open {
                true => frame.over = Some(over),
                false => frame.over = frame.over.filter(|other| *other != over),
            })
        }
    };
    // What another tab has changed holds here too.
    let person = use_session().account().id;
    use_effect_with(person, {
        let frame = frame.clone();
        move |person| {
            let person = *person;
            let listener = EventListener::new(&browser::window(), "storage", move |event| {
                if [LOOK, KEYS].iter().any(|name| is_about(event, name)) {
                    frame.reduce_mut(|frame| frame.is_kept_anew(person));
                }
            });
            move || drop(listener)
        }
    });
    use_effect_with(doer, move |doer| {
        let doer = doer.clone();
        // The keys that a shortcut may begin with, and when they were pressed.
        let begun: Rc<RefCell<Option<(String, f64)>>> = Rc::default();
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&browser::document(), "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let Some((stroke, aim)) = stroke_of(event).zip(aimed(event)) else { return };
            let now = event.time_stamp();
            let before = begun.take().filter(|(_, at)| now - at < TOGETHER).map(|(keys, _)| keys);
            let frame = frame.get();
            let press = |keys: &str| frame.keymap.press(keys, aim == Aim::Text);
            let together = before.map(|before| format!("{before} {stroke}"));
            // Keys that come to nothing together may still mean something by themselves.
            let (keys, pressed) = match together.map(|keys| (press(&keys), keys)) {
                Some((pressed, keys)) if pressed != Pressed::Nothing => (keys, pressed),
                _ => (stroke.clone(), press(&stroke)),
            };
            match pressed {
                Pressed::Whole(shortcut) => {
                    if let Some(deed) = Deed::of(shortcut).filter(Deed::is_there) {
                        event.prevent_default();
                        let from = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                        doer.run(&deed, from.as_ref());
                    }
                }
                Pressed::Begun => {
                    begun.replace(Some((keys, now)));
                }
                Pressed::Nothing => {}
            }
        });
        move || drop(listener)
    });
    match *over {
        Some(over @ Over::Palette) => html! { <Later drawn={Drawn::Palette} on_open={on_open(over)} /> },
        Some(over @ Over::Sheet) => html! { <Later drawn={Drawn::Sheet} on_open={on_open(over)} /> },
        Some(over @ Over::Invite(engagement)) => {
            let on_open = on_open(over);
            html! { <Later drawn={Drawn::Invite(engagement, on_open.reform(|()| false))} {on_open} /> }
        }
        Some(Over::Drawer) | None => Html::default(),
    }
}

/// The keys of a shortcut, to be read beside what they do.
pub(crate) fn keys(shortcut: Shortcut) -> Html {
    key_caps(Dispatch::<Frame>::global().get().keymap.first(shortcut))
}

/// Keys, each by itself.
pub(crate) fn key_caps(keys: &str) -> Html {
    html! {
        <span class="keys">{ for shown(keys).into_iter().map(|key| html! { <kbd>{ key }</kbd> }) }</span>
    }
}
