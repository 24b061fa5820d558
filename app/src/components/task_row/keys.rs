//! The keys of a row, and where the focus goes.

use holdfast_core::{entity::Task, id::Id};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;
use yewdux::prelude::*;

use crate::{board::Board, browser, stores::Frame, task_list::Direction, views::keys::Act};

/// Keys on a row, wherever in it the focus is, except where keys mean text or a choice.
pub(super) fn on_key(event: &KeyboardEvent, board: &Board, id: Id<Task>, renaming: &UseStateHandle<bool>) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let is_date = target.get_attribute("type").as_deref() == Some("date");
    let is_choice = is_date || matches!(target.tag_name().as_str(), "SELECT" | "TEXTAREA");
    if is_choice || browser::is_drop_open() {
        return;
    }
    let on_button = matches!(target.tag_name().as_str(), "BUTTON" | "INPUT");
    let stay = || stay_at(id, "task-title");
    let Some(act) = Act::of(event, &Dispatch::<Frame>::global().get().keymap) else { return };
    let done = match act {
        Act::Next => focus_beside(&target, 1),
        Act::Previous => focus_beside(&target, -1),
        Act::First => focus_edge(&target, board, id, Direction::Up),
        Act::Last => focus_edge(&target, board, id, Direction::Down),
        Act::Before => focus_across(&target, Direction::Up).unwrap_or(false),
        Act::After => focus_across(&target, Direction::Down).unwrap_or(false),
        Act::Open if is_row(&target) => {
            board.open(Some(id));
            true
        }
        _ if !board.editable => false,
        Act::Up | Act::Down => {
            stay();
            board.step(id, if act == Act::Up { Direction::Up } else { Direction::Down });
            true
        }
        Act::Left | Act::Right => {
            if on_button {
                stay();
            }
            board.move_beside(id, if act == Act::Left { Direction::Up } else { Direction::Down });
            if !on_button {
                board.reveal(id);
            }
            true
        }
        Act::Rename => {
            renaming.set(true);
            true
        }
        Act::Done if !on_button => {
            stay();
            board.toggle_done(id);
            true
        }
        Act::Delete => {
            focus_neighbour(Some(target));
            if board.is_picked(id) {
                board.delete_picked();
                // The neighbour may be one of them.
                browser::focus_soon_if_lost(".project".into());
            } else {
                board.delete(id);
            }
            true
        }
        Act::Pick => {
            board.pick(id);
            true
        }
        Act::PickNext | Act::PickPrevious => {
            if focus_beside(&target, if act == Act::PickNext { 1 } else { -1 })
                && let Some(to) = focused()
            {
                board.pick_to(id, to);
            }
            true
        }
        Act::Open | Act::Done | Act::PickAll | Act::PickNone => false,
    };
    if done {
        event.prevent_default();
    }
}

fn is_row(target: &Element) -> bool {
    target.matches(".task").unwrap_or(false)
}

/// The task in whose row the focus is.
fn focused() -> Option<Id<Task>> {
    let row = browser::document().active_element()?.closest(".task").ok()??;
    row.get_attribute("data-record")?.parse().ok()
}

/// Moves the focus to the title of the row so many rows on, over the borders of groups.
fn focus_beside(from: &Element, by: isize) -> bool {
    let titles = browser::all::<HtmlElement>(None, ".task .task-title");
    let row = from.closest(".task").ok().flatten();
    let own = row.and_then(|row| row.query_selector(".task-title").ok().flatten());
    let place = titles.iter().position(|title| own.as_ref() == Some(title));
    let next = place.and_then(|place| titles.get(place.checked_add_signed(by)?));
    next.is_some_and(|title| title.focus().is_ok())
}

/// Moves the focus to the first or the last task of the row's group, drawn or not.
fn focus_edge(from: &Element, board: &Board, id: Id<Task>, direction: Direction) -> bool {
    let Some((list, to)) = from.closest(".tasks").ok().flatten().zip(board.at_edge(id, direction)) else {
        return false;
    };
    browser::focus_at_edge(&list, direction == Direction::Up, browser::part_of(to, "task-title"));
    true
}

/// Moves the focus to the card that stands nearest to the height of this one, in the next column that has cards.
fn focus_across(from: &Element, direction: Direction) -> Option<bool> {
    let own = from.closest(".columns-box > .status-group").ok().flatten()?;
    let columns = browser::all::<Element>(None, ".columns-box > .status-group");
    let (before, after) = columns.split_at(columns.iter().position(|column| *column == own)?);
    let beside: Vec<&Element> = match direction {
        Direction::Up => before.iter().rev().collect(),
        Direction::Down => after.iter().skip(1).collect(),
    };
    let titles = |column: &Element| browser::all::<HtmlElement>(Some(column), ".task .task-title");
    let titles = beside.into_iter().map(titles).find(|titles| !titles.is_empty())?;
    let top = |element: &Element| element.get_bounding_client_rect().top();
    let tops: Vec<f64> = titles.iter().map(|title| top(title)).collect();
    let own = from.closest(".task").ok().flatten()?.query_selector(".task-title").ok().flatten();
    let next = titles.get(nearest(&tops, top(own.as_ref().unwrap_or(from)))?)?;
    Some(next.focus().is_ok())
}

/// The place of what stands nearest to a height.
fn nearest(tops: &[f64], height: f64) -> Option<usize> {
    let away = |place: &usize| (tops[*place] - height).abs();
    (0..tops.len()).min_by(|one, other| away(one).total_cmp(&away(other)))
}

/// With the focus in no row: moves it to the first one in view, or to the last.
pub(crate) fn focus_in_view(direction: Direction) -> bool {
    let mut titles = browser::all::<HtmlElement>(None, ".task .task-title");
    if direction == Direction::Up {
        titles.reverse();
    }
    let height = browser::window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    let is_in_view = |title: &HtmlElement| {
        let shape = title.get_bounding_client_rect();
        shape.top() >= 0.0 && shape.bottom() <= height
    };
    let next = titles.iter().find(|title| is_in_view(title)).or(titles.first());
    next.is_some_and(|title| title.focus().is_ok())
}

/// Before something is done to a row: the focus stays at that part of it, or, where the row is not drawn any more, goes to the
/// next one, or the one before.
pub(crate) fn stay_at(id: Id<Task>, class: &str) {
    let rows = browser::all::<Element>(None, ".task");
    let records: Vec<String> = rows.iter().filter_map(|row| row.get_attribute("data-record")).collect();
    let own = id.to_string();
    let titles = beside(&records, &own).map(|record| browser::part_of(record, "task-title"));
    let first = browser::part_of(&own, class);
    browser::focus_first_soon(std::iter::once(first).chain(titles).collect());
}

/// What comes after one of several, and what comes before it.
fn beside<'a>(all: &'a [String], own: &str) -> impl Iterator<Item = &'a String> {
    let place = all.iter().position(|one| one == own);
    let after = place.and_then(|place| all.get(place + 1));
    let before = place.and_then(|place| all.get(place.checked_sub(1)?));
    after.into_iter().chain(before)
}

/// Before a row goes: the focus goes to the next one, or the one before.
pub(super) fn focus_neighbour(from: Option<Element>) {
    if let Some(from) = from {
        let _ = focus_beside(&from, 1) || focus_beside(&from, -1);
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{beside, nearest};

    #[test]
    fn the_card_beside_is_the_one_at_its_height() {
        assert_eq!([nearest(&[0.0, 92.0, 184.0], 100.0), nearest(&[0.0, 92.0], 999.0)], [Some(1); 2]);
        assert_eq!((nearest(&[0.0, 92.0], -50.0), nearest(&[], 0.0)), (Some(0), None));
    }

    #[test]
    fn the_next_one_comes_first_and_the_one_before_after_it() {
        let all = ["a", "b", "c"].map(ToOwned::to_owned);
        let of = |own| beside(&all, own).map(String::as_str).collect::<Vec<_>>();
        assert_eq!([of("a"), of("b"), of("c"), of("x")], [vec!["b"], vec!["c", "a"], vec!["b"], vec![]]);
    }
}
