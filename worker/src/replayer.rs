//! Whoever sends what waits: a module of its own, started when there is something to send for the first time in a life of the
//! worker. It is most of the code; this way the worker is there sooner, and a first visit waits for less.

use futures::lock::Mutex;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ServiceWorkerGlobalScope;

use crate::{ASKED, SYNCED, build::Build, precache, settle};

/// What `/sw.js` calls the function that starts the module from a response.
const START: &str = "HOLDFAST_REPLAYER";

/// The module, once it has started.
#[derive(Default)]
pub(crate) struct Replayer(Mutex<bool>);

impl Replayer {
    /// A tab asked for a replay. One that does not come is told by nobody: the tab does it itself then.
    pub(crate) async fn asked(&self, scope: &ServiceWorkerGlobalScope, build: &Build) -> Result<(), JsValue> {
        self.ask(scope, build, ASKED).await
    }

    /// The browser found a network. An error makes it try again later.
    pub(crate) async fn synced(&self, scope: &ServiceWorkerGlobalScope, build: &Build) -> Result<(), JsValue> {
        self.ask(scope, build, SYNCED).await
    }

    async fn ask(&self, scope: &ServiceWorkerGlobalScope, build: &Build, what: &str) -> Result<(), JsValue> {
        self.start(scope, build).await?;
        settle(call(scope, what, &JsValue::UNDEFINED)).await
    }

    /// Started once, whoever asks meanwhile; where that fails, anew for the next who asks.
    async fn start(&self, scope: &ServiceWorkerGlobalScope, build: &Build) -> Result<(), JsValue> {
        let mut started = self.0.lock().await;
        if !*started {
            let module = match precache::kept(scope, build, &build.replayer).await {
                Ok(Some(kept)) => kept.into(),
                _ => JsFuture::from(scope.fetch_with_str(&build.replayer)).await?,
            };
            settle(call(scope, START, &module)).await?;
            *started = true;
        }
        Ok(())
    }
}

/// Calls a function of the worker's global scope that gives a promise.
fn call(scope: &ServiceWorkerGlobalScope, name: &str, argument: &JsValue) -> Result<Promise, JsValue> {
    let function = Reflect::get(scope, &name.into())?.dyn_into::<Function>()?;
    function.call1(scope, argument)?.dyn_into()
}
