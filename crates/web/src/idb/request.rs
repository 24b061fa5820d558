use futures::channel::oneshot;
use holdfast_core::client::StoreError;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::IdbRequest;

use super::error::{exception_error, thrown};

/// Takes the handlers off when the waiting ends, done or dropped: a handler whose closure is gone would throw.
struct Waiting<'a>(&'a IdbRequest);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.set_onsuccess(None);
        self.0.set_onerror(None);
    }
}

/// Waits for a request. The transaction is still active when this returns, until its caller awaits something else.
pub(super) async fn result(request: &IdbRequest) -> Result<JsValue, StoreError> {
    let (sender, receiver) = oneshot::channel::<()>();
    let on_end = Closure::once(move || {
        let _ = sender.send(());
    });
    request.set_onsuccess(Some(on_end.as_ref().unchecked_ref()));
    request.set_onerror(Some(on_end.as_ref().unchecked_ref()));
    let waiting = Waiting(request);
    let _ = receiver.await;
    drop(waiting);
    ready(request)
}

/// The result of a request that has ended.
pub(super) fn ready(request: &IdbRequest) -> Result<JsValue, StoreError> {
    match request.error() {
        Ok(Some(exception)) => Err(exception_error(&exception)),
        Ok(None) => request.result().map_err(|value| thrown(&value)),
        Err(value) => Err(thrown(&value)),
    }
}
