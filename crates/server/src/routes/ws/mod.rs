//! The WebSocket: effects as they happen. What is said is `wire::ClientFrame` and `wire::ServerFrame`, as JSON text.
//!
//! ```text
//!  client  Hello{cursor}
//!  server               Scopes  Delta… (pages from the cursor)  Live  Delta …  Beat …  Bye
//! ```
//!
//! The line knows how far its reader is, scope by scope, and sends what the log holds after that; hints of the bus only say
//! when to look. Before each send the line makes sure that nobody's access has changed since it looked at its reader's, so what
//! was written after access was taken away is not sent.

mod tail;

pub(crate) use tail::Tail;

use std::{collections::BTreeMap, time::Duration};

use axum::{
    Router,
    extract::{
        State,
        ws::{Message, WebSocket, WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::HeaderMap,
    response::Response,
    routing::get,
};
use holdfast_core::{
    id::ScopeId,
    record::Seq,
    wire::{Bye, ClientFrame, Cursor, PROTOCOL, ServerFrame},
};
use serde::Serialize;
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, MissedTickBehavior, interval, timeout},
};

use crate::{
    Shared,
    bus::Hint,
    db::DbError,
    error::Error,
    origin,
    session::{self, Session},
    sockets::OpenSocket,
};

/// How often the line says that it is alive.
const BEAT: Duration = Duration::from_secs(30);
/// How long a client may say nothing, not even a pong.
const SILENCE: Duration = Duration::from_secs(75);
/// How long a client may take to take in one frame.
const SLOWNESS: Duration = Duration::from_secs(20);
/// The most bytes of a client's frame: a cursor of thousands of scopes.
const MAX_FRAME: usize = 1 << 18;

/// The buffer each line keeps for what it reads: clients say little, and there are many lines.
const READ_BUFFER: usize = 1 << 12;

pub(super) fn router() -> Router<Shared> {
    Router::new().route("/v1/ws", get(upgrade))
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
    Ok(upgrade.on_upgrade(move |socket| Line::new(socket, app, session).run()))
}

/// Why a line ends.
enum End {
    /// With a last word.
    Bye(Bye),
    /// The client is gone, or too slow, or said what no client says.
    Gone,
    /// The database failed.
    Failed(DbError),
}

impl From<DbError> for End {
    fn from(error: DbError) -> Self {
        Self::Failed(error)
    }
}

struct Line {
    socket: WebSocket,
    app: Shared,
    session: Session,
    /// How far the reader is in the scopes it may read; `None` before its hello.
    places: Option<BTreeMap<ScopeId, Seq>>,
    /// [`crate::bus::Bus::access_changes`] before the last look at what the reader may read.
    access_seen: u64,
    /// Scopes whose log goes on after the reader's place, and at least how far.
    behind: BTreeMap<ScopeId, Seq>,
    /// Whether the reader has been told that it has caught up.
    live: bool,
    heard: Instant,
    /// Counted as long as it is.
    _open: OpenSocket,
}

impl Line {
    fn new(socket: WebSocket, app: Shared, session: Session) -> Self {
        Self {
            _open: app.sockets.open(),
            socket,
            app,
            session,
            places: None,
            access_seen: 0,
            behind: BTreeMap::new(),
            live: false,
            heard: Instant::now(),
        }
    }

    async fn run(mut self) {
        let end = match self.talk().await {
            Ok(never) => match never {},
            Err(end) => end,
        };
        match end {
            End::Bye(reason) => {
                let _ = self.say(&ServerFrame::Bye { reason }).await;
            }
            End::Failed(error) => tracing::error!(%error, "a WebSocket failed"),
            End::Gone => {}
        }
        let _ = timeout(SLOWNESS, self.socket.send(Message::Close(None))).await;
    }

    async fn talk(&mut self) -> Result<std::convert::Infallible, End> {
        // From before the first look at the log, so that nothing falls between.
        let mut bus = self.app.bus.subscribe();
        let mut stopping = self.app.stopping.clone();
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beat.reset();
        if !session::lasts(&self.app, &self.session).await? {
            return Err(End::Bye(Bye::SignedOut));
        }
        loop {
            tokio::select! {
                biased;
                () = crate::stopped(&mut stopping) => return Err(End::Bye(Bye::Restart)),
                frame = self.socket.recv() => self.hear(frame).await?,
                hint = bus.recv() => self.look(hint, &mut bus).await?,
                _ = beat.tick() => self.beat().await?,
                () = std::future::ready(()), if !self.behind.is_empty() => self.send_page().await?,
            }
            if self.places.is_some() && self.behind.is_empty() && !self.live {
                self.live = true;
                self.say(&ServerFrame::Live).await?;
            }
        }
    }

    async fn hear(&mut self, frame: Option<Result<Message, axum::Error>>) -> Result<(), End> {
        self.heard = Instant::now();
        match frame {
            Some(Ok(Message::Text(text))) => match serde_json::from_str(&text) {
                Ok(ClientFrame::Hello { protocol, .. }) if protocol != PROTOCOL => Err(End::Bye(Bye::Protocol)),
                Ok(ClientFrame::Hello { account, .. }) if account != self.session.person => {
                    Err(End::Bye(Bye::WrongAccount))
                }
                Ok(ClientFrame::Hello { cursor, .. }) => self.greet(cursor).await,
                Err(_) => Err(End::Bye(Bye::Protocol)),
            },
            Some(Ok(Message::Binary(_))) => Err(End::Bye(Bye::Protocol)),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
            Some(Ok(Message::Close(_)) | Err(_)) | None => Err(End::Gone),
        }
    }

    /// Starts from where the reader says it is.
    async fn greet(&mut self, cursor: Cursor) -> Result<(), End> {
        let current = cursor.epoch == Some(self.app.db.epoch());
        let place = |scope: ScopeId| if current { cursor.seq(scope) } else { Seq::default() };
        let heads = self.heads().await?;
        self.places = Some(heads.keys().map(|scope| (*scope, place(*scope))).collect());
        self.behind.clear();
        self.live = false;
        self.say_scopes(&heads).await?;
        self.fall_behind(&heads);
        Ok(())
    }

    /// Follows a hint.
    async fn look(&mut self, hint: Result<Hint, RecvError>, bus: &mut Receiver<Hint>) -> Result<(), End> {
        match hint {
            Ok(Hint::Scope { scope, seq }) => {
                if self.places.as_ref().and_then(|places| places.get(&scope)).is_some_and(|place| *place < seq) {
                    self.behind.insert(scope, seq);
                }
                Ok(())
            }
            Ok(Hint::Access { person }) if person == self.session.person => self.look_at_scopes().await,
            Ok(Hint::SignedOut { token }) if token == self.session.token => Err(End::Bye(Bye::SignedOut)),
            Ok(Hint::Access { .. } | Hint::SignedOut { .. }) => Ok(()),
            Err(RecvError::Lagged(_)) => {
                *bus = self.app.bus.subscribe();
                self.look_at_all().await
            }
            Err(RecvError::Closed) => Err(End::Bye(Bye::Restart)),
        }
    }

    /// Looks at everything a hint, or one that was lost, may have been about.
    async fn look_at_all(&mut self) -> Result<(), End> {
        if !session::lasts(&self.app, &self.session).await? {
            return Err(End::Bye(Bye::SignedOut));
        }
        self.look_at_scopes().await
    }

    async fn look_at_scopes(&mut self) -> Result<(), End> {
        let heads = self.heads().await?;
        let Some(places) = &mut self.places else { return Ok(()) };
        if !places.keys().eq(heads.keys()) {
            places.retain(|scope, _| heads.contains_key(scope));
            self.behind.retain(|scope, _| heads.contains_key(scope));
            for scope in heads.keys() {
                // What was lost and is back was purged meanwhile: it comes from its start, as what is new.
                places.entry(*scope).or_default();
            }
            self.say_scopes(&heads).await?;
        }
        self.fall_behind(&heads);
        Ok(())
    }

    /// Notes the scopes whose log goes on after the reader's place.
    fn fall_behind(&mut self, heads: &BTreeMap<ScopeId, Seq>) {
        for (scope, place) in self.places.iter().flatten() {
            if let Some(head) = heads.get(scope).filter(|head| *head > place) {
                self.behind.insert(*scope, *head);
            }
        }
    }

    async fn beat(&mut self) -> Result<(), End> {
        if self.heard.elapsed() > SILENCE {
            return Err(End::Gone);
        }
        self.send(Message::Ping(Default::default())).await?;
        self.say(&ServerFrame::Beat).await?;
        self.look_at_all().await
    }

    /// Sends the next page of one scope that is behind.
    async fn send_page(&mut self) -> Result<(), End> {
        let (Some(places), Some((&scope, &head))) = (&mut self.places, self.behind.first_key_value()) else {
            return Ok(());
        };
        let from = places.get(&scope).copied().unwrap_or_default();
        let frame = self.app.tail.after(&self.app.db, self.app.clock.now(), scope, from).await?;
        if self.app.bus.access_changes() != self.access_seen {
            // The frame may hold what was written after the reader's access was taken away.
            return self.look_at_scopes().await;
        }
        let Some(frame) = frame else {
            self.behind.remove(&scope);
            return Ok(());
        };
        places.insert(scope, frame.to);
        if frame.to >= head {
            self.behind.remove(&scope);
        }
        self.send(Message::Text(frame.text)).await
    }

    async fn heads(&mut self) -> Result<BTreeMap<ScopeId, Seq>, End> {
        self.access_seen = self.app.bus.access_changes();
        let mut tx = self.app.db.read(self.app.clock.now()).await?;
        Ok(tx.readable(self.session.person).await?)
    }

    async fn say_scopes(&mut self, heads: &BTreeMap<ScopeId, Seq>) -> Result<(), End> {
        let (epoch, scopes) = (self.app.db.epoch(), heads.keys().copied().collect());
        self.say(&ServerFrame::Scopes { protocol: PROTOCOL, epoch, scopes }).await
    }

    async fn say(&mut self, frame: &impl Serialize) -> Result<(), End> {
        let text = serde_json::to_string(frame).map_err(DbError::from)?;
        self.send(Message::Text(text.into())).await
    }

    async fn send(&mut self, message: Message) -> Result<(), End> {
        match timeout(SLOWNESS, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }
}
