//! What was shown last, so that the next start reads that first: the first screen waits for some hundred records, however many
//! there are. Ids in local storage, where they are read without waiting. A start that shows something else, or in a window of
//! another size, has no use for them: a part of what it shows would move when the rest comes.

use std::collections::BTreeMap;

use futures::future::{Either, select};
use futures::{channel::oneshot, pin_mut};
use holdfast_core::{
    Millis,
    client::Timer as _,
    id::{PersonId, RecordId, ScopeId},
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use super::Session;
use crate::{BrowserTimer, preferences};

/// The most records that are read first.
const MOST: usize = 500;

/// How long a frame is waited for at most, in milliseconds: a page that nobody sees has none.
const FRAME: Millis = 100;

impl Session {
    /// Remembers what is shown, for the next start.
    pub fn remember_shown(&self, ids: impl IntoIterator<Item = RecordId>) {
        let replica = self.replica();
        let records = ids.into_iter().filter_map(|id| replica.confirmed(id));
        let shown = text(&screen(), records.map(|record| (record.scope, record.id)).take(MOST));
        preferences::save_for(self.account().id, preferences::SHOWN, &shown);
    }
}

/// What was shown last.
pub(super) fn recall(person: PersonId) -> Vec<(ScopeId, RecordId)> {
    read(&screen(), &preferences::load_for(person, preferences::SHOWN).unwrap_or_default())
}

/// What the page shows, and on how much room.
fn screen() -> String {
    let Some(window) = web_sys::window() else { return String::new() };
    let (path, query) =
        (window.location().pathname().unwrap_or_default(), window.location().search().unwrap_or_default());
    let size = |side: Result<JsValue, JsValue>| side.ok().and_then(|side| side.as_f64()).unwrap_or_default();
    format!("{} {} {path}{query}", size(window.inner_width()), size(window.inner_height()))
}

/// What was shown, then a line for each scope: its id, then those of its records.
fn text(screen: &str, records: impl Iterator<Item = (ScopeId, RecordId)>) -> String {
    let mut lines: BTreeMap<ScopeId, String> = BTreeMap::new();
    for (scope, id) in records {
        let line = lines.entry(scope).or_insert_with(|| scope.to_string());
        line.push(' ');
        line.push_str(&id.to_string());
    }
    std::iter::once(screen.to_owned()).chain(lines.into_values()).collect::<Vec<_>>().join("\n")
}

/// The records, if that was what is shown now.
fn read(screen: &str, text: &str) -> Vec<(ScopeId, RecordId)> {
    let mut records = Vec::new();
    let mut lines = text.lines();
    if lines.next() != Some(screen) {
        return records;
    }
    for line in lines {
        let mut ids = line.split(' ');
        let Some(scope) = ids.next().and_then(|scope| scope.parse().ok()) else { continue };
        records.extend(ids.filter_map(|id| Some((scope, id.parse().ok()?))));
    }
    records
}

/// Done once what is drawn now has been painted.
pub(super) async fn painted() {
    let Some(window) = web_sys::window() else { return };
    let (sender, receiver) = oneshot::channel();
    // Freed when it is called, which may be long after anybody waits for it.
    let frame = Closure::once_into_js(move || {
        let _ = sender.send(());
    });
    if window.request_animation_frame(frame.unchecked_ref()).is_err() {
        return;
    }
    let late = BrowserTimer.sleep(FRAME);
    pin_mut!(late);
    if let Either::Left(_) = select(receiver, late).await {
        // A frame calls back before it is painted.
        BrowserTimer.sleep(0).await;
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::random;

    #[test]
    fn what_is_remembered_is_read_again() {
        let (here, there) = (random::id::<()>().scope(), random::id::<()>().scope());
        let records: Vec<_> = [here, there, here].map(|scope| (scope, random::id::<()>().record())).to_vec();
        let told = text("here", records.iter().copied());
        let mut kept = read("here", &told);
        kept.sort_unstable();
        let mut wanted = records;
        wanted.sort_unstable();
        assert_eq!(kept, wanted);
        assert_eq!(read("there", &told), [], "something else is shown now");
        assert_eq!(read("here", ""), []);
        assert_eq!(read("here", "here\nno id\nnor this"), []);
    }
}
