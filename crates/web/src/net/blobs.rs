//! Blobs on their way to the server, and from it.

use std::pin::pin;

use futures::future::{Either, select};
use holdfast_core::{
    Millis,
    client::{Failure, Net as _, Timer as _},
    id::{PersonId, RecordId, ScopeId},
    wire::{ErrorBody, codes, remote::Upload},
};
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Blob, ReadableStreamDefaultReader};

use super::{
    Abort, FetchNet, TIMEOUT, ask,
    classify::{Reply, classify},
    describe, fetched, last_word,
};
use crate::BrowserTimer;

/// How long one piece may take, in milliseconds. What arrived of one that is cut off stays on the server.
const PATIENCE: Millis = 60_000;

/// Why nothing came of a piece.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Refusal {
    /// It says nothing about the blob: later.
    Failed(Failure),
    /// The server answers, and not this: later, and others meanwhile.
    Refused,
    /// There was no answer in time: less at once may come through.
    Slow,
    /// Files are turned off for this person.
    Off,
    /// It goes on from elsewhere, or too much is begun.
    Elsewhere,
    /// The server has no room for it.
    NoRoom,
    /// It is too much for one request, for the server or for what stands before it.
    TooMuch,
    /// Its bytes cannot be read here any more.
    Unreadable,
    /// All of it is there, and is not what it is called.
    OtherBytes,
}

/// How much of a blob the server has from this person.
pub(crate) async fn state(account: PersonId, hash: &str) -> Result<Upload, Refusal> {
    let address = format!("/api/v1/blobs/{hash}");
    renewing(account, async || told(TIMEOUT, ask(account, "GET", &address, None)).await).await
}

/// Sends the piece of a blob that begins there.
pub(crate) async fn piece(account: PersonId, hash: &str, whole: &Blob, from: u64, to: u64) -> Result<Upload, Refusal> {
    let address = format!("/api/v1/blobs/{hash}?offset={from}&size={}", whole.size());
    // Read first: from what a request says, nobody could tell a file that cannot be read from a line that is cut.
    let piece = whole.slice_with_f64_and_f64(from as f64, to as f64).map_err(|_| Refusal::Unreadable)?;
    let piece = JsFuture::from(piece.array_buffer()).await.map_err(|_| Refusal::Unreadable)?;
    let body = Some(("application/octet-stream", &piece));
    renewing(account, async || told(PATIENCE, ask(account, "PATCH", &address, body)).await).await
}

/// Says that the rest of a blob will not come.
pub(crate) fn forget(account: PersonId, hash: &str) {
    last_word(account, &format!("/api/v1/blobs/{hash}"));
}

/// Asks once more after the session was renewed, where it had lapsed.
async fn renewing<A>(account: PersonId, work: impl AsyncFn() -> Result<A, Refusal>) -> Result<A, Refusal> {
    match work().await {
        Err(Refusal::Failed(Failure::SignedOut)) => {
            FetchNet::new(account).renew().await.map_err(Refusal::Failed)?;
            work().await
        }
        answer => answer,
    }
}

async fn told(patience: Millis, asked: impl Future<Output = Result<Reply, JsValue>>) -> Result<Upload, Refusal> {
    let reply = match select(pin!(asked), pin!(BrowserTimer.sleep(patience))).await {
        Either::Left((Ok(reply), _)) => reply,
        Either::Left((Err(value), _)) => return Err(Refusal::Failed(Failure::Unreachable(describe(&value)))),
        Either::Right(_) => return Err(Refusal::Slow),
    };
    classify(&reply).map_err(|failure| about(&reply, failure))
}

/// What an answer says that is none to the question.
fn about(reply: &Reply, failure: Failure) -> Refusal {
    // Also of a proxy, which has its own bound and its own words.
    if reply.status == 413 {
        return Refusal::TooMuch;
    }
    let ours =
        serde_json::from_str::<ErrorBody>(&reply.body).ok().filter(|_| matches!(failure, Failure::Unreachable(_)));
    let Some(ErrorBody { error }) = ours else { return Refusal::Failed(failure) };
    match (error.code.as_str(), error.field.as_deref()) {
        (_, Some("blob")) => Refusal::OtherBytes,
        (codes::CONFLICT, _) => Refusal::Elsewhere,
        (codes::NO_ROOM, _) => Refusal::NoRoom,
        (codes::OFF, _) => Refusal::Off,
        _ => Refusal::Refused,
    }
}

/// Where the blob is that a record names.
pub(crate) fn address(scope: ScopeId, record: RecordId) -> String {
    format!("/api/v1/engagements/{scope}/blobs/{record}")
}

/// Why the content of a file cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// Not without a connection.
    Unreachable,
    /// Not before somebody signs in.
    SignedOut,
    /// The server does not have it, or not for this person.
    Gone,
}

/// The blob that a record names.
pub(crate) async fn content(account: PersonId, scope: ScopeId, record: RecordId) -> Result<Blob, Lacking> {
    match fetch_content(account, scope, record).await {
        Err(Lacking::SignedOut) => match FetchNet::new(account).renew().await {
            Ok(()) => fetch_content(account, scope, record).await,
            Err(Failure::SignedOut | Failure::WrongAccount) => Err(Lacking::SignedOut),
            Err(_) => Err(Lacking::Unreachable),
        },
        answer => answer,
    }
}

async fn fetch_content(account: PersonId, scope: ScopeId, record: RecordId) -> Result<Blob, Lacking> {
    let cut = |_| Lacking::Unreachable;
    let abort = Abort(AbortController::new().map_err(cut)?);
    let response = in_time(TIMEOUT, fetched(account, "GET", &address(scope, record), None, &abort)).await?;
    if !response.ok() {
        let body = in_time(TIMEOUT, JsFuture::from(response.text().map_err(cut)?)).await?;
        return Err(lacking(&body.as_string().unwrap_or_default()));
    }
    let Some(body) = response.body() else { return Blob::new().map_err(cut) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let parts = Array::new();
    // However much it is, some of it comes: a line that brings nothing for that long is cut.
    loop {
        let read = in_time(TIMEOUT, JsFuture::from(reader.read())).await?;
        let of = |name: &str| Reflect::get(&read, &name.into()).map_err(cut);
        if of("done")?.is_truthy() {
            return Blob::new_with_u8_array_sequence(&parts).map_err(cut);
        }
        parts.push(&of("value")?);
    }
}

/// What comes of something within that time, in milliseconds.
async fn in_time<A>(patience: Millis, work: impl Future<Output = Result<A, JsValue>>) -> Result<A, Lacking> {
    match select(pin!(work), pin!(BrowserTimer.sleep(patience))).await {
        Either::Left((Ok(answer), _)) => Ok(answer),
        Either::Left((Err(_), _)) | Either::Right(_) => Err(Lacking::Unreachable),
    }
}

/// What an error says of a content; only the server's own says that it is gone.
fn lacking(body: &str) -> Lacking {
    let code = serde_json::from_str::<ErrorBody>(body).map(|body| body.error.code);
    match code.as_deref() {
        Ok(codes::NOT_FOUND) => Lacking::Gone,
        Ok(codes::UNAUTHENTICATED | codes::WRONG_ACCOUNT) => Lacking::SignedOut,
        _ => Lacking::Unreachable,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn of(status: u16, body: &str) -> Refusal {
        let reply = Reply { status, retry_after: None, body: body.into() };
        about(&reply, classify::<Upload>(&reply).unwrap_err())
    }

    #[test]
    fn only_the_server_says_what_is_wrong_with_a_file() {
        let error =
            |code: &str, field: &str| format!(r#"{{"error":{{"code":"{code}","message":"m","field":"{field}"}}}}"#);
        assert_eq!(of(400, &error("invalid", "blob")), Refusal::OtherBytes);
        assert_eq!(of(400, &error("invalid", "size")), Refusal::Refused);
        assert_eq!(of(409, &error("conflict", "")), Refusal::Elsewhere);
        assert_eq!(of(507, &error("no_room", "")), Refusal::NoRoom);
        assert_eq!(of(500, &error("internal", "")), Refusal::Refused, "another file may fare better");
        assert_eq!(of(413, &error("too_large", "")), Refusal::TooMuch);
        assert_eq!(of(413, "<html>nginx</html>"), Refusal::TooMuch, "a proxy's own bound");
        assert_eq!(of(401, &error("unauthenticated", "")), Refusal::Failed(Failure::SignedOut));
        for (status, body) in [(400, ""), (409, "blob"), (507, "<html>"), (200, "<html>")] {
            assert!(matches!(of(status, body), Refusal::Failed(Failure::Unreachable(_))), "{status} {body}");
        }
        assert_eq!(lacking(&error("not_found", "")), Lacking::Gone);
        assert_eq!(lacking(&error("unauthenticated", "")), Lacking::SignedOut);
        assert_eq!(lacking("<html>404</html>"), Lacking::Unreachable);
    }
}
