//! Whose work a task is.

use holdfast_core::{
    entity::{People, Task},
    id::Id,
};
use yew::prelude::*;

use super::super::{Choice, Combobox, Select, Verb, chips};
use crate::{
    board::use_board,
    browser,
    hooks::{Names, use_members},
    t,
};

/// The most people a plain list is quick to choose from; among more they are found by typing.
pub(crate) const FEW: usize = 7;

/// Properties of [`Assignees`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) id: Id<Task>,
    pub(crate) assignees: People,
}

/// The people, each with a way off, and the members who could be added.
#[component]
pub(crate) fn Assignees(props: &Props) -> Html {
    let Props { id, assignees } = props;
    let id = *id;
    let board = use_board();
    let names = use_context::<Names>().unwrap_or_default();
    let members = use_members(board.engagement);
    let chosen: Vec<Choice> =
        assignees.iter().map(|person| (person.clone().into(), names.of(person).to_owned().into())).collect();
    let all = members.iter().map(|member| (member.person.to_string().into(), member.name.clone().into()));
    let all: Vec<Choice> = all.collect();
    let on_pick = {
        let board = board.clone();
        Callback::from(move |person: String| {
            if !person.is_empty() {
                board.change(id, Some(board.at(id).assign(&person)));
            }
        })
    };
    let on_remove = {
        let board = board.clone();
        Callback::from(move |person: String| {
            board.change(id, Some(board.at(id).unassign(&person)));
            // The button goes with its chip.
            browser::focus_soon_if_lost(":is(.cell-menu:popover-open, aside.panel) [name=assignee]".into());
        })
    };
    let body = if !board.editable {
        match chosen.is_empty() {
            true => html! { <p class="none">{ t::nobody() }</p> },
            false => chips(&chosen, Verb::Unassign, None),
        }
    } else if all.len() > FEW {
        let options = Callback::from(move |()| all.clone());
        html! {
            <Combobox class="assign" name="assignee" label={t::assign_to()} placeholder={t::assign_to_dots()} verb={Verb::Unassign} {chosen} {options} {on_pick} {on_remove} />
        }
    } else {
        let mut options = vec![(AttrValue::default(), AttrValue::from(t::assign_to_dots()))];
        options.extend(all.into_iter().filter(|(person, _)| !assignees.contains(&**person)));
        html! {
            <>
                { chips(&chosen, Verb::Unassign, Some(&on_remove)) }
                if options.len() > 1 {
                    <Select name="assignee" label={t::assign_to()} {options} value="" on_choice={on_pick} />
                }
            </>
        }
    };
    html! { <div class="panel-part"><h3>{ t::assigned_to() }</h3>{ body }</div> }
}
