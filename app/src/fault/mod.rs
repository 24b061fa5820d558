//! What nobody foresaw: panics, and errors that nothing else has caught. The person is told, and can go on: with the page
//! drawn anew, or after a panic, which leaves nothing to rely on, with a new page. All of it is drawn without Yew, which may be what has
//! failed.

mod notice;
mod report;

use std::{cell::RefCell, future::Future, pin::Pin};

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::Reflect;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use self::{
    notice::Notice,
    report::{Fault, Leaves},
};
use crate::browser;

thread_local! {
    static NOTICE: RefCell<Option<Notice>> = const { RefCell::new(None) };
    /// Draws the whole page anew.
    static AGAIN: RefCell<Option<Callback<()>>> = const { RefCell::new(None) };
    /// Stores all that is being written.
    static FLUSH: RefCell<Option<Flush>> = const { RefCell::new(None) };
}

/// Takes what is being typed as edits, and is done once all of them are stored.
type Flush = Box<dyn Fn() -> Pin<Box<dyn Future<Output = ()>>>>;

/// How long that may take before a page is left without it, in milliseconds.
const FLUSHED: u32 = 3_000;

/// From here on whatever fails without having been foreseen is told.
pub(crate) fn watch() {
    NOTICE.set(Notice::new());
    // By its own way: Yew puts another in the place of any other when it first draws.
    yew::set_custom_panic_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let trace = js_sys::Error::new("").unchecked_into::<JsValue>();
        tell(&Fault { what: info.to_string(), trace: text(&trace, "stack"), leaves: Leaves::Broken });
    }));
    EventListener::new(&browser::window(), "error", |event| caught(event, "error")).forget();
    EventListener::new(&browser::window(), "unhandledrejection", |event| caught(event, "reason")).forget();
}

/// What draws the page anew when a person tries again.
pub(crate) fn on_again(again: Callback<()>) {
    AGAIN.set(Some(again));
}

/// What stores all that is being written, before a person leaves a page that has failed.
pub(crate) fn on_leave(flush: impl Fn() -> Pin<Box<dyn Future<Output = ()>>> + 'static) {
    FLUSH.set(Some(Box::new(flush)));
}

/// Loads the page anew. Of one that is whole, what is being typed is stored first: a page that goes takes with it what its
/// database has not finished.
fn reload(leaves: Leaves) {
    match FLUSH.with_borrow(|flush| flush.as_ref().filter(|_| leaves == Leaves::Whole).map(|flush| flush())) {
        Some(stored) => {
            Timeout::new(FLUSHED, browser::reload).forget();
            spawn_local(async move {
                stored.await;
                browser::reload();
            });
        }
        None => {
            browser::blur();
            browser::reload();
        }
    }
}

/// What failed is told in another language from now on.
pub(crate) fn speak() {
    NOTICE.with_borrow(|notice| notice.iter().for_each(Notice::remove));
    NOTICE.set(Notice::new());
}

/// Draws the page anew, in another language.
pub(crate) fn draw_again() {
    speak();
    // Not while it is borrowed: what draws the page is set again by that.
    if let Some(again) = AGAIN.with_borrow(Clone::clone) {
        again.emit(());
    }
}

/// The page has been drawn anew.
pub(crate) fn is_drawn() {
    NOTICE.with_borrow(|notice| notice.iter().for_each(Notice::is_answered));
}

fn caught(event: &web_sys::Event, field: &str) {
    let error = Reflect::get(event, &field.into()).unwrap_or_default();
    let name = text(&error, "name");
    let what = match (text(&error, "message"), error.as_string()) {
        (message, _) if !message.is_empty() => message,
        (_, Some(words)) => words,
        (..) => text(event, "message"),
    };
    if report::is_unforeseen(&name, &what) {
        tell(&Fault { what: format!("{name}: {what}"), trace: text(&error, "stack"), leaves: report::left_by(&name) });
    }
}

/// The first is what matters: the others mostly follow from it. One that comes while this one is told is passed over.
fn tell(fault: &Fault) {
    NOTICE.with(|notice| {
        if let Ok(notice) = notice.try_borrow()
            && let Some(notice) = &*notice
        {
            notice.tell(fault);
        }
    });
}

fn text(value: &JsValue, field: &str) -> String {
    Reflect::get(value, &field.into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}
