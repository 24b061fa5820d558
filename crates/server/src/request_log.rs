//! One line per request: method, route, status, time, and an id that is on the answer too, so that what a person reports
//! can be found. The route's pattern is written, not the path: paths can carry tokens. Never cookies or bodies.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use tracing::Instrument as _;

use crate::error::Error;

/// How long a request may take, its body included.
const PATIENCE: Duration = Duration::from_secs(60);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Writes the line.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let id = format!("{:x}-{:x}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let method = request.method().clone();
    let route = match request.extensions().get::<MatchedPath>() {
        Some(route) => route.as_str().to_owned(),
        None => "the app".to_owned(),
    };
    let (span, start) = (tracing::error_span!("request", id), Instant::now());
    let answered = tokio::time::timeout(PATIENCE, next.run(request)).instrument(span.clone()).await;
    let mut response = answered.unwrap_or_else(|_| Error::Busy.into_response());
    let (status, ms) = (response.status().as_u16(), start.elapsed().as_millis());
    span.in_scope(|| tracing::info!(%method, route, status, ms, "answered"));
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
