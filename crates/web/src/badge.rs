//! The number on the installed app's icon.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// As [`tell`], without waiting for it.
pub fn show(waiting: usize) {
    spawn_local(tell(waiting));
}

/// Shows how much waits on the app's icon; nothing for 0. It stays until it is told anew, also when the app is closed: so a page tells
/// it, and the worker where no page is seen. Where the browser has no such thing, or the app is not installed, nothing happens.
pub async fn tell(waiting: usize) {
    let Ok(navigator) = Reflect::get(&js_sys::global(), &"navigator".into()) else { return };
    let (name, number) = match waiting {
        0 => ("clearAppBadge", None),
        waiting => ("setAppBadge", Some(waiting as f64)),
    };
    let set = Reflect::get(&navigator, &name.into()).ok().and_then(|set| set.dyn_into::<Function>().ok());
    let done = set.and_then(|set| match number {
        Some(number) => set.call1(&navigator, &number.into()).ok(),
        None => set.call0(&navigator).ok(),
    });
    if let Some(done) = done.and_then(|done| done.dyn_into::<Promise>().ok()) {
        let _ = JsFuture::from(done).await;
    }
}
