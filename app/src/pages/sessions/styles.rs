//! Styles that come with the part of the app that needs them: a first visit does without them.

use std::cell::RefCell;

use crate::browser;

thread_local! {
    static ADOPTED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Has the page follow some styles, once. They name the cascade layer that they are of, so it does not matter that they come last.
pub(super) fn adopt(styles: &'static str) {
    let is_new = ADOPTED.with_borrow_mut(|adopted| {
        let is_new = !adopted.contains(&styles);
        adopted.extend(is_new.then_some(styles));
        is_new
    });
    if is_new {
        // A browser that has no sheets of a script's own shows what they are of plainly.
        let _ = browser::adopt_styles(styles);
    }
}
