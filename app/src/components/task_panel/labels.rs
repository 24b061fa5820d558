//! A task's tags.

use holdfast_core::{
    entity::{Tags, Task},
    id::Id,
};
use yew::prelude::*;

use super::super::{Glyph, IconButton, NameForm};
use crate::{board::use_board, t};

/// Properties of [`Labels`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) id: Id<Task>,
    pub(crate) tags: Tags,
}

/// The tags, each with a way off, and a way to add more.
#[component]
pub(crate) fn Labels(props: &Props) -> Html {
    let Props { id, tags } = props;
    let id = *id;
    let board = use_board();
    let on_add = {
        let (board, tags) = (board.clone(), tags.clone());
        Callback::from(move |typed: String| board.commit.maybe(board.at(id).tag(&tags, &typed)))
    };
    let chip = |tag: &String| {
        let onclick = {
            let (board, tag) = (board.clone(), tag.clone());
            Callback::from(move |_: MouseEvent| board.commit.run(board.at(id).untag(&tag)))
        };
        html! {
            <li key={tag.clone()} class="chip">
                <span>{ tag }</span>
                if board.editable {
                    <IconButton class="chip-remove" glyph={Glyph::Close} label={t::take_off(tag)} {onclick} />
                }
            </li>
        }
    };
    html! {
        <div class="panel-part">
            <h3>{ t::tags() }</h3>
            if !tags.is_empty() {
                <ul class="chips">{ for tags.iter().map(chip) }</ul>
            } else if !board.editable {
                <p class="none">{ t::none() }</p>
            }
            if board.editable {
                <NameForm class="tag-add" name="tag" label={t::new_tag()} placeholder={t::add_tag()} {on_add} />
            }
        </div>
    }
}
