//! Whether the browser has frozen this page: until it is woken, it gets none of its timers and none of its storage's answers.

use std::cell::Cell;

use holdfast_core::{Millis, client::Timer as _};

use crate::BrowserTimer;

/// Long enough for a page that has been told that it freezes to be frozen, in milliseconds.
const AT_ONCE: Millis = 100;

thread_local! {
    static FROZEN: Cell<bool> = const { Cell::new(false) };
}

/// Whether the browser has frozen this page, or is about to.
pub(crate) fn is() -> bool {
    FROZEN.get()
}

/// Takes the browser's word for it.
pub(crate) fn set(frozen: bool) {
    FROZEN.set(frozen);
}

/// Waits until a page that is about to be frozen has been, and is awake again: what it began before, it would hold until then,
/// and every other tab would wait for it. Timers stand still in a frozen page, so one that ends says that it is awake.
pub(crate) async fn passed() {
    if is() {
        BrowserTimer.sleep(AT_ONCE).await;
    }
}
