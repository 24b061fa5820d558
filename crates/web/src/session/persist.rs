//! Asking the browser not to clear the data by itself when the device runs out of room.

use wasm_bindgen_futures::JsFuture;

/// Asks. Browsers that refuse, or have no such thing, clear what was not used for longest: mostly not this.
pub(super) async fn ask() {
    let Some(window) = web_sys::window() else { return };
    let storage = window.navigator().storage();
    // There is none where the page is not secure.
    if !storage.is_undefined()
        && let Ok(answer) = storage.persist()
    {
        let _ = JsFuture::from(answer).await;
    }
}
