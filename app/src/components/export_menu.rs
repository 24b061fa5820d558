//! Saving a project as a file that other programs read, and Holdfast too.

use std::collections::BTreeSet;

use holdfast_core::{
    entity::Project,
    export::{What, document},
    id::Id,
};
use yew::prelude::*;

use crate::{
    board::{Board, use_board, use_of_all_tasks, use_of_tasks},
    browser,
    hooks::Names,
    stores::Toast,
    t,
    task_list::{shown, within},
    views::Group,
    words::time,
};

/// How much of a project is saved.
#[derive(Clone, Copy, PartialEq)]
enum Extent {
    /// What the filters let through.
    Shown,
    /// All of it, those put away included.
    Whole,
}

/// Properties of [`ExportMenu`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) project: Id<Project>,
    /// Whether all of it has been read: before that, a part would be saved for the whole.
    pub(crate) is_whole: bool,
}

/// A button, and the forms behind it. What is saved is what this device shows, edits that wait included.
#[component]
pub(crate) fn ExportMenu(props: &Props) -> Html {
    let project = props.project;
    let board = use_board();
    let wanted = use_state(|| Extent::Shown);
    let (here, all) = (use_of_tasks(&board, shown), use_of_all_tasks(&board, |list| list.len()));
    let is_filtered = board.asked.is_filtered();
    let extent = if is_filtered { *wanted } else { Extent::Whole };
    let names = use_context::<Names>().unwrap_or_default();
    let menu = use_node_ref();
    let save = |form: &'static str| {
        let (board, names, menu) = (board.clone(), names.clone(), menu.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(menu) = menu.cast::<web_sys::HtmlElement>() {
                let _ = menu.hide_popover();
            }
            let commit = &board.commit;
            let name = |person: holdfast_core::id::PersonId| names.0.get(&person.to_string()).cloned();
            let found = document(&commit.session().replica(), What::Project(project), &name, time::now());
            let Some(document) = found else { return };
            let document = match extent {
                Extent::Whole => document,
                Extent::Shown => {
                    let ids = ids_shown(&board);
                    document.only(|id| ids.contains(id))
                }
            };
            let (kind, text) =
                if form == "csv" { ("text/csv", document.csv()) } else { (browser::JSON, document.json()) };
            let title = document.projects.first().map_or("tasks", |project| project.name.as_str());
            let saved = browser::download(&format!("{}.{form}", file_name(title)), kind, &text);
            commit.say(match saved {
                Ok(()) => Toast::info(t::exported(document.tasks())),
                Err(_) => Toast::problem(t::not_saved()),
            });
        })
    };
    let choice = |this: Extent, words: String| {
        let wanted = wanted.clone();
        let onchange = Callback::from(move |_: Event| wanted.set(this));
        html! {
            <label class="check">
                <input type="radio" name="export-extent" checked={this == extent} {onchange} />{ words }
            </label>
        }
    };
    html! {
        <>
            <button type="button" class="export-open" popovertarget="export-menu" disabled={!props.is_whole}>{ t::export() }</button>
            <div id="export-menu" ref={menu.clone()} class="menu" popover="auto" role="group" aria-label={t::export()}>
                if is_filtered {
                    <div class="export-extent" role="radiogroup" aria-label={t::export_what()}>
                        { choice(Extent::Shown, t::export_shown(here)) }
                        { choice(Extent::Whole, t::export_whole(all)) }
                    </div>
                }
                <button type="button" class="wide export-csv" disabled={!props.is_whole} onclick={save("csv")}>{ t::export_table() }</button>
                <button type="button" class="wide export-json" disabled={!props.is_whole} onclick={save("json")}>{ t::export_all() }</button>
                <p class="menu-note">{ t::export_note() }</p>
            </div>
        </>
    }
}

/// The ids of the tasks that the filters let through.
fn ids_shown(board: &Board) -> BTreeSet<String> {
    board.list(|list| {
        let groups = list.groups().filter(|(group, _)| **group != Group::Archive);
        groups.flat_map(|(group, count)| within(list, group, 0..count)).map(|id| id.to_string()).collect()
    })
}

/// A title as the name of a file anywhere.
fn file_name(title: &str) -> String {
    let plain: String =
        title.chars().map(|c| if c.is_alphanumeric() || c == ' ' || c == '-' { c } else { '-' }).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain: String = plain.trim_matches('-').chars().take(80).collect();
    if plain.is_empty() { "tasks".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::file_name;

    #[test]
    fn any_title_is_a_name_of_a_file() {
        for (title, name) in [
            ("Harbour", "Harbour"),
            ("a/b: \u{202e}c", "a-b- -c"),
            ("../../etc", "etc"),
            ("港 2", "港 2"),
            ("//", "tasks"),
        ] {
            assert_eq!(file_name(title), name);
        }
        assert_eq!(file_name(&"x".repeat(500)).len(), 80);
    }
}
