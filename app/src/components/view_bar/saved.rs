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
    t,
    views::Asked,
    words::{fold::sort_key, quoted},
};

/// Properties of [`Saved`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// Told the words of a view that is chosen.
    pub(super) on_words: Callback<String>,
}

/// The saved views, a way to each, and a way to save what is shown.
#[component]
pub(super) fn Saved(props: &Props) -> Html {
    let board = use_board();
    let project = board.project;
    let all = use_records(move |records| {
        records.read(|replica| {
            let kind = Kind::new(SavedFilter::KIND);
            let found = replica.children(project.record(), &kind);
            let mut all: Vec<(Id<SavedFilter>, SavedFilter)> =
                found.map(|record| (record.id.into(), SavedFilter::read(record))).collect();
            all.sort_by_cached_key(|(id, filter)| (sort_key(&filter.name), *id));
            all
        })
    });
    let scope = board.engagement.scope();
    // What is folded is how somebody looks at it just now.
    let query = (*board.asked).clone().unfolded().query();
    let on_save = {
        let (board, all, query) = (board.clone(), all.clone(), query.clone());
        Callback::from(move |name: String| {
            let namesake = all.iter().find(|(_, filter)| filter.name == name.trim()).map(|(id, _)| *id);
            let id = board.commit.session().fresh();
            if let Some(command) = saved_filter::save(scope, id, project, &name, &query, namesake) {
                board.commit.with_undo(command, t::filter_saved(&quoted(name.trim())));
            }
        })
    };
    let line = |(id, filter): &(Id<SavedFilter>, SavedFilter)| {
        let SavedFilter { name, query: saved, .. } = filter;
        let is_shown = *saved == query;
        let onclick = {
            let (board, saved, on_words) = (board.clone(), Asked::parse(saved), props.on_words.clone());
            Callback::from(move |event: MouseEvent| {
                browser::close_popover(event.target());
                on_words.emit(saved.words.clone());
                board.look(&saved, Visit::Next);
            })
        };
        let on_delete = {
            let (board, id, name) = (board.clone(), *id, name.clone());
            Callback::from(move |_: MouseEvent| {
                let words = t::filter_deleted(&quoted(&name));
                board.commit.with_undo(saved_filter::delete(scope, id), words);
                browser::focus_soon("#view-saved .saved-open, #view-saved input".into());
            })
        };
        html! {
            <li key={id.to_string()} class="saved">
                <button type="button" class="saved-open" aria-current={is_shown.then_some("true")} {onclick}>{ name }</button>
                if board.editable {
                    <IconButton class="saved-delete" glyph={Glyph::Delete} label={t::filter_delete(name)} onclick={on_delete} />
                }
            </li>
        }
    };
    let shown = all.iter().find(|(_, filter)| filter.query == query && !query.is_empty());
    let button = DropDown {
        id: "view-saved",
        label: t::saved_filters().into(),
        words: html! { <span class="drop-words">{ shown.map_or(t::saved(), |(_, filter)| &filter.name).to_owned() }</span> },
        on_open: Callback::noop(),
    };
    button.of(html! {
        <>
            if all.is_empty() {
                <p class="menu-note saved-none">{ t::saved_none() }</p>
            } else {
                <ul class="saved-all">{ for all.iter().map(line) }</ul>
            }
            if board.editable && query.is_empty() {
                <p class="menu-note saved-none">{ t::saved_choose() }</p>
            } else if board.editable {
                <NameForm class="saved-add" name="filter" label={t::save_as()} placeholder={t::save_as_placeholder()} draft={format!("filter {project}")} on_add={on_save} />
            }
        </>
    })
}
