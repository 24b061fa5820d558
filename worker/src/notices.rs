//! What the system tells for the app, opened by the person.

use std::pin::pin;

use futures::{
    channel::oneshot,
    future::{Either, select},
};
use holdfast_core::{Millis, client::Timer as _};
use holdfast_web::{BrowserTimer, messages::FromWorker};
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ClientQueryOptions, ClientType, MessageChannel, NotificationEvent, ServiceWorkerGlobalScope, WindowClient,
};

/// How long a tab is waited for, in milliseconds: one that shows the app answers at once.
const PATIENCE: Millis = 1_000;

/// How many tabs are asked. A browser lets a window be opened only within some seconds of the person's act.
const ASKED: usize = 3;

/// Goes to what it is about: in the tab used last that says it will, which goes by itself so that nothing typed in it is lost,
/// or else in a new one. A tab where nobody is signed in, or that is just starting, does not listen.
pub(crate) async fn opened(scope: &ServiceWorkerGlobalScope, event: &NotificationEvent) -> Result<(), JsValue> {
    let notification = event.notification();
    notification.close();
    let path = Reflect::get(&notification, &"data".into())?.as_string().unwrap_or_else(|| "/".to_owned());
    let clients = scope.clients();
    let options = ClientQueryOptions::new();
    options.set_type(ClientType::Window);
    let windows = JsFuture::from(clients.match_all_with_options(&options)).await?.unchecked_into::<Array>();
    let said = serde_json::to_string(&FromWorker::Open(path.clone())).unwrap_or_default();
    for window in windows.iter().take(ASKED).filter_map(|window| window.dyn_into::<WindowClient>().ok()) {
        if goes(&window, &said).await? {
            return JsFuture::from(window.focus()?).await.map(drop);
        }
    }
    JsFuture::from(clients.open_window(&path)).await.map(drop)
}

/// Tells a tab where to go. Whether it does.
async fn goes(window: &WindowClient, said: &str) -> Result<bool, JsValue> {
    let channel = MessageChannel::new()?;
    let (answer, answered) = oneshot::channel::<()>();
    let heard = Closure::once(move || {
        let _ = answer.send(());
    });
    channel.port1().set_onmessage(Some(heard.as_ref().unchecked_ref()));
    window.post_message_with_transfer(&said.into(), &Array::of1(&channel.port2()))?;
    let goes = matches!(select(answered, pin!(BrowserTimer.sleep(PATIENCE))).await, Either::Left((Ok(()), _)));
    channel.port1().close();
    Ok(goes)
}
