//! What the system tells for the app, opened by the person.

use holdfast_web::messages::FromWorker;
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ClientQueryOptions, ClientType, NotificationEvent, ServiceWorkerGlobalScope, WindowClient};

/// Goes to what it is about: in the tab that is there, which goes by itself so that nothing typed in it is lost, or else in a
/// new one.
pub(crate) async fn opened(scope: &ServiceWorkerGlobalScope, event: &NotificationEvent) -> Result<(), JsValue> {
    let notification = event.notification();
    notification.close();
    let path = Reflect::get(&notification, &"data".into())?.as_string().unwrap_or_else(|| "/".to_owned());
    let clients = scope.clients();
    let options = ClientQueryOptions::new();
    options.set_type(ClientType::Window);
    let windows = JsFuture::from(clients.match_all_with_options(&options)).await?.unchecked_into::<Array>();
    let Ok(window) = windows.get(0).dyn_into::<WindowClient>() else {
        return JsFuture::from(clients.open_window(&path)).await.map(drop);
    };
    if let Ok(said) = serde_json::to_string(&FromWorker::Open(path)) {
        window.post_message(&said.into())?;
    }
    JsFuture::from(window.focus()?).await.map(drop)
}
