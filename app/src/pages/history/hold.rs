//! Keeping what is read where it is on the screen while entries come in above it.

use std::{cell::RefCell, rc::Rc};

use yew::prelude::*;

use crate::browser;

/// The first entry, and where it stood on the screen before others came above it.
#[derive(Default)]
struct Hold {
    first: Option<u64>,
    stood: Option<(u64, f64)>,
}

/// Scrolls so that the entry that was first stays where it was, unless the person is at the top of the list and nobody
/// asked for newer ones: then new ones are to be seen. `asked` says whether somebody did, and is reset.
#[hook]
pub(super) fn use_hold(first: Option<u64>, asked: &Rc<RefCell<bool>>) {
    let hold = use_mut_ref(Hold::default);
    {
        let mut hold = hold.borrow_mut();
        // The page still shows what was drawn last.
        if hold.first != first {
            hold.stood = hold.first.and_then(|last| Some((last, top_of(last)?)));
            hold.first = first;
        }
    }
    let asked = Rc::clone(asked);
    use_effect_with(first, move |_| {
        let stood = hold.borrow_mut().stood.take();
        if let Some((last, before)) = stood
            && let Some(now) = top_of(last)
            && (asked.replace(false) || before < 0.0)
        {
            browser::window().scroll_by_with_x_and_y(0.0, now - before);
        }
    });
}

/// Where an entry stands, in pixels below the window's upper edge.
fn top_of(seq: u64) -> Option<f64> {
    let found = browser::document().query_selector(&format!("[data-seq=\"{seq}\"]")).ok().flatten();
    found.map(|entry| entry.get_bounding_client_rect().top())
}
