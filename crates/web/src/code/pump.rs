//! What an open text does by itself: it keeps what was written and heard, and holds the line to the server.

use std::{
    collections::VecDeque,
    pin::pin,
    rc::{Rc, Weak},
};

use futures::future::{Either, select};
use holdfast_core::{Millis, backoff, client::Timer as _};
use holdfast_text::{
    Entry, State as Said,
    message::{Message, Way},
    read_entries, write_entries,
};

use super::{
    Trouble,
    desk::{From, News, State},
    store::RowKey,
    wire::{Arrived, Wire},
};
use crate::{BrowserTimer, random};

/// How often the server is asked whether it is there, and told again who is here, in milliseconds.
const BEAT: Millis = 12_000;
/// How long it may say nothing, in milliseconds.
const SILENCE: Millis = 30_000;
/// By which numbers the server closes a line.
const NONSENSE: u16 = 4400;
const READ_ONLY: u16 = 4405;
const FULL: u16 = 4413;

/// Keeps what was written here, and what was heard, until there is nothing more to keep.
pub(super) async fn save(state: Rc<State>) {
    loop {
        let (written, heard) = (state.written.borrow().clone(), state.heard.take());
        if written.is_empty() && heard.is_empty() {
            if state.is_over.get() {
                return;
            }
            state.save_bell.wait().await;
            continue;
        }
        let codes = state.host.codes().await;
        if !written.is_empty() {
            let update = merged(&state, &written);
            let kept = match &codes {
                Ok(codes) => codes.add_own(state.place, &update).await,
                Err(error) => Err(error.clone()),
            };
            let key = kept.ok();
            let was_empty = state.own.borrow().is_empty();
            state.own.borrow_mut().extend(key.clone());
            state.written.borrow_mut().drain(..written.len());
            state.host.saving(-(written.len() as isize));
            let is_lost = key.is_none();
            state.ready.borrow_mut().push((update, key));
            state.line_bell.ring();
            state.stands(|status| {
                if is_lost {
                    status.trouble = Some(Trouble::Storage);
                }
            });
            if was_empty {
                state.host.recount().await;
            }
        }
        if let (false, Ok(codes)) = (heard.is_empty(), &codes) {
            let update = merged(&state, &heard);
            // What cannot be kept is asked for again.
            let _ = codes.add_far(state.place, &update).await;
        }
    }
}

/// Several updates as one.
fn merged(state: &State, updates: &[Vec<u8>]) -> Vec<u8> {
    match updates {
        [one] => one.clone(),
        _ => holdfast_text::merge(updates).unwrap_or_else(|| state.document.borrow().whole()),
    }
}

/// Holds the line, and opens it again, for as long as the text is open.
pub(super) async fn keep_line(state: Weak<State>) {
    let mut failures = 0;
    loop {
        let Some(open) = state.upgrade().filter(|state| !state.is_over.get()) else { return };
        let was_live = talk(&open).await;
        open.others.borrow_mut().clear();
        open.stands(|status| status.is_live = false);
        open.tell(News::Else);
        failures = if was_live { 0 } else { failures + 1 };
        let bell = open.line_bell.clone();
        drop(open);
        bell.wait_at_most(Some(backoff::delay(failures, random::jitter()))).await;
    }
}

/// One line, from its beginning to its end.
struct Talk<'a> {
    state: &'a Rc<State>,
    wire: Wire,
    /// How many updates were sent to be stored.
    sent: u64,
    /// What is stored with which of them.
    carried: VecDeque<(u64, Vec<RowKey>)>,
    /// What was told last of who is here.
    told: Option<Said>,
    clock: u64,
    /// The line is to be opened anew.
    is_old: bool,
}

/// Whether it was live, and ended for no reason of its own.
async fn talk(state: &Rc<State>) -> bool {
    let Some(wire) = Wire::open(&state.place.address(state.account)) else { return false };
    let mut talk = Talk { state, wire, sent: 0, carried: VecDeque::new(), told: None, clock: 0, is_old: false };
    let (mut is_open, mut heard, mut beat) = (false, BrowserTimer.now(), BrowserTimer.now());
    loop {
        let now = BrowserTimer.now();
        if state.is_over.get() || talk.is_old || now.saturating_sub(heard) > SILENCE {
            break;
        }
        if is_open {
            talk.say();
            if now.saturating_sub(beat) >= BEAT {
                (beat, talk.told) = (now, None);
                talk.wire.send(&Message::Who.frame());
            }
        }
        let arrived = match select(pin!(talk.wire.next()), pin!(state.line_bell.wait_at_most(Some(BEAT)))).await {
            Either::Left((arrived, _)) => arrived,
            Either::Right(_) => continue,
        };
        heard = BrowserTimer.now();
        match arrived {
            Arrived::Open => {
                is_open = true;
                let known = state.document.borrow().known();
                talk.wire.send(&Message::Have(&known).frame());
            }
            Arrived::Frame(frame) => {
                // What cannot be read is of another build: the rest is understood.
                for message in Message::read_all(&frame).unwrap_or_default() {
                    talk.hear(&message).await;
                }
            }
            Arrived::Closed(code) => {
                state.stands(|status| match code {
                    NONSENSE => status.trouble = Some(Trouble::Refused),
                    FULL => status.trouble = Some(Trouble::Full),
                    READ_ONLY => status.trouble = Some(Trouble::ReadOnly),
                    _ => {}
                });
                if matches!(code, NONSENSE | FULL | READ_ONLY) {
                    return false;
                }
                break;
            }
        }
    }
    state.status.borrow().is_live
}

impl Talk<'_> {
    /// Says what there is to say.
    fn say(&mut self) {
        let state = self.state;
        if state.lacks.replace(false) {
            let known = state.document.borrow().known();
            self.wire.send(&Message::Have(&known).frame());
        }
        if !state.status.borrow().is_live {
            return;
        }
        if state.may_write() {
            for (update, key) in state.ready.take() {
                self.send(&Message::Update(&update), key.into_iter().collect());
            }
        }
        let said = Said { user: None, cursor: state.cursor.borrow().clone() };
        if self.told.as_ref() != Some(&said) {
            self.clock += 1;
            let text = serde_json::to_string(&said).unwrap_or_else(|_| "{}".into());
            let entry = Entry { writer: state.writer.number(), clock: self.clock, state: Some(text) };
            self.wire.send(&Message::Awareness(&write_entries([&entry])).frame());
            self.told = Some(said);
        }
    }

    fn send(&mut self, message: &Message<'_>, keys: Vec<RowKey>) {
        self.sent += 1;
        self.carried.push_back((self.sent, keys));
        self.wire.send(&message.frame());
    }

    async fn hear(&mut self, message: &Message<'_>) {
        let state = self.state;
        match message {
            Message::May(way) => {
                let is_unsent = state.status.borrow().is_unsent;
                let got_it = *way == Way::Write && state.status.borrow().way == Some(Way::Read);
                state.stands(|status| {
                    status.way = Some(*way);
                    status.trouble = match (way, status.trouble) {
                        (Way::Read, _) if is_unsent => Some(Trouble::ReadOnly),
                        (Way::Write, Some(Trouble::ReadOnly)) => None,
                        (_, trouble) => trouble,
                    };
                });
                if got_it {
                    // What has waited for this is in what the server lacks, which it tells a new line.
                    self.is_old = true;
                }
            }
            Message::Have(known) => {
                let Ok(lacking) = state.document.borrow().lacking(known) else { return };
                // All that is on the disk is in it, and what is ready to be sent by itself.
                state.ready.borrow_mut().clear();
                let keys = state.own.borrow().iter().cloned().collect();
                self.send(&Message::Lacking(&lacking), keys);
                state.stands(|status| status.is_live = true);
            }
            Message::Lacking(update) => {
                state.take(update.to_vec(), From::Server);
                if state.status.borrow().way == Some(Way::Read) {
                    state.stands(|status| status.is_live = true);
                }
            }
            Message::Update(update) => state.take(update.to_vec(), From::Server),
            Message::Stored(count) => self.stored(*count).await,
            Message::Awareness(entries) => {
                for Entry { writer, clock, state: said } in read_entries(entries).unwrap_or_default() {
                    if writer == state.writer.number() {
                        continue;
                    }
                    let said = said.and_then(|said| serde_json::from_str(&said).ok());
                    let mut others = state.others.borrow_mut();
                    if others.get(&writer).is_none_or(|(known, _)| *known < clock) {
                        others.insert(writer, (clock, said));
                    }
                }
                state.tell(News::Else);
            }
            Message::Denied(_) | Message::Who => {}
        }
    }

    /// So much of what was sent is stored.
    async fn stored(&mut self, count: u64) {
        let mut keys = Vec::new();
        while self.carried.front().is_some_and(|(number, _)| *number <= count) {
            keys.extend(self.carried.pop_front().into_iter().flat_map(|(_, keys)| keys));
        }
        if keys.is_empty() {
            return;
        }
        let state = self.state;
        if let Ok(codes) = state.host.codes().await
            && codes.sent(state.place, &keys).await.is_ok()
        {
            state.own.borrow_mut().retain(|key| !keys.contains(key));
        }
        let is_all = state.own.borrow().is_empty();
        state.stands(|status| {
            if is_all && matches!(status.trouble, Some(Trouble::Full | Trouble::Refused)) {
                status.trouble = None;
            }
        });
        if is_all {
            state.host.recount().await;
        }
    }
}
