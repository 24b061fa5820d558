//! One edit that is on its way, and what can be done about it where it was refused.

use holdfast_core::{Millis, operation::ClientSeq};
use yew::prelude::*;

use super::lines::Edit;
use crate::{hooks::use_repair, words::time};

/// Properties of [`Entry`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) edit: Edit,
    pub(crate) now: Millis,
    /// Told which edit's words are to be changed.
    pub(crate) on_edit: Callback<ClientSeq>,
}

/// What an edit does, how far it is, and why it is no further.
#[component]
pub(crate) fn Entry(props: &Props) -> Html {
    let Edit { words, at, note, refused, has_words, .. } = &props.edit;
    html! {
        <>
            <div class="sync-what">
                <p class="sync-words" title={words.clone()}>{ words }</p>
                <p class="sync-state">{ note }{ " · made " }{ time::ago(*at, props.now) }</p>
            </div>
            if let Some(seq) = *refused {
                <Repairs {seq} words={words.clone()} has_words={*has_words} on_edit={props.on_edit.clone()} />
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct RepairsProps {
    seq: ClientSeq,
    words: AttrValue,
    has_words: bool,
    on_edit: Callback<ClientSeq>,
}

/// The buttons of a refused edit.
#[component]
fn Repairs(props: &RepairsProps) -> Html {
    let RepairsProps { seq, words, has_words, on_edit } = props;
    let seq = *seq;
    let repair = use_repair();
    let retry = {
        let repair = repair.clone();
        Callback::from(move |_: MouseEvent| repair.retry(vec![seq]))
    };
    let discard = Callback::from(move |_: MouseEvent| repair.discard(vec![seq]));
    let open = on_edit.reform(move |_: MouseEvent| seq);
    html! {
        <div class="sync-repair">
            <button type="button" class="retry" aria-label={format!("Try again: {words}")} onclick={retry}>{ "Try again" }</button>
            if *has_words {
                <button type="button" class="edit-letter" aria-label={format!("Edit: {words}")} onclick={open}>{ "Edit" }</button>
            }
            <button type="button" class="danger discard" aria-label={format!("Discard: {words}")} onclick={discard}>{ "Discard" }</button>
        </div>
    }
}
