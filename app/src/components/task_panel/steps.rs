//! A task's checklists.

use holdfast_core::{
    entity::{ChecklistItem, Entity as _, Task},
    id::Id,
    record::Kind,
    replica::Mark,
};
use yew::prelude::*;

use super::super::{Glyph, IconButton, NameForm, Rename, Written, mark_dot};
use crate::{board::use_board, commands::step, hooks::use_records, t};

#[derive(Clone, PartialEq)]
struct Step {
    id: Id<ChecklistItem>,
    step: ChecklistItem,
    mark: Mark,
}

/// Properties of [`Steps`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) task: Id<Task>,
}

/// The steps in order, under their checklist's name where it has one.
#[component]
pub(super) fn Steps(props: &Props) -> Html {
    let task = props.task;
    let board = use_board();
    let steps = use_records(move |records| {
        records.read(|replica| {
            let kind = Kind::new(ChecklistItem::KIND);
            let records = replica.children(task.record(), &kind);
            let read = |record: &std::rc::Rc<holdfast_core::record::Record>| Step {
                id: record.id.into(),
                step: ChecklistItem::read(record),
                mark: replica.mark(record.id),
            };
            let mut steps: Vec<Step> = records.map(read).collect();
            // Lists one after the other, each where its first step stands.
            steps.sort_by(|a, b| (&a.step.order, a.id).cmp(&(&b.step.order, b.id)));
            steps
        })
    });
    let mut lists: Vec<(&str, Vec<&Step>)> = Vec::new();
    for one in &steps {
        match lists.iter_mut().find(|(name, _)| *name == one.step.list) {
            Some((_, list)) => list.push(one),
            None => lists.push((&one.step.list, vec![one])),
        }
    }
    let done = steps.iter().filter(|one| one.step.done).count();
    let on_add = {
        let (board, last) = (board.clone(), steps.last().map(|one| one.step.order.clone()));
        Callback::from(move |title: String| {
            let id = board.commit.session().fresh();
            board.commit.maybe(step::add(board.engagement.scope(), id, task, &title, last.as_ref()));
        })
    };
    html! {
        <div class="panel-part checklist">
            <h3>{ t::checklist() }
                if !steps.is_empty() {
                    <span class="part-count">{ t::part_done(done, steps.len()) }</span>
                }
            </h3>
            { for lists.iter().map(|(name, list)| html! {
                <>
                    if !name.is_empty() { <h4>{ *name }</h4> }
                    <ul class="steps">
                        { for list.iter().map(|one| html! { <Item key={one.id.to_string()} one={(*one).clone()} /> }) }
                    </ul>
                </>
            }) }
            if board.editable {
                <NameForm class="checklist-add" name="item" label={t::new_step()} placeholder={t::add_step()} draft={format!("step {task}")} {on_add} />
            } else if steps.is_empty() {
                <p class="none">{ t::no_steps() }</p>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ItemProps {
    one: Step,
}

#[component]
fn Item(props: &ItemProps) -> Html {
    let Step { id, step: item, mark } = props.one.clone();
    let board = use_board();
    let renaming = use_state(|| false);
    let scope = board.engagement.scope();
    let on_tick = {
        let (board, done) = (board.clone(), item.done);
        Callback::from(move |_: Event| board.commit.run(step::tick(scope, id, !done)))
    };
    let on_rename = {
        let (board, renaming, before) = (board.clone(), renaming.clone(), item.title.clone());
        Callback::from(move |title: Option<Written>| {
            renaming.set(false);
            let command =
                title.and_then(|Written { text, seen }| Some(step::rename(scope, id, &before, &text)?.begun_at(seen)));
            board.commit.maybe(command);
        })
    };
    let start = {
        let renaming = renaming.clone();
        Callback::from(move |_: MouseEvent| renaming.set(true))
    };
    let on_delete = {
        let (board, title) = (board.clone(), item.title.clone());
        Callback::from(move |_: MouseEvent| {
            board.commit.with_undo(step::delete(scope, id), t::op_deleted(&crate::words::quoted(&title)));
        })
    };
    let input = format!("step-{id}");
    html! {
        <li class={classes!("checklist-item", item.done.then_some("is-done"))} data-record={id.to_string()}>
            <input id={input.clone()} type="checkbox" checked={item.done} disabled={!board.editable} onchange={on_tick}
                aria-label={renaming.then(|| item.title.clone())} />
            if *renaming {
                <Rename class="step-rename" label={t::step()} value={item.title.clone()} of={id.record()} on_done={on_rename} />
            } else {
                <label for={input}>{ &item.title }</label>
            }
            { mark_dot(mark) }
            if board.editable && !*renaming {
                <IconButton class="step-edit" glyph={Glyph::Rename} label={t::rename_named(&item.title)} onclick={start} />
                <IconButton class="step-delete" glyph={Glyph::Delete} label={t::delete_named(&item.title)} onclick={on_delete} />
            }
        </li>
    }
}
