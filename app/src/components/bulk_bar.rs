//! What can be done to all selected tasks. It lies over the page, so that nothing moves when it comes and goes.

use std::{collections::BTreeMap, rc::Rc};

use holdfast_core::entity::{Priority, Status, Tags, Task};
use holdfast_query::view::Interest;
use yew::prelude::*;

use super::{
    Choice, Combobox, DatePicker, DropDown, Glyph, IconButton, RootClass,
    task_panel::{FEW, labels_there},
};
use crate::{
    board::{Board, Shared, use_board, use_tasks},
    browser,
    commands::task::{check_tags, with_tags},
    hooks::Names,
    t,
    views::Picked,
    words::{
        fold::sort_key,
        time::{self, Chosen},
    },
};

/// The bar, and the number of selected tasks for those who do not see it.
#[component]
pub(crate) fn BulkBar() -> Html {
    let board = use_board();
    let names = use_context::<Names>().unwrap_or_default();
    let picked = use_context::<Rc<Picked>>().unwrap_or_default();
    // Only what is shown counts, and is changed.
    let all =
        use_tasks(&board, vec![Interest::Groups], |list| picked.ids().filter(|id| board.shows(list, *id)).count());
    let shared = use_state_eq(Shared::default);
    let wrong = use_state_eq(|| None::<AttrValue>);
    let words = if all == 0 { String::new() } else { t::tasks_selected(all) };
    // There before it says something, or nobody hears it.
    let said = html! { <p class="hidden" role="status">{ words.clone() }</p> };
    if all == 0 {
        return html! { <div class="bulk">{ said }<div class="bulk-none" /></div> };
    }
    let on_open = {
        let (board, shared, wrong) = (board.clone(), shared.setter(), wrong.setter());
        Callback::from(move |_: MouseEvent| {
            shared.set(board.shared());
            wrong.set(None);
        })
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
            <RootClass name="is-picking" />
            <p class="bulk-count" aria-hidden="true">{ words }</p>
            <div class="bulk-tools">
                { menu("bulk-status", t::status(), &Callback::noop(), html! { <div class="drop-list">{ statuses }</div> }) }
                { menu("bulk-priority", t::priority(), &Callback::noop(), html! { <div class="drop-list">{ priorities }</div> }) }
                { menu("bulk-people", t::assign(), &on_open, people(&board, &names, all, &shared)) }
                { menu("bulk-labels", t::labels(), &on_open, labels(&board, all, &shared, &wrong)) }
                { menu("bulk-parent", t::subtask_of(), &Callback::noop(), parent(&board)) }
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

/// What the tasks have now. What has just been taken from all of them stays in the list, and with it the focus.
fn still(board: &Board, before: &Shared) -> Shared {
    let mut now = board.shared();
    for (all, before) in [(&mut now.people, &before.people), (&mut now.labels, &before.labels)] {
        for name in before.keys() {
            all.entry(name.clone()).or_default();
        }
    }
    now
}

fn people(board: &Board, names: &Names, all: usize, shared: &UseStateHandle<Shared>) -> Html {
    let outside = shared.people.keys().filter(|person| !names.0.contains_key(*person));
    let named = |person: &String| (person.clone(), names.of(person).to_owned());
    // Among many, only those who have some of the tasks stand in the list; the others are found by typing.
    let are_many = names.0.len() > FEW;
    let members = names.0.keys().filter(|person| !are_many || shared.people.contains_key(*person));
    let mut lines: Vec<(String, String)> = members.chain(outside).map(named).collect();
    lines.sort_by_cached_key(|(_, name)| sort_key(name));
    let change = {
        let (board, names, shared, before) = (board.clone(), names.clone(), shared.setter(), Shared::clone(shared));
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
            shared.set(still(&board, &before));
        }
    };
    if !are_many {
        return boxes(all, &shared.people, lines.into_iter(), change);
    }
    let options = {
        let names = names.clone();
        let choice = |(person, name): (&String, &String)| (person.clone().into(), name.clone().into());
        Callback::from(move |()| names.0.iter().map(choice).collect::<Vec<Choice>>())
    };
    let on_pick = {
        let change = change.clone();
        Callback::from(move |person: String| change(&person, true))
    };
    html! {
        <>
            { boxes(all, &shared.people, lines.into_iter(), change) }
            <Combobox class="bulk-person" name="person" label={t::assign_all_to()} placeholder={t::assign_to_dots()} {options} {on_pick} />
        </>
    }
}

fn labels(
    board: &Board,
    all: usize,
    shared: &UseStateHandle<Shared>,
    wrong: &UseStateHandle<Option<AttrValue>>,
) -> Html {
    // Nothing is changed where one of the tasks could not take it.
    let fits = {
        let (board, wrong) = (board.clone(), wrong.setter());
        move |tags: &dyn Fn(&Task) -> Tags| {
            let checked = board.check_picked(|task| check_tags(&tags(task)));
            let fits = checked.is_ok();
            wrong.set(checked.err().map(Into::into));
            fits
        }
    };
    let change = {
        let (board, shared, fits, before) = (board.clone(), shared.setter(), fits.clone(), Shared::clone(shared));
        move |label: &str, add: bool| {
            let with = |task: &Task| task.tags.iter().cloned().chain([label.to_owned()]).collect();
            if add && !fits(&with) {
                return;
            }
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
            shared.set(still(&board, &before));
        }
    };
    let on_pick = {
        let change = change.clone();
        Callback::from(move |label: String| change(&label, true))
    };
    // As typed: with commas between several.
    let on_new = {
        let (board, shared, before) = (board.clone(), shared.setter(), Shared::clone(shared));
        Callback::from(move |typed: String| {
            if !fits(&|task: &Task| with_tags(&task.tags, &typed)) {
                return;
            }
            let words = format!("#{}", typed.trim());
            board.change_picked(|at, task| at.tag(&task.tags, &typed), |tasks| t::tasks_labelled(tasks, &words));
            shared.set(still(&board, &before));
        })
    };
    html! {
        <>
            { boxes(all, &shared.labels, shared.labels.keys().map(|label| (label.clone(), label.clone())), change) }
            <Combobox class="bulk-label" name="label" label={t::label_all()} placeholder={t::add_label()} options={labels_there(board)}
                {on_pick} {on_new} error={(**wrong).clone()} />
        </>
    }
}

fn parent(board: &Board) -> Html {
    let options = {
        let board = board.clone();
        Callback::from(move |()| board.parents_for(&board.picked()))
    };
    let on_pick = {
        let board = board.clone();
        Callback::from(move |parent: String| {
            if let Ok(parent) = parent.parse() {
                board.put_picked_under(Some(parent));
            }
        })
    };
    html! {
        <>
            <Combobox class="bulk-whole" name="parent" label={t::make_subtasks_of()} placeholder={t::make_subtasks_of_dots()} {options} {on_pick} />
            <div class="drop-list">{ choice(board, "own", t::make_all_own(), |board| board.put_picked_under(None)) }</div>
        </>
    }
}

fn due(board: &Board) -> Html {
    let board = board.clone();
    let on_choice = Callback::from(move |choice: Chosen| {
        let words = time::chosen(None, choice).map(|at| time::due_words(at, time::local_day(at)));
        board.change_picked(
            |at, task| at.due(task.due, time::chosen(task.due, choice)),
            |tasks| match words {
                Some(words) => t::tasks_due(tasks, &words),
                None => t::op_undated(tasks),
            },
        );
    });
    html! { <DatePicker value={None::<i64>} {on_choice} /> }
}
