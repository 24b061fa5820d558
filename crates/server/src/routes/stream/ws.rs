//! The WebSocket: what the client says is `wire::ClientFrame`, as JSON text.

use std::time::Duration;

use axum::{
    extract::{
        State,
        ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::HeaderMap,
    response::Response,
};
use holdfast_core::{
    id::PersonId,
    wire::{Bye, ClientFrame, PROTOCOL},
};
use tokio::time::{Instant, timeout};

use super::{
    carrier::{Carrier, End, Heard, SLOWNESS},
    line::Line,
};
use crate::{Shared, error::Error, origin, routes::Routes, session::Session};

/// How long a client may say nothing, not even a pong.
const SILENCE: Duration = Duration::from_secs(75);
/// The most bytes of a client's frame: a cursor of thousands of scopes.
const MAX_FRAME: usize = 1 << 18;
/// The buffer each line keeps for what it reads: clients say little, and there are many lines.
const READ_BUFFER: usize = 1 << 12;

pub(super) fn routes() -> Routes {
    Routes::default().get("/v1/ws", upgrade)
}

/// `GET /api/v1/ws` → 101. 401 without a session, 403 from another site's page.
async fn upgrade(
    State(app): State<Shared>,
    headers: HeaderMap,
    session: Session,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Error> {
    origin::check_upgrade(&headers, &app.config.public)?;
    let upgrade = upgrade.map_err(|error| Error::invalid(format!("This address takes WebSockets only: {error}.")))?;
    let upgrade = upgrade.max_message_size(MAX_FRAME).max_frame_size(MAX_FRAME).read_buffer_size(READ_BUFFER);
    Ok(upgrade.on_upgrade(move |socket| {
        let carrier = Socket { socket, account: session.person, heard: Instant::now() };
        Line::new(carrier, app, session).run(None)
    }))
}

/// One client's WebSocket.
struct Socket {
    socket: WebSocket,
    /// Whose session it was opened with.
    account: PersonId,
    heard: Instant,
}

impl Socket {
    async fn put(&mut self, message: Message) -> Result<(), End> {
        match timeout(SLOWNESS, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }

    fn read(&self, text: &str) -> Result<Heard, End> {
        match serde_json::from_str(text) {
            Ok(ClientFrame::Hello { protocol, .. }) if protocol != PROTOCOL => Err(End::Bye(Bye::Protocol)),
            Ok(ClientFrame::Hello { account, .. }) if account != self.account => Err(End::Bye(Bye::WrongAccount)),
            Ok(ClientFrame::Hello { cursor, .. }) => Ok(Heard::Hello(cursor)),
            Err(_) => Err(End::Bye(Bye::Protocol)),
        }
    }
}

impl Carrier for Socket {
    const BEAT: Duration = Duration::from_secs(30);
    /// It says hello again.
    const SHOWS_PLACE: bool = false;

    async fn send(&mut self, frame: Utf8Bytes, _place: Option<String>) -> Result<(), End> {
        self.put(Message::Text(frame)).await
    }

    async fn hear(&mut self) -> Result<Heard, End> {
        let message = self.socket.recv().await;
        self.heard = Instant::now();
        match message {
            Some(Ok(Message::Text(text))) => self.read(&text),
            Some(Ok(Message::Binary(_))) => Err(End::Bye(Bye::Protocol)),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(Heard::Alive),
            Some(Ok(Message::Close(_)) | Err(_)) | None => Err(End::Gone),
        }
    }

    async fn probe(&mut self) -> Result<(), End> {
        match self.heard.elapsed() > SILENCE {
            true => Err(End::Gone),
            false => self.put(Message::Ping(Default::default())).await,
        }
    }

    async fn close(mut self) {
        let _ = self.put(Message::Close(None)).await;
    }
}
