//! What brings to the server what was written in texts that are not open, and counts what is unsent in all.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    pin::pin,
};

use futures::future::{Either, LocalBoxFuture, select};
use holdfast_core::{
    Millis,
    client::{StoreError, Timer as _},
    id::PersonId,
};
use holdfast_text::message::{Message, Way};

use super::{
    Codes, Place,
    store::RowKey,
    wire::{Arrived, Wire},
};
use crate::{BrowserTimer, wake::Bell};

/// How long the server may take for one answer, in milliseconds.
const PATIENCE: Millis = 20_000;
/// How long a sign-out waits for what is on its way to the disk, in milliseconds, and how often it looks.
const FLUSH: Millis = 5_000;
const LOOK: Millis = 20;
/// From when on what is unsent of an open text is sent for it, in milliseconds.
pub(crate) const OVERDUE: Millis = 10_000;
/// By which numbers the server closes the line of one who has sent what builds on something else.
const AGAIN: [u16; 2] = [4400, 4409];

/// The texts of a person, as this tab knows them.
#[derive(Default)]
pub(crate) struct Courier {
    pub(crate) bell: Bell,
    pub(crate) codes: RefCell<Option<Codes>>,
    /// Those with something unsent, and since when.
    unsent: RefCell<BTreeMap<Place, u64>>,
    /// Those that are open in this tab.
    open: RefCell<BTreeMap<Place, usize>>,
    /// Another tab has changed what is kept, and it was not counted since.
    pub(crate) is_told: Cell<bool>,
    /// Where that was, and when.
    told: RefCell<BTreeMap<Place, u64>>,
    /// How many changes are on their way to the disk.
    saving: std::rc::Rc<Cell<usize>>,
}

/// How many texts are not safe, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Texts {
    pub(crate) saving: usize,
    pub(crate) waiting: usize,
}

/// What became of what was sent.
enum Sent {
    All,
    /// It builds on what the server does not have: all that is kept is to be sent.
    More,
    No,
}

impl Courier {
    pub(crate) fn ring(&self) {
        self.bell.ring();
    }

    pub(crate) fn close(&self) {
        if let Some(codes) = self.codes.take() {
            codes.close();
        }
        self.ring();
    }

    pub(crate) fn counts(&self) -> Texts {
        Texts { saving: usize::from(self.saving.get() > 0), waiting: self.unsent.borrow().len() }
    }

    /// When the first was written of what is unsent.
    pub(crate) fn oldest(&self) -> Option<Millis> {
        self.unsent.borrow().values().min().copied()
    }

    /// Notes what is unsent; whether it is other than it was.
    pub(crate) fn note(&self, unsent: BTreeMap<Place, u64>) -> bool {
        self.unsent.replace(unsent.clone()) != unsent
    }

    pub(crate) fn saving(&self, more: isize) -> bool {
        let before = self.saving.get();
        self.saving.set(before.saturating_add_signed(more));
        (before == 0) != (self.saving.get() == 0)
    }

    pub(crate) fn opened(&self, place: Place, is_open: bool) {
        let mut open = self.open.borrow_mut();
        let count = open.entry(place).or_default();
        *count = if is_open { *count + 1 } else { count.saturating_sub(1) };
        if *count == 0 {
            open.remove(&place);
            // What it told of last is for this tab to send.
            self.told.borrow_mut().remove(&place);
        }
    }

    /// Done when what was written is on the disk, or it takes too long.
    pub(crate) fn flushed(&self) -> LocalBoxFuture<'static, ()> {
        let saving = std::rc::Rc::clone(&self.saving);
        Box::pin(async move {
            let until = BrowserTimer.now() + FLUSH;
            while saving.get() > 0 && BrowserTimer.now() < until {
                BrowserTimer.sleep(LOOK).await;
            }
        })
    }

    /// Another tab has told of a change to what is kept of a text.
    pub(crate) fn told(&self, place: Place) {
        self.told.borrow_mut().insert(place, BrowserTimer.now());
    }

    /// Those with something unsent that nobody else sends: who has a text open, here or in another tab, sends what is written in it;
    /// but not what was written in a tab that was closed at once.
    pub(crate) fn left(&self) -> Vec<Place> {
        let (open, now, mut told) = (self.open.borrow(), BrowserTimer.now(), self.told.borrow_mut());
        // A clock that was set back says nothing of how long ago it was.
        let is_old = |at: u64| now.abs_diff(at) > OVERDUE;
        told.retain(|_, at| !is_old(*at));
        let is_left =
            |place: &Place, since: u64| !told.contains_key(place) && (!open.contains_key(place) || is_old(since));
        let unsent = self.unsent.borrow();
        unsent.iter().filter(|(place, since)| is_left(place, **since)).map(|(place, _)| *place).collect()
    }

    /// Whether there is anything that will have to be sent.
    pub(crate) fn has_unsent(&self) -> bool {
        !self.unsent.borrow().is_empty()
    }
}

/// Sends what is unsent of a text; whether all of it is stored now.
pub(crate) async fn send(account: PersonId, codes: &Codes, place: Place) -> Result<bool, StoreError> {
    let kept = codes.read(place).await?;
    let own = || kept.own.iter().map(|(key, update)| (update.as_slice(), Some(key)));
    let sent = match bring(account, codes, place, own().collect()).await? {
        Sent::More => {
            let before = kept.whole.iter().chain(kept.far.iter().map(|(_, update)| update));
            let all = before.map(|update| (update.as_slice(), None)).chain(own()).collect();
            bring(account, codes, place, all).await?
        }
        sent => sent,
    };
    Ok(matches!(sent, Sent::All))
}

async fn bring(
    account: PersonId,
    codes: &Codes,
    place: Place,
    updates: Vec<(&[u8], Option<&RowKey>)>,
) -> Result<Sent, StoreError> {
    let Some(mut wire) = Wire::open(&place.address(account)) else { return Ok(Sent::No) };
    let (mut way, mut stored) = (None, 0);
    let mut at = 0;
    loop {
        if way == Some(Way::Write) && at == usize::try_from(stored).unwrap_or(usize::MAX) {
            let Some((update, _)) = updates.get(at) else { return Ok(Sent::All) };
            wire.send(&Message::Update(update).frame());
            at += 1;
        }
        let frame = match select(pin!(wire.next()), pin!(BrowserTimer.sleep(PATIENCE))).await {
            Either::Left((Arrived::Frame(frame), _)) => frame,
            Either::Left((Arrived::Open, _)) => continue,
            Either::Left((Arrived::Closed(code), _)) if AGAIN.contains(&code) => return Ok(Sent::More),
            Either::Left((Arrived::Closed(_), _)) | Either::Right(_) => return Ok(Sent::No),
        };
        for message in Message::read_all(&frame).unwrap_or_default() {
            match message {
                Message::May(Way::Read) => return Ok(Sent::No),
                Message::May(may) => way = Some(may),
                Message::Stored(count) => {
                    stored = count;
                    if let Some((_, Some(key))) = at.checked_sub(1).and_then(|at| updates.get(at)) {
                        codes.sent(place, std::slice::from_ref(*key)).await?;
                    }
                }
                _ => {}
            }
        }
    }
}
