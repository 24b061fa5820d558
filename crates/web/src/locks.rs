//! Web Locks, by name across the tabs of an origin. A courtesy that saves work: nothing relies on a lock for correctness,
//! and without the API everyone is given every lock.

use futures::channel::oneshot;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::*};

#[wasm_bindgen]
extern "C" {
    type LockManager;

    #[wasm_bindgen(method, catch, structural)]
    fn request(this: &LockManager, name: &str, callback: &Function) -> Result<Promise, JsValue>;
}

/// A held lock; let go when dropped, or when the tab dies.
pub(crate) struct Held {
    release: Option<Function>,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Waits for a lock, for ever if need be.
pub(crate) async fn hold(name: &str) -> Held {
    let Some(manager) = manager() else { return Held { release: None } };
    let (sender, receiver) = oneshot::channel();
    // The browser keeps the lock until the promise that the callback returns is settled.
    let callback = Closure::once_into_js(move || {
        let mut release = None;
        let until_released = Promise::new(&mut |resolve, _| release = Some(resolve));
        // Dropped by a receiver that is no longer there, it lets go at once.
        let _ = sender.send(Held { release });
        until_released
    });
    match manager.request(name, callback.unchecked_ref()) {
        Ok(_) => receiver.await.unwrap_or(Held { release: None }),
        Err(_) => Held { release: None },
    }
}

fn manager() -> Option<LockManager> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
