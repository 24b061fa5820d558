//! Time, in windows and workers alike.

use std::future::Future;

use futures::channel::oneshot;
use holdfast_core::{Millis, client::Timer};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // Both are properties of every global scope.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Closure<dyn FnMut()>, milliseconds: f64) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue);
}

/// The browser's clock and timers.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserTimer;

impl Timer for BrowserTimer {
    fn now(&self) -> Millis {
        js_sys::Date::now() as Millis
    }

    fn sleep(&self, time: Millis) -> impl Future<Output = ()> {
        let (sender, receiver) = oneshot::channel::<()>();
        let mut sender = Some(sender);
        let callback = Closure::<dyn FnMut()>::new(move || {
            if let Some(sender) = sender.take() {
                let _ = sender.send(());
            }
        });
        let running = Running { id: set_timeout(&callback, time as f64), _callback: callback };
        async move {
            let _ = receiver.await;
            drop(running);
        }
    }
}

struct Running {
    id: JsValue,
    _callback: Closure<dyn FnMut()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}
