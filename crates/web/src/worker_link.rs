//! The page's side of the service worker.

use std::{cell::Cell, pin::pin, rc::Rc};

use futures::{
    channel::oneshot,
    future::{LocalBoxFuture, select},
};
use holdfast_core::{Millis, client::Timer as _};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    RegistrationOptions, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState,
    ServiceWorkerUpdateViaCache, VisibilityState,
};

use crate::{
    BrowserTimer,
    events::Listener,
    messages::{SYNC_TAG, ToWorker},
};

const SCRIPT: &str = "/sw.js";
/// How often at most a page that is looked at again asks for a new build, in milliseconds.
const CHECK: f64 = 3_600_000.0;
/// How long a new build may take to be fetched, and then to take over, before the page is reloaded anyway, in milliseconds.
const PATIENCE: Millis = 10_000;
/// How often an installing worker is looked at, in milliseconds.
const LOOK: Millis = 100;

thread_local! {
    /// Whether this page has asked for the newer build that takes control of it, and is about to be reloaded.
    static TAKING_OVER: Cell<bool> = const { Cell::new(false) };
    /// Whether it has been told of a newer build that waits.
    static TOLD: Cell<bool> = const { Cell::new(false) };
}

/// Whether this page itself has asked for the newer build that takes control of it.
pub(crate) fn is_taking_over() -> bool {
    TAKING_OVER.get()
}

/// Registers the service worker. `on_update_waiting` is called when a newer build is ready and waits for the person to
/// agree, by [`activate_waiting`]. Where there are no service workers nothing happens: the app works without.
pub fn register(on_update_waiting: impl Fn() + 'static) {
    let Some(container) = container() else { return };
    let news = Rc::new(News { on_update_waiting: Box::new(on_update_waiting) });
    // Another tab's person agreed to an update: this page is of the older build from now on. The first worker that takes
    // control of a page is no update.
    let had_controller = Cell::new(container.controller().is_some());
    let on_other_tab = Rc::clone(&news);
    Listener::new(&container, "controllerchange", move |_| {
        if had_controller.replace(true) {
            on_other_tab.tell();
        }
    })
    .for_ever();
    spawn_local(async move {
        let options = RegistrationOptions::new();
        options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
        let registered = JsFuture::from(container.register_with_options(SCRIPT, &options)).await;
        // Refused, or no network on a first visit: the next visit tries again.
        let Ok(registration) = registered.map(JsValue::unchecked_into::<ServiceWorkerRegistration>) else { return };
        if registration.waiting().is_some() && container.controller().is_some() {
            news.tell();
        }
        watch_updates(&registration, &container, news);
        check_when_seen(registration);
    });
}

/// How the service worker stands to this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It keeps the page's files, and sends edits when no tab is open.
    Controls,
    /// It does, and a newer build waits for the page to be loaded anew.
    Waits,
    /// It does not: not installed yet, or passed by with a forced reload.
    Absent,
    /// The browser has none here.
    Unsupported,
}

impl Standing {
    /// How it stands now.
    pub fn now() -> Self {
        match container() {
            None => Self::Unsupported,
            Some(container) if container.controller().is_none() => Self::Absent,
            Some(_) if TOLD.get() => Self::Waits,
            Some(_) => Self::Controls,
        }
    }
}

/// Asks the worker to replay the outbox; false if none controls this page.
pub fn ask_replay() -> bool {
    let Some(controller) = container().and_then(|container| container.controller()) else { return false };
    tell(&controller, ToWorker::Replay)
}

/// Tells the waiting worker to take over, then reloads the page. If none is waiting (another tab was quicker), only reloads.
/// Both only once `flush` says that nothing is being stored.
pub fn activate_waiting(flush: impl Fn() -> LocalBoxFuture<'static, ()> + 'static) {
    spawn_local(async move {
        flush().await;
        if let Some(waiting) = registration().await.and_then(|registration| registration.waiting()) {
            take_over(&waiting).await;
        }
        // Work went on meanwhile.
        flush().await;
        reload();
    });
}

/// As [`activate_waiting`], for a page that is known to be too old: looks for the newer build first.
pub fn update_and_reload(flush: impl Fn() -> LocalBoxFuture<'static, ()> + 'static) {
    spawn_local(async move {
        flush().await;
        if let Some(registration) = registration().await
            && let Some(waiting) = find_waiting(&registration).await
        {
            take_over(&waiting).await;
        }
        flush().await;
        reload();
    });
}

/// Looks for a newer build and waits until it can take over; `None` if there is none, or it takes too long.
async fn find_waiting(registration: &ServiceWorkerRegistration) -> Option<ServiceWorker> {
    let looking = async {
        if let Ok(updated) = registration.update() {
            // Fails without a network; one may be waiting already.
            let _ = JsFuture::from(updated).await;
        }
        while registration.waiting().is_none() && registration.installing().is_some() {
            BrowserTimer.sleep(LOOK).await;
        }
    };
    let _ = select(pin!(looking), pin!(BrowserTimer.sleep(PATIENCE))).await;
    registration.waiting()
}

/// Tells a waiting worker to take over and waits until it has.
async fn take_over(waiting: &ServiceWorker) {
    let Some(container) = container() else { return };
    let (sender, changed) = oneshot::channel::<()>();
    let mut sender = Some(sender);
    let _listener = Listener::new(&container, "controllerchange", move |_| {
        if let Some(sender) = sender.take() {
            let _ = sender.send(());
        }
    });
    TAKING_OVER.set(true);
    if tell(waiting, ToWorker::TakeOver) {
        let _ = select(changed, pin!(BrowserTimer.sleep(PATIENCE))).await;
    }
}

/// Asks the browser to replay the outbox when there is a network again, with every tab closed. A bonus where it exists.
pub(crate) async fn register_sync() {
    let Some(registration) = registration().await else { return };
    let sync = Reflect::get(&registration, &"sync".into()).unwrap_or_default();
    let register = Reflect::get(&sync, &"register".into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
    if let Some(Ok(promise)) = register.map(|register| register.call1(&sync, &SYNC_TAG.into()))
        && let Ok(promise) = promise.dyn_into::<Promise>()
    {
        // Refused without the permission: then the tabs do it.
        let _ = JsFuture::from(promise).await;
    }
}

/// Tells of each newer build once.
struct News {
    on_update_waiting: Box<dyn Fn()>,
}

impl News {
    fn tell(&self) {
        if !TOLD.replace(true) {
            (self.on_update_waiting)();
        }
    }
}

fn watch_updates(registration: &ServiceWorkerRegistration, container: &ServiceWorkerContainer, news: Rc<News>) {
    let (found, container) = (registration.clone(), container.clone());
    Listener::new(registration, "updatefound", move |_| {
        let Some(installing) = found.installing() else { return };
        TOLD.set(false);
        let (worker, container, news) = (installing.clone(), container.clone(), Rc::clone(&news));
        Listener::new(&installing, "statechange", move |_| {
            // Without a controller it is the first worker, which claims the page by itself.
            if worker.state() == ServiceWorkerState::Installed && container.controller().is_some() {
                news.tell();
            }
        })
        .for_ever();
    })
    .for_ever();
}

/// A browser looks for a new worker when a page is loaded, which an app that stays open never is.
fn check_when_seen(registration: ServiceWorkerRegistration) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let (seen, last) = (document.clone(), Cell::new(js_sys::Date::now()));
    Listener::new(&document, "visibilitychange", move |_| {
        let now = js_sys::Date::now();
        if seen.visibility_state() == VisibilityState::Visible && now - last.get() >= CHECK {
            last.set(now);
            if let Ok(updated) = registration.update() {
                // Fails without a network; the next time will do.
                spawn_local(async move { drop(JsFuture::from(updated).await) });
            }
        }
    })
    .for_ever();
}

fn tell(worker: &ServiceWorker, message: ToWorker) -> bool {
    let text = serde_json::to_string(&message).expect("a message has no failing serialiser");
    worker.post_message(&JsValue::from_str(&text)).is_ok()
}

fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

async fn registration() -> Option<ServiceWorkerRegistration> {
    let found = JsFuture::from(container()?.get_registration()).await.ok()?;
    found.dyn_into().ok()
}

/// The page's service worker container; browsers have none where the page is not secure.
pub(crate) fn container() -> Option<ServiceWorkerContainer> {
    let container = web_sys::window()?.navigator().service_worker();
    (!container.is_undefined()).then_some(container)
}
