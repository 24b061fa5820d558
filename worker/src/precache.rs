//! The files of the build: all kept before the worker is installed, so that what starts is one build and whole.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, Request, RequestCache, RequestInit, Response, ServiceWorkerGlobalScope};

use crate::{
    build::{Build, CACHE_PREFIX},
    settle,
};

/// Fetches and keeps everything, or fails: then the browser throws this worker away and tries again later.
pub(crate) async fn install(scope: &ServiceWorkerGlobalScope, build: &Build) -> Result<(), JsValue> {
    let init = RequestInit::new();
    // Past the HTTP cache, which may hold another build's page.
    init.set_cache(RequestCache::Reload);
    let requests: Vec<Request> =
        build.assets.iter().map(|path| Request::new_with_str_and_init(path, &init)).collect::<Result<_, _>>()?;
    let requests: Array = requests.iter().collect();
    let cache = open(scope, build).await?;
    let kept = settle(Ok(cache.add_all_with_request_sequence(&requests))).await;
    if kept.is_err() {
        settle(Ok(scope.caches()?.delete(&build.cache()))).await?;
    }
    kept
}

/// Removes what older builds kept and takes control of the pages that have no worker yet.
pub(crate) async fn activate(scope: &ServiceWorkerGlobalScope, build: &Build) -> Result<(), JsValue> {
    let caches = scope.caches()?;
    let names: Array = JsFuture::from(caches.keys()).await?.unchecked_into();
    for name in names.iter().filter_map(|name| name.as_string()) {
        if name.starts_with(CACHE_PREFIX) && name != build.cache() {
            settle(Ok(caches.delete(&name))).await?;
        }
    }
    settle(Ok(scope.clients().claim())).await
}

/// The kept file, or what the network has in its place: a browser short of room may have thrown the cache away.
pub(crate) async fn answer(
    scope: &ServiceWorkerGlobalScope,
    build: &Build,
    path: &str,
    request: &Request,
) -> Result<JsValue, JsValue> {
    if let Ok(Some(response)) = kept(scope, build, path).await {
        return Ok(response.into());
    }
    JsFuture::from(scope.fetch_with_request(request)).await
}

async fn kept(scope: &ServiceWorkerGlobalScope, build: &Build, path: &str) -> Result<Option<Response>, JsValue> {
    let cache = open(scope, build).await?;
    // `undefined` where there is none.
    Ok(JsFuture::from(cache.match_with_str(path)).await?.dyn_into().ok())
}

async fn open(scope: &ServiceWorkerGlobalScope, build: &Build) -> Result<Cache, JsValue> {
    JsFuture::from(scope.caches()?.open(&build.cache())).await.map(JsCast::unchecked_into)
}
