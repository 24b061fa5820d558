//! Going through the results by the keyboard. The focus itself moves, so that whatever reads the page follows.

use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::FIELD;
use crate::browser;

/// The results that can be opened.
const HITS: &str = "a.search-link";

/// Where a key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    /// To the field.
    Field,
    /// To that result.
    Hit(usize),
}

/// Where a key leads from a result, or from the field, with so many results; nothing if it means something else there.
fn goal(key: &str, at: Option<usize>, hits: usize) -> Option<Goal> {
    let last = hits.checked_sub(1)?;
    match (key, at) {
        ("ArrowDown", None) | ("Home", Some(_)) => Some(Goal::Hit(0)),
        ("ArrowDown", Some(at)) => Some(Goal::Hit(last.min(at + 1))),
        ("ArrowUp", Some(0)) => Some(Goal::Field),
        ("ArrowUp", Some(at)) => Some(Goal::Hit(at - 1)),
        ("End", Some(_)) => Some(Goal::Hit(last)),
        _ => None,
    }
}

/// Moves the focus as a key says. True if the key is to clear the field.
pub(super) fn pressed(event: &KeyboardEvent, area: &HtmlElement) -> bool {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() {
        return false;
    }
    if event.key() == "Escape" {
        event.prevent_default();
        browser::focus(FIELD);
        return true;
    }
    let hits = hits(area);
    let active = browser::document().active_element();
    let at = hits.iter().position(|hit| active.as_ref().is_some_and(|active| **hit == *active));
    if let Some(goal) = goal(&event.key(), at, hits.len()) {
        event.prevent_default();
        match goal {
            Goal::Field => browser::focus(FIELD),
            Goal::Hit(index) => drop(hits[index].focus()),
        }
    }
    false
}

/// Opens the best result. While the answer to what is typed is on its way, what shows answers something else.
pub(super) fn open_first(area: &HtmlElement) {
    if area.query_selector("[aria-busy=true]").ok().flatten().is_some() {
        return;
    }
    if let Some(first) = hits(area).first() {
        first.click();
    }
}

/// The result that has the focus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    /// The record it is of.
    record: String,
    /// Its number among the results.
    at: usize,
}

/// The result that has the focus in a list of them, if one has.
pub(super) fn held(list: &Element) -> Option<Held> {
    let active = browser::document().active_element()?;
    let at = hits(list).iter().position(|hit| **hit == active)?;
    Some(Held { record: records(list).into_iter().nth(at)?, at })
}

/// Gives the focus back to the result that had it, or to what stands in its place, where the list changed around it; to the
/// field where there is no list any more.
pub(super) fn hold(list: Option<&Element>, held: &Held) {
    if !browser::is_focus_lost() {
        return;
    }
    let kept = list.and_then(|list| hits(list).into_iter().nth(kept(held, &records(list))?));
    match kept {
        Some(hit) => drop(hit.focus()),
        None => browser::focus(FIELD),
    }
}

/// Which of the results now there is the one that had the focus, or stands where it did.
fn kept(held: &Held, records: &[String]) -> Option<usize> {
    let same = records.iter().position(|record| *record == held.record);
    same.or_else(|| Some(held.at.min(records.len().checked_sub(1)?)))
}

fn hits(area: &Element) -> Vec<HtmlElement> {
    browser::all(Some(area), HITS)
}

/// The records of the results, in the same order.
fn records(list: &Element) -> Vec<String> {
    let hits: Vec<Element> = browser::all(Some(list), ":scope > li");
    hits.iter().map(|hit| hit.get_attribute("data-record").unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn arrows_go_through_the_results_and_back_to_the_field() {
        for (key, at, wanted) in [
            ("ArrowDown", None, Some(Goal::Hit(0))),
            ("ArrowDown", Some(0), Some(Goal::Hit(1))),
            ("ArrowDown", Some(2), Some(Goal::Hit(2))),
            ("ArrowUp", Some(1), Some(Goal::Hit(0))),
            ("ArrowUp", Some(0), Some(Goal::Field)),
            ("ArrowUp", None, None),
            ("Home", Some(2), Some(Goal::Hit(0))),
            ("End", Some(0), Some(Goal::Hit(2))),
            // In the field they are about the text.
            ("Home", None, None),
            ("End", None, None),
            ("a", Some(1), None),
        ] {
            assert_eq!(goal(key, at, 3), wanted, "{key} at {at:?}");
        }
        assert_eq!(goal("ArrowDown", None, 0), None);
    }

    #[test]
    fn the_focus_stays_on_its_record_or_in_its_place() {
        let records = ["a", "b", "c"].map(str::to_owned);
        let held = |record: &str, at| Held { record: record.to_owned(), at };
        for (held, wanted) in
            [(held("a", 0), Some(0)), (held("c", 0), Some(2)), (held("gone", 1), Some(1)), (held("gone", 9), Some(2))]
        {
            assert_eq!(kept(&held, &records), wanted, "{held:?}");
        }
        assert_eq!(kept(&held("a", 0), &[]), None);
    }
}
