//! The cards: twenty more whenever the end of those that are there comes near, of which only those in view are drawn.

use std::{ops::Range, rc::Rc};

use web_sys::HtmlElement;
use yew::prelude::*;

use super::{card::Card, deeds::Deeds};
use crate::{
    browser, entry,
    hooks::{Offsets, use_media, use_now, use_rem, use_seen, use_window},
    sessions::Line,
    t,
    views::Picked,
    words::time,
};

/// How many cards come at once.
const PAGE: usize = 20;

/// How high a card is with the space below it, in rem: `records.css` has the same.
const HEIGHT: f64 = 13.25;

/// Where there is room for one card beside the other, and for three: `records.css` has the same.
const TWO: &str = "(min-width: 40rem)";
const THREE: &str = "(min-width: 60rem)";

/// Under which name an entry of the browser's history has how many there were.
const TAKEN: &str = "sessions";

/// What is shown, in its order. Equal only to itself: nobody compares thousands of sessions to learn that nothing changed.
#[derive(Clone, Default)]
pub(super) struct Shown(pub(super) Rc<Vec<Rc<Line>>>);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Properties of [`Grid`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) deeds: Deeds,
    pub(super) shown: Shown,
    pub(super) picked: Rc<Picked>,
    pub(super) on_pick: Callback<Rc<Line>>,
    pub(super) on_menu: Callback<Rc<Line>>,
}

/// The cards that stand in some rows.
fn within(rows: &Range<usize>, columns: usize, taken: usize) -> Range<usize> {
    (rows.start * columns).min(taken)..rows.end.saturating_mul(columns).min(taken)
}

/// The card that a key leads to, and nothing for any other key.
fn leads(key: &str, at: usize, columns: usize, all: usize) -> Option<usize> {
    let last = all.checked_sub(1)?;
    match key {
        "ArrowLeft" => at.checked_sub(1),
        "ArrowRight" => Some(at + 1).filter(|to| *to <= last),
        "ArrowUp" => at.checked_sub(columns),
        // From above a row that is not full, to its end.
        "ArrowDown" => Some((at + columns).min(last)).filter(|to| to / columns > at / columns),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// The grid.
#[component]
pub(super) fn Grid(props: &Props) -> Html {
    let Props { deeds, shown, picked, on_pick, on_menu } = props;
    let all = shown.0.len();
    let columns = 1 + usize::from(use_media(TWO)) + usize::from(use_media(THREE));
    let (node, end, now) = (use_node_ref(), use_node_ref(), use_now());
    let height = use_rem() * HEIGHT;
    let pages = use_state_eq(|| entry::kept(TAKEN).and_then(|pages| pages.parse().ok()).unwrap_or(1_usize).max(1));
    let taken = pages.saturating_mul(PAGE).min(all);
    use_effect_with(*pages, |pages| {
        if *pages > 1 {
            entry::keep(TAKEN, &pages.to_string());
        }
    });
    let on_seen = {
        let pages = pages.clone();
        Callback::from(move |()| pages.set(*pages + 1))
    };
    use_seen(&end, (taken < all).then_some(taken), on_seen);
    let rows = taken.div_ceil(columns);
    let offsets = Offsets::Even { rows, height };
    let drawn = use_window(&node, &offsets);
    let places = within(&drawn, columns, taken);
    let onkeydown = {
        let pages = pages.clone();
        Callback::from(move |event: KeyboardEvent| {
            let is_held = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
            let target = event.target_dyn_into::<HtmlElement>().filter(|_| !is_held && !browser::is_drop_open());
            let at = target.and_then(|target| target.closest("[data-place]").ok().flatten());
            let at: Option<usize> = at.and_then(|card| card.get_attribute("data-place")?.parse().ok());
            let Some(to) = at.and_then(|at| leads(&event.key(), at, columns, all)) else { return };
            event.prevent_default();
            let those = (*pages).max(to / PAGE + 1);
            pages.set(those);
            // One that is not drawn is scrolled to first.
            let rows = those.saturating_mul(PAGE).min(all).div_ceil(columns);
            let part = (to / columns) as f64 / rows.max(1) as f64;
            browser::focus_within(".sessions".into(), part, format!(".session[data-place=\"{to}\"] .card-link"));
        })
    };
    let space = format!("padding-block: {}px {}px", offsets.above(drawn.start), offsets.below(drawn.end));
    html! {
        <>
            <ol ref={node} class="sessions" role="list" style={space} {onkeydown}>
                { for places.clone().zip(&shown.0[places]).map(|(place, line)| html! {
                    <Card
                        key={line.id.uuid().as_u128()}
                        deeds={deeds.clone()}
                        line={Rc::clone(line)}
                        made={time::ago(line.made_at, now)}
                        is_picked={picked.has(line.id.record())}
                        {place}
                        {all}
                        on_pick={on_pick.clone()}
                        on_menu={on_menu.clone()}
                    />
                }) }
            </ol>
            if taken < all {
                <p ref={end} class="sessions-end">{ t::sessions_taken(taken, all) }</p>
            }
        </>
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn arrows_lead_from_card_to_card_and_not_off_the_grid() {
        // Seven cards in three columns.
        for (key, at, to) in [
            ("ArrowRight", 0, Some(1)),
            ("ArrowRight", 6, None),
            ("ArrowLeft", 0, None),
            ("ArrowDown", 1, Some(4)),
            ("ArrowDown", 5, Some(6)),
            ("ArrowDown", 6, None),
            ("ArrowUp", 6, Some(3)),
            ("ArrowUp", 2, None),
            ("Home", 5, Some(0)),
            ("End", 0, Some(6)),
            ("Enter", 0, None),
        ] {
            assert_eq!(leads(key, at, 3, 7), to, "{key} at {at}");
        }
        assert_eq!(leads("Home", 0, 1, 0), None);
    }

    #[test]
    fn rows_have_their_cards_and_the_last_what_is_left() {
        assert_eq!(within(&(0..2), 3, 7), 0..6);
        assert_eq!(within(&(2..5), 3, 7), 6..7);
        assert_eq!(within(&(4..9), 3, 7), 7..7);
        assert_eq!(within(&(0..usize::MAX), 3, 7), 0..7);
        assert_eq!(within(&(0..0), 1, 0), 0..0);
    }
}
