//! The line to the server: one WebSocket per person and browser profile, kept by the tab that holds a Web Lock. The other
//! tabs follow its hints; when it goes, another takes over.

use std::{
    pin::pin,
    rc::{Rc, Weak},
};

use futures::future::{Either, select};
use holdfast_core::{
    Millis, backoff,
    client::{Hint, StoreError, Timer as _, tab::Reaction},
    status::Link,
    wire::{Bye, ServerFrame},
};

use super::{Event, inner::Inner, link::LinkState};
use crate::{
    BrowserTimer, locks,
    messages::line_lock,
    random,
    socket::{Arrived, Socket},
};

/// After so many milliseconds of silence a line is dead: the server says something every 30 s.
const SILENCE: Millis = 75_000;
/// How long an answer to a hello may take.
const ANSWER: Millis = 10_000;

/// How a line ended.
enum End {
    /// The session is over.
    Closed,
    /// The connection was lost, or never came about.
    Lost,
    /// The server asks for a new sign-in.
    SignedOut,
}

/// Keeps the line up, for ever; ends with the session.
pub(super) async fn keep(session: Weak<Inner>) {
    let Some(inner) = open(&session) else { return };
    let (lock, bell) = (line_lock(inner.account.id), inner.line_bell.clone());
    drop(inner);
    let _held = locks::hold(&lock).await;
    let mut failures = 0;
    loop {
        let Some(inner) = open(&session) else { return };
        if inner.link() == Link::SignedOut {
            drop(inner);
            bell.wait().await;
            continue;
        }
        drop(inner);
        let end = talk(&session).await;
        let Some(inner) = open(&session) else { return };
        let was_up = inner.is_line_up();
        if was_up {
            failures = 0;
        }
        match end {
            End::Closed => return,
            End::SignedOut => {
                inner.set_link(|state| *state = LinkState { line_up: false, last: Link::SignedOut });
                inner.channel.tell(&Hint::Link { link: Link::SignedOut });
                continue;
            }
            End::Lost => {
                if was_up {
                    inner.set_link(|state| *state = LinkState { line_up: false, last: Link::Down });
                    inner.channel.tell(&Hint::Link { link: Link::Down });
                }
                // A plain request tells why, and gets through where WebSockets do not.
                inner.want_replay();
            }
        }
        drop(inner);
        let wait = backoff::delay(failures, random::jitter());
        failures = failures.saturating_add(1);
        bell.wait_at_most(Some(wait)).await;
    }
}

fn open(session: &Weak<Inner>) -> Option<Rc<Inner>> {
    session.upgrade().filter(|inner| !inner.closed.get())
}

/// One line from its beginning to its end.
async fn talk(session: &Weak<Inner>) -> End {
    let Some(mut socket) = Socket::open("/api/v1/ws") else { return End::Lost };
    let Some(bell) = open(session).map(|inner| inner.line_bell.clone()) else { return End::Closed };
    let mut patience = ANSWER;
    loop {
        let arrived = {
            let (rung, silent) = (pin!(bell.wait()), pin!(BrowserTimer.sleep(patience)));
            match select(pin!(socket.next()), select(rung, silent)).await {
                Either::Left((arrived, _)) => Some(arrived),
                Either::Right((Either::Left(_), _)) => None,
                Either::Right((Either::Right(_), _)) => return End::Lost,
            }
        };
        let Some(inner) = open(session) else { return End::Closed };
        let done = match arrived {
            Some(Arrived::Closed) => return End::Lost,
            Some(Arrived::Text(text)) => {
                patience = SILENCE;
                take(&inner, &socket, &text).await
            }
            // Someone doubts the line: a hello is answered at once if it is alive.
            Some(Arrived::Open) | None => {
                patience = ANSWER;
                say_hello(&inner, &socket).await
            }
        };
        match done {
            Ok(None) => {}
            Ok(Some(end)) => return end,
            Err(error) => {
                let is_over = error == StoreError::Superseded;
                inner.failed(error);
                return if is_over { End::Closed } else { End::Lost };
            }
        }
    }
}

async fn say_hello(inner: &Inner, socket: &Socket) -> Result<Option<End>, StoreError> {
    let hello = inner.tab.hello().await?;
    socket.send(&serde_json::to_string(&hello).expect("a frame has no failing serialiser"));
    Ok(None)
}

/// Takes one frame.
async fn take(inner: &Rc<Inner>, socket: &Socket, text: &str) -> Result<Option<End>, StoreError> {
    // Not one of ours: a proxy's, or a newer server's, whose scopes would have told its version.
    let Ok(frame) = serde_json::from_str::<ServerFrame>(text) else { return Ok(Some(End::Lost)) };
    match inner.tab.on_frame(frame, BrowserTimer.now()).await? {
        Reaction::Tell(hints) => {
            for hint in &hints {
                inner.channel.tell(hint);
            }
        }
        Reaction::SayHello => return say_hello(inner, socket).await,
        Reaction::CaughtUp => {
            if !inner.is_line_up() {
                inner.set_link(|state| state.line_up = true);
                inner.on_link(Link::Up);
                inner.want_replay();
            }
            inner.channel.tell(&Hint::Link { link: Link::Up });
        }
        Reaction::Closing(Bye::SignedOut | Bye::WrongAccount) => return Ok(Some(End::SignedOut)),
        Reaction::Closing(Bye::Protocol) => {
            inner.tell(Event::Superseded);
            return Ok(Some(End::Lost));
        }
        Reaction::Closing(Bye::Restart) => return Ok(Some(End::Lost)),
    }
    Ok(None)
}
