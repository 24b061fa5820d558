use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::{callback::Timeout, future::TimeoutFuture};
use web_sys::Element;
use yew::prelude::*;
use yew_router::history::{BrowserHistory, History as _};

use crate::{browser, entry};

/// Under which name an entry of the browser's history has where it was scrolled to.
const PLACES: &str = "places";

/// How long nothing is scrolled before that is kept, in milliseconds: browsers refuse what comes too often.
const QUIET: u32 = 200;

/// How long a page that was gone back to may take to be as high as it was, in milliseconds.
const GROWS: f64 = 10_000.0;

/// How long it is held where it was, in milliseconds, while the rest of it comes.
const HELD: f64 = 2_000.0;

/// How often it is looked at meanwhile, in milliseconds.
const FRAME: u32 = 16;

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
            let (began, mut is_there, mut last) = (js_sys::Date::now(), false, None);
            // The page that is left is still drawn.
            TimeoutFuture::new(0).await;
            while returning.0.get() == way {
                // What scrolls while nothing grows is somebody's doing.
                let size = Some(size());
                if size != last {
                    (is_there, last) = (places.go() || is_there, size);
                }
                if js_sys::Date::now() - began > if is_there { HELD } else { GROWS } {
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
        let keeper = Rc::new(Keeper { returning, later: RefCell::default() });
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
            // These come many times while a person scrolls.
            on("keydown", |keeper| keeper.returning.end()),
            on("wheel", |keeper| keeper.returning.end()),
            on("touchstart", |keeper| keeper.returning.end()),
            on("mousedown", |keeper| keeper.returning.end()),
        ];
        move || drop((on_history, listening))
    });
}

/// What keeps where the page is.
struct Keeper {
    returning: Returning,
    /// What is kept after a while.
    later: RefCell<Option<Timeout>>,
}

impl Keeper {
    /// Something was scrolled. The first of several times is kept at once, as the page may be left before it is quiet.
    fn scrolled(self: &Rc<Self>) {
        if self.returning.is_under_way() {
            return;
        }
        if self.later.borrow().is_none() {
            Places::here().keep();
        }
        let keeper = Rc::clone(self);
        self.later.replace(Some(Timeout::new(QUIET, move || keeper.settle())));
    }

    /// A link may be followed, or nothing was scrolled for a while: what waits is kept.
    fn settle(&self) {
        self.returning.end();
        if self.later.take().is_some() {
            Places::here().keep();
        }
    }

    /// The history has changed. An entry that was gone back or forward to has its places; a new one begins where the page is: where
    /// that stays there, nothing else tells of it. Who hears of it first, this or what draws the page, is not for the browser to say:
    /// what it tells windows comes in the order in which they began to listen.
    fn changed(&self) {
        self.later.take();
        match Places::kept() {
            Some(places) => self.returning.begin(places),
            None => {
                self.returning.end();
                Places::here().keep();
            }
        }
    }
}

/// Where the page is scrolled to, and those of its boxes that are scrolled at all: across and down, in pixels. The page has no
/// name.
#[derive(Clone, Debug, Default, PartialEq)]
struct Places(Vec<(String, i32, i32)>);

impl Places {
    fn here() -> Self {
        let boxes = boxes().into_iter().map(|(name, one)| (name, one.scroll_left(), one.scroll_top()));
        let (across, down) = of_page();
        let page = (String::new(), across, down);
        Self(std::iter::once(page).chain(boxes.filter(|(_, across, down)| (*across, *down) != (0, 0))).collect())
    }

    fn kept() -> Option<Self> {
        entry::kept(PLACES).map(|text| Self::read(&text))
    }

    fn keep(&self) {
        entry::keep(PLACES, &self.text());
    }

    /// What cannot be read is passed over.
    fn read(text: &str) -> Self {
        let place = |line: &str| {
            let mut parts = line.split(' ');
            Some((parts.next()?.to_owned(), parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
        };
        Self(text.lines().filter_map(place).collect())
    }

    fn text(&self) -> String {
        self.0.iter().map(|(name, across, down)| format!("{name} {across} {down}\n")).collect()
    }

    fn is_anywhere(&self) -> bool {
        self.0.iter().any(|(_, across, down)| (*across, *down) != (0, 0))
    }

    /// Scrolls there, as far as that goes. Whether it goes all the way.
    fn go(&self) -> bool {
        let boxes = boxes();
        let mut is_there = true;
        for (name, across, down) in &self.0 {
            let place = (*across, *down);
            is_there &= if name.is_empty() {
                if !is_at(of_page(), place) {
                    browser::window().scroll_to_with_x_and_y(place.0.into(), place.1.into());
                }
                is_at(of_page(), place)
            } else {
                boxes.iter().find(|(one, _)| one == name).is_some_and(|(_, one)| {
                    let of_box = || (one.scroll_left(), one.scroll_top());
                    if !is_at(of_box(), place) {
                        one.set_scroll_left(place.0);
                        one.set_scroll_top(place.1);
                    }
                    is_at(of_box(), place)
                })
            };
        }
        is_there
    }
}

/// The boxes of the page that have names.
fn boxes() -> Vec<(String, Element)> {
    let named = |one: Element| Some((one.get_attribute("data-scrolls")?, one));
    browser::all::<Element>(None, "[data-scrolls]").into_iter().filter_map(named).collect()
}

/// How large all is that scrolls: another number once any of it has grown or shrunk.
fn size() -> i32 {
    let page = browser::document().document_element().map_or(0, |page| page.scroll_height());
    boxes()
        .iter()
        .fold(page, |size, (_, one)| size.wrapping_mul(31).wrapping_add(one.scroll_height() + one.scroll_width()))
}

/// Whether something is scrolled there: where pixels are parts of one, as near as that gets.
fn is_at(one: (i32, i32), place: (i32, i32)) -> bool {
    one.0.abs_diff(place.0) < 2 && one.1.abs_diff(place.1) < 2
}

fn of_page() -> (i32, i32) {
    let window = browser::window();
    let pixels = |place: Result<f64, _>| place.unwrap_or_default().round() as i32;
    (pixels(window.scroll_x()), pixels(window.scroll_y()))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn places(all: &[(&str, i32, i32)]) -> Places {
        Places(all.iter().map(|(name, across, down)| ((*name).to_owned(), *across, *down)).collect())
    }

    #[test]
    fn places_come_back_as_they_were() {
        let all = places(&[("", 0, 700), ("columns", 120, 0), ("in_review", 0, 44)]);
        assert_eq!(Places::read(&all.text()), all);
        assert!(all.is_anywhere());
        assert!(!places(&[("", 0, 0)]).is_anywhere());
        assert_eq!(Places::read("x 1\n\ny a 2\n 0 3\n"), places(&[("", 0, 3)]));
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    async fn a_page_is_scrolled_to_where_it_was_once_it_is_high_enough() {
        let (document, returning) = (browser::document(), Returning::default());
        let place = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&place).unwrap();
        returning.begin(places(&[("a-box", 0, 40)]));
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
        assert_eq!(Places::here().0.last(), Some(&("a-box".to_owned(), 0, 40)));
        returning.end();
        one.set_scroll_top(0);
        TimeoutFuture::new(3 * FRAME).await;
        assert_eq!(one.scroll_top(), 0, "whoever does something is left alone");
        place.remove();
    }
}
