//! The keys of a row, and where the focus goes.

use holdfast_core::{entity::Task, id::Id};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::{board::Board, browser, task_list::Direction, views::keys::Act};

/// Keys on a row, wherever in it the focus is, except where keys mean text or a choice.
pub(super) fn on_key(event: &KeyboardEvent, board: &Board, id: Id<Task>, renaming: &UseStateHandle<bool>) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let is_date = target.get_attribute("type").as_deref() == Some("date");
    if is_date || matches!(target.tag_name().as_str(), "SELECT" | "TEXTAREA") {
        return;
    }
    let on_button = matches!(target.tag_name().as_str(), "BUTTON" | "INPUT");
    let stay = || browser::focus_soon(format!(".task[data-record=\"{id}\"] .task-title"));
    let Some(act) = Act::of(event) else { return };
    let done = match act {
        Act::Next => focus_beside(&target, 1),
        Act::Previous => focus_beside(&target, -1),
        Act::Open if is_row(&target) => {
            board.open(Some(id));
            true
        }
        _ if !board.editable => false,
        Act::Up | Act::Down => {
            board.step(id, if act == Act::Up { Direction::Up } else { Direction::Down });
            stay();
            true
        }
        Act::Left | Act::Right => {
            board.move_beside(id, if act == Act::Left { Direction::Up } else { Direction::Down });
            match on_button {
                true => stay(),
                false => board.reveal(id),
            }
            true
        }
        Act::Rename => {
            renaming.set(true);
            true
        }
        Act::Done if !on_button => {
            board.toggle_done(id);
            stay();
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

/// Before a row goes: the focus goes to the next one, or the one before.
pub(super) fn focus_neighbour(from: Option<Element>) {
    if let Some(from) = from {
        let _ = focus_beside(&from, 1) || focus_beside(&from, -1);
    }
}
