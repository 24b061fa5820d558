//! What brings the server's effects to this profile, as one queue of arrivals whichever way they come.

mod events;
mod poll;
mod socket;

use futures::{FutureExt as _, channel::mpsc::UnboundedSender};
use holdfast_core::{
    Millis,
    client::{replay::Ended, transport::Carrier},
};
use wasm_bindgen::JsCast as _;
use web_sys::{Event, EventTarget, MessageEvent};

use crate::events::Listener;

pub(crate) use events::Events;
pub(crate) use poll::Poll;
pub(crate) use socket::Socket;

/// What a feed brings.
pub(crate) enum Arrived {
    /// It is open.
    Open,
    /// A frame of the server, as JSON text.
    Text(String),
    /// Everything there was has been pulled and applied.
    Pulled,
    /// A pull failed, and with it the feed.
    Failed(Ended),
    /// It is closed, or could not be opened.
    Closed,
}

/// One connection of one of the carriers; closed when dropped.
pub(crate) enum Feed {
    /// A WebSocket.
    Socket(Socket),
    /// An event stream.
    Events(Events),
    /// Pulls, one after the other.
    Poll(Poll),
}

impl Feed {
    /// Which carrier it is of.
    pub(crate) fn carrier(&self) -> Carrier {
        match self {
            Self::Socket(_) => Carrier::WebSocket,
            Self::Events(_) => Carrier::Events,
            Self::Poll(_) => Carrier::Poll,
        }
    }

    /// Waits for what comes next.
    pub(crate) async fn next(&mut self) -> Arrived {
        match self {
            Self::Socket(socket) => socket.next().await,
            Self::Events(events) => events.next().await,
            Self::Poll(poll) => poll.next().await,
        }
    }

    /// What has come already and was not waited for yet.
    pub(crate) fn come(&mut self) -> Option<Arrived> {
        self.next().now_or_never()
    }

    /// After so many milliseconds without an arrival it is dead, whatever the browser thinks: the server says something
    /// every 30 s on a WebSocket and every 15 s on an event stream. `None` for pulls, whose requests have limits of their own.
    pub(crate) fn silence(&self) -> Option<Millis> {
        match self {
            Self::Socket(_) => Some(75_000),
            Self::Events(_) => Some(40_000),
            Self::Poll(_) => None,
        }
    }
}

/// Puts what an event says into the queue, if it says anything.
fn on(
    target: &EventTarget,
    name: &'static str,
    queue: &UnboundedSender<Arrived>,
    read: fn(Event) -> Option<Arrived>,
) -> Listener {
    let queue = queue.clone();
    Listener::new(target, name, move |event| {
        if let Some(arrived) = read(event) {
            let _ = queue.unbounded_send(arrived);
        }
    })
}

/// The text of a message.
fn text(event: Event) -> Option<Arrived> {
    event.unchecked_ref::<MessageEvent>().data().as_string().map(Arrived::Text)
}
