//! Being at a record, and hearing who else is. This tab says so again and again as long as its page is looked at, and each answer
//! waits for news; with no network nothing is known. A browser opens few connections to a server, so at most two tabs of a person
//! let their answers wait, and others ask every few seconds.

use std::{cell::Cell, pin::pin, rc::Rc};

use futures::future::{Either, select};
use holdfast_core::{
    Millis, backoff,
    client::{Failure, Timer as _},
    id::{Id, PersonId, RecordId, ScopeId},
    wire::presence::{Doing, Here, LONGEST_WAIT, PersonHere, Present, Shown},
};
use wasm_bindgen_futures::spawn_local;
use web_sys::EventTarget;

use crate::{
    BrowserTimer,
    events::{Listener, is_seen},
    locks::{self, Held},
    messages::presence_lock,
    net::{last_word, post},
    random,
    wake::Bell,
};

/// How long to wait after an answer before asking again, in milliseconds: where many come and go at once, each is no news of its own.
const PACE: Millis = 400;
/// The same of a tab whose answers do not wait.
const ASIDE: Millis = 4_000;
/// How often it is said again that somebody goes on writing, in milliseconds; after as long without a letter they do not.
const STROKE: Millis = 3_000;
/// How many tabs of a person let their answers wait.
const SEATS: usize = 2;
/// How long to look for one of these seats, in milliseconds.
const LOOK: Millis = 30;

/// What is known of who is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Company {
    /// These people are, whoever asks among them.
    Known(Vec<PersonHere>),
    /// Nothing is: the server cannot be asked, or does not have the record.
    Unknown,
}

/// This tab shows a record, until this is dropped.
pub struct Presence {
    state: Rc<State>,
    _listeners: Vec<Listener>,
}

struct State {
    account: PersonId,
    address: String,
    tab: Id<Shown>,
    bell: Bell,
    over: Cell<bool>,
    /// The page has been left, and may be come back to.
    left: Cell<bool>,
    /// When somebody wrote last, and when that was told last.
    wrote: Cell<Option<Millis>>,
    told: Cell<Option<Millis>>,
}

impl Presence {
    /// From now on this tab shows the record; `tell` is told who else does.
    pub fn begin(account: PersonId, scope: ScopeId, record: RecordId, tell: impl Fn(Company) + 'static) -> Self {
        let state = Rc::new(State {
            account,
            address: format!("/api/v1/scopes/{scope}/records/{record}/presence"),
            tab: random::id(),
            bell: Bell::default(),
            over: Cell::new(false),
            left: Cell::new(false),
            wrote: Cell::new(None),
            told: Cell::new(None),
        });
        spawn_local(run(Rc::clone(&state), tell));
        Self { _listeners: listen(&state), state }
    }

    /// Its person does that now. Whoever writes says so with every letter; that they have stopped shows by itself.
    pub fn does(&self, doing: Doing) {
        let State { wrote, told, bell, .. } = &*self.state;
        let now = BrowserTimer.now();
        match doing {
            Doing::Writing => {
                wrote.set(Some(now));
                if told.get().is_none_or(|told| now.saturating_sub(told) >= STROKE) {
                    bell.ring();
                }
            }
            Doing::Looking => {
                wrote.set(None);
                if told.take().is_some() {
                    bell.ring();
                }
            }
        }
    }

    /// Asks now: the network may be back.
    pub fn hurry(&self) {
        self.state.bell.ring();
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.state.over.set(true);
        self.state.bell.ring();
        self.state.leave();
    }
}

impl State {
    fn is_over(&self) -> bool {
        self.over.get()
    }

    /// Says that this tab is not there any more; if that is lost, its lease runs out.
    fn leave(&self) {
        last_word(self.account, &format!("{}/{}", self.address, self.tab));
    }

    /// What to say now.
    fn here(&self, seen: Option<u64>, wait: u64) -> Here {
        let now = BrowserTimer.now();
        let writes = self.wrote.get().is_some_and(|wrote| now.saturating_sub(wrote) < STROKE);
        self.told.set(writes.then_some(now));
        let doing = if writes { Doing::Writing } else { Doing::Looking };
        Here { tab: self.tab, doing, seen, wait }
    }
}

fn listen(state: &Rc<State>) -> Vec<Listener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let on = |target: &EventTarget, name, act: fn(&State)| {
        let state = Rc::clone(state);
        Listener::new(target, name, move |_| {
            act(&state);
            state.bell.ring();
        })
    };
    let leave = |state: &State| {
        state.left.set(true);
        state.leave();
    };
    let mut listeners = vec![
        on(&window, "pagehide", leave),
        on(&window, "pageshow", |state| state.left.set(false)),
        on(&window, "online", |_| {}),
    ];
    listeners.extend(window.document().map(|document| on(&document, "visibilitychange", |_| {})));
    listeners
}

async fn run(state: Rc<State>, tell: impl Fn(Company)) {
    let (mut seen, mut failures, mut seat) = (None, 0, None);
    while !state.is_over() {
        if state.left.get() || !is_seen() {
            // Whoever looks away for long is gone when the lease has run out.
            (seen, seat) = (None, None);
            state.bell.wait().await;
            continue;
        }
        if seat.is_none() {
            seat = take_seat(state.account).await;
        }
        let here = state.here(seen, if seat.is_some() { LONGEST_WAIT } else { 0 });
        let (asked, rung) = (pin!(post::<Present>(state.account, &state.address, &here)), pin!(state.bell.wait()));
        let answer = match select(asked, rung).await {
            Either::Left((answer, _)) => answer,
            // There is something to say, or nobody to say it.
            Either::Right(_) => continue,
        };
        if state.is_over() {
            return;
        }
        let rest = match answer {
            Ok(present) => {
                (seen, failures) = (Some(present.version), 0);
                tell(Company::Known(present.people));
                if seat.is_some() { PACE } else { ASIDE }
            }
            Err(failure) => {
                let wait = backoff::delay(failures, random::jitter());
                (seen, failures) = (None, failures.saturating_add(1));
                tell(Company::Unknown);
                if let Failure::Busy(least) = failure { wait.max(least) } else { wait }
            }
        };
        state.bell.wait_at_most(Some(rest)).await;
    }
}

/// One of the seats of those whose answers wait, if one is free.
async fn take_seat(account: PersonId) -> Option<Held> {
    for seat in 0..SEATS {
        if let Some(held) = locks::hold_within(&presence_lock(account, seat), LOOK).await {
            return Some(held);
        }
    }
    None
}
