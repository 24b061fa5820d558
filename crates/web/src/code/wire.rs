//! A WebSocket that carries bytes.

use futures::{StreamExt as _, channel::mpsc};
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast as _;
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

use crate::events::Listener;

/// What comes over it.
#[derive(Debug)]
pub(super) enum Arrived {
    /// It is open.
    Open,
    /// A frame.
    Frame(Vec<u8>),
    /// It is closed, and by which number.
    Closed(u16),
}

/// A line to the server; closed when dropped.
pub(super) struct Wire {
    socket: WebSocket,
    arrivals: mpsc::UnboundedReceiver<Arrived>,
    _listeners: [Listener; 3],
}

/// How lines are closed that are cut off.
const CUT: u16 = 1006;

impl Wire {
    /// Begins to open one to a path of the server this page came from.
    pub(super) fn open(path: &str) -> Option<Self> {
        let location = web_sys::window()?.location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let socket = WebSocket::new(&format!("{scheme}://{}{path}", location.host().ok()?)).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let (sender, arrivals) = mpsc::unbounded();
        let (opened, framed, closed) = (sender.clone(), sender.clone(), sender);
        let listeners = [
            Listener::new(&socket, "open", move |_| drop(opened.unbounded_send(Arrived::Open))),
            Listener::new(&socket, "message", move |event| {
                let data = event.unchecked_ref::<MessageEvent>().data();
                if let Some(buffer) = data.dyn_ref::<ArrayBuffer>() {
                    let _ = framed.unbounded_send(Arrived::Frame(Uint8Array::new(buffer).to_vec()));
                }
            }),
            // An error is followed by this.
            Listener::new(&socket, "close", move |event| {
                let _ = closed.unbounded_send(Arrived::Closed(event.unchecked_ref::<CloseEvent>().code()));
            }),
        ];
        Some(Self { socket, arrivals, _listeners: listeners })
    }

    /// Waits for what comes next.
    pub(super) async fn next(&mut self) -> Arrived {
        self.arrivals.next().await.unwrap_or(Arrived::Closed(CUT))
    }

    /// Sends a frame. On a line that is not open it is lost, as it may be anyway.
    pub(super) fn send(&self, frame: &[u8]) {
        if self.socket.ready_state() == WebSocket::OPEN {
            let _ = self.socket.send_with_u8_array(frame);
        }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        let _ = self.socket.close();
    }
}
