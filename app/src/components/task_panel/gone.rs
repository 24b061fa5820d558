//! The panel of a task that is not here.

use holdfast_core::{
    Millis,
    effect::Life,
    entity::{Entity as _, Task},
    id::{Id, PersonId},
    wire::remote::HistoryPage,
};
use holdfast_query::{Infinite, Options, hooks::use_query_with};
use yew::prelude::*;

use crate::{
    board::use_board,
    hooks::{Names, use_now, use_records},
    queries::History,
    t,
    words::time,
};

/// Properties of [`Gone`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) id: Id<Task>,
}

/// A task that was deleted, with the way back; or that there is none, as far as is known here.
#[component]
pub(super) fn Gone(props: &Props) -> Html {
    let id = props.id;
    let board = use_board();
    let title = use_records(move |records| {
        records.read(|replica| {
            let record =
                replica.seen(id.record()).filter(|record| record.deleted && record.kind.name() == Task::KIND)?;
            Some(Task::read(record).title)
        })
    });
    let Some(title) = title else {
        let (sync, leave) = (board.clone(), board);
        return html! {
            <div class="panel-empty">
                <p>{ t::task_gone() }</p>
                <p class="panel-ways">
                    <button type="button" class="panel-sync" onclick={Callback::from(move |_: MouseEvent| sync.commit.session().sync_now())}>{ t::sync_now() }</button>
                    <button type="button" class="panel-leave" onclick={Callback::from(move |_: MouseEvent| leave.open(None))}>{ t::to_tasks() }</button>
                </p>
            </div>
        };
    };
    let bring_back = {
        let (board, title) = (board.clone(), title.clone());
        Callback::from(move |_: MouseEvent| board.bring_back(id, &title))
    };
    html! {
        <div class="panel-body panel-gone">
            <h3>{ title }</h3>
            <Deletion {id} />
            if board.editable {
                <p><button type="button" class="panel-bring-back" onclick={bring_back}>{ t::bring_back() }</button></p>
            }
        </div>
    }
}

/// That it was deleted; by whom and when, as soon as the server has told.
#[component]
fn Deletion(props: &Props) -> Html {
    let board = use_board();
    let names = use_context::<Names>().unwrap_or_default();
    let now = use_now();
    let query = Infinite(History { scope: board.engagement.scope(), id: props.id.record(), at: None });
    let history = use_query_with(query, Options::default());
    let words = match history.data().and_then(|pages| deletion(pages.iter().map(AsRef::as_ref))) {
        Some((author, at)) => t::task_deleted_by(names.of(&author.to_string()), &time::ago(at, now)),
        None => t::task_deleted().to_owned(),
    };
    html! { <p>{ words }</p> }
}

/// Who deleted a record and when, if that was the last that befell it.
fn deletion<'a>(pages: impl Iterator<Item = &'a HistoryPage>) -> Option<(PersonId, Millis)> {
    let mut turns = pages.flat_map(|page| &page.entries).filter(|entry| entry.life != Life::Kept);
    turns.next().filter(|entry| entry.life == Life::Deleted).map(|entry| (entry.author, entry.at))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{id::OpId, record::Seq, wire::remote::HistoryEntry};

    use super::*;
    use crate::commands::testing::id;

    fn entry(seq: u64, life: Life) -> HistoryEntry {
        HistoryEntry {
            seq: Seq(seq),
            op_id: OpId::new(0, [0; 10]),
            author: id(1),
            at: seq,
            made: 0,
            life,
            fields: Default::default(),
            overwrote: Vec::new(),
            lost: Default::default(),
        }
    }

    #[test]
    fn the_last_turn_tells_who_deleted_it() {
        let at = |lives: &[Life]| {
            let entries = lives.iter().zip((1..=9).rev()).map(|(life, seq)| entry(seq, *life)).collect();
            let page = HistoryPage { entries, older: None, newer: Seq(9), has_newer: false, floor: Seq(0) };
            deletion([page].iter()).map(|(_, at)| at)
        };
        assert_eq!(at(&[Life::Kept, Life::Deleted, Life::Restored, Life::Deleted]), Some(8));
        assert_eq!(at(&[Life::Restored, Life::Deleted]), None, "what is known is of before");
        assert_eq!(at(&[]), None);
    }
}
