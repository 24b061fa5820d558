//! Status, priority, due date and time spent.

use holdfast_core::{
    entity::{Priority, Status, Task},
    id::Id,
};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::{Glyph, Select, icon};
use crate::{
    board::use_board,
    t,
    words::{choice, time},
};

/// How much one press adds, in seconds.
const QUARTER: i64 = 900;

/// Properties of [`Fields`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) id: Id<Task>,
    pub(super) task: Task,
}

/// Status, priority and due date.
#[component]
pub(super) fn Fields(props: &Props) -> Html {
    let Props { id, task } = props;
    let id = *id;
    let board = use_board();
    let due = task.due.map(time::local_day);
    // The field shows the day alone.
    let at = task
        .due
        .filter(|at| time::is_timed(*at))
        .map(|at| html! { <span class="due-at">{ t::at_time(&time::of_day(at)) }</span> });
    let due_words = task.due.map(|at| time::due_words(at, time::local_day(at)));
    if !board.editable {
        return html! {
            <dl class="facts">
                <dt>{ t::status() }</dt><dd>{ choice::status(task.status) }</dd>
                <dt>{ t::priority() }</dt><dd>{ choice::priority(task.priority) }</dd>
                <dt>{ t::due() }</dt><dd>{ due_words.unwrap_or_else(|| t::no_date().into()) }</dd>
            </dl>
        };
    }
    let on_status = {
        let board = board.clone();
        Callback::from(move |name: String| {
            if let Some(status) = Status::named(&name) {
                board.set_status(id, status);
            }
        })
    };
    let on_priority = {
        let (board, before) = (board.clone(), task.priority);
        Callback::from(move |name: String| {
            board.commit.maybe(Priority::named(&name).and_then(|priority| board.at(id).prioritise(before, priority)));
        })
    };
    let on_due = {
        let (board, before) = (board.clone(), task.due);
        Callback::from(move |event: Event| {
            if let Some(day) = time::typed_day(&event.target_unchecked_into::<HtmlInputElement>()) {
                board.commit.maybe(board.at(id).due(before, day.map(|day| time::on_day(before, day))));
            }
        })
    };
    let statuses: Vec<_> =
        Status::ALL.iter().map(|status| (status.name().into(), choice::status(*status).into())).collect();
    let priorities: Vec<_> =
        Priority::ALL.iter().map(|priority| (priority.name().into(), choice::priority(*priority).into())).collect();
    html! {
        <div class="panel-fields">
            <div class="edit">
                <label for="edit-status">{ t::status() }</label>
                <Select id="edit-status" name="status" options={statuses} value={task.status.name()} on_choice={on_status} />
            </div>
            <div class="edit">
                <label for="edit-priority">{ t::priority() }</label>
                <Select id="edit-priority" name="priority" options={priorities} value={task.priority.name()} on_choice={on_priority} />
            </div>
            <div class="edit">
                <label for="edit-due">{ t::due() }{ for at }</label>
                <input
                    id="edit-due" name="due" type="date" min="1900-01-01" max="9999-12-31"
                    value={due.map(time::Day::input).unwrap_or_default()}
                    onchange={on_due}
                />
            </div>
        </div>
    }
}

/// Properties of [`Time`].
#[derive(Properties, PartialEq)]
pub(crate) struct TimeProps {
    pub(crate) id: Id<Task>,
    pub(crate) spent: i64,
}

/// Time spent, in quarters of an hour. What two people add meets as a sum.
#[component]
pub(crate) fn Time(props: &TimeProps) -> Html {
    let TimeProps { id, spent } = *props;
    let board = use_board();
    let add = |seconds: i64| {
        let board = board.clone();
        Callback::from(move |_: MouseEvent| board.commit.maybe(board.at(id).spend(spent, seconds)))
    };
    html! {
        <div class="panel-part time">
            <h3>{ t::time_spent() }</h3>
            <span class="time-spent" data-seconds={spent.to_string()}>{ time::spent(spent) }</span>
            if board.editable {
                <button type="button" class="time-less" aria-label={t::time_less()} onclick={add(-QUARTER)}>
                    { icon(Glyph::Less) }{ t::quarter() }
                </button>
                <button type="button" class="time-add" aria-label={t::time_more()} onclick={add(QUARTER)}>
                    { icon(Glyph::Add) }{ t::quarter() }
                </button>
            }
        </div>
    }
}
