//! Whose work a task is.

use holdfast_core::{
    entity::{People, Task},
    id::Id,
};
use yew::prelude::*;

use super::super::{Glyph, IconButton, Select};
use crate::{
    board::use_board,
    hooks::{Names, use_members},
    t,
};

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
    let others = members.iter().filter(|member| !assignees.contains(&member.person.to_string()));
    let mut options = vec![(AttrValue::default(), AttrValue::from(t::assign_to_dots()))];
    options.extend(others.map(|member| (member.person.to_string().into(), member.name.clone().into())));
    let on_choice = {
        let board = board.clone();
        Callback::from(move |person: String| {
            if !person.is_empty() {
                board.commit.run(board.at(id).assign(&person));
            }
        })
    };
    let chip = |person: &String| {
        let onclick = {
            let (board, person) = (board.clone(), person.clone());
            Callback::from(move |_: MouseEvent| board.commit.run(board.at(id).unassign(&person)))
        };
        let name = names.of(person).to_owned();
        html! {
            <li key={person.clone()} class="chip">
                <span>{ &name }</span>
                if board.editable {
                    <IconButton class="chip-remove" glyph={Glyph::Close} label={t::unassign_named(&name)} {onclick} />
                }
            </li>
        }
    };
    html! {
        <div class="panel-part">
            <h3>{ t::assigned_to() }</h3>
            if !assignees.is_empty() {
                <ul class="chips">{ for assignees.iter().map(chip) }</ul>
            } else if !board.editable {
                <p class="none">{ t::nobody() }</p>
            }
            if board.editable && options.len() > 1 {
                <Select name="assignee" label={t::assign_to()} {options} value="" {on_choice} />
            }
        </div>
    }
}
