//! What is kept of a text on this device, as an open text takes it.

use std::rc::Rc;

use holdfast_core::client::StoreError;
use holdfast_text::Document;

use super::{
    Codes, Place,
    desk::{From, State},
    store::{Kept, RowKey},
    writer,
};

/// From so many updates on, what is kept of a text is merged when it is opened.
const MERGED_FROM: usize = 40;

/// Reads it.
pub(super) async fn load(state: &Rc<State>) -> Result<(), StoreError> {
    let codes: Codes = state.host.codes().await?;
    let kept = codes.read(state.place).await?;
    let Kept { whole, own, far, .. } = &kept;
    state.own.borrow_mut().extend(own.iter().map(|(key, _)| key.clone()));
    state.last.set(own.iter().map(|(key, _)| key.time()).fold(state.last.get(), u64::max));
    let mut apart = {
        let mut document = state.document.borrow_mut();
        let mut had: Vec<&Vec<u8>> = whole.iter().chain(far.iter().map(|(_, update)| update)).collect();
        retry(&mut document, &mut had, |update| update);
        let mut apart = own.clone();
        retry(&mut document, &mut apart, |(_, update)| update);
        // What was heard may build on what was written here and is known to have been sent by nobody.
        retry(&mut document, &mut had, |update| update);
        retry(&mut document, &mut apart, |(_, update)| update);
        apart
    };
    // The server may have what they build on: it is asked when the line is up.
    state.apart.borrow_mut().append(&mut apart);
    if far.len() >= MERGED_FROM {
        // What cannot be merged now is read as it is.
        let _ = merge(state.place, &codes, &kept).await;
    }
    Ok(())
}

/// Takes what other tabs have kept.
pub(super) async fn catch_up(state: Rc<State>) {
    if let Ok(codes) = state.host.codes().await
        && let Ok(kept) = codes.read(state.place).await
    {
        let rows = kept.far.into_iter().chain(kept.own).map(|(_, update)| update);
        let all: Vec<Vec<u8>> = kept.whole.into_iter().chain(rows).collect();
        // Those of one moment come in any order.
        for _ in 0..2 {
            state.lacks.set(false);
            all.iter().for_each(|update| state.take(update.clone(), From::Tab));
            if !state.lacks.get() {
                return;
            }
        }
    }
}

/// Merges what is kept that the server has: what it has not may yet be discarded.
async fn merge(place: Place, codes: &Codes, kept: &Kept) -> Result<(), StoreError> {
    let mut document = Document::new(writer());
    let mut had: Vec<&Vec<u8>> = kept.whole.iter().chain(kept.far.iter().map(|(_, update)| update)).collect();
    retry(&mut document, &mut had, |update| update);
    if had.is_empty() { codes.merge(place, kept, &document.whole()).await } else { Ok(()) }
}

/// Looks what is still unsent of what was: another tab, or the courier, may have sent it.
pub(super) async fn recount(state: Rc<State>) {
    if state.own.borrow().is_empty() {
        return;
    }
    if let Ok(codes) = state.host.codes().await
        && let Ok(kept) = codes.read(state.place).await
    {
        let is_unsent = |key: &RowKey| kept.own.iter().any(|(own, _)| own == key);
        state.own.borrow_mut().retain(|key| is_unsent(key) || state.loose.borrow().contains_key(key));
        state.is_taken();
    }
}

/// Takes updates in whichever order they fit, and out of the list; what was taken.
pub(super) fn retry<T>(document: &mut Document, all: &mut Vec<T>, update: impl Fn(&T) -> &Vec<u8>) -> Vec<T> {
    let mut taken = Vec::new();
    loop {
        let before = all.len();
        taken.extend(all.extract_if(.., |one| document.take(update(one)).is_ok()));
        if all.is_empty() || all.len() == before {
            return taken;
        }
    }
}
