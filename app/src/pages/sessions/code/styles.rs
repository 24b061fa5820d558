//! The styles of the shared code, which come with it.

use std::cell::Cell;

use crate::browser;

const STYLES: &str = include_str!("../../../../../static/code.css");

thread_local! {
    static ADOPTED: Cell<bool> = const { Cell::new(false) };
}

/// Has the page follow them, once.
pub(super) fn adopt() {
    if !ADOPTED.replace(true) {
        // A browser that has no sheets of a script's own shows the code plainly.
        let _ = browser::adopt_styles(STYLES);
    }
}
