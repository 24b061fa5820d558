//! Randomness and fresh ids, in windows and workers alike.

use holdfast_core::id::{ClientId, HolderId, Id, OpId};
use wasm_bindgen::prelude::*;

use crate::timer::BrowserTimer;
use holdfast_core::client::Timer as _;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &mut [u8]);
}

/// Bytes that nobody can guess.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    get_random_values(&mut bytes);
    bytes
}

/// A fresh record id.
pub fn id<E>() -> Id<E> {
    Id::new(BrowserTimer.now(), bytes())
}

/// A fresh operation id.
pub fn op() -> OpId {
    OpId::new(BrowserTimer.now(), bytes())
}

/// A fresh client id.
pub fn client() -> ClientId {
    ClientId::new(BrowserTimer.now(), bytes())
}

/// A fresh lease holder's id.
pub fn holder() -> HolderId {
    HolderId::new(BrowserTimer.now(), bytes())
}

/// A number between 0 and 1 to spread retries by; not for secrets.
pub fn jitter() -> f64 {
    js_sys::Math::random()
}
