//! One client's line to a text.

use std::{convert::Infallible, time::Duration};

use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket};
use holdfast_text::{
    Flaw, Refused,
    message::{Message, Way},
    read_entries,
};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, MissedTickBehavior, interval, timeout},
};

use crate::{
    Shared,
    bus::Hint,
    code::{Place, Seat, Sent, Speaker, Taken, What},
    db::DbError,
    session::Session,
    sockets::OpenSocket,
};

/// How long a client may take to take in one frame.
const SLOWNESS: Duration = Duration::from_secs(20);
/// How often it is asked whether it is there.
const BEAT: Duration = Duration::from_secs(30);
/// How long a client may say nothing, not even a pong.
const SILENCE: Duration = Duration::from_secs(75);
/// How long a line is not read whose account has said too much.
const PAUSE: Duration = Duration::from_secs(1);

/// Why a line ends.
#[derive(Debug)]
enum End {
    /// The client said what no client says, or what contradicts itself.
    Nonsense,
    /// It may not, or may not any more, be here; or there is nothing here.
    PutOut,
    /// It may only read, and wrote.
    ReadOnly,
    /// What it sent builds on what is not here: it is to come again and send all of it.
    Again,
    /// The text would be too long.
    Full,
    /// Its account has too many lines, or it does not read what it is sent.
    Crowded,
    /// The server goes down.
    Restart,
    /// The client is gone.
    Gone,
    /// The database failed.
    Failed(DbError),
}

impl From<DbError> for End {
    fn from(error: DbError) -> Self {
        Self::Failed(error)
    }
}

impl End {
    /// What is said of it, by number and in words.
    fn told(&self) -> Option<(u16, &'static str)> {
        Some(match self {
            Self::Nonsense => (4400, "what was sent cannot be taken"),
            Self::PutOut => (4403, "this is not open to this account, or not any more"),
            Self::ReadOnly => (4405, "this account may read here, not write"),
            Self::Again => (4409, "something is lacking in between: come again and send all of it"),
            Self::Full => (4413, "the text would be too long: make it shorter"),
            Self::Crowded => (1013, "too many lines, or too slow a one: come again"),
            Self::Restart => (1012, "the server starts anew: come again"),
            Self::Failed(_) => (1011, "the server failed and has written down why: come again"),
            Self::Gone => return None,
        })
    }
}

pub(super) struct Line {
    socket: WebSocket,
    app: Shared,
    session: Session,
    speaker: Speaker,
    place: Place,
    seat: Seat,
    /// Whether it is told what is stored and what it may do.
    told: bool,
    /// What it was told last that it may do.
    way: Option<Way>,
    /// [`crate::bus::Bus::access_changes`] before the last look at what it may do.
    access_seen: u64,
    /// How many updates of it are stored.
    stored: u64,
    heard: Instant,
    open: OpenSocket,
}

impl Line {
    pub(super) fn new(
        socket: WebSocket,
        app: Shared,
        session: Session,
        name: String,
        place: Place,
        told: bool,
    ) -> Self {
        let seat = app.code.sit_down(place);
        let speaker = Speaker { line: seat.line, person: session.person, name };
        let open = app.code_lines.open(session.person);
        let heard = Instant::now();
        Self { socket, app, session, speaker, place, seat, told, way: None, access_seen: 0, stored: 0, heard, open }
    }

    /// Runs until either side ends it.
    pub(super) async fn run(mut self) {
        let end = match self.talk().await {
            Ok(never) => match never {},
            Err(end) => end,
        };
        if let End::Failed(error) = &end {
            tracing::error!(%error, "a line to a text failed");
        }
        // Whoever waits for it to be gone need not wait for its client.
        let Self { mut socket, seat, .. } = self;
        drop(seat);
        if let Some((code, reason)) = end.told() {
            let close = Frame::Close(Some(CloseFrame { code, reason: reason.into() }));
            let _ = timeout(SLOWNESS, socket.send(close)).await;
        }
    }

    async fn talk(&mut self) -> Result<Infallible, End> {
        // From before the first look, so that nothing falls between.
        let (mut bus, mut news) = (self.app.bus.subscribe(), self.seat.desk.listen());
        let mut stopping = self.app.stopping.clone();
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beat.reset();
        self.look().await?;
        if self.way == Some(Way::Write) {
            // A reader has nothing that the server is to have.
            let known = self.seat.desk.known(&self.app, &self.session).await?;
            self.send(Message::Have(&known).frame()).await?;
        }
        if let Some(people) = self.seat.desk.people() {
            self.send(people).await?;
        }
        loop {
            tokio::select! {
                biased;
                () = crate::stopped(&mut stopping) => return Err(End::Restart),
                () = self.open.crowded() => return Err(End::Crowded),
                hint = bus.recv() => self.follow(hint, &mut bus).await?,
                sent = news.recv() => self.pass_on(sent).await?,
                frame = self.socket.recv() => {
                    self.heard = Instant::now();
                    match frame {
                        Some(Ok(Frame::Binary(frame))) => self.hear(&frame).await?,
                        Some(Ok(Frame::Ping(_) | Frame::Pong(_))) => {}
                        Some(Ok(Frame::Text(_))) => return Err(End::Nonsense),
                        Some(Ok(Frame::Close(_)) | Err(_)) | None => return Err(End::Gone),
                    }
                }
                _ = beat.tick() => {
                    if self.heard.elapsed() > SILENCE {
                        return Err(End::Gone);
                    }
                    self.look().await?;
                    self.put(Frame::Ping(Default::default())).await?;
                }
            }
        }
    }

    /// Follows a hint about what may have changed.
    async fn follow(&mut self, hint: Result<Hint, RecvError>, bus: &mut Receiver<Hint>) -> Result<(), End> {
        match hint {
            Ok(Hint::Access { person }) if person == self.session.person => self.look().await,
            Ok(Hint::SignedOut { token }) if token == self.session.token => Err(End::PutOut),
            Ok(Hint::Flags) => self.look().await,
            // The record may be gone.
            Ok(Hint::Scope { scope, .. }) if scope == self.place.0 => self.look().await,
            Ok(_) => Ok(()),
            Err(RecvError::Lagged(_)) => {
                *bus = self.app.bus.subscribe();
                self.look().await
            }
            Err(RecvError::Closed) => Err(End::Restart),
        }
    }

    /// Looks at what it may do, and tells it where that is news.
    async fn look(&mut self) -> Result<(), End> {
        self.access_seen = self.app.bus.access_changes();
        let way = self.seat.desk.way(&self.app, &self.session).await?.ok_or(End::PutOut)?;
        if self.way.replace(way) != Some(way) && self.told {
            self.send(Message::May(way).frame()).await?;
        }
        Ok(())
    }

    /// Makes sure that nobody's access has changed since the last look.
    async fn still(&mut self) -> Result<(), End> {
        if self.app.bus.access_changes() == self.access_seen { Ok(()) } else { self.look().await }
    }

    /// Passes on what somebody else has sent.
    async fn pass_on(&mut self, sent: Result<Sent, RecvError>) -> Result<(), End> {
        match sent {
            Ok(sent) if sent.from == Some(self.seat.line) => Ok(()),
            Ok(sent) => {
                self.still().await?;
                match sent.what {
                    What::Frame(frame) => self.put(Frame::Binary(frame)).await,
                    What::Stored(number) => match self.seat.desk.stored(&self.app, number).await? {
                        Some(frame) => self.send(frame).await,
                        None => Err(End::Crowded),
                    },
                }
            }
            // What it has missed it learns by coming anew.
            Err(RecvError::Lagged(_)) => Err(End::Crowded),
            Err(RecvError::Closed) => Err(End::Restart),
        }
    }

    /// Hears a frame.
    async fn hear(&mut self, frame: &[u8]) -> Result<(), End> {
        let now = self.app.clock.now();
        if self.app.code_rate.take(self.session.person, now).is_err() {
            // Nothing of it is lost; it only comes later.
            tokio::time::sleep(PAUSE).await;
        }
        let messages = Message::read_all(frame).map_err(|_| End::Nonsense)?;
        // Each is answered with the whole text, for a few bytes.
        if messages.iter().filter(|message| matches!(message, Message::Have(_))).count() > 1 {
            return Err(End::Nonsense);
        }
        for message in messages {
            self.still().await?;
            match message {
                Message::Have(known) => {
                    let lacking = self.seat.desk.lacking(&self.app, &self.session, known).await?;
                    let lacking = lacking.map_err(|_| End::Nonsense)?;
                    self.send(Message::Lacking(&lacking).frame()).await?;
                }
                Message::Lacking(update) => self.take(update, End::Nonsense).await?,
                Message::Update(update) => self.take(update, End::Again).await?,
                Message::Awareness(entries) => {
                    let entries = read_entries(entries).map_err(|_| End::Nonsense)?;
                    self.seat.desk.say(&self.speaker, &entries, now);
                }
                Message::Who => {
                    if let Some(people) = self.seat.desk.people() {
                        self.send(people).await?;
                    }
                }
                Message::Denied(_) | Message::Stored(_) | Message::May(_) => return Err(End::Nonsense),
            }
        }
        Ok(())
    }

    /// Takes an update; `gap` is how the line ends where that builds on what is not here.
    async fn take(&mut self, update: &[u8], gap: End) -> Result<(), End> {
        let taken = self.seat.desk.take(&self.app, &self.session, self.seat.line, update).await?;
        let end = match taken {
            // A Yjs client that has just come may tell what is new before it has told what is old: it is asked for both. One that
            // is told what is stored knows better, and what it counts is not to be left out.
            Taken::Refused(Refused::Flaw(Flaw::Gap)) if matches!(gap, End::Again) && !self.told => {
                let known = self.seat.desk.known(&self.app, &self.session).await?;
                return self.send(Message::Have(&known).frame()).await;
            }
            Taken::Stored => {
                self.stored += 1;
                return match self.told {
                    true => self.send(Message::Stored(self.stored).frame()).await,
                    false => Ok(()),
                };
            }
            Taken::Refused(Refused::Flaw(Flaw::Gap)) => gap,
            Taken::Refused(Refused::Full) => End::Full,
            Taken::Refused(_) => End::Nonsense,
            Taken::ReadOnly => End::ReadOnly,
            Taken::PutOut => End::PutOut,
        };
        if let Some((_, reason)) = end.told() {
            self.send(Message::Denied(reason).frame()).await?;
        }
        Err(end)
    }

    async fn send(&mut self, frame: Vec<u8>) -> Result<(), End> {
        self.put(Frame::Binary(frame.into())).await
    }

    async fn put(&mut self, frame: Frame) -> Result<(), End> {
        match timeout(SLOWNESS, self.socket.send(frame)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }
}
