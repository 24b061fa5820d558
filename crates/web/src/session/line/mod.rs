//! The line to the server: one per person and browser profile, kept by the tab that holds a Web Lock, by whichever carrier
//! gets through ([`Transport`]). The other tabs follow its hints; when it goes or falls silent, another takes over.

mod talk;
mod turn;

use std::rc::{Rc, Weak};

use holdfast_core::{
    Millis,
    client::{
        Failure, Hint, Net as _, StoreError, Timer as _,
        replay::Ended,
        transport::{Plain, Transport},
    },
    status::Link,
};

use super::{
    Event,
    inner::Inner,
    link::{Heard, LinkState},
};
use crate::{BrowserTimer, FetchNet, frozen, locks::Held, messages::LineNews, random, replay};

/// How long to wait before asking again after a gap, in milliseconds.
const GAP: Millis = 500;

/// How a line ended.
enum End {
    /// The session is over.
    Over,
    /// Another tab keeps the line from now on, or this one is frozen.
    Yielded,
    /// Something was missed: begin again from the cursor, on a new connection.
    Again,
    /// The connection was lost, or never came about.
    Lost,
    /// A plain request failed too.
    Unreachable,
    /// There is no session any more.
    SignedOut,
    /// The session is another account's.
    WrongAccount,
}

impl End {
    /// What a failed pull says of the line.
    fn of(ended: &Ended) -> Self {
        match ended {
            Ended::Failed(Failure::SignedOut) => Self::SignedOut,
            Ended::Failed(Failure::WrongAccount) => Self::WrongAccount,
            _ => Self::Unreachable,
        }
    }
}

/// Keeps the line whenever it is this tab's turn; ends with the session.
pub(super) async fn keep(session: Weak<Inner>) {
    let mut transport = Transport::default();
    while let Some(held) = turn::take(&session).await {
        if let Some(inner) = open(&session) {
            inner.leads.set(true);
        }
        let end = lead(&session, &held, &mut transport).await;
        let Some(inner) = open(&session) else { return };
        inner.leads.set(false);
        match end {
            End::Yielded => inner.set_link(|state| state.line_up = false),
            _ => return,
        }
    }
}

fn open(session: &Weak<Inner>) -> Option<Rc<Inner>> {
    session.upgrade().filter(|inner| !inner.closed.get())
}

/// Keeps the line until it is another's turn, or the session is over.
async fn lead(session: &Weak<Inner>, held: &Held, transport: &mut Transport) -> End {
    let Some(bell) = open(session).map(|inner| inner.line_bell.clone()) else { return End::Over };
    // One renewal for each time that the line was up.
    let mut renewed = false;
    loop {
        let Some(inner) = open(session) else { return End::Over };
        if held.is_lost() || frozen::is() {
            return End::Yielded;
        }
        if inner.link() == Link::SignedOut {
            inner.set_line(LineNews::default());
            drop(inner);
            bell.wait().await;
            continue;
        }
        drop(inner);
        let end = talk::talk(session, held, transport).await;
        let Some(inner) = open(session) else { return End::Over };
        renewed &= !transport.is_live();
        let wait = match end {
            End::Over | End::Yielded => return end,
            End::Again => GAP,
            End::Lost => match lost(&inner, transport).await {
                Ok(wait) => wait,
                Err(end) => signed_out(&inner, transport, &end, &mut renewed).await,
            },
            End::Unreachable => fail(&inner, transport, Plain::Fails),
            End::SignedOut | End::WrongAccount => signed_out(&inner, transport, &end, &mut renewed).await,
        };
        inner.set_line(LineNews { carrier: None, next_try: Some(BrowserTimer.now() + wait) });
        drop(inner);
        if wait > 0 && bell.wait_at_most(Some(wait)).await {
            transport.hurry(BrowserTimer.now());
        }
    }
}

/// The connection is gone: finds out whose fault it is, and says how long to wait. Until a plain request has failed too,
/// nobody is told that the server cannot be reached.
async fn lost(inner: &Rc<Inner>, transport: &mut Transport) -> Result<Millis, End> {
    let was_steady = transport.is_steady(BrowserTimer.now());
    if inner.is_line_up() {
        inner.set_link(LinkState::line_lost);
    }
    if was_steady {
        // Most probably the network: the next attempt and the replay tell.
        inner.want_replay();
        return Ok(transport.lost(BrowserTimer.now(), Plain::Fails, random::jitter()));
    }
    // A plain request tells why, and gets through where this carrier does not.
    match inner.pull().await {
        Ok(()) => Ok(fail(inner, transport, Plain::Works)),
        Err(ended) => match End::of(&ended) {
            end @ (End::SignedOut | End::WrongAccount) => Err(end),
            _ => Ok(fail(inner, transport, Plain::Fails)),
        },
    }
}

fn fail(inner: &Rc<Inner>, transport: &mut Transport, plain: Plain) -> Millis {
    if inner.is_line_up() {
        inner.set_link(|state| *state = LinkState { line_up: false, last: Link::Down });
        inner.channel.tell(&Hint::Link { link: Link::Down });
    }
    transport.lost(BrowserTimer.now(), plain, random::jitter())
}

/// The server asks for a sign-in: perhaps the session has only lapsed, which a renewal mends without anybody's password.
async fn signed_out(inner: &Rc<Inner>, transport: &mut Transport, end: &End, renewed: &mut bool) -> Millis {
    if matches!(end, End::SignedOut) && !*renewed {
        *renewed = true;
        match FetchNet::new(inner.account.id).renew().await {
            Ok(()) => return GAP,
            Err(Failure::SignedOut | Failure::WrongAccount) => {}
            Err(_) => {
                // Nobody knows yet.
                *renewed = false;
                return fail(inner, transport, Plain::Fails);
            }
        }
    }
    inner.set_link(|state| *state = LinkState { line_up: false, last: Link::SignedOut });
    inner.channel.tell(&Hint::Link { link: Link::SignedOut });
    0
}

impl Inner {
    /// Pulls everything that is new by plain requests, and tells what that says about the link.
    pub(super) async fn pull(self: &Rc<Self>) -> Result<(), Ended> {
        let tell = |hint: Hint| {
            self.channel.tell(&hint);
            self.follow(hint);
        };
        let net = FetchNet::new(self.account.id);
        let pulled = replay::pull(self.tab.db(), &net, self.account.id, self.holder, &tell).await;
        match &pulled {
            Ok(()) => {
                self.synced(BrowserTimer.now());
                self.channel.tell(&Hint::Link { link: Link::Up });
                self.on_link(Link::Up, Heard::ByLine);
            }
            Err(ended) => self.pull_failed(ended),
        }
        pulled
    }

    /// What a failed pull says beside that the line is lost.
    fn pull_failed(self: &Rc<Self>, ended: &Ended) {
        if replay::is_outdated(ended) {
            self.tell(Event::Superseded);
        }
        if let Ended::Broken(error) = ended {
            self.failed(error.clone());
        }
        // A session that has ended may be renewed yet.
        if replay::link_after(ended) == Some(Link::Down) {
            self.channel.tell(&Hint::Link { link: Link::Down });
            self.on_link(Link::Down, Heard::ByLine);
        }
    }
}

/// A failure of the database ends the line: for good if a newer build has taken the database over.
fn broken(inner: &Inner, error: StoreError) -> End {
    let is_over = error == StoreError::Superseded;
    inner.failed(error);
    if is_over { End::Over } else { End::Unreachable }
}
