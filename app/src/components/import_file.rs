//! Choosing a file to import.

use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use super::{DropZone, files_of};
use crate::t;

/// Properties of [`ImportFile`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) on_file: Callback<File>,
}

/// A picker that files can also be dropped on.
#[component]
pub(crate) fn ImportFile(props: &Props) -> Html {
    let on_files = {
        let on_file = props.on_file.clone();
        Callback::from(move |files: Vec<File>| {
            if let Some(file) = files.into_iter().next() {
                on_file.emit(file);
            }
        })
    };
    let onchange = on_files.reform(|event: Event| files_of(event.target_unchecked_into::<HtmlInputElement>().files()));
    html! {
        <DropZone {on_files}>
            <label for="import-board">{ t::import_file() }</label>
            <input id="import-board" type="file" name="board" accept=".json,.csv,.tsv,.txt,application/json,text/csv,text/plain" {onchange} aria-describedby="import-hint" />
            <p id="import-hint" class="field-hint">
                { t::import_file_words() }
            </p>
        </DropZone>
    }
}
