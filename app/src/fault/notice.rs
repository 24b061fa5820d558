//! The notice of a fault, made before there is one.

use std::{cell::Cell, rc::Rc};

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlDialogElement, HtmlElement};

use super::{
    AGAIN,
    report::{Fault, Leaves, report},
};
use crate::{browser, t};

/// How long the page may take to be drawn anew, in milliseconds.
const SOON: u32 = 1_500;

/// The notice: in the page from the start, empty and closed, since what fails may be the making of things. Where a dialog
/// stands before the page it is one too, over that: nothing else in the page could be pressed.
pub(super) struct Notice {
    root: HtmlDialogElement,
    words: Element,
    details: Element,
    again: Element,
    reload: Element,
    answered: Rc<Cell<bool>>,
}

impl Notice {
    /// Puts it into the page. Nothing if the page takes nothing.
    pub(super) fn new() -> Option<Self> {
        let root = element("dialog", "fault")?.dyn_into::<HtmlDialogElement>().ok()?;
        let _ = root.set_attribute("aria-label", t::fault());
        let said = element("div", "fault-said")?;
        let _ = said.set_attribute("role", "alert");
        let words = element("p", "fault-words")?;
        let buttons = element("div", "fault-buttons")?;
        let (again, reload, copy) = (
            button("fault-again", t::try_again())?,
            button("fault-reload", t::reload())?,
            button("fault-copy", t::fault_copy())?,
        );
        let unfold = element("details", "fault-details")?;
        let summary = element("summary", "fault-summary")?;
        summary.set_text_content(Some(t::fault_details()));
        let details = element("pre", "fault-report")?;
        let _ = details.set_attribute("tabindex", "0");
        for (parent, children) in [
            (&said, &[&words][..]),
            (&buttons, &[&again, &reload, &copy]),
            (&unfold, &[&summary, &details]),
            (root.as_ref(), &[&said, &buttons, &unfold]),
        ] {
            children.iter().for_each(|child| drop(parent.append_child(child)));
        }
        browser::document().body()?.append_child(&root).ok()?;
        let notice =
            Self { root, words, details, again: again.clone(), reload: reload.clone(), answered: Rc::default() };
        notice.listen(&again, Self::again);
        // What can be drawn anew no more is not offered to be.
        notice.listen(&reload, |notice| {
            super::reload(if notice.again.is_connected() { Leaves::Whole } else { Leaves::Broken });
        });
        notice.listen(&copy, |notice| browser::copy(&notice.details.text_content().unwrap_or_default()));
        Some(notice)
    }

    /// Shows a fault, unless one is shown that is as bad. What cannot be tried again is no longer offered.
    pub(super) fn tell(&self, fault: &Fault) {
        let is_worse = fault.leaves == Leaves::Broken && self.again.is_connected();
        if self.root.open() && !is_worse {
            return;
        }
        if is_worse {
            self.again.remove();
        }
        let window = browser::window();
        let path = window.location().pathname().unwrap_or_default();
        let agent = window.navigator().user_agent().unwrap_or_default();
        let when = String::from(js_sys::Date::new_0().to_iso_string());
        self.details.set_text_content(Some(&report(fault, &path, &when, &agent)));
        if !self.root.open() {
            show(&self.root);
        }
        if is_worse {
            let _ = self.reload.dyn_ref::<HtmlElement>().map(HtmlElement::focus);
        }
        self.words.set_text_content(Some(match fault.leaves {
            Leaves::Whole => t::fault_told(),
            Leaves::Broken => t::fault_dead(),
        }));
    }

    /// Takes it out of the page.
    pub(super) fn remove(&self) {
        self.root.remove();
    }

    /// The page has been drawn anew.
    pub(super) fn is_answered(&self) {
        self.answered.set(true);
    }

    /// Stores what is being typed and draws the page anew. If whatever draws it has failed for good, says so.
    fn again(&self) {
        self.root.close();
        self.words.set_text_content(None);
        self.answered.set(false);
        let (answered, root, words) = (Rc::clone(&self.answered), self.root.clone(), self.words.clone());
        Timeout::new(SOON, move || {
            if !answered.get() {
                show(&root);
                words.set_text_content(Some(t::fault_dead()));
            }
        })
        .forget();
        browser::blur();
        if let Some(again) = AGAIN.with_borrow(Clone::clone) {
            again.emit(());
        }
    }

    fn listen(&self, button: &Element, does: fn(&Self)) {
        let own = Self {
            root: self.root.clone(),
            words: self.words.clone(),
            details: self.details.clone(),
            again: self.again.clone(),
            reload: self.reload.clone(),
            answered: Rc::clone(&self.answered),
        };
        EventListener::new(button, "click", move |_| does(&own)).forget();
    }
}

/// Takes the focus only from behind a dialog, where it is of no use.
fn show(root: &HtmlDialogElement) {
    match browser::document().query_selector("dialog:modal") {
        Ok(Some(_)) => drop(root.show_modal()),
        _ => root.set_open(true),
    }
}

fn element(tag: &str, class: &str) -> Option<Element> {
    let element = browser::document().create_element(tag).ok()?;
    element.set_class_name(class);
    Some(element)
}

fn button(class: &str, words: &str) -> Option<Element> {
    let button = element("button", class)?;
    let _ = button.set_attribute("type", "button");
    button.set_text_content(Some(words));
    Some(button)
}
