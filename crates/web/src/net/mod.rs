//! The client's requests by `fetch`, in windows and workers alike.

mod classify;

use holdfast_core::{
    client::{Failure, Net},
    wire::{Cursor, PullAnswer, PushAnswer, PushRequest},
};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue, prelude::*};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCache, RequestCredentials, RequestInit, RequestRedirect, Response};

use classify::{Reply, classify};

/// How long a request may take, in milliseconds, its answer's last byte included.
const TIMEOUT: u32 = 30_000;

#[wasm_bindgen]
extern "C" {
    // A property of every global scope; web-sys has it on Window and on WorkerGlobalScope.
    #[wasm_bindgen(catch)]
    fn fetch(address: &str, init: &RequestInit) -> Result<js_sys::Promise, JsValue>;
}

/// The server this page or worker came from.
#[derive(Clone, Copy, Debug, Default)]
pub struct FetchNet;

impl Net for FetchNet {
    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, Failure> {
        post("/api/v1/sync/push", request).await
    }

    async fn pull(&self, cursor: &Cursor) -> Result<PullAnswer, Failure> {
        post("/api/v1/sync/pull", cursor).await
    }
}

async fn post<A: DeserializeOwned>(address: &str, body: &impl Serialize) -> Result<A, Failure> {
    let body = serde_json::to_string(body).expect("our requests have no failing serialiser");
    let reply = send(address, &body).await.map_err(|value| Failure::Unreachable(describe(&value)))?;
    classify(&reply)
}

async fn send(address: &str, body: &str) -> Result<Reply, JsValue> {
    let headers = Headers::new()?;
    headers.set("Content-Type", "application/json")?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&JsValue::from_str(body));
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_cache(RequestCache::NoStore);
    // Ours never redirects: a sign-in page of the network's does.
    init.set_redirect(RequestRedirect::Error);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT)));
    let response: Response = JsFuture::from(fetch(address, &init)?).await?.dyn_into()?;
    let retry_after = response.headers().get("Retry-After")?;
    let body = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    Ok(Reply { status: response.status(), retry_after, body })
}

fn describe(value: &JsValue) -> String {
    match value.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => format!("{value:?}"),
    }
}
