use web_sys::Element;

use crate::{browser, entry};

/// Under which name an entry of the browser's history has where it was scrolled to.
const PLACES: &str = "places";

/// How long a page that was gone back to may take to be as high as it was, in milliseconds.
const GROWS: f64 = 10_000.0;

/// How long it is held where it was, in milliseconds, while the rest of it comes.
const HELD: f64 = 2_000.0;

/// How much of a page that was gone back to is where it was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Reached {
    /// What is there is not high enough yet.
    Part,
    /// What is there; some of its boxes are not.
    Present,
    All,
}

impl Reached {
    /// Whether it is not waited for any longer, by how long that was done and for how long the page's heading has been drawn, in
    /// milliseconds: a box that does not come with it may be of something that was deleted.
    pub(super) fn is_over(self, waited: f64, drawn: Option<f64>) -> bool {
        match self {
            Self::All => waited > HELD,
            Self::Present if drawn.is_some_and(|drawn| drawn > HELD) => true,
            Self::Present | Self::Part => waited > GROWS,
        }
    }
}

/// Where the page is scrolled to, and those of its boxes that are scrolled at all: across and down, in pixels. The page has no
/// name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Places(Vec<(String, i32, i32)>);

impl Places {
    pub(super) fn here() -> Self {
        let boxes = boxes().into_iter().map(|(name, one)| (name, one.scroll_left(), one.scroll_top()));
        let (across, down) = of_page();
        let page = (String::new(), across, down);
        Self(std::iter::once(page).chain(boxes.filter(|(_, across, down)| (*across, *down) != (0, 0))).collect())
    }

    pub(super) fn kept() -> Option<Self> {
        entry::kept(PLACES).map(|text| Self::read(&text))
    }

    pub(super) fn keep(&self) {
        entry::keep(PLACES, &self.text());
    }

    /// What cannot be read is passed over.
    pub(super) fn read(text: &str) -> Self {
        let place = |line: &str| {
            let mut parts = line.split(' ');
            Some((parts.next()?.to_owned(), parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
        };
        Self(text.lines().filter_map(place).collect())
    }

    pub(super) fn text(&self) -> String {
        self.0.iter().map(|(name, across, down)| format!("{name} {across} {down}\n")).collect()
    }

    pub(super) fn is_anywhere(&self) -> bool {
        self.0.iter().any(|(_, across, down)| (*across, *down) != (0, 0))
    }

    /// Scrolls there, as far as that goes.
    pub(super) fn go(&self) -> Reached {
        let boxes = boxes();
        let (mut is_there, mut is_all) = (true, true);
        for (name, across, down) in &self.0 {
            let place = (*across, *down);
            if name.is_empty() {
                if !is_at(of_page(), place) {
                    browser::window().scroll_to_with_x_and_y(place.0.into(), place.1.into());
                }
                is_there &= is_at(of_page(), place);
                continue;
            }
            let Some((_, one)) = boxes.iter().find(|(one, _)| one == name) else {
                is_all = false;
                continue;
            };
            let of_box = || (one.scroll_left(), one.scroll_top());
            if !is_at(of_box(), place) {
                one.set_scroll_left(place.0);
                one.set_scroll_top(place.1);
            }
            is_there &= is_at(of_box(), place);
        }
        match (is_there, is_all) {
            (true, true) => Reached::All,
            (true, false) => Reached::Present,
            (false, _) => Reached::Part,
        }
    }
}

/// The boxes of the page that have names.
fn boxes() -> Vec<(String, Element)> {
    let named = |one: Element| Some((one.get_attribute("data-scrolls")?, one));
    browser::all::<Element>(None, "[data-scrolls]").into_iter().filter_map(named).collect()
}

/// How large all is that scrolls: another number once any of it has grown or shrunk.
pub(super) fn size() -> i32 {
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

    #[test]
    fn a_box_that_is_not_on_the_page_is_not_waited_for_as_the_page_is() {
        for (reached, waited, drawn, over) in [
            (Reached::All, HELD, None, false),
            (Reached::All, HELD + 1.0, None, true),
            (Reached::Part, GROWS, Some(GROWS), false),
            (Reached::Part, GROWS + 1.0, None, true),
            (Reached::Present, GROWS, None, false),
            (Reached::Present, GROWS, Some(HELD), false),
            (Reached::Present, HELD + 1.0, Some(HELD + 1.0), true),
            (Reached::Present, GROWS + 1.0, None, true),
        ] {
            assert_eq!(reached.is_over(waited, drawn), over, "{reached:?} after {waited} ms, drawn {drawn:?} ms");
        }
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    fn a_box_that_is_gone_is_told_from_one_that_is_not_high_enough() {
        let place = browser::document().create_element("div").unwrap();
        browser::document().body().unwrap().append_child(&place).unwrap();
        assert_eq!(places(&[("low", 0, 40), ("gone", 0, 40)]).go(), Reached::Present);
        let low = "<div data-scrolls=\"low\" style=\"block-size: 50px; overflow: auto\"><p></p></div>";
        place.set_inner_html(low);
        assert_eq!(places(&[("low", 0, 40), ("gone", 0, 40)]).go(), Reached::Part);
        browser::all::<Element>(Some(&place), "p")[0].set_attribute("style", "block-size: 500px").unwrap();
        assert_eq!(places(&[("low", 0, 40), ("gone", 0, 40)]).go(), Reached::Present);
        assert_eq!(places(&[("low", 0, 40)]).go(), Reached::All);
        place.remove();
    }
}
