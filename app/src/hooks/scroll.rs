use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo_events::{EventListener, EventListenerOptions};
use holdfast_web::of_tab;
use js_sys::Reflect;
use yew::prelude::*;
use yew_router::history::{BrowserHistory, History as _};

use crate::browser::{self, SizeObserver};

/// How long a page that was gone back to may take to be as high as it was, in milliseconds.
const GROWS: f64 = 2_000.0;

/// Of how many entries of the browser's history it is known where they were scrolled to.
const MOST: usize = 100;

/// Under which name the tab keeps that.
const PLACES: &str = "places";

/// A page that was gone back to: where it is to be scrolled to, if that is known, and until when.
#[derive(Clone, Default)]
pub(crate) struct Returning(Rc<Cell<Option<(Option<f64>, f64)>>>);

impl Returning {
    /// Whether such a page is coming. Nothing else scrolls meanwhile.
    pub(crate) fn is_under_way(&self) -> bool {
        self.now().is_some()
    }

    fn now(&self) -> Option<(Option<f64>, f64)> {
        self.0.get().filter(|(_, until)| js_sys::Date::now() < *until)
    }

    fn place(&self) -> Option<f64> {
        self.now()?.0
    }

    /// Where nothing is known of the page, it is left to the browser.
    fn begin(&self, place: Option<f64>) {
        self.0.set(Some((place, js_sys::Date::now() + GROWS)));
    }
}

/// Goes back and forward to where each entry of the browser's history was scrolled to. The browser alone tries too early: the
/// page is drawn after it has told of the change. Whatever a person does on the page meanwhile ends it.
#[hook]
pub(crate) fn use_kept_scroll(returning: &Returning) {
    let returning = returning.clone();
    use_effect_with((), move |()| {
        let (window, history) = (browser::window(), BrowserHistory::new());
        if let (None, Ok(address)) = (entry(), window.location().href()) {
            // What a person opened by its address has no number yet.
            history.replace(address);
        }
        let places = Places::read(&of_tab::load(PLACES).unwrap_or_default());
        let follower = Rc::new(RefCell::new(Follower::new(returning.clone(), places, entry(), scrolled())));
        let on_history = {
            let follower = Rc::clone(&follower);
            history.listen(move || follower.borrow_mut().changed(entry(), scrolled()))
        };
        let on = |kind: &'static str, options, does: fn(&mut Follower)| {
            let follower = Rc::clone(&follower);
            EventListener::new_with_options(&window, kind, options, move |_| does(&mut follower.borrow_mut()))
        };
        let plain = EventListenerOptions::default;
        let on_window = [
            // Captured: before the router, which tells of it as of any change.
            on("popstate", EventListenerOptions::run_in_capture_phase(), |follower| follower.popped(entry())),
            on("scroll", plain(), |follower| follower.scrolled(entry(), scrolled())),
            // The page may go without another word.
            on("pagehide", plain(), |follower| follower.keep()),
            on("visibilitychange", plain(), |follower| follower.keep()),
        ];
        let on_person = ["wheel", "touchstart", "keydown", "mousedown"].map(|kind| {
            let returning = returning.clone();
            EventListener::new(&window, kind, move |_| returning.0.set(None))
        });
        let size = SizeObserver::of_page(move || {
            if let Some(place) = returning.place() {
                browser::window().scroll_to_with_x_and_y(0.0, place);
            }
        });
        move || drop((on_history, on_window, on_person, size))
    });
}

/// What follows the browser's history, and notes where its entries are scrolled to.
struct Follower {
    returning: Returning,
    places: Places,
    /// The entry that is shown.
    shown: Option<u32>,
}

impl Follower {
    fn new(returning: Returning, places: Places, shown: Option<u32>, at: f64) -> Self {
        let mut follower = Self { returning, places, shown };
        follower.note(shown, at);
        follower
    }

    /// The page was scrolled.
    fn scrolled(&mut self, entry: Option<u32>, at: f64) {
        // While a page is on its way to where it was, it is still meant to be there.
        if self.returning.place().is_none() {
            self.note(entry, at);
        }
    }

    /// An entry was gone back to, or forward.
    fn popped(&mut self, entry: Option<u32>) {
        self.shown = entry;
        self.returning.begin(entry.and_then(|entry| self.places.of(entry)));
    }

    /// The history has changed. An entry that is new begins where the page is: if the page stays there, nothing tells of it.
    fn changed(&mut self, entry: Option<u32>, at: f64) {
        if self.shown != entry {
            self.shown = entry;
            self.note(entry, self.returning.place().unwrap_or(at));
        }
    }

    fn note(&mut self, entry: Option<u32>, at: f64) {
        if let Some(entry) = entry {
            self.places.note(entry, at);
        }
    }

    fn keep(&self) {
        of_tab::save(PLACES, &self.places.text());
    }
}

/// Where entries of the browser's history are scrolled to, in pixels: of the last ones that were noted, in that order.
#[derive(Clone, Debug, Default, PartialEq)]
struct Places(Vec<(u32, f64)>);

impl Places {
    /// What was kept of them; what cannot be read is passed over.
    fn read(text: &str) -> Self {
        let mut places = Self::default();
        for (entry, at) in text.lines().filter_map(|line| line.split_once(' ')) {
            if let (Ok(entry), Ok(at)) = (entry.parse(), at.parse::<u32>()) {
                places.note(entry, at.into());
            }
        }
        places
    }

    /// What to keep of them.
    fn text(&self) -> String {
        self.0.iter().map(|(entry, at)| format!("{entry} {at:.0}\n")).collect()
    }

    fn of(&self, entry: u32) -> Option<f64> {
        self.0.iter().find(|(one, _)| *one == entry).map(|(_, at)| *at)
    }

    fn note(&mut self, entry: u32, at: f64) {
        if let Some((_, last)) = self.0.last_mut().filter(|(last, _)| *last == entry) {
            *last = at;
            return;
        }
        self.0.retain(|(one, _)| *one != entry);
        self.0.push((entry, at));
        let beyond = self.0.len().saturating_sub(MOST);
        self.0.drain(..beyond);
    }
}

/// The number of the entry of the browser's history that is shown, which the router gives to each that it makes: one that follows
/// a link within the page has none.
fn entry() -> Option<u32> {
    let state = browser::window().history().and_then(|history| history.state()).ok()?;
    let id = Reflect::get(&state, &"id".into()).ok()?.as_f64()?;
    Some(id as u32)
}

fn scrolled() -> f64 {
    browser::window().scroll_y().unwrap_or_default()
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn follower(kept: &str) -> Follower {
        Follower::new(Returning::default(), Places::read(kept), Some(1), 0.0)
    }

    #[test]
    fn an_entry_that_was_never_scrolled_is_where_the_page_was_as_it_began() {
        let mut follower = follower("");
        follower.scrolled(Some(1), 3_000.0);
        // A task is opened beside the list, and from there another page, which is shown from its top.
        follower.changed(Some(2), 3_000.0);
        follower.changed(Some(3), 3_000.0);
        follower.scrolled(Some(3), 0.0);
        follower.popped(Some(2));
        assert_eq!(follower.returning.place(), Some(3_000.0));
        // As the page grows it is not yet where it is meant to be; an address that is put in order stays meant to be there.
        follower.changed(Some(2), 0.0);
        follower.scrolled(Some(2), 200.0);
        follower.changed(Some(4), 200.0);
        assert_eq!([2, 3, 4].map(|entry| follower.places.of(entry)), [Some(3_000.0), Some(0.0), Some(3_000.0)]);
    }

    #[test]
    fn what_is_not_known_is_left_to_the_browser() {
        let mut follower = follower("");
        for unknown in [Some(9), None] {
            follower.popped(unknown);
            assert!(follower.returning.is_under_way(), "the page that comes goes to its top");
            assert_eq!(follower.returning.place(), None);
            follower.changed(unknown, 700.0);
            assert_eq!(follower.places.of(9), None, "the page before it was there");
        }
        follower.scrolled(Some(9), 40.0);
        assert_eq!(follower.places.of(9), Some(40.0));
    }

    #[test]
    fn places_are_kept_over_a_reload_and_no_more_than_that() {
        let mut before = follower("");
        before.scrolled(Some(1), 120.4);
        before.changed(Some(2), 120.4);
        let mut after = Follower::new(Returning::default(), Places::read(&before.places.text()), Some(2), 0.0);
        after.popped(Some(1));
        assert_eq!(after.returning.place(), Some(120.0));
        (10..=10 + MOST as u32).for_each(|entry| after.places.note(entry, 1.0));
        assert_eq!((after.places.0.len(), after.places.of(1), after.places.of(10)), (MOST, None, None));
        assert_eq!(Places::read("x 1\n3\n4 NaN\n5 -1\n6 7\n"), Places(vec![(6, 7.0)]));
    }
}
