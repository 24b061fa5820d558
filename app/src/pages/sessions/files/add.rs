//! Adding files: by choosing, dropping or pasting them.

use gloo_events::{EventListener, EventListenerOptions};
use holdfast_core::{client::StoreError, entity::Session, id::Id, wire::MAX_BLOB};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{ClipboardEvent, Element, File, HtmlInputElement};
use yew::prelude::*;

use super::super::deeds::Deeds;
use crate::{
    browser,
    commands::file,
    components::{DropZone, files_of},
    t,
    words::sync::bytes,
};

/// Properties of [`Add`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) deeds: Deeds,
    pub(super) session: Id<Session>,
}

/// Where files are added, and what became of those that could not be.
#[component]
pub(super) fn Add(props: &Props) -> Html {
    let taking = use_state_eq(|| None::<String>);
    let refused = use_state_eq(Vec::<String>::new);
    let take = {
        let (deeds, session) = (props.deeds.clone(), props.session);
        let (taking, refused) = (taking.setter(), refused.setter());
        Callback::from(move |files: Vec<File>| {
            let (deeds, taking, refused) = (deeds.clone(), taking.clone(), refused.clone());
            refused.set(Vec::new());
            spawn_local(async move {
                let mut told = Vec::new();
                for one in files {
                    taking.set(Some(one.name()));
                    if let Err(words) = attach(&deeds, session, &one).await {
                        told.push(words);
                        refused.set(told.clone());
                    }
                }
                taking.set(None);
            });
        })
    };
    // A paste is the page's where nothing is being written.
    use_effect_with((), {
        let take = take.clone();
        move |()| {
            let options = EventListenerOptions::enable_prevent_default();
            let pasted = EventListener::new_with_options(&browser::document(), "paste", options, move |event| {
                if is_elsewhere(event) {
                    return;
                }
                let Some(data) = event.unchecked_ref::<ClipboardEvent>().clipboard_data() else { return };
                let files = files_of(data.files());
                // What is copied from a document comes as a picture too: it is the text that is meant.
                let has_text = data.get_data("text/plain").is_ok_and(|text| !text.is_empty());
                if !files.is_empty() && !has_text {
                    event.prevent_default();
                    take.emit(files);
                }
            });
            move || drop(pasted)
        }
    });
    let onchange = {
        let take = take.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            take.emit(files_of(input.files()));
            // The same file may be chosen again.
            input.set_value("");
        })
    };
    html! {
        <DropZone class="files-drop" on_files={take}>
            <label for="files-add">{ t::files_add() }</label>
            <input id="files-add" type="file" multiple={true} {onchange} aria-describedby="files-hint" />
            <p id="files-hint" class="field-hint">{ t::files_hint(&most()) }</p>
            <p class="none" role="status">{ for taking.as_ref().map(|name| t::files_taking(name)) }</p>
            <div role="alert">{ for refused.iter().map(|words| html! { <p class="field-error">{ words }</p> }) }</div>
        </DropZone>
    }
}

/// Whether a paste is meant for a text that is being written, or something stands before the page.
fn is_elsewhere(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    browser::is_there("dialog:modal") || target.is_some_and(|target| browser::takes_text(&target))
}

fn most() -> String {
    bytes(MAX_BLOB.unsigned_abs())
}

/// Keeps a file on this device and attaches it; the words where that cannot be.
async fn attach(deeds: &Deeds, session: Id<Session>, taken: &File) -> Result<(), String> {
    let (name, size) = (taken.name(), taken.size());
    if size > MAX_BLOB as f64 {
        return Err(t::file_too_large(&name, &bytes(size as u64), &most()));
    }
    let holdfast = deeds.commit.session();
    let kept = holdfast.keep_file(taken).await.map_err(|error| match error {
        StoreError::Quota => t::file_no_room(&name, &bytes(size as u64)),
        _ => t::file_unread(&name),
    })?;
    let made = file::named(session, &name, taken.type_(), kept.hash, kept.size);
    // Everyone is told by the session where it could not be stored.
    let _ = deeds.commit.store(file::attach(deeds.engagement.scope(), holdfast.fresh(), made)).await;
    Ok(())
}
