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

use super::Routes;

pub(super) fn routes() -> Routes {
    Routes::default().merge(ws::routes()).merge(sse::routes())
}
