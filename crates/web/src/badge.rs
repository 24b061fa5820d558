//! The number on the installed app's icon.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Shows how much waits on the app's icon; nothing for 0. Where the browser has no such thing, or the app is not installed,
/// nothing happens.
pub fn show(waiting: usize) {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else { return };
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
        spawn_local(async move {
            let _ = JsFuture::from(done).await;
        });
    }
}
