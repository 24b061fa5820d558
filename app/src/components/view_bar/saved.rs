//! Views with names, kept with the project.

use holdfast_core::{
    entity::{Entity as _, SavedFilter},
    id::Id,
    record::Kind,
};
use yew::prelude::*;

use super::super::{Glyph, IconButton, NameForm, drop_down::DropDown};
use crate::{
    board::{Visit, use_board},
    browser,
    commands::saved_filter,
    hooks::use_records,
    views::Asked,
    words::quoted,
};

/// The saved views, a way to each, and a way to save what is shown.
#[component]
pub(super) fn Saved() -> Html {
    let board = use_board();
    let project = board.project;
    let all = use_records(move |records| {
        records.read(|replica| {
            let kind = Kind::new(SavedFilter::KIND);
            let found = replica.children(project.record(), &kind);
            let mut all: Vec<(Id<SavedFilter>, SavedFilter)> =
                found.map(|record| (record.id.into(), SavedFilter::read(record))).collect();
            all.sort_by_cached_key(|(id, filter)| (filter.name.to_lowercase(), *id));
            all
        })
    });
    let scope = board.engagement.scope();
    let query = board.asked.query();
    let on_save = {
        let (board, all, query) = (board.clone(), all.clone(), query.clone());
        Callback::from(move |name: String| {
            let namesake = all.iter().find(|(_, filter)| filter.name == name.trim()).map(|(id, _)| *id);
            let id = board.commit.session().fresh();
            if let Some(command) = saved_filter::save(scope, id, project, &name, &query, namesake) {
                board.commit.with_undo(command, format!("Saved the filter {}", quoted(name.trim())));
            }
        })
    };
    let line = |(id, filter): &(Id<SavedFilter>, SavedFilter)| {
        let SavedFilter { name, query: saved, .. } = filter;
        let is_shown = *saved == query;
        let onclick = {
            let (board, saved) = (board.clone(), Asked::parse(saved));
            Callback::from(move |event: MouseEvent| {
                browser::close_popover(event.target());
                board.look(&saved, Visit::Next);
            })
        };
        let on_delete = {
            let (board, id, name) = (board.clone(), *id, name.clone());
            Callback::from(move |_: MouseEvent| {
                let words = format!("Deleted the saved filter {}", quoted(&name));
                board.commit.with_undo(saved_filter::delete(scope, id), words);
                browser::focus_soon("#view-saved .saved-open, #view-saved input".into());
            })
        };
        html! {
            <li key={id.to_string()} class="saved">
                <button type="button" class="saved-open" aria-current={is_shown.then_some("true")} {onclick}>{ name }</button>
                if board.editable {
                    <IconButton class="saved-delete" glyph={Glyph::Delete} label={format!("Delete the saved filter {name}")} onclick={on_delete} />
                }
            </li>
        }
    };
    let shown = all.iter().find(|(_, filter)| filter.query == query && !query.is_empty());
    let button = DropDown {
        id: "view-saved",
        label: "Saved filters".into(),
        words: html! { <span class="drop-words">{ shown.map_or("Saved", |(_, filter)| &filter.name).to_owned() }</span> },
        on_open: Callback::noop(),
    };
    button.of(html! {
        <>
            if all.is_empty() {
                <p class="menu-note saved-none">{ "Filters, order and layout can be kept under a name, for everyone in the project." }</p>
            } else {
                <ul class="saved-all">{ for all.iter().map(line) }</ul>
            }
            if board.editable && query.is_empty() {
                <p class="menu-note saved-none">{ "Choose a filter or an order to save it." }</p>
            } else if board.editable {
                <NameForm class="saved-add" name="filter" label="Save what is shown as" placeholder="Save what is shown as…" on_add={on_save} />
            }
        </>
    })
}
