//! What is found on this device: the answer without a network, and the first one with it.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use holdfast_core::{
    Millis,
    find::Search,
    record::Record,
    wire::remote::{SEARCH_LIMIT, SearchPage},
};
use holdfast_query::schedule::use_debounced;
use holdfast_web::Session;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    hooks::{use_records, use_session},
    stores::Records,
};

/// How long it is looked at a stretch, in milliseconds: a key that is pressed meanwhile waits no longer.
const STRETCH: f64 = 8.0;

/// After how many records it is asked how late it is.
const FEW: usize = 32;

/// How long nothing changes before it is looked again, in milliseconds.
const QUIET: Millis = 500;

/// What was found here.
#[derive(Clone, PartialEq)]
struct Found {
    words: AttrValue,
    page: Rc<SearchPage>,
}

/// What this device finds for some words, once it has looked at everything, and again when that changed. It looks for as long as
/// that is wanted.
#[hook]
pub(super) fn use_here(words: &AttrValue, is_wanted: bool) -> Option<Rc<SearchPage>> {
    let session = use_session();
    let is_loaded = use_records(Records::is_loaded);
    let version = use_records(Records::version);
    let version = use_debounced(version, QUIET);
    let found = use_state_eq(|| None::<Found>);
    use_effect_with((words.clone(), is_wanted && is_loaded, version), {
        let found = found.setter();
        move |(words, is_wanted, _)| {
            let wanted = is_wanted.then(|| Rc::new(()));
            if let Some(wanted) = &wanted {
                let (words, wanted) = (words.clone(), Rc::downgrade(wanted));
                spawn_local(async move {
                    if let Some(page) = look(&session, &words, || wanted.strong_count() > 0).await {
                        found.set(Some(Found { words, page: Rc::new(page) }));
                    }
                });
            }
            move || drop(wanted)
        }
    });
    let found = found.as_ref().filter(|found| found.words == *words);
    found.map(|found| Rc::clone(&found.page))
}

/// Looks at every record as it is now, edits that wait included; nothing where that is wanted no more.
async fn look(session: &Session, words: &str, is_wanted: impl Fn() -> bool) -> Option<SearchPage> {
    // Handles, whatever there is: the replica may change while it is looked.
    let records: Vec<Rc<Record>> = session.replica().records().cloned().collect();
    let mut search = Search::new(words, SEARCH_LIMIT);
    let mut since = js_sys::Date::now();
    for few in records.chunks(FEW) {
        if js_sys::Date::now() - since > STRETCH {
            TimeoutFuture::new(0).await;
            since = js_sys::Date::now();
        }
        if !is_wanted() {
            return None;
        }
        let replica = session.replica();
        search.look(few.iter().map(Rc::as_ref), |record| !replica.is_within_deleted(record));
    }
    Some(search.page())
}
