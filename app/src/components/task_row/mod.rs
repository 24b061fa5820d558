//! One task in its list, on its board or in its table.

mod cells;
mod keys;
mod mover;
mod plain;
mod told;

use holdfast_core::{
    entity::{Entity as _, Priority, Status, Task},
    id::Id,
};
use wasm_bindgen::JsCast as _;
use web_sys::DragEvent;
use yew::prelude::*;

use super::{Glyph, IconButton, Rename, Written, icon, mark};
use crate::{
    board::use_steady,
    browser,
    hooks::{DropTarget, Names, use_drop_target, use_records, use_whole},
    t,
    task_list::Direction,
    views::Layout,
};
pub(crate) use cells::{Cell, CellMenu};
pub(crate) use keys::{focus_in_view, stay_at};
use keys::{focus_neighbour, on_key};
pub(crate) use mover::{MoveMenu, panel_mover};
pub(crate) use plain::Plain;
pub(crate) use told::is_late;

/// Properties of [`TaskRow`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) id: Id<Task>,
    /// Whether it is selected.
    pub(crate) picked: bool,
    /// Whether its panel is open.
    pub(crate) opened: bool,
    /// A line, a card, or a row of a table.
    pub(crate) layout: Layout,
    /// Whether a line has no room for its tools.
    #[prop_or_default]
    pub(crate) narrow: bool,
}

/// A row: everything about a task that fits one line or one card, and everything that can be done to it. Its number among the
/// others is the list's to say: it changes with every task that comes or goes, and nothing else of the row does.
#[component]
pub(crate) fn TaskRow(props: &Props) -> Html {
    let Props { id, layout, narrow, .. } = *props;
    let board = use_steady();
    let names = use_context::<Names>().unwrap_or_default();
    let renaming = use_state(|| false);
    let editable = board.editable;
    // Cells that can be set are much that nobody reads in passing. Lines are plain then.
    let whole = use_whole(editable && layout == Layout::Table);
    let by_hand = board.by_hand;
    let DropTarget { over, ondragover, ondragleave, ondrop } = {
        let board = board.clone();
        use_drop_target(by_hand, move |dragged| board.board().drop_before(dragged, id))
    };
    let Some(row) = use_records(move |records| records.read(|replica| told::row(replica, id))) else {
        return Html::default();
    };
    let task = Task::read(&row.record);

    let on_rename = {
        let (board, renaming) = (board.clone(), renaming.clone());
        Callback::from(move |title: Option<Written>| {
            renaming.set(false);
            if let Some(title) = title {
                board.board().rename(id, &title);
            }
            browser::focus_soon(browser::part_of(id, "task-title"));
        })
    };
    let onkeydown = {
        let (board, renaming) = (board.clone(), renaming.clone());
        Callback::from(move |event: KeyboardEvent| on_key(&event, &board.board(), id, &renaming))
    };
    let on_status = {
        let board = board.clone();
        Callback::from(move |name: String| {
            if let Some(status) = Status::named(&name) {
                stay_at(id, "task-status");
                board.board().set_status(id, status);
            }
        })
    };
    let step = |direction: Direction, class: &'static str| {
        let board = board.clone();
        Callback::from(move |_: MouseEvent| {
            stay_at(id, class);
            board.board().step(id, direction);
        })
    };
    let on_delete = {
        let board = board.clone();
        Callback::from(move |event: MouseEvent| {
            focus_neighbour(event.target().and_then(|target| target.dyn_into().ok()));
            board.board().delete(id);
        })
    };
    let on_pick = {
        let board = board.clone();
        Callback::from(
            move |event: MouseEvent| {
                if event.shift_key() { board.board().pick_to(id, id) } else { board.board().pick(id) }
            },
        )
    };
    let on_done = {
        let board = board.clone();
        Callback::from(move |_: Event| {
            stay_at(id, "task-done");
            board.board().toggle_done(id);
        })
    };
    let ondragstart = Callback::from(move |event: DragEvent| {
        if let Some(data) = event.data_transfer() {
            let _ = data.set_data("text/plain", &id.to_string());
            data.set_effect_allowed("move");
        }
    });

    let done = task.status == Status::Done;
    let title = AttrValue::from(task.title.clone());
    let on_open = {
        let board = board.clone();
        Callback::from(move |event: MouseEvent| {
            if event.shift_key() && board.editable {
                event.prevent_default();
                board.board().pick_to(id, id);
            } else if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
                // With a key held, the browser opens it elsewhere.
                event.prevent_default();
                // The second of two presses is no other visit.
                if event.detail() < 2 {
                    board.board().open(Some(id));
                }
            }
        })
    };
    let on_edit = {
        let renaming = renaming.clone();
        Callback::from(move |_: MouseEvent| renaming.set(true))
    };
    let mut classes = classes(done, props.picked, task.priority);
    classes.push(over.then_some("drop-here"));
    classes.push((!whole).then_some("is-part"));
    let name = html! {
        if *renaming {
            <Rename class="task-rename" label={t::title()} value={title.clone()} of={id.record()} on_done={on_rename} />
        } else {
            <a class="task-title" href={board.link_to(id)} onclick={on_open}>{ &title }</a>
        }
    };
    let boxes = html! {
        if editable {
            <button type="button" role="checkbox" class="task-pick" aria-checked={if props.picked { "true" } else { "false" }} aria-label={t::select_named(&title)} onclick={on_pick} />
            <input type="checkbox" class="task-done" checked={done} onchange={on_done} aria-label={t::done_named(&title)} />
        } else {
            <span class="task-check" aria-hidden="true">{ for done.then(|| html! { { icon(Glyph::Done) } }) }</span>
        }
    };
    let edit = html! {
        if editable {
            <IconButton class="task-edit" glyph={Glyph::Rename} label={t::rename_named(&title)} onclick={on_edit} />
        }
    };
    let moves = mover::mover(&board, id, &title);
    let told = told::meta(&task, &row, (&names, board.today), layout);
    let body = match layout {
        Layout::List => html! {
            <>
                { boxes }
                <div class="task-main">{ name }{ told }</div>
                if editable && narrow {
                    <div class="task-tools">{ moves }</div>
                } else if editable {
                    <div class="task-tools">
                        { edit }
                        { cells::status(&task, on_status) }
                        if by_hand {
                            <IconButton class="task-up" glyph={Glyph::Up} label={t::up_named(&title)} onclick={step(Direction::Up, "task-up")} />
                            <IconButton class="task-down" glyph={Glyph::Down} label={t::down_named(&title)} onclick={step(Direction::Down, "task-down")} />
                        }
                        <IconButton class="task-delete" glyph={Glyph::Delete} label={t::delete_named(&title)} onclick={on_delete} />
                    </div>
                }
            </>
        },
        Layout::Board => html! {
            <>
                { boxes }
                <div class="task-main">{ name }{ told }</div>
                if editable {
                    <div class="card-tools">{ moves }{ edit }</div>
                }
            </>
        },
        Layout::Table => html! {
            <>
                <th scope="row" class="task-cell"><div class="task-main">{ boxes }{ name }{ told }{ edit }</div></th>
                { cells::cells(&board, id, &task, &names, (whole && editable).then_some(on_status)) }
            </>
        },
    };
    let tag = if layout == Layout::Table { "tr" } else { "li" };
    html! {
        <@{tag}
            class={classes}
            data-record={id.to_string()}
            data-mark={mark::name(row.mark)}
            aria-current={props.opened.then_some("true")}
            tabindex="-1"
            draggable={(editable && !*renaming).then_some("true")}
            {onkeydown} {ondragstart} {ondragover} {ondragleave} {ondrop}
        >
            { body }
        </@>
    }
}

/// By what the styles know of a row.
fn classes(done: bool, is_picked: bool, priority: Priority) -> Classes {
    let mut classes = classes!("task");
    classes.push(done.then_some("is-done"));
    classes.push(is_picked.then_some("is-picked"));
    classes.push((priority != Priority::Medium).then(|| format!("is-{}", priority.name())));
    classes
}
