//! The room's styles. A first visit does without them: they come with the part of the app that draws the room.

use std::cell::Cell;

use crate::browser;

/// They name the cascade layer that they are of, so it does not matter that they come last.
const STYLES: &str = include_str!("../../../../../static/room.css");

thread_local! {
    static ADOPTED: Cell<bool> = const { Cell::new(false) };
}

/// Has the page follow them, once.
pub(super) fn adopt() {
    if !ADOPTED.replace(true) {
        // A browser that has no sheets of a script's own shows the room plainly.
        let _ = browser::adopt_styles(STYLES);
    }
}
