//! What another app shares with this one.

use holdfast_web::shared;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Request, Response, ServiceWorkerGlobalScope};

/// Keeps what was shared and leads to the page that asks what to do with it. If it cannot be kept, that page says that there
/// is nothing.
pub(crate) async fn take(scope: &ServiceWorkerGlobalScope, request: &Request) -> Result<JsValue, JsValue> {
    let mut kept = None;
    if let Ok(form) = JsFuture::from(request.form_data()?).await
        && let Ok(caches) = scope.caches()
    {
        kept = shared::keep(&caches, &form.unchecked_into()).await.ok();
    }
    // 303: the page itself is asked for by GET.
    let place = format!("{}{}", scope.location().origin(), shared::page(kept.as_deref()));
    Response::redirect_with_status(&place, 303).map(JsValue::from)
}
