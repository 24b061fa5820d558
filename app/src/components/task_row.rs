//! One task in its list.

use std::rc::Rc;

use holdfast_core::{
    entity::{ChecklistItem, Comment, Entity as _, FieldValue as _, Priority, Status, Task},
    id::Id,
    record::{Kind, Record},
    replica::{Mark, Replica},
};
use wasm_bindgen::JsCast as _;
use web_sys::{DragEvent, Element, HtmlElement};
use yew::prelude::*;

use super::{Glyph, IconButton, Rename, Select, Written, conflict_mark, conflicts_of, icon, mark, mark_dot};
use crate::{
    board::{Board, use_board},
    browser,
    hooks::{Names, use_records},
    task_list::Direction,
    words::{count, s, time},
};

/// What a row shows. Two are the same only if the record is the very same one, which costs no reading to tell.
#[derive(Clone)]
struct Row {
    record: Rc<Record>,
    mark: Mark,
    steps: usize,
    steps_done: usize,
    comments: usize,
    conflicts: usize,
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        let counts = |row: &Self| (row.mark, row.steps, row.steps_done, row.comments, row.conflicts);
        Rc::ptr_eq(&self.record, &other.record) && counts(self) == counts(other)
    }
}

fn row(replica: &Replica, id: Id<Task>) -> Option<Row> {
    let record = replica.live(id.record())?.clone();
    let (mut steps, mut steps_done) = (0, 0);
    for step in replica.children(id.record(), &Kind::new(ChecklistItem::KIND)) {
        steps += 1;
        steps_done += usize::from(bool::read(step.value(ChecklistItem::DONE)));
    }
    let comments = replica.children(id.record(), &Kind::new(Comment::KIND)).count();
    let conflicts = conflicts_of(replica, id.record());
    Some(Row { record, mark: replica.mark(id.record()), steps, steps_done, comments, conflicts })
}

/// Properties of [`TaskRow`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) id: Id<Task>,
    /// Its number in its group, from 1, and how many there are: most of a long group's are not drawn.
    pub(crate) place: (usize, usize),
}

/// A row: everything about a task that fits one line, and everything that can be done to it.
#[component]
pub(crate) fn TaskRow(props: &Props) -> Html {
    let id = props.id;
    let board = use_board();
    let names = use_context::<Names>().unwrap_or_default();
    let renaming = use_state(|| false);
    let over = use_state(|| false);
    let Some(row) = use_records(move |records| records.read(|replica| row(replica, id))) else {
        return Html::default();
    };
    let task = Task::read(&row.record);
    let editable = board.editable;

    let on_rename = {
        let (board, renaming) = (board.clone(), renaming.clone());
        Callback::from(move |title: Option<Written>| {
            renaming.set(false);
            if let Some(title) = title {
                board.rename(id, &title);
            }
            browser::focus_soon(format!(".task[data-record=\"{id}\"] .task-title"));
        })
    };
    let onkeydown = {
        let (board, renaming) = (board.clone(), renaming.clone());
        Callback::from(move |event: KeyboardEvent| on_key(&event, &board, id, &renaming))
    };
    let on_status = {
        let board = board.clone();
        Callback::from(move |name: String| {
            if let Some(status) = Status::named(&name) {
                board.set_status(id, status);
                browser::focus_soon(format!(".task[data-record=\"{id}\"] .task-status"));
            }
        })
    };
    let step = |direction: Direction, class: &'static str| {
        let board = board.clone();
        Callback::from(move |_: MouseEvent| {
            board.step(id, direction);
            browser::focus_soon(format!(".task[data-record=\"{id}\"] .{class}"));
        })
    };
    let on_delete = {
        let board = board.clone();
        Callback::from(move |event: MouseEvent| {
            focus_neighbour(event.target().and_then(|target| target.dyn_into().ok()));
            board.delete(id);
        })
    };
    let on_done = {
        let board = board.clone();
        Callback::from(move |_: Event| {
            board.toggle_done(id);
            browser::focus_soon(format!(".task[data-record=\"{id}\"] .task-done"));
        })
    };
    let ondragstart = Callback::from(move |event: DragEvent| {
        if let Some(data) = event.data_transfer() {
            let _ = data.set_data("text/plain", &id.to_string());
            data.set_effect_allowed("move");
        }
    });
    let by_hand = editable && board.asked.is_by_hand();
    let ondragover = {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            if by_hand {
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
            if let Some(dragged) = dragged(&event).filter(|_| by_hand) {
                event.prevent_default();
                // The group under the row would put it at its end.
                event.stop_propagation();
                board.drop_before(dragged, id);
            }
        })
    };

    let done = task.status == Status::Done;
    let title = AttrValue::from(task.title.clone());
    let on_open = {
        let board = board.clone();
        Callback::from(move |event: MouseEvent| {
            // With a key held, the browser opens it elsewhere.
            if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
                event.prevent_default();
                board.open(Some(id));
            }
        })
    };
    let statuses = Status::ALL.iter().map(|status| (status.name().into(), status.label().into())).collect::<Vec<_>>();
    let mut classes = classes!("task");
    classes.push(done.then_some("is-done"));
    classes.push(over.then_some("drop-here"));
    classes.push((task.priority != Priority::Medium).then(|| format!("is-{}", task.priority.name())));
    html! {
        <li
            class={classes}
            data-record={id.to_string()}
            data-mark={mark::name(row.mark)}
            aria-posinset={props.place.0.to_string()}
            aria-setsize={props.place.1.to_string()}
            tabindex="-1"
            draggable={(editable && !*renaming).then_some("true")}
            {onkeydown} {ondragstart} {ondragover} {ondragleave} {ondrop}
        >
            if editable {
                <input type="checkbox" class="task-done" checked={done} onchange={on_done} aria-label={format!("Done: {title}")} />
            } else {
                <span class="task-check" aria-hidden="true">{ for done.then(|| html! { { icon(Glyph::Done) } }) }</span>
            }
            <div class="task-main">
                if *renaming {
                    <Rename class="task-rename" label="Title" value={title.clone()} of={id.record()} on_done={on_rename} />
                } else {
                    <a class="task-title" href={board.link_to(id)} onclick={on_open}>{ &title }</a>
                }
                { meta(&task, &row, &names) }
            </div>
            if editable {
                <div class="task-tools">
                    <Select class="task-status" label={format!("Status of {title}")} options={statuses} value={task.status.name()} on_choice={on_status} />
                    if board.asked.is_by_hand() {
                        <IconButton class="task-up" glyph={Glyph::Up} label={format!("Move up: {title}")} onclick={step(Direction::Up, "task-up")} />
                        <IconButton class="task-down" glyph={Glyph::Down} label={format!("Move down: {title}")} onclick={step(Direction::Down, "task-down")} />
                    }
                    <IconButton class="task-delete" glyph={Glyph::Delete} label={format!("Delete: {title}")} onclick={on_delete} />
                </div>
            }
        </li>
    }
}

/// What is told beside the title: only what is there.
fn meta(task: &Task, row: &Row, names: &Names) -> Html {
    let Row { mark, steps, steps_done, comments, conflicts, .. } = row;
    let due = task.due.map(|at| {
        let (day, today) = (time::local_day(at), time::today());
        let late = day < today && task.status != Status::Done;
        let words = time::due_words(at, day);
        html! {
            <span class={classes!("due", late.then_some("is-late"))}>
                { icon(Glyph::Due) }
                <span class="hidden">{ if late { "Overdue since " } else { "Due " } }</span>{ words }
            </span>
        }
    });
    html! {
        <span class="task-meta">
            { mark_dot(*mark) }
            { conflict_mark(*conflicts) }
            if matches!(task.priority, Priority::High | Priority::Urgent) {
                <span class="priority" data-priority={task.priority.name()}>{ task.priority.label() }</span>
            }
            { for due }
            if *steps > 0 {
                <span class="count" title={format!("{steps_done} of {} done", count(*steps, "step", "steps"))}>
                    { icon(Glyph::Steps) }{ format!("{steps_done}/{steps}") }<span class="hidden">{ " steps done" }</span>
                </span>
            }
            if *comments > 0 {
                <span class="count" title={format!("{comments} comment{}", s(*comments))}>
                    { icon(Glyph::Talk) }{ comments }<span class="hidden">{ format!(" comment{}", s(*comments)) }</span>
                </span>
            }
            { for task.tags.iter().take(4).map(|tag| html! { <span class="tag">{ tag }</span> }) }
            { for task.assignees.iter().take(3).map(|person| html! {
                <span class="avatar small" role="img" aria-label={format!("Assigned to {}", names.of(person))} title={names.of(person).to_owned()}>
                    { names.initials(person) }
                </span>
            }) }
        </span>
    }
}

/// The task that is dropped, if it is one.
pub(crate) fn dragged(event: &DragEvent) -> Option<Id<Task>> {
    event.data_transfer()?.get_data("text/plain").ok()?.parse().ok()
}

/// Keys on a row, wherever in it the focus is, except where keys mean text or a choice.
fn on_key(event: &KeyboardEvent, board: &Board, id: Id<Task>, renaming: &UseStateHandle<bool>) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    if matches!(target.tag_name().as_str(), "SELECT" | "TEXTAREA") || event.ctrl_key() || event.meta_key() {
        return;
    }
    let on_button = matches!(target.tag_name().as_str(), "BUTTON" | "INPUT");
    let title = format!(".task[data-record=\"{id}\"] .task-title");
    let done = match (event.key().as_str(), event.alt_key(), board.editable) {
        ("ArrowUp", true, true) => {
            board.step(id, Direction::Up);
            browser::focus_soon(title);
            true
        }
        ("ArrowDown", true, true) => {
            board.step(id, Direction::Down);
            browser::focus_soon(title);
            true
        }
        ("ArrowUp", false, _) => focus_beside(&target, -1),
        ("ArrowDown", false, _) => focus_beside(&target, 1),
        ("Enter", false, _) if target.tag_name() == "LI" => {
            board.open(Some(id));
            true
        }
        ("F2", false, true) => {
            renaming.set(true);
            true
        }
        (" ", false, true) if !on_button => {
            board.toggle_done(id);
            browser::focus_soon(title);
            true
        }
        ("Delete", false, true) => {
            focus_neighbour(Some(target));
            board.delete(id);
            true
        }
        _ => false,
    };
    if done {
        event.prevent_default();
    }
}

/// Moves the focus to the title of the row so many rows on, over the borders of groups.
fn focus_beside(from: &Element, by: i32) -> bool {
    let Ok(titles) = browser::document().query_selector_all(".task .task-title") else { return false };
    let row = from.closest(".task").ok().flatten();
    let own = row.and_then(|row| row.query_selector(".task-title").ok().flatten());
    let place = (0..titles.length()).find(|index| titles.item(*index).as_ref() == own.as_deref());
    let next = place.and_then(|place| place.checked_add_signed(by)).and_then(|place| titles.item(place));
    match next.and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        Some(title) => title.focus().is_ok(),
        None => false,
    }
}

/// Before a row goes: the focus goes to the next one, or the one before.
fn focus_neighbour(from: Option<Element>) {
    if let Some(from) = from {
        let _ = focus_beside(&from, 1) || focus_beside(&from, -1);
    }
}
