//! What can be done to all selected tasks. It lies over the page, so that nothing moves when it comes and goes.

use std::{collections::BTreeMap, rc::Rc};

use holdfast_core::entity::{Priority, Status};
use holdfast_query::view::Interest;
use web_sys::HtmlFormElement;
use yew::prelude::*;

use super::{Glyph, IconButton, NameForm, drop_down::DropDown};
use crate::{
    board::{Board, Shared, use_board, use_tasks},
    browser,
    hooks::Names,
    t,
    views::Picked,
    words::{fold::sort_key, time},
};

/// The bar, and the number of selected tasks for those who do not see it.
#[component]
pub(crate) fn BulkBar() -> Html {
    let board = use_board();
    let names = use_context::<Names>().unwrap_or_default();
    let picked = use_context::<Rc<Picked>>().unwrap_or_default();
    // Only what is shown counts, and is changed.
    let all = use_tasks(&board, vec![Interest::Groups], |list| picked.ids().filter(|id| list.contains(*id)).count());
    let shared = use_state_eq(Shared::default);
    let words = if all == 0 { String::new() } else { t::tasks_selected(all) };
    // There before it says something, or nobody hears it.
    let said = html! { <p class="hidden" role="status">{ words.clone() }</p> };
    if all == 0 {
        return html! { <div class="bulk">{ said }<div class="bulk-none" /></div> };
    }
    let on_open = {
        let (board, shared) = (board.clone(), shared.setter());
        Callback::from(move |_: MouseEvent| shared.set(board.shared()))
    };
    let act = |act: fn(&Board)| {
        let board = board.clone();
        Callback::from(move |_: MouseEvent| {
            act(&board);
            browser::focus_soon(".project".into());
        })
    };
    let menu = |id: &'static str, words: &'static str, on_open: &Callback<MouseEvent>, body: Html| {
        let button = DropDown { id, label: words.into(), words: html! { { words } }, on_open: on_open.clone() };
        button.of(body)
    };
    let statuses = html! {
        { for Status::ALL.iter().map(|status| choice(&board, status.name(), crate::words::choice::status(*status), move |board| board.place_picked(*status))) }
    };
    let priorities = html! {
        { for Priority::ALL.iter().rev().map(|one| choice(&board, one.name(), crate::words::choice::priority(*one), move |board| board.prioritise_picked(*one))) }
    };
    html! {
        <div class="bulk">
        { said }
        <div class="bulk-bar" role="region" aria-label={t::selected_tasks()}>
            <p class="bulk-count" aria-hidden="true">{ words }</p>
            <div class="bulk-tools">
                { menu("bulk-status", t::status(), &Callback::noop(), html! { <div class="drop-list">{ statuses }</div> }) }
                { menu("bulk-priority", t::priority(), &Callback::noop(), html! { <div class="drop-list">{ priorities }</div> }) }
                { menu("bulk-people", t::assign(), &on_open, people(&board, &names, all, &shared)) }
                { menu("bulk-labels", t::labels(), &on_open, labels(&board, all, &shared)) }
                { menu("bulk-due", t::due(), &Callback::noop(), due(&board)) }
                <button type="button" class="bulk-archive" onclick={act(Board::archive_picked)}>{ t::archive() }</button>
                <button type="button" class="danger bulk-delete" onclick={act(Board::delete_picked)}>{ t::delete() }</button>
            </div>
            <IconButton class="bulk-close" glyph={Glyph::Close} label={t::key_pick_none()} onclick={act(|board| {
                    board.pick_none();
                })} />
        </div>
        </div>
    }
}

/// A button that does something to all and closes what it is in.
fn choice(board: &Board, name: &'static str, label: &str, act: impl Fn(&Board) + 'static) -> Html {
    let board = board.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        browser::close_popover(event.target());
        act(&board);
    });
    html! { <button type="button" data-choice={name} {onclick}>{ label.to_owned() }</button> }
}

/// Boxes that are ticked where all selected tasks have something, and half where some do.
fn boxes(
    all: usize,
    have: &BTreeMap<String, usize>,
    lines: impl Iterator<Item = (String, String)>,
    change: impl Fn(&str, bool) + Clone + 'static,
) -> Html {
    let line = |(value, label): (String, String)| {
        let those = have.get(&value).copied().unwrap_or(0);
        let state = if those == 0 {
            "false"
        } else if those < all {
            "mixed"
        } else {
            "true"
        };
        let (change, key) = (change.clone(), value.clone());
        let onclick = Callback::from(move |_: MouseEvent| change(&value, those < all));
        html! { <button {key} type="button" role="checkbox" class="drop-box" aria-checked={state} {onclick}><span>{ label }</span></button> }
    };
    html! { <div class="drop-list">{ for lines.map(line) }</div> }
}

fn people(board: &Board, names: &Names, all: usize, shared: &UseStateHandle<Shared>) -> Html {
    let outside = shared.people.keys().filter(|person| !names.0.contains_key(*person));
    let mut lines: Vec<(String, String)> =
        names.0.keys().chain(outside).map(|person| (person.clone(), names.of(person).to_owned())).collect();
    lines.sort_by_cached_key(|(_, name)| sort_key(name));
    let change = {
        let (board, names, shared) = (board.clone(), names.clone(), shared.setter());
        move |person: &str, add: bool| {
            let name = names.of(person).to_owned();
            board.change_picked(
                |at, task| {
                    (task.assignees.contains(person) != add)
                        .then(|| if add { at.assign(person) } else { at.unassign(person) })
                },
                |tasks| {
                    if add { t::tasks_assigned(tasks, &name) } else { t::tasks_unassigned(tasks, &name) }
                },
            );
            shared.set(board.shared());
        }
    };
    boxes(all, &shared.people, lines.into_iter(), change)
}

fn labels(board: &Board, all: usize, shared: &UseStateHandle<Shared>) -> Html {
    let change = {
        let (board, shared) = (board.clone(), shared.setter());
        move |label: &str, add: bool| {
            board.change_picked(
                |at, task| {
                    (task.tags.contains(label) != add).then(|| if add { at.label(label) } else { at.untag(label) })
                },
                |tasks| {
                    if add {
                        t::tasks_labelled(tasks, &format!("#{label}"))
                    } else {
                        t::tasks_unlabelled(&format!("#{label}"), tasks)
                    }
                },
            );
            shared.set(board.shared());
        }
    };
    // As typed: with commas between several.
    let on_add = {
        let (board, shared) = (board.clone(), shared.setter());
        Callback::from(move |typed: String| {
            let words = format!("#{}", typed.trim());
            board.change_picked(|at, task| at.tag(&task.tags, &typed), |tasks| t::tasks_labelled(tasks, &words));
            shared.set(board.shared());
        })
    };
    html! {
        <>
            { boxes(all, &shared.labels, shared.labels.keys().map(|label| (label.clone(), label.clone())), change) }
            <NameForm class="bulk-label" name="label" label={t::label_all()} placeholder={t::add_label()} {on_add} />
        </>
    }
}

fn due(board: &Board) -> Html {
    let set = |board: &Board, day: Option<time::Day>| {
        let words = day.map(|day| day.words(time::today()));
        board.change_picked(
            |at, task| at.due(task.due, day.map(|day| time::on_day(task.due, day))),
            |tasks| match words {
                Some(words) => t::tasks_due(tasks, &words),
                None => t::op_undated(tasks),
            },
        );
    };
    let onsubmit = {
        let board = board.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let form: HtmlFormElement = event.target_unchecked_into();
            if let Some(day) = time::Day::parse(&browser::form_value(&form, "due")) {
                browser::close_popover(event.target());
                set(&board, Some(day));
            }
        })
    };
    html! {
        <div class="drop-list">
            { choice(board, "today", t::today(), move |board| set(board, Some(time::today()))) }
            { choice(board, "tomorrow", t::tomorrow(), move |board| set(board, Some(time::tomorrow()))) }
            { choice(board, "none", t::no_date(), move |board| set(board, None)) }
            <form class="bulk-date" {onsubmit}>
                <input type="date" name="due" aria-label={t::due_all()} min="1900-01-01" max="9999-12-31" required={true} />
                <button type="submit">{ t::set() }</button>
            </form>
        </div>
    }
}
