//! Asking the browser not to clear the data by itself when the device runs out of room.

use holdfast_core::{Millis, client::Timer as _};
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

use crate::{BrowserTimer, device};

const NOTE: &str = "persist";
/// How long a refusal is taken for an answer, in milliseconds.
const DAY: Millis = 24 * 3_600_000;

/// Asks, once there is something to keep: some browsers ask the person, who should know what for. Not where it is granted,
/// and not twice in a day. Browsers that refuse, or have no such thing, clear what was not used for longest: mostly not this.
pub(super) async fn ask() {
    let Some(manager) = manager() else { return };
    if let Ok(persisted) = manager.persisted()
        && JsFuture::from(persisted).await.is_ok_and(|persisted| persisted.is_truthy())
    {
        return;
    }
    let now = BrowserTimer.now();
    let last: Option<Millis> = device::note(NOTE).await.unwrap_or_default();
    if !is_due(last, now) || device::put_note(NOTE, &now).await.is_err() {
        return;
    }
    if let Ok(answer) = manager.persist() {
        let _ = JsFuture::from(answer).await;
    }
}

fn is_due(last: Option<Millis>, now: Millis) -> bool {
    // A clock that was put back must not put it off for ever.
    last.is_none_or(|last| now < last || now - last >= DAY)
}

/// The browser's; there is none where the page is not secure.
pub(super) fn manager() -> Option<StorageManager> {
    let storage = web_sys::window()?.navigator().storage();
    (!storage.is_undefined()).then_some(storage)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn it_is_asked_at_most_once_a_day() {
        assert!(is_due(None, 5));
        assert!(!is_due(Some(5), DAY));
        assert!(is_due(Some(5), DAY + 5));
        assert!(is_due(Some(DAY), 5), "the clock was put back");
    }
}
