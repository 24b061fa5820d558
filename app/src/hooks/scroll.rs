use std::{cell::Cell, collections::HashMap, rc::Rc};

use gloo_events::EventListener;
use js_sys::Reflect;
use yew::prelude::*;

use crate::browser::{self, SizeObserver};

/// How long a page that was gone back to may take to be as high as it was, in milliseconds.
const GROWS: f64 = 2_000.0;

/// Where a page that was gone back to is to be scrolled to, and until when.
#[derive(Clone, Default)]
pub(crate) struct Returning(Rc<Cell<Option<(f64, f64)>>>);

impl Returning {
    /// Whether such a page is coming. Nothing else scrolls meanwhile.
    pub(crate) fn is_under_way(&self) -> bool {
        self.place().is_some()
    }

    fn place(&self) -> Option<f64> {
        self.0.get().filter(|(_, until)| js_sys::Date::now() < *until).map(|(place, _)| place)
    }

    fn begin(&self, place: f64) {
        self.0.set(Some((place, js_sys::Date::now() + GROWS)));
    }
}

/// Goes back and forward to where each entry of the browser's history was scrolled to. The browser alone tries too early: the
/// page is drawn after it has told of the change. Whatever a person does on the page meanwhile ends it.
#[hook]
pub(crate) fn use_kept_scroll(returning: &Returning) {
    let returning = returning.clone();
    use_effect_with((), move |()| {
        let window = browser::window();
        let mut places: HashMap<u32, f64> = HashMap::new();
        let on = |kind: &'static str| {
            let returning = returning.clone();
            EventListener::new(&browser::window(), kind, move |_| returning.0.set(None))
        };
        let mut listening = vec![on("wheel"), on("touchstart"), on("keydown"), on("mousedown")];
        // One listener for both, which share the places.
        let follow = {
            let returning = returning.clone();
            Rc::new(std::cell::RefCell::new(move |is_pop: bool| {
                if is_pop {
                    returning.begin(places.get(&entry()).copied().unwrap_or_default());
                } else if !returning.is_under_way() {
                    places.insert(entry(), scrolled());
                }
            }))
        };
        for kind in ["scroll", "popstate"] {
            let follow = Rc::clone(&follow);
            listening
                .push(EventListener::new(&window, kind, move |event| follow.borrow_mut()(event.type_() == "popstate")));
        }
        let size = SizeObserver::of_page(move || {
            if let Some(place) = returning.place() {
                browser::window().scroll_to_with_x_and_y(0.0, place);
            }
        });
        move || drop((listening, size))
    });
}

/// The number of the entry of the browser's history that is shown, which the router gives to each that it makes.
fn entry() -> u32 {
    let state = browser::window().history().and_then(|history| history.state()).unwrap_or_default();
    let id = Reflect::get(&state, &"id".into()).ok().and_then(|id| id.as_f64());
    id.unwrap_or_default() as u32
}

fn scrolled() -> f64 {
    browser::window().scroll_y().unwrap_or_default()
}
