//! An event stream as a queue of events.

use futures::{StreamExt as _, channel::mpsc};
use holdfast_core::{
    id::PersonId,
    wire::{Cursor, PROTOCOL},
};
use web_sys::EventSource;

use super::{Arrived, on, text};
use crate::events::Listener;

/// An event stream; closed when dropped, and over with its first error. The browser would connect again by itself and name
/// the last event that arrived. What counts here is the last one that was *applied*: a new stream from the stored cursor.
pub(crate) struct Events {
    source: EventSource,
    arrivals: mpsc::UnboundedReceiver<Arrived>,
    _listeners: [Listener; 3],
}

impl Events {
    /// Begins to open the stream from a cursor.
    pub(crate) fn open(account: PersonId, cursor: &Cursor) -> Option<Self> {
        let cursor = serde_json::to_string(cursor).expect("a cursor has no failing serialiser");
        let cursor = js_sys::encode_uri_component(&cursor);
        let address = format!("/api/v1/events?protocol={PROTOCOL}&account={account}&cursor={cursor}");
        let source = EventSource::new(&address).ok()?;
        let (sender, arrivals) = mpsc::unbounded();
        let listeners = [
            on(&source, "open", &sender, |_| Some(Arrived::Open)),
            on(&source, "message", &sender, text),
            on(&source, "error", &sender, |_| Some(Arrived::Closed)),
        ];
        Some(Self { source, arrivals, _listeners: listeners })
    }

    /// Waits for what comes next.
    pub(super) async fn next(&mut self) -> Arrived {
        self.arrivals.next().await.unwrap_or(Arrived::Closed)
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.source.close();
    }
}
