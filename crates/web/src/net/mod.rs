//! The client's requests by `fetch`, in windows and workers alike.

pub(crate) mod blobs;
mod classify;
mod renew;

use std::pin::pin;

use futures::future::{Either, select};
use holdfast_core::{
    Millis,
    client::{Failure, Net, Timer as _},
    id::PersonId,
    wire::{ACCOUNT_HEADER, Cursor, PullAnswer, PushAnswer, PushRequest},
};
use js_sys::Reflect;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue, prelude::*};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCache, RequestCredentials, RequestInit, RequestRedirect, Response};

use crate::{
    BrowserTimer,
    locks::{self, Held},
    messages::pull_lock,
    wake::Bell,
};
use classify::{Reply, classify};

/// How long a request may take, in milliseconds, its answer's last byte included.
const TIMEOUT: Millis = 30_000;
/// How long the server is asked to wait for something to say before it answers a pull, in seconds.
const WAIT: u32 = 25;
/// How long to wait for whoever else reads what is new, in milliseconds: they may be frozen.
const TURN: Millis = 5_000;

#[wasm_bindgen]
extern "C" {
    // A property of every global scope; web-sys has it on Window and on WorkerGlobalScope.
    #[wasm_bindgen(catch)]
    fn fetch(address: &str, init: &RequestInit) -> Result<js_sys::Promise, JsValue>;
}

/// The server this page or worker came from, as a person's client.
#[derive(Clone, Copy, Debug)]
pub struct FetchNet {
    account: PersonId,
}

impl FetchNet {
    /// The requests of that person's client.
    pub fn new(account: PersonId) -> Self {
        Self { account }
    }
}

impl Net for FetchNet {
    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, Failure> {
        post(self.account, "/api/v1/sync/push", request).await
    }

    async fn pull(&self, cursor: &Cursor) -> Result<PullAnswer, Failure> {
        post(self.account, "/api/v1/sync/pull", cursor).await
    }

    async fn renew(&self) -> Result<(), Failure> {
        renew::renew(self.account).await
    }

    fn turn(&self) -> impl Future<Output = impl Sized> {
        turn_to_pull(self.account)
    }
}

/// Waits until nobody else in this profile reads what is new; after [`TURN`] whoever does so loses the turn. They may be
/// frozen, and everyone after them would wait as long; if they are not, they go on without it.
pub(crate) async fn turn_to_pull(account: PersonId) -> Option<Held> {
    let lock = pull_lock(account);
    match locks::hold_within(&lock, TURN).await {
        None => Some(locks::steal(&lock, &Bell::default()).await),
        held => held,
    }
}

/// Pulls that the server need not answer before there is something.
pub(crate) struct LongPoll {
    net: FetchNet,
    /// Rung to give a pull up; `None` where it is to be answered at once.
    bell: Option<Bell>,
}

impl LongPoll {
    /// Pulls that are answered at once.
    pub(crate) fn at_once(account: PersonId) -> Self {
        Self { net: FetchNet::new(account), bell: None }
    }

    /// Pulls that wait for something to come, until the bell is rung: then they fail.
    pub(crate) fn waiting(account: PersonId, bell: Bell) -> Self {
        Self { net: FetchNet::new(account), bell: Some(bell) }
    }
}

impl Net for LongPoll {
    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, Failure> {
        self.net.push(request).await
    }

    async fn pull(&self, cursor: &Cursor) -> Result<PullAnswer, Failure> {
        let Some(bell) = &self.bell else { return self.net.pull(cursor).await };
        let address = format!("/api/v1/sync/pull?wait={WAIT}");
        let (answer, given_up) = (pin!(post(self.net.account, &address, cursor)), pin!(bell.wait()));
        match select(answer, given_up).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => Err(Failure::Unreachable("given up".into())),
        }
    }

    async fn renew(&self) -> Result<(), Failure> {
        self.net.renew().await
    }

    async fn turn(&self) -> impl Sized {
        match self.bell {
            None => turn_to_pull(self.net.account).await,
            // Nobody is to wait for something to come.
            Some(_) => None,
        }
    }
}

/// Sends something to an address and reads the answer. Dropped before that, the request is aborted.
pub(crate) async fn post<A: DeserializeOwned>(
    account: PersonId,
    address: &str,
    body: &impl Serialize,
) -> Result<A, Failure> {
    classify(&reply(account, address, body).await?)
}

/// Asks, and waits for the whole answer, at most [`TIMEOUT`]. A request that is dropped is aborted.
async fn reply(account: PersonId, address: &str, body: &impl Serialize) -> Result<Reply, Failure> {
    let body = serde_json::to_string(body).expect("our requests have no failing serialiser");
    let (sent, late) = (pin!(send(account, address, &body)), pin!(BrowserTimer.sleep(TIMEOUT)));
    match select(sent, late).await {
        Either::Left((reply, _)) => reply.map_err(|value| Failure::Unreachable(describe(&value))),
        Either::Right(_) => Err(Failure::Unreachable(format!("no answer within {TIMEOUT} ms"))),
    }
}

/// Says that what is at an address is over, also where the page is being left: nobody waits for the answer.
pub(crate) fn last_word(account: PersonId, address: &str) {
    let said = || {
        // Of a type, as all that changes something: the server lets nothing else through.
        let init = init(account, "DELETE", Some(("application/json", &JsValue::UNDEFINED)))?;
        // Not in every browser's interface as this build knows it; where it means nothing, it does nothing.
        Reflect::set(&init, &"keepalive".into(), &true.into())?;
        fetch(address, &init)
    };
    if let Ok(answer) = said() {
        wasm_bindgen_futures::spawn_local(async move {
            let _ = JsFuture::from(answer).await;
        });
    }
}

/// A request as this person's client, with a body of some type if it has one.
fn init(account: PersonId, method: &str, body: Option<(&str, &JsValue)>) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    headers.set(ACCOUNT_HEADER, &account.to_string())?;
    let init = RequestInit::new();
    init.set_method(method);
    if let Some((content_type, body)) = body {
        headers.set("Content-Type", content_type)?;
        init.set_body(body);
    }
    init.set_headers(&headers);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_cache(RequestCache::NoStore);
    // Ours never redirects: a sign-in page of the network's does.
    init.set_redirect(RequestRedirect::Error);
    Ok(init)
}

/// Aborts its request when dropped; one that has ended does not mind.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn send(account: PersonId, address: &str, body: &str) -> Result<Reply, JsValue> {
    ask(account, "POST", address, Some(("application/json", &JsValue::from_str(body)))).await
}

/// Asks with a body of some type, and reads the answer as text.
async fn ask(account: PersonId, method: &str, address: &str, body: Option<(&str, &JsValue)>) -> Result<Reply, JsValue> {
    let abort = Abort(AbortController::new()?);
    let response = fetched(account, method, address, body, &abort).await?;
    let retry_after = response.headers().get("Retry-After")?;
    let body = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    Ok(Reply { status: response.status(), retry_after, body })
}

/// Asks, until the answer begins.
async fn fetched(
    account: PersonId,
    method: &str,
    address: &str,
    body: Option<(&str, &JsValue)>,
    abort: &Abort,
) -> Result<Response, JsValue> {
    let init = init(account, method, body)?;
    init.set_signal(Some(&abort.0.signal()));
    JsFuture::from(fetch(address, &init)?).await?.dyn_into()
}

fn describe(value: &JsValue) -> String {
    match value.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => format!("{value:?}"),
    }
}
