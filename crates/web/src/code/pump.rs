//! What an open text does by itself: it keeps what was written and heard, and holds the line to the server.

use std::{
    collections::VecDeque,
    pin::pin,
    rc::{Rc, Weak},
};

use futures::future::{Either, select};
use holdfast_core::{
    Millis, backoff,
    client::{StoreError, Timer as _},
};
use holdfast_text::{
    Entry, MOST_UPDATE, State as Said,
    message::{Message, Way},
    read_entries, write_entries,
};

use super::{
    Codes, Trouble,
    channel::Word,
    desk::{From, News, State},
    store::RowKey,
    wire::{Arrived, Wire},
};
use crate::{BrowserTimer, random};

/// How often the server is asked whether it is there, and told again who is here, in milliseconds.
const BEAT: Millis = 12_000;
/// How long it may say nothing, in milliseconds.
const SILENCE: Millis = 30_000;
/// How long after the disk did not take something it is tried again, in milliseconds.
const AGAIN: Millis = 10_000;
/// By which numbers the server closes a line.
const NONSENSE: u16 = 4400;
const READ_ONLY: u16 = 4405;
const FULL: u16 = 4413;
/// The same of what is no reason to come again at once: the server fails, or there are too many.
const FAILED: u16 = 1011;
const CROWDED: u16 = 1013;

/// Keeps what was written here, and what was heard, until there is nothing more to keep.
pub(super) async fn save(state: Rc<State>) {
    loop {
        keep(&state).await;
        if state.is_done() {
            break;
        }
        let again = (!state.loose.borrow().is_empty()).then_some(AGAIN);
        state.save_bell.wait_at_most(again).await;
    }
    let lost = state.written.take().len() + state.loose.take().len();
    state.host.saving(-(lost as isize));
    state.tabs.take();
    state.line_bell.ring();
    if !state.host.is_closed() {
        state.host.left().await;
    }
}

/// Keeps what there is to keep now.
async fn keep(state: &State) {
    if state.loose.borrow().is_empty() && state.written.borrow().is_empty() && state.heard.borrow().is_empty() {
        return;
    }
    let codes = state.host.codes().await;
    let loose = state.loose.borrow().clone();
    for (key, update) in loose {
        if !add(state, &codes, &[], &key, &update).await {
            break;
        }
        state.is_kept(std::slice::from_ref(&key));
    }
    let (written, heard) = (state.written.borrow().clone(), state.heard.take());
    let is_kept = if written.is_empty() {
        match &codes {
            Ok(codes) if !heard.is_empty() => codes.add(state.place, &heard, None).await.is_ok(),
            _ => heard.is_empty(),
        }
    } else {
        let (key, update) = (RowKey::after(state.last.get()), merged(state, &written));
        state.last.set(key.time());
        // What builds on what is not on the disk is not put there before it.
        let is_next = state.loose.borrow().is_empty();
        let is_kept = is_next && add(state, &codes, &heard, &key, &update).await;
        if state.is_discarded.get() {
            return;
        }
        wrote(state, written.len(), key, update, is_kept).await;
        is_kept
    };
    if !is_kept {
        state.heard.borrow_mut().splice(0..0, heard);
    }
}

/// What was written is on the disk now, or is not taken by it: it is to be sent in any case.
async fn wrote(state: &State, count: usize, key: RowKey, update: Vec<u8>, is_kept: bool) {
    let was_empty = state.own.borrow().is_empty();
    state.own.borrow_mut().insert(key.clone());
    state.written.borrow_mut().drain(..count);
    if !is_kept {
        state.loose.borrow_mut().insert(key.clone(), update.clone());
        state.host.saving(1);
    }
    state.host.saving(-(count as isize));
    state.ready.borrow_mut().push((update, key));
    state.line_bell.ring();
    state.stands(|_| {});
    if was_empty {
        state.host.recount().await;
    }
}

/// Keeps what was written here, and has the other tabs show it; false where the disk does not take it.
async fn add(state: &State, codes: &Result<Codes, StoreError>, far: &[Vec<u8>], key: &RowKey, update: &[u8]) -> bool {
    let Ok(codes) = codes else { return false };
    let is_kept = !state.is_discarded.get() && codes.add(state.place, far, Some((key, update))).await.is_ok();
    // Not before: what they write may build on it.
    if is_kept
        && !state.is_discarded.get()
        && let Some(tabs) = &*state.tabs.borrow()
    {
        tabs.tell(state.place, &Word::Wrote(update.to_vec(), key.time()));
    }
    is_kept
}

/// Several updates as one.
fn merged(state: &State, updates: &[Vec<u8>]) -> Vec<u8> {
    match updates {
        [one] => one.clone(),
        _ => holdfast_text::merge(updates).unwrap_or_else(|| state.document.borrow().whole()),
    }
}

/// Holds the line, and opens it again, for as long as the text is open, and has anything that nobody else can send.
pub(super) async fn keep_line(state: Weak<State>) {
    let mut failures = 0;
    loop {
        let Some(open) = state.upgrade().filter(|state| !state.is_done()) else { return };
        let was_good = talk(&open).await;
        // What was a reason to try at once was one before.
        open.is_hurried.set(false);
        open.others.borrow_mut().clear();
        open.stands(|status| status.is_live = false);
        open.tell(News::Else);
        failures = if was_good { 0 } else { failures + 1 };
        let (bell, delay) = (open.line_bell.clone(), backoff::delay(failures, random::jitter()));
        let until = BrowserTimer.now() + delay;
        drop(open);
        // Whoever types rings at every letter, which makes nothing better.
        while state.upgrade().is_some_and(|state| !state.is_done() && !state.is_hurried.get()) {
            let left = until.saturating_sub(BrowserTimer.now());
            // More than there was: the clock was set back.
            if left == 0 || left > delay {
                break;
            }
            bell.wait_at_most(Some(left)).await;
        }
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
    /// The server has taken what it was sent, or has told its reader all.
    is_good: bool,
}

/// Whether it was good, and ended for no reason of its own.
async fn talk(state: &Rc<State>) -> bool {
    let Some(wire) = Wire::open(&state.place.address(state.account)) else { return false };
    let carried = VecDeque::new();
    let mut talk = Talk { state, wire, sent: 0, carried, told: None, clock: 0, is_old: false, is_good: false };
    let (mut is_open, mut heard, mut beat) = (false, BrowserTimer.now(), BrowserTimer.now());
    loop {
        let now = BrowserTimer.now();
        if state.is_done() || talk.is_old || now.saturating_sub(heard) > SILENCE {
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
                return talk.is_good && !matches!(code, NONSENSE | FULL | READ_ONLY | FAILED | CROWDED);
            }
        }
    }
    talk.is_good
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
                self.send(&Message::Update(&update), vec![key]);
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
                if state.is_discarded.get() {
                    self.is_old = true;
                    return;
                }
                let Ok(lacking) = state.document.borrow().lacking(known) else { return };
                if lacking.len() > MOST_UPDATE {
                    state.stands(|status| status.trouble = Some(Trouble::Full));
                    self.is_old = true;
                    return;
                }
                // All that is on the disk is in it, and what is ready to be sent by itself.
                state.ready.borrow_mut().clear();
                let apart: Vec<RowKey> = state.apart.borrow().iter().map(|(key, _)| key.clone()).collect();
                let keys = state.own.borrow().iter().filter(|key| !apart.contains(key)).cloned().collect();
                self.send(&Message::Lacking(&lacking), keys);
                state.stands(|status| status.is_live = true);
            }
            Message::Lacking(update) => {
                state.take(update.to_vec(), From::Server);
                // What is held back while a word is composed may have it.
                let is_lost = !state.is_held() && !state.apart.borrow().is_empty();
                let is_reader = state.status.borrow().way == Some(Way::Read);
                self.is_good |= is_reader;
                state.stands(|status| {
                    status.is_live |= is_reader;
                    if is_lost {
                        // Even the server lacks what it builds on.
                        status.trouble = Some(Trouble::Refused);
                    }
                });
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
        self.is_good = true;
        let state = self.state;
        if keys.is_empty() {
            return state.is_taken();
        }
        if let Ok(codes) = state.host.codes().await
            && codes.sent(state.place, &keys).await.is_ok()
        {
            state.own.borrow_mut().retain(|key| !keys.contains(key));
        }
        // What the server has need not be on the disk.
        state.own.borrow_mut().retain(|key| !(keys.contains(key) && state.loose.borrow().contains_key(key)));
        // But what is written next builds on it.
        let taken =
            state.loose.borrow().iter().filter(|(key, _)| keys.contains(key)).map(|(_, one)| one.clone()).collect();
        let taken: Vec<Vec<u8>> = taken;
        if !taken.is_empty() {
            state.heard.borrow_mut().extend(taken);
            state.save_bell.ring();
        }
        state.is_kept(&keys);
        state.is_taken();
        let is_all = state.own.borrow().is_empty();
        if is_all {
            if let Some(tabs) = &*state.tabs.borrow() {
                tabs.tell(state.place, &Word::Sent);
            }
            state.host.recount().await;
        }
    }
}
