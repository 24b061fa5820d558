//! Settling all conflicts at once.

use holdfast_core::{
    conflict::Choice,
    entity::{Conflict, Engagement},
    id::{Id, PersonId, RecordId},
    replica::Replica,
};
use yew::prelude::*;

use super::{
    list::{Settling, settle},
    told::{Which, open_in, told},
};
use crate::{hooks::use_commit, stores::Toast, t};

/// Properties of [`Bulk`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) engagement: Id<Engagement>,
    pub(super) of: Option<RecordId>,
    pub(super) me: PersonId,
    /// Told which were settled.
    pub(super) on_settled: Callback<Vec<Id<Conflict>>>,
}

/// What settles the open conflicts for one side, oldest first: where two are about one field, the newest words stay. Those
/// are left out whose field holds other words by now, which nobody has been shown.
fn choices(replica: &Replica, props: &Props, keep: fn(Which) -> Which) -> Vec<Settling> {
    let open = open_in(replica, props.engagement, props.of);
    let choice = |id: Id<Conflict>| {
        let told = told(replica, id).filter(|told| told.later().is_none())?;
        let choice = match keep(told.keeps(props.me)) {
            Which::Mine if told.may_change(props.me) => Choice::Mine,
            // What this person may not change is left to who may.
            Which::Mine => return None,
            Which::Theirs => Choice::Theirs,
        };
        Some(Settling { id, choice, seen: None })
    };
    open.into_iter().rev().filter_map(choice).collect()
}

/// The buttons.
#[component]
pub(super) fn Bulk(props: &Props) -> Html {
    let commit = use_commit();
    let button = |class: &'static str, words: &'static str, keep: fn(Which) -> Which| {
        let (commit, props) = (commit.clone(), Props { on_settled: props.on_settled.clone(), ..*props });
        let onclick = Callback::from(move |_: MouseEvent| {
            let (choices, open) = {
                let replica = commit.session().replica();
                (choices(&replica, &props, keep), open_in(&replica, props.engagement, props.of).len())
            };
            props.on_settled.emit(choices.iter().map(|settling| settling.id).collect());
            let said = match open - choices.len() {
                0 => t::bulk_settled(words, choices.len()),
                left => t::bulk_settled_left(words, choices.len(), left),
            };
            match choices.is_empty() {
                true => commit.say(Toast::info(said)),
                false => settle(&commit, choices, said),
            }
        });
        html! { <button type="button" {class} {onclick}>{ words }</button> }
    };
    html! {
        <div class="conflicts-bulk" role="group" aria-label={t::bulk()}>
            { button("all-mine", t::keep_mine(), |mine| mine) }
            { button("all-theirs", t::keep_theirs(), Which::other) }
        </div>
    }
}
