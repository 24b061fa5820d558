//! The messages' box: it stays at its end as messages come, and where it is while somebody reads earlier ones.

use std::{cell::Cell, rc::Rc};

use web_sys::Element;
use yew::prelude::*;

use super::said::Said;

/// So many pixels from the end are the end.
const NEAR: i32 = 24;

/// Where the box is scrolled to.
#[derive(Clone)]
pub(super) struct Scroll {
    /// The box.
    pub(super) node: NodeRef,
    at_end: Rc<Cell<bool>>,
    /// How high what is in it was before earlier messages were drawn.
    height: Rc<Cell<Option<i32>>>,
}

impl Scroll {
    /// Whether its end is in view.
    pub(super) fn is_at_end(&self) -> bool {
        self.at_end.get()
    }

    /// It was scrolled.
    pub(super) fn look(&self) {
        if let Some(element) = self.node.cast::<Element>() {
            let below = element.scroll_height() - element.scroll_top() - element.client_height();
            self.at_end.set(below < NEAR);
        }
    }

    /// What is in view stays there when more is drawn above it.
    pub(super) fn stay(&self) {
        self.height.set(self.node.cast::<Element>().map(|element| element.scroll_height()));
    }

    /// To the end, and there it stays.
    pub(super) fn to_end(&self) {
        self.at_end.set(true);
        if let Some(element) = self.node.cast::<Element>() {
            element.set_scroll_top(element.scroll_height());
        }
    }
}

/// A box's place, at its end at first.
#[hook]
pub(super) fn use_scroll() -> Scroll {
    let scroll =
        use_memo((), |()| Scroll { node: NodeRef::default(), at_end: Rc::new(Cell::new(true)), height: Rc::default() });
    (*scroll).clone()
}

/// Keeps the box at its place once these messages are drawn.
#[hook]
pub(super) fn use_kept_place(scroll: &Scroll, shown: &[Said]) {
    let scroll = scroll.clone();
    use_effect_with(shown.to_vec(), move |_| {
        let before = scroll.height.take();
        match (before, scroll.node.cast::<Element>()) {
            (Some(before), Some(element)) => {
                element.set_scroll_top(element.scroll_top() + element.scroll_height() - before);
            }
            _ if scroll.is_at_end() => scroll.to_end(),
            _ => {}
        }
    });
}
