//! The tasks of one status, and those put away.

use holdfast_core::{
    entity::{Status, Task},
    id::Id,
};
use web_sys::DragEvent;
use yew::prelude::*;

use super::{
    NameForm,
    task_row::{TaskRow, dragged},
};
use holdfast_query::view::Interest;

use crate::{
    board::{use_board, use_tasks},
    task_list::first,
    words::count,
};

/// How many rows are drawn at first, and how many more each time.
pub(crate) const FIRST: usize = 100;
const MORE: usize = 200;

/// Properties of [`StatusGroup`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) status: Status,
}

/// A status with its first rows.
#[component]
pub(crate) fn StatusGroup(props: &Props) -> Html {
    let status = props.status;
    let board = use_board();
    let shown = use_state(|| FIRST);
    let over = use_state(|| false);
    let group = Some(status);
    let interests = vec![Interest::Ids { group, indices: 0..*shown }, Interest::Count { group }];
    let (ids, all) = use_tasks(&board, interests, |list| (first(list, group, *shown), list.count(&group)));
    let ondragover = {
        let (over, editable) = (over.clone(), board.editable);
        Callback::from(move |event: DragEvent| {
            if editable {
                event.prevent_default();
                over.set(true);
            }
        })
    };
    let ondragleave = {
        let over = over.clone();
        Callback::from(move |_: DragEvent| over.set(false))
    };
    let ondrop = {
        let (board, over) = (board.clone(), over.clone());
        Callback::from(move |event: DragEvent| {
            over.set(false);
            if let Some(task) = dragged(&event) {
                event.prevent_default();
                board.drop_last(task, status);
            }
        })
    };
    let on_add = {
        let board = board.clone();
        Callback::from(move |title: String| board.add(status, &title))
    };
    let heading = format!("status-{}", status.name());
    html! {
        <section
            class={classes!("status-group", over.then_some("drop-here"))}
            data-status={status.name()}
            aria-labelledby={heading.clone()}
            {ondragover} {ondragleave} {ondrop}
        >
            <h2 class="status-head" id={heading}>
                <span class="status-dot" aria-hidden="true" />
                { status.label() }
                <span class="status-count">{ all }<span class="hidden">{ " tasks" }</span></span>
            </h2>
            <Rows {ids} />
            { more(all, &shown) }
            if board.editable {
                <NameForm
                    class="task-add"
                    name="title"
                    label={format!("New task in {}", status.label())}
                    placeholder="Add a task"
                    {on_add}
                />
            }
        </section>
    }
}

/// Tasks that were put away, behind a button that counts them.
#[component]
pub(crate) fn Archive() -> Html {
    let board = use_board();
    let open = use_state(|| false);
    let shown = use_state(|| FIRST);
    let drawn = if *open { *shown } else { 0 };
    let interests = vec![Interest::Ids { group: None, indices: 0..drawn }, Interest::Count { group: None }];
    let (ids, all) = use_tasks(&board, interests, |list| (first(list, None, drawn), list.count(&None)));
    if all == 0 {
        return Html::default();
    }
    let onclick = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    html! {
        <section class="archive" aria-label="Archive">
            <button type="button" class="archive-toggle" aria-expanded={if *open { "true" } else { "false" }} {onclick}>
                { if *open { "Hide " } else { "Show " } }{ count(all, "archived task", "archived tasks") }
            </button>
            if *open {
                <Rows {ids} />
                { more(all, &shown) }
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct RowsProps {
    ids: Vec<Id<Task>>,
}

#[component]
fn Rows(props: &RowsProps) -> Html {
    html! {
        <ol class="tasks" role="list">
            { for props.ids.iter().map(|id| html! { <TaskRow key={id.uuid().as_u128()} id={*id} /> }) }
        </ol>
    }
}

/// How many are left out, and a way to draw some of them.
fn more(all: usize, shown: &UseStateHandle<usize>) -> Html {
    let on_more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + MORE))
    };
    let left = all.saturating_sub(**shown);
    if left == 0 {
        return Html::default();
    }
    html! {
        <p class="more">
            { format!("{} of {} shown. ", **shown, all) }
            <button type="button" onclick={on_more}>{ format!("Show {} more", left.min(MORE)) }</button>
        </p>
    }
}
