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
    let request = |path: &String| {
        let init = RequestInit::new();
        // Past the HTTP cache, which may hold another build's page; what never changes need not come twice.
        init.set_cache(if is_for_ever(path) { RequestCache::Default } else { RequestCache::Reload });
        Request::new_with_str_and_init(path, &init)
    };
    let requests: Vec<Request> = build.assets.iter().map(request).collect::<Result<_, _>>()?;
    let requests: Array = requests.iter().collect();
    let cache = open(scope, build).await?;
    let kept = settle(Ok(cache.add_all_with_request_sequence(&requests))).await;
    if kept.is_err() {
        settle(Ok(scope.caches()?.delete(&build.cache()))).await?;
    }
    kept
}

/// Whether a path names its content, by 16 digits after a dash: then there is nothing else under that name.
fn is_for_ever(path: &str) -> bool {
    let digits = |rest: &str| rest.bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).count();
    path.match_indices('-').any(|(dash, _)| digits(&path[dash + 1..]) == 16)
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

/// The file as it is kept.
pub(crate) async fn kept(
    scope: &ServiceWorkerGlobalScope,
    build: &Build,
    path: &str,
) -> Result<Option<Response>, JsValue> {
    let cache = open(scope, build).await?;
    // `undefined` where there is none.
    Ok(JsFuture::from(cache.match_with_str(path)).await?.dyn_into().ok())
}

async fn open(scope: &ServiceWorkerGlobalScope, build: &Build) -> Result<Cache, JsValue> {
    JsFuture::from(scope.caches()?.open(&build.cache())).await.map(JsCast::unchecked_into)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::is_for_ever;

    #[test]
    fn only_what_names_its_content_may_come_from_the_http_cache() {
        for path in ["/app-0123456789abcdef.js", "/app-0123456789abcdef_bg.wasm", "/parts/work-00112233aabbccdd.wasm"] {
            assert!(is_for_ever(path), "{path}");
        }
        for path in ["/", "/icons/icon-192.png", "/icons/apple-touch-180.png", "/manifest.webmanifest", "/a-0123.js"] {
            assert!(!is_for_ever(path), "{path}");
        }
    }
}
