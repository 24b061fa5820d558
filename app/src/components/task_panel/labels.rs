//! A task's tags.

use holdfast_core::{
    entity::{Tags, Task},
    id::Id,
};
use yew::prelude::*;

use super::super::{Choice, Combobox, Verb, chips};
use crate::{
    board::{Board, use_board},
    commands::task::{check_tags, with_tags},
    t,
};

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
    let wrong = use_state_eq(|| None::<AttrValue>);
    let chosen: Vec<Choice> = tags.iter().map(|tag| (tag.clone().into(), tag.clone().into())).collect();
    let on_new = {
        let (board, tags, wrong) = (board.clone(), tags.clone(), wrong.setter());
        Callback::from(move |typed: String| match check_tags(&with_tags(&tags, &typed)) {
            Ok(()) => {
                wrong.set(None);
                board.change(id, board.at(id).tag(&tags, &typed));
            }
            Err(why) => wrong.set(Some(why.into())),
        })
    };
    let on_pick = {
        let (board, tags, wrong) = (board.clone(), tags.clone(), wrong.setter());
        Callback::from(move |tag: String| {
            let checked = check_tags(&tags.iter().cloned().chain([tag.clone()]).collect());
            if checked.is_ok() {
                board.change(id, Some(board.at(id).label(&tag)));
            }
            wrong.set(checked.err().map(Into::into));
        })
    };
    let on_remove = {
        let (board, wrong) = (board.clone(), wrong.setter());
        Callback::from(move |tag: String| {
            wrong.set(None);
            board.change(id, Some(board.at(id).untag(&tag)));
        })
    };
    html! {
        <div class="panel-part">
            <h3>{ t::tags() }</h3>
            if board.editable {
                <Combobox class="tag-add" name="tag" label={t::new_tag()} placeholder={t::add_tag()} {chosen} options={labels_there(&board)}
                    {on_pick} {on_new} {on_remove} error={(*wrong).clone()} />
            } else if tags.is_empty() {
                <p class="none">{ t::none() }</p>
            } else {
                { chips(&chosen, Verb::TakeOff, None) }
            }
        </div>
    }
}

/// Gives every tag that a task of the project has.
pub(crate) fn labels_there(board: &Board) -> Callback<(), Vec<Choice>> {
    let board = board.clone();
    Callback::from(move |()| board.labels().into_iter().map(|tag| (tag.clone().into(), tag.into())).collect())
}
