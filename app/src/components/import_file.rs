//! Choosing a file to import.

use web_sys::{DragEvent, File, HtmlInputElement};
use yew::prelude::*;

use crate::t;

/// Properties of [`ImportFile`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) on_file: Callback<File>,
}

/// A picker that files can also be dropped on.
#[component]
pub(crate) fn ImportFile(props: &Props) -> Html {
    let over = use_state(|| false);
    let onchange = props.on_file.clone();
    let onchange = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            onchange.emit(file);
        }
    });
    let hover = |hover: bool| {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(hover);
        })
    };
    let ondrop = {
        let (over, on_file) = (over.clone(), props.on_file.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            let files = event.data_transfer().and_then(|data| data.files());
            if let Some(file) = files.and_then(|files| files.get(0)) {
                on_file.emit(file);
            }
        })
    };
    html! {
        <div class={classes!("drop-zone", over.then_some("drop-here"))} ondragover={hover(true)} ondragleave={hover(false)} {ondrop}>
            <label for="import-board">{ t::import_file() }</label>
            <input id="import-board" type="file" name="board" accept=".json,.csv,.tsv,.txt,application/json,text/csv,text/plain" {onchange} aria-describedby="import-hint" />
            <p id="import-hint" class="field-hint">
                { t::import_file_words() }
            </p>
        </div>
    }
}
