//! The parts of a task that are tasks themselves, and the task that it is a part of.

use holdfast_core::{
    entity::{Entity as _, Status, Task},
    id::Id,
    record::Kind,
    replica::{Mark, Replica},
};
use yew::prelude::*;

use super::super::{Choice, Combobox, Glyph, TaskAdd, Verb, avatars, badge, icon, mark_dot, task_row::is_late};
use crate::{
    board::{Steady, use_board, use_steady},
    hooks::{Names, use_records},
    t,
    words::time,
};

/// The task that another is a part of, and what it is called if it is here.
pub(super) type Above = Option<(Id<Task>, Option<AttrValue>)>;

/// What a task is a part of.
pub(super) fn above(replica: &Replica, id: Id<Task>) -> Above {
    let parent = replica.entity(id)?.parent?;
    Some((parent, replica.entity(parent).map(|task| task.title.into())))
}

/// The way to what a task is a part of. It stands in the panel's head, where nothing moves when it comes or goes.
pub(super) fn way_up(board: &Steady, above: &Above) -> Html {
    let words = |title: &AttrValue| {
        html! { <>{ icon(Glyph::Part) }<span class="hidden">{ t::subtask_of_space() }</span><span>{ title }</span></> }
    };
    let here = above.iter().filter_map(|(id, title)| Some((*id, title.as_ref()?)));
    html! { { for here.map(|(id, title)| way(board, id, "panel-above", words(title))) } }
}

/// A way to another task's panel, over what is shown.
fn way(board: &Steady, id: Id<Task>, class: &'static str, words: Html) -> Html {
    let href = board.link_to(id);
    let board = board.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        // With a key held, the browser opens it elsewhere.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
            event.prevent_default();
            board.board().open(Some(id));
        }
    });
    html! { <a {class} {href} {onclick}>{ words }</a> }
}

#[derive(Clone, PartialEq)]
struct Part {
    id: Id<Task>,
    task: Task,
    mark: Mark,
}

/// Properties of [`Subtasks`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) id: Id<Task>,
    /// What it is a part of.
    pub(super) above: Above,
}

/// The parts, oldest first, so that none moves when it is ticked, and last those put away, which are not counted; a line that adds one; and what the task itself is a part of.
#[component]
pub(super) fn Subtasks(props: &Props) -> Html {
    let Props { id, above } = props;
    let id = *id;
    let (board, steady) = (use_board(), use_steady());
    let names = use_context::<Names>().unwrap_or_default();
    let parts = use_records(move |records| {
        records.read(|replica| {
            let kind = Kind::new(Task::KIND);
            let records = replica.children(id.record(), &kind);
            let read = |record: &std::rc::Rc<holdfast_core::record::Record>| Part {
                id: record.id.into(),
                task: Task::read(record),
                mark: replica.mark(record.id),
            };
            let mut parts: Vec<Part> = records.map(read).collect();
            parts.sort_by_key(|part| (part.task.archived, part.id));
            parts
        })
    });
    let counted = || parts.iter().filter(|part| !part.task.archived);
    let (done, all) = (counted().filter(|part| part.task.status == Status::Done).count(), counted().count());
    // What is deleted, or has not come, is a chip too: there is a way to take it off.
    let called = |title: &Option<AttrValue>| title.clone().unwrap_or_else(|| t::task_elsewhere().into());
    let chosen: Vec<Choice> = above.iter().map(|(id, title)| (id.to_string().into(), called(title))).collect();
    let options = {
        let board = board.clone();
        Callback::from(move |()| board.parents_for(&[id]))
    };
    let on_pick = {
        let board = board.clone();
        Callback::from(move |parent: String| board.put_under(id, parent.parse().ok()))
    };
    let on_remove = {
        let board = board.clone();
        Callback::from(move |_: String| board.put_under(id, None))
    };
    html! {
        <>
            <div class="panel-part subtasks">
                <h3>{ t::subtasks() }
                    if all > 0 {
                        <span class="part-count">{ t::part_done(done, all) }</span>
                    }
                </h3>
                if !parts.is_empty() {
                    <ul class="subtask-list">{ for parts.iter().map(|part| line(&steady, &names, part)) }</ul>
                }
                if board.editable {
                    <TaskAdd status={Status::Todo} parent={id} />
                } else if parts.is_empty() {
                    <p class="none">{ t::no_subtasks() }</p>
                }
            </div>
            if board.editable {
                <div class="panel-part subtask-of">
                    <h3>{ t::subtask_of() }</h3>
                    <Combobox class="parent" name="parent" label={t::make_subtask_of()} placeholder={t::make_subtask_of_dots()}
                        verb={Verb::Apart} {chosen} {options} {on_pick} {on_remove} />
                </div>
            }
        </>
    }
}

fn line(board: &Steady, names: &Names, Part { id, task, mark }: &Part) -> Html {
    let (id, done) = (*id, task.status == Status::Done);
    let on_tick = {
        let board = board.clone();
        Callback::from(move |_: Event| board.board().toggle_done(id))
    };
    let due = task.due.map(|at| {
        let late = is_late(task, board.today);
        html! {
            <span class={classes!("due", late.then_some("is-late"))}>
                { icon(Glyph::Due) }
                <span class="hidden">{ if late { t::overdue_space() } else { t::due_space() } }</span>{ time::due_words(at, time::local_day(at)) }
            </span>
        }
    });
    html! {
        <li key={id.to_string()} class={classes!("subtask", done.then_some("is-done"))} data-subtask={id.to_string()}>
            <input type="checkbox" checked={done} disabled={!board.editable} onchange={on_tick} aria-label={t::done_named(&task.title)} />
            { way(board, id, "subtask-title", html! { { &task.title } }) }
            if task.archived { { badge(t::subtask_archived()) } }
            { mark_dot(*mark) }
            { for due }
            { avatars(&task.assignees, names) }
        </li>
    }
}
