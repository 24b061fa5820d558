//! The ends of open lines: a WebSocket, a stream of events.

use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use holdfast_core::{
    id::PersonId,
    wire::{ClientFrame, Cursor, PROTOCOL, ServerFrame},
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, tungstenite::Message};

/// How long a test waits for a frame before it fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// One end of a WebSocket.
pub(crate) struct Socket(pub(crate) WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>);

impl Socket {
    pub(crate) async fn hello(&mut self, account: PersonId, cursor: Cursor) {
        let hello = ClientFrame::Hello { protocol: PROTOCOL, account, cursor };
        self.say(&serde_json::to_string(&hello).unwrap()).await;
    }

    pub(crate) async fn say(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.unwrap();
    }

    /// The next frame; `None` once the line is closed.
    pub(crate) async fn next(&mut self) -> Option<ServerFrame> {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.0.next()).await;
            match next.expect("the server says something")? {
                Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).unwrap()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// Frames up to and with the first that fits.
    pub(crate) async fn until(&mut self, fits: impl Fn(&ServerFrame) -> bool) -> Vec<ServerFrame> {
        let mut frames = Vec::new();
        loop {
            let frame = self.next().await.unwrap_or_else(|| panic!("the line was closed after {frames:?}"));
            let done = fits(&frame);
            frames.push(frame);
            if done {
                return frames;
            }
        }
    }
}

/// One end of a stream of events.
pub(crate) struct Events {
    pub(crate) answer: reqwest::Response,
    pub(crate) read: String,
    /// The id of the last event that had one.
    pub(crate) last: Option<String>,
}

impl Events {
    /// The next frame but beats; `None` once the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<ServerFrame> {
        loop {
            while let Some((event, rest)) = self.read.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.read = rest;
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name));
                if let Some(id) = field("id: ") {
                    self.last = Some(id.to_owned());
                }
                match field("data: ").map(|data| serde_json::from_str(data).unwrap()) {
                    Some(ServerFrame::Beat) => {}
                    Some(frame) => return Some(frame),
                    None => assert_eq!(event, "retry: 2000"),
                }
            }
            let chunk = tokio::time::timeout(PATIENCE, self.answer.chunk()).await.expect("the server says something");
            self.read.push_str(std::str::from_utf8(&chunk.ok()??).unwrap());
        }
    }

    /// Frames up to and with the first that fits.
    pub(crate) async fn until(&mut self, fits: impl Fn(&ServerFrame) -> bool) -> Vec<ServerFrame> {
        let mut frames = Vec::new();
        loop {
            let frame = self.next().await.unwrap_or_else(|| panic!("the stream ended after {frames:?}"));
            let done = fits(&frame);
            frames.push(frame);
            if done {
                return frames;
            }
        }
    }
}
