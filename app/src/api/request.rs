//! One request, from its path to an answer of ours.

use holdfast_core::wire::{ACCOUNT_HEADER, ErrorBody};
use reqwasm::http::{Request, Response};
use serde::{Serialize, de::DeserializeOwned};
use web_sys::AbortController;
use yewdux::prelude::*;

use super::Failure;
use crate::stores::Auth;

/// How long a file of the app may take, in milliseconds: the page may wait for it.
const FILE: u32 = 3_000;

/// Reads a file of the app itself.
pub(crate) async fn file(path: &str) -> Result<String, Failure> {
    let patience = web_sys::AbortSignal::timeout_with_u32(FILE);
    let response = Request::get(path).abort_signal(Some(&patience)).send().await.map_err(|_| Failure::Unreachable)?;
    match response.ok() {
        true => response.text().await.map_err(|_| Failure::Unreachable),
        false => Err(Failure::Foreign(response.status())),
    }
}

/// Reads what is at a path.
pub(super) async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    answer(Request::get(path)).await
}

/// The same, whoever the page belongs to.
pub(super) async fn get_as_anyone<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    read(&text(Request::get(path)).await?)
}

/// Sends something to a path and reads the answer.
pub(super) async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Failure> {
    answer(with_body(path, body)?).await
}

/// Ends what is at a path; there is nothing to read in the answer.
pub(super) async fn delete(path: &str) -> Result<(), Failure> {
    // The type says that no other site's form made it; the server wants that of everything that changes something.
    text(as_page(Request::delete(path).header("content-type", "application/json"))).await.map(drop)
}

/// A request with a body, not sent yet.
pub(super) fn with_body(path: &str, body: &impl Serialize) -> Result<Request, Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Unreachable)?;
    Ok(Request::post(path).header("content-type", "application/json").body(body))
}

/// Ends a request when whoever waits for it does so no more: its query is not wanted, its action was cancelled.
struct Aborts(Option<AbortController>);

impl Drop for Aborts {
    fn drop(&mut self) {
        // After the answer has been read there is nothing left to end.
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

async fn answer<T: DeserializeOwned>(request: Request) -> Result<T, Failure> {
    read(&text(as_page(request)).await?)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    // An answer that cannot be read is none of ours.
    serde_json::from_str(text).map_err(|_| Failure::Unreachable)
}

/// With the name of whom the page belongs to.
fn as_page(request: Request) -> Request {
    match Dispatch::<Auth>::global().get().session() {
        // The cookie may be another's by now: their data must not come here, nor be changed from here.
        Some(session) => request.header(ACCOUNT_HEADER, &session.account().id.to_string()),
        None => request,
    }
}

async fn text(request: Request) -> Result<String, Failure> {
    let aborts = Aborts(AbortController::new().ok());
    let signal = aborts.0.as_ref().map(AbortController::signal);
    let response: Response = request.abort_signal(signal.as_ref()).send().await.map_err(|_| Failure::Unreachable)?;
    let text = response.text().await.map_err(|_| Failure::Unreachable)?;
    if response.ok() {
        return Ok(text);
    }
    // A proxy's error page is no answer of ours.
    let body: ErrorBody = serde_json::from_str(&text).map_err(|_| Failure::Foreign(response.status()))?;
    Err(Failure::Refused(body.error))
}
