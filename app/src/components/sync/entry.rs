//! One edit that is on its way, and what can be done about it.

use holdfast_core::{Millis, operation::ClientSeq};
use yew::prelude::*;

use super::{Ask, lines::Edit};
use crate::{
    hooks::{Repair, use_repair},
    t,
    words::time,
};

/// Properties of [`Entry`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) edit: Edit,
    pub(crate) now: Millis,
    /// Told what is to be asked about it.
    pub(crate) on_ask: Callback<Ask>,
}

/// What an edit does, how far it is, and why it is no further.
#[component]
pub(crate) fn Entry(props: &Props) -> Html {
    let Edit { words, at, note, stored, .. } = &props.edit;
    let repair = use_repair();
    html! {
        <>
            <div class="sync-what">
                <p class="sync-words" title={words.clone()}>{ words }</p>
                <p class="sync-state">{ t::sync_made(note, &time::ago(*at, props.now)) }</p>
            </div>
            { for stored.map(|seq| repairs(&props.edit, seq, &repair, &props.on_ask)) }
        </>
    }
}

/// The buttons of an edit that the server has not taken.
fn repairs(edit: &Edit, seq: ClientSeq, repair: &Repair, ask: &Callback<Ask>) -> Html {
    let Edit { op, words, is_refused, has_words, can_go, .. } = edit;
    let (op, is_refused) = (*op, *is_refused);
    let retry = {
        let repair = repair.clone();
        Callback::from(move |_: MouseEvent| repair.retry(vec![seq]))
    };
    let change = {
        let (repair, ask) = (repair.clone(), ask.clone());
        Callback::from(move |_: MouseEvent| match is_refused {
            true => ask.emit(Ask::Edit(seq)),
            false => repair.ask_to_edit(seq, ask.clone()),
        })
    };
    let discard = {
        let (repair, ask) = (repair.clone(), ask.clone());
        Callback::from(move |_: MouseEvent| match is_refused {
            true => repair.discard(vec![seq]),
            false => ask.emit(Ask::Withdraw(seq)),
        })
    };
    let export = {
        let repair = repair.clone();
        Callback::from(move |_: MouseEvent| repair.export(op))
    };
    html! {
        <div class="sync-repair">
            if is_refused {
                <button type="button" class="retry" aria-label={t::try_again_named(words)} onclick={retry}>{ t::try_again() }</button>
            }
            if *has_words && *can_go {
                <button type="button" class="edit-letter" aria-label={t::edit_named(words)} onclick={change}>{ t::edit() }</button>
            }
            <button type="button" class="export-edit" aria-label={t::export_named(words)} onclick={export}>{ t::export() }</button>
            if *can_go {
                <button type="button" class="danger discard" aria-label={t::discard_named(words)} onclick={discard}>{ t::discard() }</button>
            }
        </div>
    }
}
