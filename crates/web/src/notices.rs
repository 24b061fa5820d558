//! What the system tells a person for the app, by way of the service worker: also while no tab of it is looked at.

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue, prelude::*};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, MessagePort, ServiceWorkerContainer, ServiceWorkerRegistration};

use crate::{events::Listener, messages::FromWorker, worker_link::container};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Notification, js_name = requestPermission, catch)]
    fn request_permission() -> Result<Promise, JsValue>;

    #[wasm_bindgen(extends = ServiceWorkerRegistration)]
    type Notifying;

    #[wasm_bindgen(method, catch, js_name = showNotification)]
    fn show(this: &Notifying, title: &str, options: &Object) -> Result<Promise, JsValue>;
}

/// Whether the person lets the system tell them things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// They can be asked.
    Unasked,
    /// They do.
    Granted,
    /// They do not, and only the browser's own settings change that; or the browser cannot.
    Denied,
}

/// What the person has said.
pub fn permission() -> Permission {
    let notification = Reflect::get(&js_sys::global(), &"Notification".into()).unwrap_or_default();
    let said = Reflect::get(&notification, &"permission".into()).ok().and_then(|said| said.as_string());
    match said.as_deref() {
        Some("granted") => Permission::Granted,
        Some("default") => Permission::Unasked,
        _ => Permission::Denied,
    }
}

/// Asks the person. Only for something that they have just done: browsers show nothing else.
pub async fn ask() -> Permission {
    if let Ok(asked) = request_permission() {
        let _ = JsFuture::from(asked).await;
    }
    permission()
}

/// Has the system tell something, if the person lets it; opening it leads to a path of the app. What has the same tag takes
/// the place of what was told before.
pub async fn tell(title: &str, body: &str, tag: &str, path: &str) {
    if permission() != Permission::Granted {
        return;
    }
    let Some(ready) = container().and_then(|container| container.ready().ok()) else { return };
    let Ok(registration) = JsFuture::from(ready).await else { return };
    let options = Object::new();
    for (name, value) in [("body", body), ("tag", tag), ("data", path), ("icon", "/icons/icon-192.png")] {
        // Cannot fail: it is an object of ours.
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    // What was put off is told again, aloud.
    let _ = Reflect::set(&options, &"renotify".into(), &true.into());
    if let Ok(shown) = registration.unchecked_into::<Notifying>().show(title, &options) {
        let _ = JsFuture::from(shown).await;
    }
}

/// Listens to what the person opens of what the system told, for as long as it is kept.
pub struct Opened {
    _listener: Option<Listener>,
}

impl Opened {
    /// Calls `open` with the path, and answers that it is opened here.
    pub fn listen(open: impl Fn(&str) + 'static) -> Self {
        let listen = |container: ServiceWorkerContainer| {
            Listener::new(&container, "message", move |event| {
                let event: MessageEvent = event.unchecked_into();
                let said = event.data().as_string();
                if let Some(FromWorker::Open(path)) = said.and_then(|said| serde_json::from_str(&said).ok()) {
                    if let Ok(asking) = event.ports().get(0).dyn_into::<MessagePort>() {
                        let _ = asking.post_message(&JsValue::TRUE);
                    }
                    open(&path);
                }
            })
        };
        Self { _listener: container().map(listen) }
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, rc::Rc};

    use futures::channel::oneshot;
    use js_sys::Array;
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::{MessageChannel, MessageEventInit};

    use super::*;

    #[test]
    async fn who_opens_something_says_so() {
        let opened = Rc::new(RefCell::new(Vec::new()));
        let seen = Rc::clone(&opened);
        let listening = Opened::listen(move |path| seen.borrow_mut().push(path.to_owned()));
        let channel = MessageChannel::new().unwrap();
        let (answer, answered) = oneshot::channel();
        let heard = Closure::once(move || {
            let _ = answer.send(());
        });
        channel.port1().set_onmessage(Some(heard.as_ref().unchecked_ref()));
        let said = |data: &str| {
            let init = MessageEventInit::new();
            init.set_data(&data.into());
            init.set_ports(&Array::of1(&channel.port2()));
            let event = MessageEvent::new_with_event_init_dict("message", &init).unwrap();
            container().unwrap().dispatch_event(&event).unwrap();
        };
        said("nonsense");
        said(r#"{"open":"/sync"}"#);
        answered.await.unwrap();
        assert_eq!(*opened.borrow(), ["/sync"]);
        drop(listening);
        said(r#"{"open":"/search"}"#);
        assert_eq!(opened.borrow().len(), 1, "a page that does not listen any more opens nothing");
    }
}
