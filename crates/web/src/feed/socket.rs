//! A WebSocket as a queue of events.

use futures::{StreamExt as _, channel::mpsc};
use web_sys::WebSocket;

use super::{Arrived, on, text};
use crate::events::Listener;

/// A socket; closed when dropped.
pub(crate) struct Socket {
    socket: WebSocket,
    arrivals: mpsc::UnboundedReceiver<Arrived>,
    _listeners: [Listener; 4],
}

impl Socket {
    /// Begins to open a socket to a path of the server this page came from.
    pub(crate) fn open(path: &str) -> Option<Self> {
        let location = web_sys::window()?.location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let socket = WebSocket::new(&format!("{scheme}://{}{path}", location.host().ok()?)).ok()?;
        let (sender, arrivals) = mpsc::unbounded();
        let listeners = [
            on(&socket, "open", &sender, |_| Some(Arrived::Open)),
            on(&socket, "message", &sender, text),
            on(&socket, "error", &sender, |_| Some(Arrived::Closed)),
            on(&socket, "close", &sender, |_| Some(Arrived::Closed)),
        ];
        Some(Self { socket, arrivals, _listeners: listeners })
    }

    /// Waits for what comes next.
    pub(super) async fn next(&mut self) -> Arrived {
        self.arrivals.next().await.unwrap_or(Arrived::Closed)
    }

    /// Sends a text. On a socket that is not open it is lost, as it may be anyway.
    pub(crate) fn send(&self, text: &str) {
        let _ = self.socket.send_with_str(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.socket.close();
    }
}
