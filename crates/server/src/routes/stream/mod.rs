//! Effects as they happen, over a WebSocket ([`ws`]) or over Server-Sent Events ([`sse`]): the same frames
//! (`wire::ServerFrame`, as JSON text) by one [`line::Line`], whatever carries them.
//!
//! ```text
//!  reader  where it is (account, cursor)
//!  server                Scopes  Delta… (pages from the cursor)  Live  Delta …  Beat …  Bye
//! ```

mod carrier;
mod line;
mod place;
mod sse;
mod tail;
mod ws;

pub(crate) use tail::Tail;

use axum::Router;

use crate::Shared;

pub(super) fn router() -> Router<Shared> {
    Router::new().merge(ws::router()).merge(sse::router())
}
