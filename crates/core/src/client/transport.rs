//! Which way the server's effects come to this profile: pure, told what happened and when. All carry the same deltas from
//! the same cursor, so changing from one to another misses nothing and repeats nothing.
//!
//! ```text
//!  WebSocket ──2 strikes──▶ Events ──2 strikes──▶ Poll
//!      ▲                      │ ▲                  │
//!      └──────── look ────────┘ └────── look ──────┘    back to WebSocket or Events as soon as one opens again
//! ```
//!
//! A strike is an attempt that did not become steady although plain requests got through: a proxy that knows no WebSockets,
//! or that holds an event stream back. Where plain requests fail too, the network is at fault and no carrier is blamed.

use serde::{Deserialize, Serialize};

use crate::{Millis, backoff};

/// How the server's effects come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// A WebSocket: the best, tried first.
    #[default]
    WebSocket,
    /// Server-Sent Events.
    Events,
    /// Pulls that the server answers when there is something.
    Poll,
}

impl Carrier {
    /// The next worse one; the worst is below itself.
    fn below(self) -> Self {
        match self {
            Self::WebSocket => Self::Events,
            Self::Events | Self::Poll => Self::Poll,
        }
    }
}

/// What a plain request said, right after a carrier was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// It got through.
    Works,
    /// It did not either.
    Fails,
}

/// How many attempts a carrier is given.
const STRIKES: u32 = 2;
/// How long a carrier must have been live for its loss not to count against it, in milliseconds.
const STEADY: Millis = 5_000;
/// The wait before the first look whether a better carrier works again, in milliseconds. Doubled by each that fails.
const LOOK_FIRST: Millis = 15_000;
/// The longest wait before such a look, in milliseconds.
const LOOK_CAP: Millis = 300_000;

/// The choice of the carrier, and when to try again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Transport {
    carrier: Carrier,
    live_since: Option<Millis>,
    strikes: u32,
    /// Attempts in a row that did not become live.
    failures: u32,
    /// What to go back to if the carrier, just risen to, does not become steady.
    trial: Option<Carrier>,
    looks: u32,
    look_at: Millis,
    /// When a better carrier last failed while plain requests got through.
    fell_at: Option<Millis>,
}

impl Transport {
    /// The carrier to use.
    pub fn carrier(&self) -> Carrier {
        self.carrier
    }

    /// Whether it is live.
    pub fn is_live(&self) -> bool {
        self.live_since.is_some()
    }

    /// A connection is being made: nothing has arrived by it yet.
    pub fn connecting(&mut self) {
        self.live_since = None;
    }

    /// Everything up to the beginning has arrived by it.
    pub fn live(&mut self, now: Millis) {
        self.live_since.get_or_insert(now);
        self.failures = 0;
    }

    /// Whether the carrier has been live long enough that its loss says nothing against it: no plain request need be asked.
    pub fn is_steady(&self, now: Millis) -> bool {
        self.live_since.is_some_and(|since| now.saturating_sub(since) >= STEADY)
    }

    /// The carrier was lost, or did not come about. Returns how long to wait before the next attempt, in milliseconds.
    /// `jitter` is between 0 and 1.
    pub fn lost(&mut self, now: Millis, plain: Plain, jitter: f64) -> Millis {
        if self.is_steady(now) {
            self.strikes = 0;
            self.trial = None;
            self.looks = 0;
        } else if plain == Plain::Works {
            self.strikes += 1;
        }
        self.live_since = None;
        let allowed = if self.trial.is_some() { 1 } else { STRIKES };
        if self.strikes >= allowed && self.carrier != Carrier::Poll {
            self.carrier = self.trial.take().unwrap_or(self.carrier.below());
            self.strikes = 0;
            self.failures = 0;
            self.fell_at = Some(now);
            self.look_later(now, jitter);
            return 0;
        }
        let wait = backoff::delay(self.failures, jitter);
        self.failures = self.failures.saturating_add(1);
        wait
    }

    /// The better carrier to look at, and when; `None` if there is none. From the worst, both others take turns.
    pub fn look(&self) -> Option<(Carrier, Millis)> {
        let better = match self.carrier {
            Carrier::WebSocket => return None,
            Carrier::Poll if !self.looks.is_multiple_of(2) => Carrier::Events,
            Carrier::Events | Carrier::Poll => Carrier::WebSocket,
        };
        Some((better, self.look_at))
    }

    /// The better carrier has opened: it is used from now on, on trial.
    pub fn rose(&mut self, to: Carrier, now: Millis, jitter: f64) {
        self.trial = Some(self.carrier);
        self.carrier = to;
        self.live_since = None;
        self.strikes = 0;
        self.look_later(now, jitter);
    }

    /// The better carrier did not open.
    pub fn stayed(&mut self, now: Millis, jitter: f64) {
        self.look_later(now, jitter);
    }

    /// The network may have changed (it is back, or the person is): look and try at once, as often as at first. A better
    /// carrier that has only just failed is let alone for a while all the same, or one that opens and is cut each time would
    /// be tried without end.
    pub fn hurry(&mut self, now: Millis) {
        self.failures = 0;
        if self.fell_at.is_some_and(|at| now.saturating_sub(at) < STEADY) {
            return;
        }
        self.looks = 0;
        self.look_at = now;
    }

    fn look_later(&mut self, now: Millis, jitter: f64) {
        let whole = LOOK_FIRST.saturating_mul(1 << self.looks.min(10)).min(LOOK_CAP);
        let half = whole / 2;
        self.looks = self.looks.saturating_add(1);
        self.look_at = now + half + (half as f64 * jitter.clamp(0.0, 1.0)) as Millis;
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Carrier::{self, Events, Poll, WebSocket},
        Plain::{Fails, Works},
        *,
    };

    /// What happens to a carrier, at the time given with it in seconds.
    enum Happens {
        Live(u64),
        Lost(u64, Plain),
        Rose(u64, Carrier),
        Stayed(u64),
    }
    use Happens::{Live, Lost, Rose, Stayed};

    fn after(events: &[Happens]) -> Transport {
        let mut transport = Transport::default();
        for event in events {
            match *event {
                Live(at) => transport.live(at * 1_000),
                Lost(at, plain) => drop(transport.lost(at * 1_000, plain, 1.0)),
                Rose(at, to) => transport.rose(to, at * 1_000, 1.0),
                Stayed(at) => transport.stayed(at * 1_000, 1.0),
            }
        }
        transport
    }

    #[test]
    fn two_strikes_lead_to_the_next_carrier() {
        let cases: [(&str, &[Happens], Carrier); 11] = [
            ("at first", &[], WebSocket),
            ("one failure is bad luck", &[Lost(0, Works)], WebSocket),
            ("two are not", &[Lost(0, Works), Lost(1, Works)], Events),
            ("without a network nothing is learnt", &[Lost(0, Fails), Lost(1, Fails), Lost(2, Fails)], WebSocket),
            ("nor forgotten", &[Lost(0, Works), Lost(1, Fails), Lost(2, Works)], Events),
            ("the worst", &[Lost(0, Works), Lost(1, Works), Lost(2, Works), Lost(3, Works)], Poll),
            (
                "there is nothing below it",
                &[Lost(0, Works), Lost(1, Works), Lost(2, Works), Lost(3, Works), Lost(4, Works), Lost(5, Works)],
                Poll,
            ),
            ("a steady line that ends is no strike", &[Live(0), Lost(60, Works), Live(61), Lost(99, Works)], WebSocket),
            ("one that is cut at once is", &[Live(0), Lost(1, Works), Live(2), Lost(3, Works)], Events),
            (
                "a steady line clears the record",
                &[Lost(0, Works), Live(1), Lost(60, Works), Lost(61, Works)],
                WebSocket,
            ),
            ("and so on another carrier", &[Lost(0, Works), Lost(1, Works), Live(2), Lost(60, Works)], Events),
        ];
        for (name, events, carrier) in cases {
            assert_eq!(after(events).carrier(), carrier, "{name}");
        }
    }

    #[test]
    fn a_better_carrier_is_looked_at_ever_less_often_and_used_when_it_opens() {
        let mut transport = after(&[Lost(0, Works), Lost(0, Works), Live(0)]);
        let mut waits = Vec::new();
        let mut now = 0;
        for _ in 0..7 {
            let (better, at) = transport.look().expect("there is a better one than events");
            assert_eq!(better, WebSocket);
            waits.push((at - now) / 1_000);
            now = at;
            transport.stayed(now, 1.0);
        }
        assert_eq!(waits, [15, 30, 60, 120, 240, 300, 300]);
        transport.hurry(now);
        assert_eq!(transport.look(), Some((WebSocket, now)), "at once when the network may have changed");
        transport.stayed(now, 1.0);
        assert_eq!(transport.look(), Some((WebSocket, now + 15_000)), "and soon again");
        transport.rose(WebSocket, now, 1.0);
        assert_eq!((transport.carrier(), transport.look()), (WebSocket, None));
    }

    #[test]
    fn a_carrier_that_opens_and_is_cut_is_not_tried_without_end() {
        let mut transport = after(&[Live(0), Lost(1, Works), Live(2), Lost(3, Works)]);
        assert_eq!(transport.carrier(), Events);
        let (mut now, mut tried) = (3_000, 0);
        // Somebody hurries all the time: for two minutes the better carrier is used whenever it may be, and cut a second later.
        while now < 123_000 {
            transport.hurry(now);
            match transport.look() {
                Some((better, at)) if at <= now => {
                    tried += 1;
                    transport.rose(better, now, 1.0);
                    transport.live(now);
                    assert_eq!(transport.lost(now + 1_000, Works, 1.0), 0);
                    assert_eq!(transport.carrier(), Events);
                }
                _ => transport.live(now),
            }
            now += 1_000;
        }
        assert!((2..=24).contains(&tried), "{tried} times");
    }

    #[test]
    fn what_rose_is_on_trial() {
        let risen = |more: &[Happens]| {
            let mut transport = after(&[Lost(0, Works), Lost(0, Works), Live(0), Rose(20, WebSocket)]);
            for event in more {
                match *event {
                    Live(at) => transport.live(at * 1_000),
                    Lost(at, plain) => drop(transport.lost(at * 1_000, plain, 1.0)),
                    Rose(..) | Stayed(_) => unreachable!("no case has them"),
                }
            }
            transport.carrier()
        };
        assert_eq!(risen(&[Lost(21, Works)]), Events, "back at once");
        assert_eq!(risen(&[Lost(21, Fails)]), WebSocket, "the network's fault");
        assert_eq!(risen(&[Live(21), Lost(22, Works)]), Events, "it opened and did not last");
        assert_eq!(risen(&[Live(21), Lost(60, Works), Lost(61, Works)]), WebSocket, "it was steady: two strikes again");
    }

    #[test]
    fn from_the_worst_both_others_take_turns() {
        let polling = [Lost(0, Works), Lost(0, Works), Lost(0, Works), Lost(0, Works)];
        let mut transport = after(&polling);
        let mut looked = Vec::new();
        for _ in 0..4 {
            looked.extend(transport.look().map(|(better, _)| better));
            transport.stayed(0, 1.0);
        }
        assert!(looked.windows(2).all(|two| two[0] != two[1]), "{looked:?}");
        transport.hurry(60_000);
        assert_eq!(transport.look(), Some((WebSocket, 60_000)), "the best first when the network may have changed");
        transport.rose(Events, 60_000, 1.0);
        assert_eq!(transport.look().map(|(better, _)| better), Some(WebSocket));
        assert_eq!(after(&[Stayed(0)]).look(), None, "nothing is better than the best");
    }

    #[test]
    fn waits_grow_to_half_a_minute_and_never_end() {
        let mut transport = Transport::default();
        let waits: Vec<_> = (0..9).map(|_| transport.lost(0, Fails, 1.0)).collect();
        assert_eq!(waits, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
        assert_eq!(transport.lost(0, Fails, 0.0), 15_000);
        transport.hurry(0);
        assert_eq!(transport.lost(0, Fails, 1.0), 500);
        transport.live(0);
        assert_eq!(transport.lost(60_000, Works, 1.0), 500);
    }

    #[test]
    fn a_change_of_carrier_does_not_wait() {
        let mut transport = after(&[Lost(0, Works)]);
        assert_eq!(transport.lost(1_000, Works, 1.0), 0);
    }
}
