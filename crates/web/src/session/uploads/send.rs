//! Sending the bytes of files, by one tab at a time and with the network alone: what is to be sent is what rows of the outbox wait
//! for, so that a file that was given up is not sent either.

use std::rc::{Rc, Weak};

use holdfast_core::{
    Millis,
    authority::Rejection,
    backoff,
    client::{Failure, Timer as _, blobs},
    flags::Flag,
    id::Epoch,
    status::Link,
};
use wasm_bindgen_futures::spawn_local;

use super::{super::inner::Inner, Upload, let_go};
use crate::{
    BrowserTimer,
    files::Room,
    locks::{self, Held},
    messages::files_lock,
    net::blobs::{Refusal, forget, piece, state},
    preferences, random,
};

/// The least that is sent at once, where something on the way takes no more.
const LEAST: u64 = 64 << 10;
/// How long to wait for another tab that sends, in milliseconds, before it is looked again.
const TURN: Millis = 5_000;

/// What sending came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    /// There is nothing to send, or nothing can be until somebody does something.
    Rest,
    /// It is tried again after a while.
    Failed,
    /// The server asks to be left alone for so many milliseconds.
    Busy(Millis),
}

/// Why a file was not sent to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stopped {
    /// It alone: others may fare better.
    This(Option<Upload>),
    /// None can be sent now.
    All(Came),
}

/// Sends when there is something to send; ends with the session.
pub(in crate::session) async fn run(session: Weak<Inner>) {
    let mut failures = 0;
    let mut is_tidy = false;
    loop {
        let Some(inner) = session.upgrade().filter(|inner| !inner.closed.get()) else { return };
        let came = once(&inner).await;
        let wait = match came {
            Came::Rest => None,
            Came::Failed => Some(backoff::delay(failures, random::jitter())),
            Came::Busy(wait) => Some(wait),
        };
        failures = if came == Came::Failed { failures.saturating_add(1) } else { 0 };
        if came == Came::Rest && inner.loaded.get() && !std::mem::replace(&mut is_tidy, true) {
            let inner = Rc::clone(&inner);
            // It is tried again at the next start.
            spawn_local(async move { drop(let_go(&inner, Room::Enough).await) });
        }
        drop(inner);
        match wait {
            None => rung(&session).await,
            Some(wait) => pass(&session, came, wait).await,
        }
    }
}

/// Waits until there may be something to send.
async fn rung(session: &Weak<Inner>) {
    let Some(bell) = session.upgrade().map(|inner| inner.uploads.bell.clone()) else { return };
    bell.wait_at_most(None).await;
}

/// Lets a while pass. Where something has failed, another file or a better time ends it early; whatever else is rung does not, nor
/// does anything where the server asked to be left alone.
async fn pass(session: &Weak<Inner>, came: Came, wait: Millis) {
    let until = BrowserTimer.now() + wait;
    let Some(before) = session.upgrade().map(|inner| inner.waiting_files()) else { return };
    loop {
        // A clock that was set back does not make it longer.
        let left = until.saturating_sub(BrowserTimer.now()).min(wait);
        let Some(bell) = session.upgrade().map(|inner| inner.uploads.bell.clone()).filter(|_| left > 0) else { return };
        bell.wait_at_most(Some(left)).await;
        let Some(inner) = session.upgrade().filter(|inner| !inner.closed.get()) else { return };
        let is_better = inner.uploads.hurried.take() || inner.waiting_files() > before;
        if came == Came::Failed && is_better {
            return;
        }
    }
}

async fn once(inner: &Rc<Inner>) -> Came {
    if inner.link() == Link::SignedOut || inner.is_superseded() {
        return Came::Rest;
    }
    // Of all that changes, little is of files: the rows are read only where one is.
    let waits = inner.waiting_files() > 0;
    let (again, later) = match unseen(inner).await {
        Ok(again) => (again, Came::Rest),
        Err(later) => (None, later),
    };
    if !waits && again.is_none() {
        return later;
    }
    let Some(turn) = turn(inner).await else {
        if again.is_some() {
            inner.uploads.look_again();
        }
        return Came::Failed;
    };
    let came = match waits {
        true => send_wanted(inner, &turn).await,
        false => Came::Rest,
    };
    match again {
        Some(again) if came == Came::Rest => send_again(inner, &turn, again).await,
        Some(_) => {
            inner.uploads.look_again();
            came
        }
        None if came == Came::Rest => later,
        None => came,
    }
}

/// What this device has confirmed that names contents, where the server is in a history for which nobody here has looked whether
/// it has them: put back from a backup it may lack them.
struct Unseen {
    epoch: Epoch,
    blobs: Vec<String>,
}

/// It, if there is any; an error as long as it is not known what the server has of this device's edits.
async fn unseen(inner: &Inner) -> Result<Option<Unseen>, Came> {
    if !inner.loaded.get() || !inner.uploads.is_anew.get() {
        return Ok(None);
    }
    let Ok(Some((epoch, blobs))) = blobs::confirmed(inner.tab.db()).await else {
        return if inner.link() == Link::Up { Err(Came::Failed) } else { Ok(None) };
    };
    inner.uploads.is_anew.set(false);
    let seen = preferences::load_for(inner.account.id, preferences::FILES_SEEN);
    Ok((seen.as_deref() != Some(&epoch.to_string())).then_some(Unseen { epoch, blobs }))
}

/// Sends what the server does not have of what it once had, as far as the bytes are still here.
async fn send_again(inner: &Rc<Inner>, turn: &Held, Unseen { epoch, blobs }: Unseen) -> Came {
    for hash in blobs {
        match send(inner, &hash, turn, Whose::Confirmed).await {
            Ok(()) | Err(Stopped::This(None)) => {}
            Err(Stopped::This(Some(_))) => {
                inner.uploads.look_again();
                return Came::Failed;
            }
            Err(Stopped::All(came)) => {
                inner.uploads.look_again();
                return came;
            }
        }
    }
    preferences::save_for(inner.account.id, preferences::FILES_SEEN, &epoch.to_string());
    Came::Rest
}

/// For what a content is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// A row of the outbox waits for it.
    Row,
    /// The server has confirmed what names it.
    Confirmed,
}

/// Sends what rows wait for.
async fn send_wanted(inner: &Rc<Inner>, turn: &Held) -> Came {
    // What failed is told to the person by whatever they do next: here it is tried again.
    let Ok(mut wanted) = blobs::wanted(inner.tab.db()).await else { return Came::Failed };
    wanted.sort_by_key(|hash| inner.uploads.failed.borrow().contains(hash));
    let mut came = Came::Rest;
    for hash in wanted {
        match send(inner, &hash, turn, Whose::Row).await {
            Ok(()) => {
                inner.uploads.failed.borrow_mut().remove(&hash);
                inner.tell_of(&hash, None);
            }
            Err(Stopped::This(upload)) => {
                came = Came::Failed;
                inner.tell_of(&hash, upload);
                inner.uploads.failed.borrow_mut().insert(hash);
            }
            Err(Stopped::All(came)) => {
                inner.tell_of(&hash, None);
                return came;
            }
        }
    }
    came
}

/// The turn to send, if it is to be had: of a tab that has been frozen with it, it is taken.
async fn turn(inner: &Rc<Inner>) -> Option<Held> {
    let lock = files_lock(inner.account.id);
    let turn = locks::hold_within(&lock, TURN).await;
    if turn.is_none() && inner.uploads.is_silent(BrowserTimer.now()) {
        inner.uploads.silent_since.set(None);
        return Some(locks::steal(&lock, &inner.uploads.bell).await);
    }
    turn
}

/// Sends what the server lacks of one file, from where it ended.
async fn send(inner: &Rc<Inner>, hash: &str, turn: &Held, whose: Whose) -> Result<(), Stopped> {
    const LATER: Stopped = Stopped::All(Came::Failed);
    let (account, db) = (inner.account.id, inner.tab.db());
    let bytes = match inner.files().await {
        Ok(files) => files.get(hash).await.map_err(|_| Stopped::This(None))?,
        Err(_) => return Err(LATER),
    };
    // Sent once more from the start, where what the server has is not what was sent.
    let mut again = false;
    let mut upload = state(account, hash).await.map_err(stopped)?;
    while !upload.done {
        // It is not here any more, as where a browser has cleared it.
        let Some(bytes) = &bytes else { return lost(inner, hash, whose).await };
        if turn.is_lost() || inner.closed.get() {
            return Err(LATER);
        }
        if whose == Whose::Row && !inner.waits_for(hash) {
            forget(account, hash);
            return Ok(());
        }
        if whose == Whose::Row {
            inner.tell_of(hash, Some(Upload::Sending { sent: upload.received }));
        }
        let at_once = inner.uploads.piece.get();
        let to = (upload.received + at_once).min(bytes.size() as u64);
        upload = match piece(account, hash, bytes, upload.received, to).await {
            Ok(upload) => upload,
            Err(Refusal::TooMuch) if at_once > LEAST => {
                inner.uploads.piece.set(at_once / 2);
                upload
            }
            Err(Refusal::TooMuch) if whose == Whose::Row => return refuse(inner, hash, Rejection::TooLarge).await,
            // What stands between takes less than it did.
            Err(Refusal::TooMuch) => return Ok(()),
            Err(Refusal::Off) if whose == Whose::Row => return refuse(inner, hash, Flag::Files.refusal()).await,
            // What a record names is taken all the same: this one is named by none any more.
            Err(Refusal::Off) => return Ok(()),
            Err(Refusal::Slow) => {
                inner.uploads.piece.set((at_once / 2).max(LEAST));
                return Err(Stopped::This(Some(Upload::Failing)));
            }
            Err(Refusal::Unreadable) => return lost(inner, hash, whose).await,
            Err(Refusal::OtherBytes) if !std::mem::replace(&mut again, true) => {
                state(account, hash).await.map_err(stopped)?
            }
            Err(Refusal::OtherBytes) => return lost(inner, hash, whose).await,
            Err(Refusal::Elsewhere) => {
                let there = state(account, hash).await.map_err(stopped)?;
                match there.done || there.received != upload.received {
                    true => there,
                    // It would go on from here: so it is too much that was begun.
                    false => return Err(Stopped::This(Some(Upload::Held))),
                }
            }
            // Where the line is cut, the next one tells.
            Err(Refusal::Failed(Failure::Unreachable(_))) => return Err(Stopped::This(None)),
            Err(refusal) => return Err(stopped(refusal)),
        };
    }
    if whose == Whose::Row {
        let seqs = blobs::arrived(db, hash).await.map_err(|_| Stopped::This(None))?;
        inner.settled(seqs);
    }
    Ok(())
}

/// Its bytes are not here any more, or not as they were.
async fn lost(inner: &Rc<Inner>, hash: &str, whose: Whose) -> Result<(), Stopped> {
    match whose {
        Whose::Row => refuse(inner, hash, Rejection::ContentLost).await,
        // Somebody else may have them.
        Whose::Confirmed => Ok(()),
    }
}

/// It can never be sent as it is: its author sees why.
async fn refuse(inner: &Rc<Inner>, hash: &str, why: Rejection) -> Result<(), Stopped> {
    let refused = blobs::refused(inner.tab.db(), hash, &why, BrowserTimer.now()).await;
    inner.settled(refused.map_err(|_| Stopped::This(None))?);
    Ok(())
}

/// Pure: what to do after a request that did not bring the file on.
fn stopped(refusal: Refusal) -> Stopped {
    match refusal {
        Refusal::Failed(Failure::Busy(wait)) => Stopped::All(Came::Busy(wait)),
        // Until somebody signs in, or a newer build of the app is here.
        Refusal::Failed(Failure::SignedOut | Failure::WrongAccount | Failure::Protocol) => Stopped::All(Came::Rest),
        Refusal::Failed(_) => Stopped::All(Came::Failed),
        Refusal::NoRoom => Stopped::This(Some(Upload::Held)),
        Refusal::Refused
        | Refusal::Off
        | Refusal::Elsewhere
        | Refusal::TooMuch
        | Refusal::Unreadable
        | Refusal::OtherBytes => Stopped::This(Some(Upload::Failing)),
        Refusal::Slow => Stopped::All(Came::Failed),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn it_rests_where_trying_again_would_change_nothing() {
        let of = |failure| stopped(Refusal::Failed(failure));
        assert_eq!(of(Failure::SignedOut), Stopped::All(Came::Rest));
        assert_eq!(of(Failure::WrongAccount), Stopped::All(Came::Rest));
        assert_eq!(of(Failure::Busy(7_000)), Stopped::All(Came::Busy(7_000)));
        assert_eq!(of(Failure::Unreachable("no line".into())), Stopped::All(Came::Failed));
    }

    #[test]
    fn one_file_that_is_not_taken_keeps_no_other_from_being_sent() {
        assert_eq!(stopped(Refusal::NoRoom), Stopped::This(Some(Upload::Held)));
        assert_eq!(stopped(Refusal::Refused), Stopped::This(Some(Upload::Failing)));
    }
}
