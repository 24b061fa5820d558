//! The Holdfast service worker: starts the app without a network, and sends what waits in the outbox with every tab closed.
//!
//! It holds no replica: it sends rows and writes effects to the stored base, as `holdfast-core` says. That part is a module of its
//! own, [`serve`]; the worker itself, [`run`], starts it when there is something to send.

mod build;
mod decide;
mod notices;
mod precache;
mod replayer;
mod replays;
mod shared;

use std::{future::Future, rc::Rc};

use build::Build;
use decide::{Facts, Plan, decide};
use holdfast_web::messages::{SYNC_TAG, ToWorker};
use js_sys::{Promise, Reflect};
use replayer::Replayer;
use replays::Replays;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{
    Event, ExtendableEvent, ExtendableMessageEvent, FetchEvent, NotificationEvent, Request, RequestMode,
    ServiceWorkerGlobalScope, Url, WorkerGlobalScope,
};

/// Registers the event listeners. Called while the script is first evaluated: a browser takes no listener of a service
/// worker's later.
pub fn run() {
    let worker: ServiceWorkerGlobalScope = js_sys::global().unchecked_into();
    let build = Rc::new(Build::of(&worker));
    let replayer = Rc::new(Replayer::default());

    let (scope, kept) = (worker.clone(), Rc::clone(&build));
    on(&worker, "install", move |event: ExtendableEvent| {
        let (scope, build) = (scope.clone(), Rc::clone(&kept));
        wait_until(&event, async move { precache::install(&scope, &build).await });
    });

    let (scope, kept) = (worker.clone(), Rc::clone(&build));
    on(&worker, "activate", move |event: ExtendableEvent| {
        let (scope, build) = (scope.clone(), Rc::clone(&kept));
        wait_until(&event, async move { precache::activate(&scope, &build).await });
    });

    let (scope, kept) = (worker.clone(), Rc::clone(&build));
    on(&worker, "fetch", move |event: FetchEvent| fetch(&scope, &kept, &event));

    let (scope, kept, asked) = (worker.clone(), Rc::clone(&build), Rc::clone(&replayer));
    on(&worker, "message", move |event: ExtendableMessageEvent| {
        let text = event.data().as_string();
        // A message of another build's tab that this one cannot read asks for nothing.
        match text.and_then(|text| serde_json::from_str(&text).ok()) {
            Some(ToWorker::Replay) => {
                let (scope, build, replayer) = (scope.clone(), Rc::clone(&kept), Rc::clone(&asked));
                wait_until(&event, async move { replayer.asked(&scope, &build).await });
            }
            Some(ToWorker::TakeOver) => {
                let skipping = scope.skip_waiting();
                wait_until(&event, async move { settle(skipping).await });
            }
            None => {}
        }
    });

    let scope = worker.clone();
    on(&worker, "notificationclick", move |event: NotificationEvent| {
        let (scope, clicked) = (scope.clone(), event.clone());
        wait_until(&event, async move { notices::opened(&scope, &clicked).await });
    });

    let scope = worker.clone();
    on(&worker, "sync", move |event: ExtendableEvent| {
        let tag = Reflect::get(&event, &"tag".into()).ok().and_then(|tag| tag.as_string());
        if tag.as_deref() == Some(SYNC_TAG) {
            let (scope, build, replayer) = (scope.clone(), Rc::clone(&build), Rc::clone(&replayer));
            // A rejected promise makes the browser try again later.
            wait_until(&event, async move { replayer.synced(&scope, &build).await });
        }
    });
}

/// What the module that sends calls its two functions in the worker's global scope. Both give a promise.
const ASKED: &str = "HOLDFAST_ASKED";
const SYNCED: &str = "HOLDFAST_SYNCED";

/// Starts the module that sends: from here on the worker can ask it for replays.
pub fn serve() {
    let replays = Rc::new(Replays::default());
    let asked = Rc::clone(&replays);
    offer(ASKED, move || {
        let replays = Rc::clone(&asked);
        future_to_promise(async move {
            replays.asked().await;
            Ok(JsValue::UNDEFINED)
        })
    });
    offer(SYNCED, move || {
        let replays = Rc::clone(&replays);
        future_to_promise(async move {
            let synced = replays.synced().await;
            synced.map(|()| JsValue::UNDEFINED).map_err(|why| JsValue::from_str(&why))
        })
    });
}

/// Makes a function of the worker's global scope, for as long as the worker lives.
fn offer(name: &str, act: impl Fn() -> Promise + 'static) {
    let function = Closure::<dyn Fn() -> Promise>::new(act).into_js_value();
    Reflect::set(&js_sys::global(), &name.into(), &function).expect("a global scope takes properties");
}

/// Answers a request from the cache where that is the plan; else the browser does what it would have done.
fn fetch(scope: &ServiceWorkerGlobalScope, build: &Rc<Build>, event: &FetchEvent) {
    let request = event.request();
    let Some(plan) = plan(scope, build, &request) else { return };
    let (scope, build) = (scope.clone(), Rc::clone(build));
    let answer = async move {
        match plan {
            Plan::Shell => precache::answer(&scope, &build, "/", &request).await,
            Plan::Asset(path) => precache::answer(&scope, &build, &path, &request).await,
            Plan::Shared => shared::take(&scope, &request).await,
        }
    };
    // Throws only if someone else has answered.
    let _ = event.respond_with(&future_to_promise(answer));
}

fn plan(scope: &ServiceWorkerGlobalScope, build: &Build, request: &Request) -> Option<Plan> {
    let url = Url::new(&request.url()).ok()?;
    let facts = Facts {
        method: &request.method(),
        path: &url.pathname(),
        is_ours: url.origin() == scope.unchecked_ref::<WorkerGlobalScope>().location().origin(),
        is_navigation: request.mode() == RequestMode::Navigate,
    };
    decide(&facts, |path| build.has(path))
}

fn on<E: JsCast + 'static>(worker: &ServiceWorkerGlobalScope, name: &str, act: impl Fn(E) + 'static) {
    let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| act(event.unchecked_into()));
    worker
        .add_event_listener_with_callback(name, listener.as_ref().unchecked_ref())
        .expect("a global scope takes listeners");
    // As long as the worker lives.
    listener.forget();
}

fn wait_until(event: &ExtendableEvent, work: impl Future<Output = Result<(), JsValue>> + 'static) {
    let promise = future_to_promise(async move { work.await.map(|()| JsValue::UNDEFINED) });
    // Throws only where the event is over.
    let _ = event.wait_until(&promise);
}

/// Waits for a promise that may not even have been made.
async fn settle(promise: Result<Promise, JsValue>) -> Result<(), JsValue> {
    JsFuture::from(promise?).await.map(drop)
}

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
