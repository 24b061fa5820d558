//! One connection from its beginning to its end, and the looks at better carriers meanwhile.

use std::{
    pin::pin,
    rc::{Rc, Weak},
};

use futures::future::{Either, FutureExt as _, pending, select};
use holdfast_core::{
    Millis,
    client::{
        Hint, StoreError, Timer as _,
        tab::Reaction,
        transport::{Carrier, Transport},
    },
    effect::Delta,
    id::PersonId,
    status::Link,
    wire::{Bye, ClientFrame, ServerFrame},
};

use super::{End, broken, open};
use crate::{
    BrowserTimer,
    feed::{Arrived, Events, Feed, Poll, Socket},
    frozen,
    locks::Held,
    messages::LineNews,
    net::turn_to_pull,
    random, replay,
    session::{Event, inner::Inner, link::Heard},
    wake::Bell,
};

/// How long an answer to a hello, or a connection to open, may take, in milliseconds.
const ANSWER: Millis = 10_000;
/// After so many milliseconds without an arrival an event stream that somebody doubts is opened anew: it should have beaten.
const DOUBTED: Millis = 20_000;

/// How many effects are applied at once at most: the page must not stand still for long.
const AT_ONCE: usize = 1_500;

/// How many bytes of them, about.
const AT_ONCE_BYTES: usize = 1 << 20;
/// How long the turn to read what is new is kept without an arrival, in milliseconds.
const MUTE: Millis = 2_000;

/// A better carrier that is being tried beside the one in use.
struct Trial {
    feed: Feed,
    until: Millis,
}

/// The turn to read what is new.
struct Turn {
    _held: Held,
    /// Given up then, unless something arrives: others need not wait for a connection that stays mute.
    until: Millis,
}

/// One connection.
struct Line<'a> {
    held: &'a Held,
    transport: &'a mut Transport,
    bell: Bell,
    feed: Feed,
    heard: Millis,
    /// By when something must have arrived; `None` for a feed that keeps its own time.
    due: Option<Millis>,
    trial: Option<Trial>,
    /// Held while what came before this connection is on its way by it.
    turn: Option<Turn>,
    /// What came together with a frame and is to be looked at next.
    ahead: Option<Arrived>,
}

/// Why the line wakes.
enum Wake {
    Arrived(Arrived),
    Tried(Arrived),
    Rung,
    Time,
}

/// Talks by the carrier of the transport's choice until that ends; changes to a better one where that opens.
pub(super) async fn talk(session: &Weak<Inner>, held: &Held, transport: &mut Transport) -> End {
    let Some(inner) = open(session) else { return End::Over };
    transport.connecting();
    let bell = inner.line_bell.clone();
    // Polls take their turns themselves.
    let turn = match transport.carrier() {
        Carrier::WebSocket | Carrier::Events => turn_unless_rung(inner.account.id, &bell).await,
        Carrier::Poll => None,
    };
    // It may have taken a while.
    if inner.closed.get() {
        return End::Over;
    }
    if held.is_lost() || frozen::is() {
        return End::Yielded;
    }
    let feed = match connect(&inner, transport.carrier()).await {
        Ok(Some(feed)) => feed,
        Ok(None) => return End::Lost,
        Err(error) => return broken(&inner, error),
    };
    drop(inner);
    let heard = BrowserTimer.now();
    let turn = turn.map(|held| Turn { _held: held, until: heard + MUTE });
    let mut line = Line { held, transport, bell, feed, heard, due: None, trial: None, turn, ahead: None };
    line.expect_answer();
    loop {
        let wake = line.wake().await;
        let Some(inner) = open(session) else { return End::Over };
        if line.held.is_lost() || frozen::is() {
            return End::Yielded;
        }
        let done = match wake {
            Wake::Arrived(arrived) => line.arrived(&inner, arrived).await,
            Wake::Tried(arrived) => line.tried(&inner, arrived).await,
            Wake::Rung => line.doubt(&inner).await,
            Wake::Time => line.time(&inner).await,
        };
        match done {
            Ok(None) => {}
            Ok(Some(end)) => return end,
            Err(error) => return broken(&inner, error),
        }
    }
}

/// Waits for a turn to read what is new, but not longer than until the bell is rung, which is for the connection to hear.
async fn turn_unless_rung(account: PersonId, bell: &Bell) -> Option<Held> {
    match select(pin!(turn_to_pull(account)), pin!(bell.wait())).await {
        Either::Left((turn, _)) => turn,
        Either::Right(_) => {
            bell.ring();
            None
        }
    }
}

/// Begins to connect; `None` where the browser cannot.
async fn connect(inner: &Rc<Inner>, carrier: Carrier) -> Result<Option<Feed>, StoreError> {
    Ok(match carrier {
        Carrier::WebSocket => Socket::open("/api/v1/ws").map(Feed::Socket),
        Carrier::Events => {
            let ClientFrame::Hello { account, cursor, .. } = inner.tab.hello().await?;
            Events::open(account, &cursor).map(Feed::Events)
        }
        Carrier::Poll => {
            let weak = Rc::downgrade(inner);
            let (db, account, holder) = (inner.tab.db().clone(), inner.account.id, inner.holder);
            let pull = move |net| {
                let (weak, db) = (weak.clone(), db.clone());
                let tell = move |hint: Hint| {
                    if let Some(inner) = weak.upgrade() {
                        inner.channel.tell(&hint);
                        inner.follow(hint);
                    }
                };
                async move { replay::pull(&db, &net, account, holder, &tell).await }.boxed_local()
            };
            Some(Feed::Poll(Poll::start(account, Box::new(pull))))
        }
    })
}

/// Says on a socket where this replica is; the other carriers say so as they are opened.
async fn say_hello(inner: &Inner, feed: &Feed) -> Result<(), StoreError> {
    if let Feed::Socket(socket) = feed {
        let hello = inner.tab.hello().await?;
        socket.send(&serde_json::to_string(&hello).expect("a frame has no failing serialiser"));
    }
    Ok(())
}

impl Line<'_> {
    async fn wake(&mut self) -> Wake {
        if let Some(arrived) = self.ahead.take() {
            return Wake::Arrived(arrived);
        }
        let now = BrowserTimer.now();
        let look = if self.trial.is_none() { self.transport.look().map(|(_, at)| at) } else { None };
        let turn = self.turn.as_ref().map(|turn| turn.until);
        let dues = [self.due, look, self.trial.as_ref().map(|trial| trial.until), turn];
        let next = dues.into_iter().flatten().min();
        let time = async {
            match next {
                Some(at) => BrowserTimer.sleep(at.saturating_sub(now)).await,
                None => pending().await,
            }
        };
        let trial = &mut self.trial;
        let tried = async {
            match trial {
                Some(trial) => trial.feed.next().await,
                None => pending().await,
            }
        };
        let (arrived, tried, rung, time) = (pin!(self.feed.next()), pin!(tried), pin!(self.bell.wait()), pin!(time));
        match select(select(arrived, tried), select(rung, time)).await {
            Either::Left((Either::Left((arrived, _)), _)) => Wake::Arrived(arrived),
            Either::Left((Either::Right((arrived, _)), _)) => Wake::Tried(arrived),
            Either::Right((Either::Left(_), _)) => Wake::Rung,
            Either::Right((Either::Right(_), _)) => Wake::Time,
        }
    }

    async fn arrived(&mut self, inner: &Rc<Inner>, arrived: Arrived) -> Result<Option<End>, StoreError> {
        self.heard = BrowserTimer.now();
        if let Some(turn) = &mut self.turn {
            turn.until = self.heard + MUTE;
        }
        match arrived {
            Arrived::Open => self.hello(inner).await,
            Arrived::Text(text) => {
                self.due = self.feed.silence().map(|time| self.heard + time);
                self.take(inner, &text).await
            }
            Arrived::Pulled => {
                inner.tell(Event::Told);
                self.caught_up(inner);
                Ok(None)
            }
            Arrived::Failed(ended) => {
                inner.pull_failed(&ended);
                Ok(Some(End::of(&ended)))
            }
            Arrived::Closed => Ok(Some(End::Lost)),
        }
    }

    /// Says where this replica is, or has said so by opening the connection.
    async fn hello(&mut self, inner: &Inner) -> Result<Option<End>, StoreError> {
        say_hello(inner, &self.feed).await?;
        self.expect_answer();
        Ok(None)
    }

    fn expect_answer(&mut self) {
        self.due = self.feed.silence().map(|_| BrowserTimer.now() + ANSWER);
    }

    /// Somebody doubts the line, or the network may have changed.
    async fn doubt(&mut self, inner: &Rc<Inner>) -> Result<Option<End>, StoreError> {
        let now = BrowserTimer.now();
        self.transport.hurry(now);
        // What is being tried was begun on the network as it was.
        self.trial = None;
        match &self.feed {
            // A hello is answered at once if the line is alive.
            Feed::Socket(_) => self.hello(inner).await,
            Feed::Events(_) if now.saturating_sub(self.heard) > DOUBTED => Ok(Some(End::Again)),
            Feed::Events(_) => Ok(None),
            Feed::Poll(poll) => {
                poll.hurry();
                Ok(None)
            }
        }
    }

    async fn time(&mut self, inner: &Rc<Inner>) -> Result<Option<End>, StoreError> {
        let now = BrowserTimer.now();
        let is_past = |due: Option<Millis>| due.is_some_and(|due| due <= now);
        if is_past(self.turn.as_ref().map(|turn| turn.until)) {
            self.turn = None;
        }
        if is_past(self.due) {
            return Ok(Some(End::Lost));
        }
        match (&self.trial, self.transport.look()) {
            (Some(trial), _) if trial.until <= now => {
                self.trial = None;
                self.transport.stayed(now, random::jitter());
            }
            (None, Some((better, at))) if at <= now => match connect(inner, better).await? {
                Some(feed) => self.trial = Some(Trial { feed, until: now + ANSWER }),
                None => self.transport.stayed(now, random::jitter()),
            },
            _ => {}
        }
        Ok(None)
    }

    /// Something came of the better carrier. It is used once the server has answered by it: one that opens and stays mute
    /// must not cost the one that works.
    async fn tried(&mut self, inner: &Rc<Inner>, arrived: Arrived) -> Result<Option<End>, StoreError> {
        let now = BrowserTimer.now();
        let Some(mut trial) = self.trial.take() else { return Ok(None) };
        match arrived {
            Arrived::Open => {
                say_hello(inner, &trial.feed).await?;
                trial.until = now + ANSWER;
                self.trial = Some(trial);
                Ok(None)
            }
            Arrived::Text(_) | Arrived::Pulled => {
                self.transport.rose(trial.feed.carrier(), now, random::jitter());
                self.feed = trial.feed;
                self.expect_answer();
                self.arrived(inner, arrived).await
            }
            Arrived::Failed(_) | Arrived::Closed => {
                self.transport.stayed(now, random::jitter());
                Ok(None)
            }
        }
    }

    /// Takes one frame.
    async fn take(&mut self, inner: &Rc<Inner>, text: &str) -> Result<Option<End>, StoreError> {
        // Not one of ours: a proxy's, or a newer server's, whose scopes would have told its version.
        let Ok(mut frame) = serde_json::from_str::<ServerFrame>(text) else { return Ok(Some(End::Lost)) };
        if let ServerFrame::Delta(delta) = &mut frame {
            self.join(delta, text.len());
        }
        let says_scopes = matches!(frame, ServerFrame::Scopes { .. });
        let reaction = inner.tab.on_frame(frame, self.heard).await?;
        if says_scopes {
            inner.tell(Event::Told);
        }
        if !matches!(reaction, Reaction::Tell(_)) {
            self.turn = None;
        }
        match reaction {
            Reaction::Tell(hints) => {
                for hint in &hints {
                    inner.channel.tell(hint);
                }
            }
            Reaction::SayHello => {
                return match self.feed {
                    Feed::Socket(_) => self.hello(inner).await,
                    Feed::Events(_) | Feed::Poll(_) => Ok(Some(End::Again)),
                };
            }
            // The log no longer reaches back that far.
            Reaction::Pull => {
                return match inner.pull().await {
                    Ok(()) if matches!(self.feed, Feed::Socket(_)) => self.hello(inner).await,
                    Ok(()) => Ok(Some(End::Again)),
                    Err(ended) => Ok(Some(End::of(&ended))),
                };
            }
            Reaction::CaughtUp(hints) => {
                for hint in &hints {
                    inner.channel.tell(hint);
                }
                if !hints.is_empty() {
                    inner.want_replay();
                }
                self.caught_up(inner);
            }
            Reaction::Closing(Bye::SignedOut) => return Ok(Some(End::SignedOut)),
            Reaction::Closing(Bye::WrongAccount) => return Ok(Some(End::WrongAccount)),
            Reaction::Closing(Bye::Protocol) => {
                inner.tell(Event::Superseded);
                return Ok(Some(End::Unreachable));
            }
            Reaction::Closing(Bye::Restart | Bye::Crowded) => return Ok(Some(End::Lost)),
        }
        if self.transport.is_live() {
            inner.synced(self.heard);
        }
        inner.look_after();
        Ok(None)
    }

    /// Takes what follows a delta and has come already along with it: one transaction for many costs much less than one for
    /// each.
    fn join(&mut self, delta: &mut Delta, mut bytes: usize) {
        while self.ahead.is_none() && bytes < AT_ONCE_BYTES {
            let Some(come) = self.feed.come() else { return };
            self.ahead = match &come {
                Arrived::Text(text) => {
                    bytes += text.len();
                    match serde_json::from_str(text) {
                        Ok(ServerFrame::Delta(next)) => delta.join(next, AT_ONCE).map(|_| come),
                        _ => Some(come),
                    }
                }
                _ => Some(come),
            };
        }
    }

    /// Everything up to the beginning of this connection has arrived.
    fn caught_up(&mut self, inner: &Rc<Inner>) {
        self.transport.live(self.heard);
        inner.set_line(LineNews { carrier: Some(self.feed.carrier()), next_try: None });
        inner.synced(self.heard);
        if !inner.is_line_up() {
            inner.set_link(|state| state.line_up = true);
            inner.on_link(Link::Up, Heard::ByLine);
            inner.want_replay();
        }
        inner.channel.tell(&Hint::Link { link: Link::Up });
    }
}
