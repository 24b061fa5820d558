//! The tasks of one status, and those put away.

use holdfast_core::entity::Status;
use web_sys::DragEvent;
use yew::prelude::*;

use super::{task_add::TaskAdd, task_row::dragged, task_rows::TaskRows};
use holdfast_query::view::Interest;

use crate::{
    board::{use_board, use_tasks},
    words::count,
};

/// Properties of [`StatusGroup`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) status: Status,
}

/// A status with its tasks.
#[component]
pub(crate) fn StatusGroup(props: &Props) -> Html {
    let status = props.status;
    let board = use_board();
    let over = use_state(|| false);
    let group = Some(status);
    let all = use_tasks(&board, vec![Interest::Count { group }], |list| list.count(&group));
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
            <TaskRows {group} {all} />
            if board.editable {
                <TaskAdd {status} />
            }
        </section>
    }
}

/// Tasks that were put away, behind a button that counts them.
#[component]
pub(crate) fn Archive() -> Html {
    let board = use_board();
    let open = use_state(|| false);
    let all = use_tasks(&board, vec![Interest::Count { group: None }], |list| list.count(&None));
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
                <TaskRows group={None::<Status>} {all} />
            }
        </section>
    }
}
