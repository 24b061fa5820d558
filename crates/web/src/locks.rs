//! Web Locks, by name across the tabs of an origin. A courtesy that saves work: nothing relies on a lock for correctness,
//! and without the API everyone is given every lock.

use std::{cell::Cell, pin::pin, rc::Rc};

use futures::{
    channel::oneshot,
    future::{Either, select},
};
use holdfast_core::{Millis, client::Timer as _};
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::*};
use web_sys::{AbortController, AbortSignal};

use crate::{BrowserTimer, wake::Bell};

#[wasm_bindgen]
extern "C" {
    type LockManager;

    #[wasm_bindgen(method, catch, structural)]
    fn request(this: &LockManager, name: &str, options: &Object, callback: &Function) -> Result<Promise, JsValue>;
}

/// How to come by a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// When it is free.
    Wait,
    /// At once: whoever holds it loses it.
    Steal,
}

/// A held lock; let go when dropped, or when the tab dies.
pub(crate) struct Held {
    release: Option<Function>,
    lost: Rc<Cell<bool>>,
}

impl Held {
    /// What everyone is given where there are no locks.
    fn unlocked() -> Self {
        Self { release: None, lost: Rc::default() }
    }

    /// Whether somebody has taken it away.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost.get()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Waits for a lock, for ever if need be. The bell is rung if it is taken away.
pub(crate) async fn hold(name: &str, on_lost: &Bell) -> Held {
    acquire(name, How::Wait, on_lost, None).await
}

/// Takes a lock away from whoever holds it.
pub(crate) async fn steal(name: &str, on_lost: &Bell) -> Held {
    acquire(name, How::Steal, on_lost, None).await
}

/// Waits for a lock, at most so many milliseconds; `None` if it was not free by then.
pub(crate) async fn hold_within(name: &str, time: Millis) -> Option<Held> {
    let bell = Bell::default();
    let waiting = AbortController::new().ok();
    let signal = waiting.as_ref().map(AbortController::signal);
    let held = pin!(acquire(name, How::Wait, &bell, signal.as_ref()));
    match select(held, pin!(BrowserTimer.sleep(time))).await {
        Either::Left((held, _)) => Some(held),
        Either::Right(_) => {
            // Out of the queue with it: a page that is frozen meanwhile would be given the lock and keep it.
            if let Some(waiting) = waiting {
                waiting.abort();
            }
            None
        }
    }
}

async fn acquire(name: &str, how: How, on_lost: &Bell, signal: Option<&AbortSignal>) -> Held {
    let Some(manager) = manager() else { return Held::unlocked() };
    let (sender, receiver) = oneshot::channel();
    let lost = Rc::new(Cell::new(false));
    let given = Rc::clone(&lost);
    // The browser keeps the lock until the promise that the callback returns is settled.
    let callback = Closure::once_into_js(move || {
        let mut release = None;
        let until_released = Promise::new(&mut |resolve, _| release = Some(resolve));
        // Dropped by a receiver that is no longer there, it lets go at once.
        let _ = sender.send(Held { release, lost: given });
        until_released
    });
    let options = Object::new();
    if how == How::Steal {
        // Cannot fail: it is an object of ours.
        let _ = Reflect::set(&options, &"steal".into(), &true.into());
    }
    if let Some(signal) = signal {
        let _ = Reflect::set(&options, &"signal".into(), signal);
    }
    let Ok(ended) = manager.request(name, &options, callback.unchecked_ref()) else { return Held::unlocked() };
    // Rejected when the lock is taken away or not waited for any more: what the callback returns is never rejected.
    let bell = on_lost.clone();
    wasm_bindgen_futures::spawn_local(async move {
        if wasm_bindgen_futures::JsFuture::from(ended).await.is_err() {
            lost.set(true);
            bell.ring();
        }
    });
    receiver.await.unwrap_or_else(|_| Held::unlocked())
}

fn manager() -> Option<LockManager> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
