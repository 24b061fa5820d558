//! The browser's clock, timers, tasks and chance.

use futures::future::LocalBoxFuture;
use wasm_bindgen::{JsCast as _, JsValue, prelude::*};
use wasm_bindgen_futures::JsFuture;

use crate::{Millis, Runtime};

/// The longest wait that `setTimeout` knows, in milliseconds.
const LONGEST: Millis = i32::MAX as Millis;

#[wasm_bindgen]
extern "C" {
    // Properties of every global scope; web-sys has them on Window and on WorkerGlobalScope.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &js_sys::Function, milliseconds: i32) -> JsValue;

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// The runtime of a page.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserRuntime;

impl Runtime for BrowserRuntime {
    fn now(&self) -> Millis {
        js_sys::Date::now() as Millis
    }

    fn ticks(&self) -> Millis {
        performance_now() as Millis
    }

    fn sleep(&self, time: Millis) -> LocalBoxFuture<'static, ()> {
        Box::pin(async move {
            let mut left = time;
            loop {
                let part = left.min(LONGEST);
                let promise = js_sys::Promise::new(&mut |resolve, _| {
                    set_timeout(resolve.unchecked_ref(), part as i32);
                });
                // A time-out's promise is never rejected.
                let _ = JsFuture::from(promise).await;
                left -= part;
                if left == 0 {
                    return;
                }
            }
        })
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        wasm_bindgen_futures::spawn_local(task);
    }

    fn random(&self) -> u64 {
        (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64
    }
}
