//! Everything about one task, beside the list or, where there is no room, over it.

mod fields;
mod gone;
mod labels;
mod people;
mod steps;
mod subtasks;
mod talk;

pub(crate) use fields::Time;
pub(crate) use labels::{Labels, labels_there};
pub(crate) use people::{Assignees, FEW};

use holdfast_core::{entity::Task, id::Id, replica::Mark};
use yew::prelude::*;
use yew_router::prelude::*;

use super::{
    ConflictNote, EditText, Glyph, IconButton, Tabs, Written, has_marks, mark_dot, markdown, task_row::panel_mover,
};
use crate::{
    board::{use_board, use_steady},
    browser,
    hooks::{use_record, use_records},
    route::Route,
    t,
};

/// Properties of [`TaskPanel`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) id: Id<Task>,
}

/// The panel. It takes the focus when it opens and gives it back to the task's row when it closes.
#[component]
pub(crate) fn TaskPanel(props: &Props) -> Html {
    let id = props.id;
    let board = use_board();
    let task = use_record(id);
    let mark = use_records(move |records| Shown(records.read(|replica| Some(replica.mark(id.record())))));
    // Whether the description is written or shown set, once that was chosen.
    let turned = use_state_eq(|| None::<usize>);
    let above = use_records(move |records| records.read(|replica| subtasks::above(replica, id)));
    let steady = use_steady();
    use_effect_with(id, |id| {
        browser::focus(".panel-close");
        let row = browser::part_of(id, "task-title");
        // Another task's panel may have taken it meanwhile.
        move || browser::focus_soon_if_lost(row)
    });
    // What had the focus goes when others delete the task, or when it is brought back.
    use_effect_with(task.is_some(), |_| browser::focus_soon_if_lost(".panel-close".into()));
    let close = {
        let board = board.clone();
        Callback::from(move |()| board.open(None))
    };
    let onkeydown = {
        let close = close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && !event.is_composing() && !event.default_prevented() {
                event.prevent_default();
                // What is being written is not thrown away by the key that leaves a field.
                if browser::is_writing(&event) {
                    browser::focus(".panel-close");
                } else {
                    close.emit(());
                }
            }
        })
    };
    let head = |tools: Html| {
        html! {
            <div class="panel-head">
                <h2>{ t::task() }</h2>
                { subtasks::way_up(&steady, &above) }
                { tools }
                <IconButton class="panel-close" glyph={Glyph::Close} label={t::close()} onclick={close.reform(|_| ())} />
            </div>
        }
    };
    let Some(task) = task else {
        return html! {
            <aside class="panel" role="region" data-scrolls="panel" data-record={id.to_string()} aria-label={t::task()} {onkeydown}>
                { head(Html::default()) }
                <ConflictNote engagement={board.engagement} record={id.record()} />
                <gone::Gone {id} />
            </aside>
        };
    };
    let rename = {
        let board = board.clone();
        Callback::from(move |title: Written| board.rename(id, &title))
    };
    let describe = {
        let (board, before) = (board.clone(), task.description.clone());
        Callback::from(move |Written { text, seen }| {
            let command = board.at(id).describe(&before, &text);
            board.commit.maybe(command.map(|command| command.begun_at(seen)));
        })
    };
    let description = html! {
        <EditText name="description" label={t::description()} value={task.description.clone()} of={id.record()} multiline={true}
            readonly={!board.editable} on_commit={describe} />
    };
    // Plain words are read where they are written; what has marks is set until it is to be written.
    let has_marks = has_marks(&task.description);
    let description = match board.editable {
        true => {
            let chosen = turned.unwrap_or(if has_marks { PREVIEW } else { WRITE });
            let on_choice = Callback::from(move |place: usize| turned.set(Some(place)));
            let onfocusin = on_choice.reform(|_: FocusEvent| WRITE);
            let names = vec![t::write().into(), t::preview().into()];
            let tabs = Tabs { id: "description", label: t::description().into(), names, chosen, on_choice };
            // What is written stays where it is while the preview is shown: it may be too long to be stored.
            let written = tabs.panel(WRITE, None, html! { <div {onfocusin}>{ description }</div> });
            let read = if chosen == PREVIEW { set(&task.description) } else { Html::default() };
            html! { <>{ tabs.list() }{ written }{ tabs.panel(PREVIEW, Some("0"), read) }</> }
        }
        false if has_marks => set(&task.description),
        false => description,
    };
    let archive = {
        let (board, archived) = (board.clone(), task.archived);
        Callback::from(move |_: MouseEvent| board.archive(id, !archived))
    };
    let bring_out = {
        let board = board.clone();
        Callback::from(move |_: MouseEvent| {
            board.archive(id, false);
            // The button goes with what it says.
            browser::focus_soon(".panel-close".into());
        })
    };
    let delete = {
        let (board, close) = (board.clone(), close.clone());
        Callback::from(move |_: MouseEvent| {
            board.delete(id);
            close.emit(());
        })
    };
    let readonly = !board.editable;
    let history = Route::History { engagement: board.engagement, record: id.record() };
    let tools = html! {
        <>
            { mark_dot(mark.0.unwrap_or(Mark::Synced)) }
            <Link<Route> to={history} classes="panel-history">{ t::history() }</Link<Route>>
        </>
    };
    html! {
        <aside class="panel" role="region" data-scrolls="panel" data-record={id.to_string()} aria-label={t::task()} {onkeydown}>
            { head(tools) }
            <ConflictNote engagement={board.engagement} record={id.record()} />
            if task.archived {
                <div class="panel-note">
                    <p>{ t::archived_here() }</p>
                    if board.editable {
                        <button type="button" class="panel-unarchive" onclick={bring_out}>{ t::bring_back() }</button>
                    }
                </div>
            }
            <div class="panel-body">
                <EditText name="title" label={t::title()} value={task.title.clone()} of={id.record()} {readonly} on_commit={rename} />
                <fields::Fields {id} task={task.clone()} />
                <div class="description">{ description }</div>
                <labels::Labels {id} tags={task.tags.clone()} />
                <people::Assignees {id} assignees={task.assignees.clone()} />
                <fields::Time {id} spent={task.time_spent} />
                <subtasks::Subtasks {id} above={above.clone()} />
                <steps::Steps task={id} />
                <talk::Talk task={id} />
                if board.editable {
                    <div class="panel-actions">
                        <button type="button" class="panel-archive" onclick={archive}>
                            { if task.archived { t::unarchive() } else { t::archive_do() } }
                        </button>
                        { panel_mover(&steady, id) }
                        <button type="button" class="danger panel-delete" onclick={delete}>{ t::delete() }</button>
                    </div>
                }
            </div>
        </aside>
    }
}

/// The tabs of the description.
const WRITE: usize = 0;
const PREVIEW: usize = 1;

/// A description as it is read.
fn set(description: &str) -> Html {
    html! {
        <>
            <h3>{ t::description() }</h3>
            if description.trim().is_empty() { <p class="none">{ t::nothing_there() }</p> } else { { markdown(description) } }
        </>
    }
}

/// A mark read from the records; `Mark` itself has no empty value.
#[derive(Clone, Default, PartialEq)]
struct Shown(Option<Mark>);
