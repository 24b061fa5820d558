//! What a button that is only a picture does, in words: beside it while the pointer rests on it, and when keys bring the focus to it.

use std::{cell::RefCell, rc::Rc};

use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast as _;
use web_sys::{DomRect, Element, Event, HtmlElement, KeyboardEvent, PointerEvent};
use yew::prelude::*;

use crate::browser;

/// Whose words are shown: their name is these already, for who cannot see them.
const OWNERS: &str = ".icon-button[aria-label]";
/// By which a button whose name says more than is wanted here says less.
const SHORT: &str = "data-tip";
/// What lies below a tip is not hidden from who means it.
const CONTROLS: &str = "a, button, input, select, textarea, summary, label";
/// How long something is pointed at before its words are shown, in milliseconds.
const WAIT: u32 = 400;
/// How far from its button it is, and at least from the window's edge, in pixels.
const GAP: f64 = 4.0;

/// The one tooltip of the page. It lies above everything, dialogs included, and in the way of nothing: what is below it is pressed
/// through it. Escape and a press put it away. Who only touches the screen sees none: there a touch presses the button.
#[component]
pub(crate) fn Tooltip() -> Html {
    let node = use_node_ref();
    use_effect_with((), {
        let tip = Tip { node: node.clone(), whose: Rc::default() };
        move |()| {
            let listeners = tip.listen();
            move || {
                drop(listeners);
                tip.hide();
            }
        }
    });
    html! { <div ref={node} class="tooltip" popover="manual" aria-hidden="true" /> }
}

/// The tooltip, and whose it is.
#[derive(Clone)]
struct Tip {
    node: NodeRef,
    whose: Rc<RefCell<Option<Whose>>>,
}

struct Whose {
    owner: Element,
    /// Until it is shown; dropped where it is not to be.
    _timer: Option<Timeout>,
}

impl Tip {
    fn listen(&self) -> Vec<EventListener> {
        let on = |target: &web_sys::EventTarget, name: &'static str, act: fn(&Self, &Event)| {
            let tip = self.clone();
            let options = EventListenerOptions::run_in_capture_phase();
            EventListener::new_with_options(target, name, options, move |event| act(&tip, event))
        };
        let (page, window) = (browser::document(), browser::window());
        vec![
            on(&page, "pointerover", |tip, event| match owner(event) {
                Some(owner) if is_mouse(event) => tip.of(owner),
                _ if tip.is_pointed_at(event) => {}
                _ => tip.leave(),
            }),
            on(&page, "focusin", |tip, event| {
                if let Some(owner) = owner(event).filter(is_focused) {
                    tip.of(owner);
                }
            }),
            on(&page, "focusout", |tip, event| {
                if owner(event).is_some_and(|owner| tip.is_of(&owner)) {
                    tip.leave();
                }
            }),
            on(&page, "pointerdown", |tip, _| tip.put_away()),
            on(&page, "keydown", |tip, event| {
                let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default();
                if matches!(key.as_str(), "Escape" | "Enter" | " ") {
                    tip.put_away();
                }
            }),
            on(&page, "scroll", |tip, _| tip.moved()),
            on(&window, "resize", |tip, _| tip.moved()),
        ]
    }

    fn is_of(&self, owner: &Element) -> bool {
        self.whose.borrow().as_ref().is_some_and(|whose| whose.owner == *owner)
    }

    /// Will be shown for this one. Where it was put away while it was this one's, it stays away until another comes between.
    fn of(&self, owner: Element) {
        if self.is_of(&owner) {
            return;
        }
        self.hide();
        let tip = self.clone();
        let timer = Timeout::new(WAIT, move || tip.show());
        *self.whose.borrow_mut() = Some(Whose { owner, _timer: Some(timer) });
    }

    /// It is nobody's any more, but for who has the focus.
    fn leave(&self) {
        if self.whose.take().is_none() {
            return;
        }
        self.hide();
        let focused = browser::document().active_element().filter(|active| active.matches(OWNERS).unwrap_or_default());
        if let Some(focused) = focused.filter(is_focused) {
            self.of(focused);
        }
    }

    fn put_away(&self) {
        self.hide();
        if let Some(whose) = &mut *self.whose.borrow_mut() {
            whose._timer = None;
        }
    }

    fn hide(&self) {
        if let Some(tip) = self.node.cast::<HtmlElement>() {
            // Nothing where it is hidden already.
            let _ = tip.hide_popover();
        }
    }

    /// What stands below it moves: it goes with it where keys have brought the focus there.
    fn moved(&self) {
        let owner = self.whose.borrow().as_ref().map(|whose| whose.owner.clone());
        match owner {
            Some(owner) if is_focused(&owner) => self.place(&owner),
            _ => self.leave(),
        }
    }

    fn show(&self) {
        let owner = self.whose.borrow().as_ref().map(|whose| whose.owner.clone());
        let (Some(owner), Some(tip)) = (owner, self.node.cast::<HtmlElement>()) else { return };
        if owner.is_connected() {
            let words = owner.get_attribute(SHORT).or_else(|| owner.get_attribute("aria-label"));
            tip.set_text_content(words.as_deref());
            let _ = tip.show_popover();
            self.place(&owner);
        }
    }

    fn place(&self, owner: &Element) {
        let Some(tip) = self.node.cast::<HtmlElement>() else { return };
        let wide =
            browser::document().document_element().map(|root| f64::from(root.client_width())).unwrap_or_default();
        let (left, top) = place(&Area::of(owner), &Area::of(&tip), wide);
        let _ = tip.style().set_property("left", &format!("{left}px"));
        let _ = tip.style().set_property("top", &format!("{top}px"));
    }

    /// Whether it is there, and somebody points at it and at no control below it: who reads it may.
    fn is_pointed_at(&self, event: &Event) -> bool {
        let Some(event) = event.dyn_ref::<PointerEvent>() else { return false };
        let Some(tip) = self.node.cast::<HtmlElement>().filter(|tip| tip.matches(":popover-open").unwrap_or_default())
        else {
            return false;
        };
        let below = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_control = below.is_some_and(|below| below.closest(CONTROLS).is_ok_and(|control| control.is_some()));
        !is_control && Area::of(&tip).has(event.client_x().into(), event.client_y().into())
    }
}

fn owner(event: &Event) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(OWNERS).ok().flatten()
}

fn is_mouse(event: &Event) -> bool {
    event.dyn_ref::<PointerEvent>().is_some_and(|event| event.pointer_type() != "touch")
}

fn is_focused(element: &Element) -> bool {
    element.matches(":focus-visible").unwrap_or_default()
}

/// Where something is, in pixels of the window.
struct Area {
    left: f64,
    top: f64,
    wide: f64,
    high: f64,
}

impl Area {
    fn of(element: &Element) -> Self {
        let rect: DomRect = element.get_bounding_client_rect();
        Self { left: rect.left(), top: rect.top(), wide: rect.width(), high: rect.height() }
    }

    /// Whether a point is in it, or as near as it is to its button.
    fn has(&self, x: f64, y: f64) -> bool {
        (self.left - GAP..=self.left + self.wide + GAP).contains(&x)
            && (self.top - GAP..=self.top + self.high + GAP).contains(&y)
    }
}

/// Where a tip is put: above its owner, below it where there is no room, in the middle as far as the window goes.
fn place(owner: &Area, tip: &Area, window: f64) -> (f64, f64) {
    let middle = owner.left + (owner.wide - tip.wide) / 2.0;
    let left = middle.min(window - tip.wide - GAP).max(GAP);
    let above = owner.top - tip.high - GAP;
    (left, if above >= GAP { above } else { owner.top + owner.high + GAP })
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn it_is_above_its_button_and_within_the_window() {
        let tip = Area { left: 0.0, top: 0.0, wide: 100.0, high: 20.0 };
        let at = |left, top| place(&Area { left, top, wide: 32.0, high: 32.0 }, &tip, 400.0);
        assert_eq!(at(184.0, 200.0), (150.0, 176.0), "in the middle above it");
        assert_eq!(at(0.0, 10.0), (4.0, 46.0), "below, and not beyond the left edge");
        assert_eq!(at(368.0, 200.0), (296.0, 176.0), "nor the right one");
        assert!(tip.has(104.0, 24.0) && !tip.has(105.0, 10.0), "the way to it is a part of it");
    }
}
