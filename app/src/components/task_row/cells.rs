//! The parts of a row that change a task in place, and what opens from them. What opens is there once for all rows.

use holdfast_core::{
    entity::{Priority, Status, Task},
    id::Id,
};
use yew::prelude::*;

use super::{
    super::{
        DatePicker, Select, avatars, due_label,
        task_panel::{Assignees, Labels, Time},
    },
    keys::stay_at,
    told,
};
use crate::{
    board::{Steady, use_board},
    browser,
    hooks::{Names, use_record},
    t,
    words::{choice, time},
};

/// The id of what opens from a cell.
const CELL_MENU: &str = "cell-menu";

/// A cell of a table that opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Whose work it is.
    People,
    /// Its labels.
    Labels,
    /// When it is due.
    Due,
    /// The time spent.
    Time,
}

/// The choice of a status.
pub(super) fn status(task: &Task, on_choice: Callback<String>) -> Html {
    let options =
        Status::ALL.iter().map(|status| (status.name().into(), choice::status(*status).into())).collect::<Vec<_>>();
    html! { <Select class="task-status" label={t::status_of(&task.title)} {options} value={task.status.name()} {on_choice} /> }
}

/// Every cell of a row behind its title; without `on_status` only what they say.
pub(super) fn cells(
    board: &Steady,
    id: Id<Task>,
    task: &Task,
    names: &Names,
    on_status: Option<Callback<String>>,
) -> Html {
    let title = &task.title;
    let late = told::is_late(task, board.today);
    let due_class = classes!("cell-due", late.then_some("is-late"), task.due.is_none().then_some("is-none"));
    let Some(on_status) = on_status else {
        let due = task.due.map(|at| time::due_words(at, time::local_day(at)));
        return html! {
            <>
                <td>{ choice::status(task.status) }</td>
                <td>{ choice::priority(task.priority) }</td>
                <td>{ avatars(&task.assignees, names) }</td>
                <td>{ told::labels(task) }</td>
                <td class={due_class}>{ due }</td>
                <td>{ time::spent(task.time_spent) }</td>
            </>
        };
    };
    let on_priority = {
        let (board, before) = (board.clone(), task.priority);
        Callback::from(move |name: String| {
            let board = board.board();
            stay_at(id, "task-priority");
            board.change(id, Priority::named(&name).and_then(|priority| board.at(id).prioritise(before, priority)));
        })
    };
    let opener = |cell: Cell, class: Classes, label: String, body: Html| {
        let board = board.clone();
        let onclick = Callback::from(move |event: MouseEvent| {
            if !browser::reopens(&event, CELL_MENU) {
                board.board().open_cell.set(Some((id, cell)));
            }
        });
        html! { <td><button type="button" class={classes!("cell-open", class)} popovertarget={CELL_MENU} {onclick}><span class="hidden">{ label }</span>{ body }</button></td> }
    };
    let people = if task.assignees.is_empty() { t::people_of_none(title) } else { t::people_of(title) };
    let labels = if task.tags.is_empty() { t::labels_of_none(title) } else { t::labels_of(title) };
    let priorities: Vec<_> =
        Priority::ALL.iter().map(|one| (one.name().into(), choice::priority(*one).into())).collect();
    html! {
        <>
            <td>{ status(task, on_status) }</td>
            <td><Select class="task-priority" label={t::priority_named(title)} options={priorities} value={task.priority.name()} on_choice={on_priority} /></td>
            { opener(Cell::People, classes!("cell-people"), people, avatars(&task.assignees, names)) }
            { opener(Cell::Labels, classes!("cell-labels"), labels, told::labels(task)) }
            { opener(Cell::Due, due_class, t::due_of_cell(title), due_label(task.due)) }
            { opener(Cell::Time, classes!("cell-time"), t::time_of(title), html! { time::spent(task.time_spent) }) }
        </>
    }
}

/// Properties of [`CellMenu`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The cell that was pressed last.
    pub(crate) of: Option<(Id<Task>, Cell)>,
}

/// What opens from a cell: what the panel has for the same.
#[component]
pub(crate) fn CellMenu(props: &Props) -> Html {
    let board = use_board();
    let nobody = Id::from_uuid(Default::default());
    let (id, cell) = props.of.unwrap_or((nobody, Cell::Time));
    let body = match (use_record(id), cell) {
        (Some(Task { assignees, .. }), Cell::People) => html! { <Assignees {id} {assignees} /> },
        (Some(Task { tags, .. }), Cell::Labels) => html! { <Labels {id} {tags} /> },
        (Some(Task { time_spent, .. }), Cell::Time) => html! { <Time {id} spent={time_spent} /> },
        (Some(Task { due, .. }), Cell::Due) => {
            let board = board.clone();
            let on_choice = Callback::from(move |choice| {
                // In another group or place its row may be another one.
                stay_at(id, "cell-due");
                board.change(id, board.at(id).due(due, time::chosen(due, choice)));
            });
            html! { <DatePicker value={due} {on_choice} /> }
        }
        (None, _) => Html::default(),
    };
    // What was typed for one cell is not another's.
    let body = html! { <div key={format!("{id} {cell:?}")}>{ body }</div> };
    html! {
        <div id={CELL_MENU} class="drop cell-menu" popover="auto" role="group" aria-label={t::change_task()}>
            <h2 class="hidden">{ t::change_task() }</h2>
            { body }
        </div>
    }
}
