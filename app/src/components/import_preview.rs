//! What an import would do, before it does it.

use std::{collections::BTreeMap, rc::Rc};

use holdfast_core::{
    entity::{Engagement, Status},
    id::Id,
    import::{Board, Notes, Source, mapping},
};
use yew::prelude::*;

use super::{Select, Table};
use crate::{
    commands::import::Found,
    engagements::engagements_of,
    hooks::{use_records, use_session},
    t,
    words::{choice, import},
};

/// What is to be imported, where, and the status of each list.
pub(crate) struct ImportRun {
    pub(crate) board: Rc<Board>,
    pub(crate) engagement: Id<Engagement>,
    pub(crate) mapping: BTreeMap<String, Status>,
}

/// Properties of [`ImportPreview`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) engagement: Id<Engagement>,
    pub(crate) board: Rc<Board>,
    /// Told to run.
    pub(crate) on_run: Callback<ImportRun>,
}

/// The board, a status for each of its lists, and what has to stay behind.
#[component]
pub(crate) fn ImportPreview(props: &Props) -> Html {
    let Props { engagement, board, on_run } = props;
    let person = use_session().account().id;
    let target = use_state(|| *engagement);
    let chosen = use_state(|| mapping::suggest(&board.lists).into_iter().collect::<BTreeMap<_, _>>());
    // Where the person may add to.
    let engagements = use_records(move |records| records.read(|replica| engagements_of(replica, person)));
    let loaded = use_records(|records| records.is_loaded());
    let session = use_session();
    let found = use_memo((Rc::as_ptr(board) as usize, *target, loaded), {
        let board = board.clone();
        move |(_, target, _)| Found::of(&session.replica(), &board, *target)
    });
    let places: Vec<_> = engagements.iter().map(|(id, name)| (id.to_string().into(), name.clone().into())).collect();
    let statuses: Vec<(AttrValue, AttrValue)> =
        Status::ALL.iter().map(|status| (status.name().into(), choice::status(*status).into())).collect();
    let on_target = {
        let target = target.clone();
        Callback::from(move |id: String| {
            if let Ok(id) = id.parse() {
                target.set(id);
            }
        })
    };
    let on_map = |list: &str| {
        let (chosen, list) = (chosen.clone(), list.to_owned());
        Callback::from(move |name: String| {
            if let Some(status) = Status::named(&name) {
                let mut changed = (*chosen).clone();
                changed.insert(list.clone(), status);
                chosen.set(changed);
            }
        })
    };
    let run = {
        let (board, target, chosen, on_run) = (board.clone(), target.clone(), chosen.clone(), on_run.clone());
        Callback::from(move |_: MouseEvent| {
            on_run.emit(ImportRun { board: board.clone(), engagement: *target, mapping: (*chosen).clone() })
        })
    };
    let of_list = |list: &str| board.cards.iter().filter(|card| card.list == list).count();
    html! {
        <section class="import-preview" aria-label={t::preview()}>
            <div class="import-summary">
                <h2>{ &board.name }</h2>
                <p>{ summary(board) }</p>
            </div>
            <div class="edit">
                <label for="import-target">{ t::goes_to() }</label>
                <Select id="import-target" name="engagement" options={places} value={target.to_string()} on_choice={on_target} />
            </div>
            <Table class="import-lists" heads={vec![t::list().into(), t::tasks().into(), t::becomes().into()]}>
                    { for board.lists.iter().map(|list| html! {
                        <tr key={list.id.clone()}>
                            <th scope="row">{ &list.name }{ if list.closed { t::archived_mark() } else { "" } }</th>
                            <td>{ t::number(of_list(&list.id)) }</td>
                            <td>
                                <Select
                                    label={t::list_status(&list.name)}
                                    list={list.id.clone()}
                                    options={statuses.clone()}
                                    value={chosen.get(&list.id).copied().unwrap_or(Status::Todo).name()}
                                    on_choice={on_map(&list.id)}
                                />
                            </td>
                        </tr>
                    }) }
            </Table>
            { noted("import-left-out", t::left_out(), &board.left_out) }
            { noted("import-adjusted", t::adjusted(), &board.adjusted) }
            if !board.odd.is_empty() {
                <details class="noted import-odd">
                    <summary>{ t::lines_odd(board.odd.lines().len() + board.odd.beyond()) }</summary>
                    <ul>{ for import::odd(&board.odd).into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                </details>
            }
            { for here(&found).map(|words| html! { <p class="import-here">{ words }</p> }) }
            <button type="button" class="primary import-run" onclick={run}>{ go(&found, board) }</button>
        </section>
    }
}

/// What is said of tasks that are there already.
fn here(found: &Found) -> Option<String> {
    match found {
        Found { is_all: true, .. } => Some(t::import_here_all().into()),
        Found { here: 0, .. } => None,
        Found { new: 0, .. } => Some(t::import_here_parts().into()),
        Found { here, new, .. } => Some(t::import_here_some(*here, *new)),
    }
}

/// What the button says it does.
fn go(found: &Found, board: &Board) -> String {
    match found {
        Found { is_all: true, .. } => t::import_go_there().into(),
        Found { here: 1.., new: 0, .. } => t::import_parts().into(),
        Found { new, .. } => t::import_cards(&cards_of(board.source, *new)),
    }
}

/// The tasks of a board, counted, by what their source calls them.
pub(crate) fn cards(board: &Board) -> String {
    cards_of(board.source, board.cards.len())
}

/// So many tasks, by what their source calls them.
pub(crate) fn cards_of(source: Source, number: usize) -> String {
    match source {
        Source::Trello => t::cards_counted(number),
        Source::Csv | Source::TodoTxt | Source::Holdfast => t::tasks_counted(number),
    }
}

fn summary(board: &Board) -> String {
    let archived = board.cards.iter().filter(|card| card.closed).count();
    let items: usize = board.cards.iter().flat_map(|card| &card.checklists).map(|list| list.items.len()).sum();
    let comments: usize = board.cards.iter().map(|card| card.comments.len()).sum();
    let whole = t::board_in(choice::source(board.source), &cards(board), board.lists.len());
    let archived = (archived > 0).then(|| t::board_archived(archived));
    let items = (items > 0).then(|| t::steps_in_lists(items));
    let comments = (comments > 0).then(|| t::comments_counted(comments));
    let parts = [Some(whole + &archived.unwrap_or_default()), items, comments];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ") + "."
}

fn noted(class: &'static str, title: &'static str, notes: &Notes) -> Html {
    if notes.is_empty() {
        return Html::default();
    }
    html! {
        <div class={classes!("noted", class)}>
            <h3>{ title }</h3>
            <ul>{ for import::notes(notes).map(|line| html! { <li>{ line }</li> }) }</ul>
        </div>
    }
}
