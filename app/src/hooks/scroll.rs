use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::{callback::Timeout, future::TimeoutFuture};
use yew::prelude::*;
use yew_router::history::{BrowserHistory, History as _};

use super::places::{Places, Reached, size};
use crate::browser;

/// How long nothing is scrolled before that is kept, in milliseconds.
const QUIET: f64 = 200.0;

/// How long after something was kept more is, in milliseconds: browsers refuse what comes too often, going to another page included.
const APART: f64 = 1_000.0;

/// How often a page that was gone back to is looked at, in milliseconds.
const FRAME: u32 = 16;

/// There is such a page once its heading is drawn and nothing of it is still being read.
const DRAWN: &str = "main:has(.heading):not(:has(.skeleton))";

/// The way of a page that was gone back to, to where it was scrolled to.
#[derive(Clone, Default)]
pub(crate) struct Returning(Rc<Cell<Way>>);

/// Which one it is, as a later one ends those before it, and whether it goes on.
#[derive(Clone, Copy, Default, PartialEq)]
struct Way {
    number: u32,
    goes_on: bool,
}

impl Returning {
    /// Whether such a page is coming. Nothing else scrolls meanwhile.
    pub(crate) fn is_under_way(&self) -> bool {
        self.0.get().goes_on
    }

    fn begin(&self, places: Places) {
        let way = Way { number: self.0.get().number.wrapping_add(1), goes_on: true };
        self.0.set(way);
        let returning = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let began = js_sys::Date::now();
            let (mut reached, mut last, mut drawn) = (Reached::Part, None, None);
            // The page that is left is still drawn.
            TimeoutFuture::new(0).await;
            while returning.0.get() == way {
                // What scrolls while nothing grows is somebody's doing.
                let size = Some(size());
                if size != last {
                    let now = places.go();
                    last = size;
                    if reached != Reached::All {
                        reached = now;
                    }
                }
                let now = js_sys::Date::now();
                drawn = browser::is_there(DRAWN).then(|| drawn.unwrap_or(now));
                if reached.is_over(now - began, drawn.map(|drawn| now - drawn)) {
                    returning.end();
                }
                TimeoutFuture::new(FRAME).await;
            }
        });
    }

    fn end(&self) {
        self.0.set(Way { goes_on: false, ..self.0.get() });
    }
}

/// Goes back and forward to where each entry of the browser's history was scrolled to, and after a reload too: the page, and
/// every box of it that `data-scrolls` gives a name. The browser alone tries too early, as the page is drawn after it has told of the
/// change, and knows nothing of boxes. Whatever a person does on the page meanwhile ends it.
#[hook]
pub(crate) fn use_kept_scroll(returning: &Returning) {
    let returning = returning.clone();
    use_effect_with((), move |()| {
        let keeper = Rc::new(Keeper { returning, ..Keeper::default() });
        if let Some(places) = Places::kept().filter(Places::is_anywhere) {
            keeper.returning.begin(places);
        }
        let on_history = {
            let keeper = Rc::clone(&keeper);
            BrowserHistory::new().listen(move || keeper.changed())
        };
        let on = |kind: &'static str, does: fn(&Rc<Keeper>)| {
            let keeper = Rc::clone(&keeper);
            // Captured: boxes tell nobody above them that they scroll, and what a press does comes after this.
            let options = EventListenerOptions::run_in_capture_phase();
            EventListener::new_with_options(&browser::window(), kind, options, move |_| does(&keeper))
        };
        let listening = [
            on("scroll", Keeper::scrolled),
            on("click", |keeper| keeper.settle()),
            on("pagehide", |keeper| keeper.settle()),
            on("keydown", Keeper::pressed),
            // These come many times while a person scrolls.
            on("wheel", |keeper| keeper.returning.end()),
            on("touchstart", |keeper| keeper.returning.end()),
            on("mousedown", |keeper| keeper.returning.end()),
        ];
        move || drop((on_history, listening))
    });
}

/// What keeps where the page is.
#[derive(Default)]
struct Keeper {
    returning: Returning,
    /// An entry was begun, of which nothing is drawn.
    entered: RefCell<Option<Timeout>>,
    /// What is kept after a while.
    later: RefCell<Option<Timeout>>,
    /// When that was done last.
    kept: Cell<f64>,
}

impl Keeper {
    /// Something was scrolled, or is where it is for the first time.
    fn scrolled(self: &Rc<Self>) {
        if self.returning.is_under_way() {
            return;
        }
        let keeper = Rc::clone(self);
        let wait = QUIET.max(self.rest());
        self.later.replace(Some(Timeout::new(wait as u32, move || keeper.settle())));
    }

    /// A link may be followed, the page be left, or nothing was scrolled for a while: what waits is kept.
    fn settle(&self) {
        self.returning.end();
        if self.later.take().is_some() {
            self.kept.set(js_sys::Date::now());
            Places::here().keep();
        }
    }

    /// A key may lead elsewhere, or scroll, which it does again and again while it is held.
    fn pressed(self: &Rc<Self>) {
        self.returning.end();
        if self.rest() <= 0.0 {
            self.settle();
        }
    }

    /// How long nothing is to be kept yet, in milliseconds. A clock that was put back makes that no longer.
    fn rest(&self) -> f64 {
        (self.kept.get() + APART - js_sys::Date::now()).min(APART)
    }

    /// The history has changed. An entry that was gone back or forward to has its places; a new one begins where the page is, once
    /// that is drawn: where it stays there, nothing else tells of it. Who hears of it first, this or what draws the page, is not for
    /// the browser to say: what it tells windows comes in the order in which they began to listen. One that was left before anything
    /// was kept is new again.
    fn changed(self: &Rc<Self>) {
        self.later.take();
        self.entered.take();
        if let Some(places) = Places::kept() {
            self.returning.begin(places);
            return;
        }
        self.returning.end();
        let keeper = Rc::clone(self);
        self.entered.replace(Some(Timeout::new(0, move || keeper.scrolled())));
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use wasm_bindgen::JsValue;
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::Element;

    use super::*;

    #[test]
    async fn a_page_is_scrolled_to_where_it_was_once_it_is_high_enough() {
        let (document, returning) = (browser::document(), Returning::default());
        let place = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&place).unwrap();
        returning.begin(Places::read("a-box 0 40\n"));
        place.set_inner_html("<div data-scrolls=\"a-box\" style=\"block-size: 50px; overflow: auto\"><p></p></div>");
        TimeoutFuture::new(2 * FRAME).await;
        assert!(returning.is_under_way(), "there is nothing in it yet");
        browser::all::<Element>(Some(&place), "p")[0].set_attribute("style", "block-size: 500px").unwrap();
        let one = browser::all::<Element>(Some(&place), "[data-scrolls]").remove(0);
        for _ in 0..100 {
            if one.scroll_top() == 40 {
                break;
            }
            TimeoutFuture::new(FRAME).await;
        }
        assert_eq!(one.scroll_top(), 40);
        assert!(Places::here().text().ends_with("\na-box 0 40\n"));
        returning.end();
        one.set_scroll_top(0);
        TimeoutFuture::new(3 * FRAME).await;
        assert_eq!(one.scroll_top(), 0, "whoever does something is left alone");
        place.remove();
    }

    #[test]
    async fn a_new_entry_has_the_places_of_what_is_drawn_for_it_and_is_not_written_too_often() {
        let (document, keeper) = (browser::document(), Rc::new(Keeper::default()));
        let history = browser::window().history().unwrap();
        history.replace_state(&JsValue::NULL, "").unwrap();
        let one = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&one).unwrap();
        one.set_attribute("style", "block-size: 50px; overflow: auto").unwrap();
        one.set_inner_html("<p style=\"block-size: 500px\"></p>");
        one.set_attribute("data-scrolls", "left").unwrap();
        one.set_scroll_top(40);
        keeper.changed();
        keeper.settle();
        assert_eq!(Places::kept(), None, "the page that is left is still drawn");
        one.set_attribute("data-scrolls", "new").unwrap();
        TimeoutFuture::new(0).await;
        keeper.settle();
        let first = Places::here();
        assert!(first.text().ends_with("\nnew 0 40\n"));
        assert_eq!(Places::kept().as_ref(), Some(&first));
        one.set_scroll_top(80);
        keeper.scrolled();
        keeper.pressed();
        assert_eq!(Places::kept(), Some(first), "a key that is held scrolls again and again");
        keeper.settle();
        assert_eq!(Places::kept(), Some(Places::here()), "a press may lead elsewhere");
        history.replace_state(&JsValue::NULL, "").unwrap();
        one.remove();
    }
}
