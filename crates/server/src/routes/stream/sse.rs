//! Server-Sent Events: for readers whose WebSockets do not get through. Each event is one frame as `data`.

use std::{convert::Infallible, time::Duration};

use axum::{
    body::{Body, Bytes},
    extract::{State, ws::Utf8Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use holdfast_core::{
    id::PersonId,
    wire::{Cursor, PROTOCOL},
};
use serde::Deserialize;
use tokio::{sync::mpsc, time::timeout};

use super::{
    carrier::{Carrier, End, Heard, SLOWNESS},
    line::Line,
    place::{Place, Start},
};
use crate::{
    Shared,
    error::Error,
    origin,
    routes::{Routes, query::Params},
    session::Session,
};

/// How long a browser waits before it connects again by itself, in milliseconds.
const RETRY: &str = "retry: 2000\n\n";
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Proxies that gather an answer before they pass it on are told not to.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/events", open)
}

/// What a client's hello says on a WebSocket.
#[derive(Deserialize)]
struct Hello {
    protocol: u16,
    account: PersonId,
    /// A `wire::Cursor` as JSON; without one, from the start.
    #[serde(default)]
    cursor: Option<String>,
}

/// `GET /api/v1/events?protocol=N&account=ID&cursor=<wire::Cursor as JSON>` → `text/event-stream`.
///
/// The `id` of an event holds the places that have moved since the reader's cursor. A browser that connects again by itself
/// sends it as `Last-Event-ID`, and goes on from there. 401 without a session, 403 `wrong_account` for another's, 403
/// `forbidden` from another site's page, 400 `protocol`.
async fn open(
    State(app): State<Shared>,
    headers: HeaderMap,
    session: Session,
    Params(hello): Params<Hello>,
) -> Result<Response, Error> {
    origin::check_upgrade(&headers, &app.config.public)?;
    if hello.protocol != PROTOCOL {
        return Err(Error::Protocol);
    }
    if hello.account != session.person {
        return Err(Error::WrongAccount);
    }
    let cursor = match &hello.cursor {
        Some(text) => serde_json::from_str(text)
            .map_err(|error| Error::field("cursor", format!("The cursor is not one: {error}.")))?,
        None => Cursor::default(),
    };
    // One that is not ours says nothing; the cursor still does.
    let last = headers.get(LAST_EVENT_ID).and_then(|id| Place::read(id.to_str().ok()?));
    // One event at a time: whoever does not read them keeps no more than that in memory.
    let (events, queue) = mpsc::channel(1);
    let line = Line::new(Events(events), app, session);
    tokio::spawn(line.run(Some(Start { cursor, last })));
    let queue = futures::stream::unfold(queue, async |mut queue| Some((queue.recv().await?, queue)));
    let first = futures::stream::once(std::future::ready(Bytes::from_static(RETRY.as_bytes())));
    let body = futures::StreamExt::map(futures::StreamExt::chain(first, queue), Ok::<_, Infallible>);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
        (BUFFERING, HeaderValue::from_static("no")),
    ];
    Ok((headers, Body::from_stream(body)).into_response())
}

/// One client's stream of events.
struct Events(mpsc::Sender<Bytes>);

impl Carrier for Events {
    /// Shorter than the minute after which many proxies take a silent answer for dead.
    const BEAT: Duration = Duration::from_secs(15);
    const SHOWS_PLACE: bool = true;

    async fn send(&mut self, frame: Utf8Bytes, place: Option<String>) -> Result<(), End> {
        let id = place.map(|place| format!("id: {place}\n")).unwrap_or_default();
        let event = Bytes::from(format!("{id}data: {frame}\n\n"));
        match timeout(SLOWNESS, self.0.send(event)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }

    /// A reader of events cannot speak, only leave.
    async fn hear(&mut self) -> Result<Heard, End> {
        self.0.closed().await;
        Err(End::Gone)
    }

    /// What is sent to a reader who has left fails, and the beat is sent.
    async fn probe(&mut self) -> Result<(), End> {
        Ok(())
    }

    async fn close(self) {}
}
