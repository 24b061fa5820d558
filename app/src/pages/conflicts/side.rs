//! What each side of a conflict says.

use std::collections::BTreeMap;

use holdfast_core::value::{Change, FieldName, Value};
use yew::prelude::*;

use super::told::Told;
use crate::{
    browser,
    components::DiffText,
    hooks::Names,
    pages::history_words::{Speaker, Text},
    t,
    words::{capital, operation, time},
};

/// One version: what it changed of what both began from, or where that is not known of the other version.
pub(super) fn text(base: Option<&str>, own: &str, other: &str) -> Html {
    let words = own.to_owned();
    let copy = Callback::from(move |_: MouseEvent| browser::copy(&words));
    html! {
        <>
            if own.trim().is_empty() {
                <p class="side-note">{ t::taken_out() }</p>
            }
            <DiffText before={base.unwrap_or(other).to_owned()} after={own.to_owned()} />
            <button type="button" class="side-copy" onclick={copy}>{ t::copy() }</button>
        </>
    }
}

/// What stands there now, where that is not what the other wrote: that too, below it.
pub(super) fn later(base: Option<&str>, there: &str, own: &str, theirs: &str, other: &str) -> Html {
    html! {
        <>
            <p class="side-note conflict-later">{ t::written_after() }</p>
            { text(base, there, own) }
            <details class="conflict-base">
                <summary>{ t::words_before(&capital(theirs)) }</summary>
                <pre tabindex="0">{ if other.trim().is_empty() { t::nothing_there() } else { other } }</pre>
            </details>
        </>
    }
}

/// What both versions began from.
pub(super) fn base(base: Option<&str>) -> Html {
    let Some(base) = base else { return Html::default() };
    html! {
        <details class="conflict-base">
            <summary>{ t::both_began() }</summary>
            <pre tabindex="0">{ if base.trim().is_empty() { t::nothing_there() } else { base } }</pre>
        </details>
    }
}

/// The changes that were made to what had been deleted.
pub(super) fn changes(told: &Told, changes: &BTreeMap<FieldName, Change>, names: &Names) -> Html {
    let speaker = Speaker { kind: Some(told.kind.clone()), names: names.clone() };
    let shown = changes.iter().filter(|(name, _)| !speaker.is_place(name));
    let lines: Vec<(String, String)> =
        shown.map(|(name, change)| (label(name), words(&speaker, name, change))).collect();
    let all = lines.iter().map(|(label, words)| format!("{label}: {words}")).collect::<Vec<_>>().join("\n");
    let copy = Callback::from(move |_: MouseEvent| browser::copy(&all));
    html! {
        <>
            <dl class="side-changes">
                { for lines.iter().map(|(label, words)| html! { <div><dt>{ label }</dt><dd>{ words }</dd></div> }) }
                if changes.is_empty() {
                    <div><dt>{ t::in_it() }</dt><dd>{ t::in_it_added() }</dd></div>
                } else if lines.is_empty() {
                    <div><dt>{ t::its_place() }</dt><dd>{ t::its_place_moved() }</dd></div>
                }
            </dl>
            if !lines.is_empty() {
                <button type="button" class="side-copy" onclick={copy}>{ t::copy() }</button>
            }
        </>
    }
}

fn label(name: &FieldName) -> String {
    capital(&operation::field_label(name))
}

fn words(speaker: &Speaker, name: &FieldName, change: &Change) -> String {
    let named = |set: &std::collections::BTreeSet<String>| {
        set.iter().map(|member| speaker.names.of(member)).collect::<Vec<_>>().join(", ")
    };
    match change {
        Change::Put(value) => match speaker.text(name, value) {
            Text::Nothing => t::nothing_there().into(),
            Text::Short(words) => words,
            Text::Long { all, .. } => all,
        },
        Change::Members { add, remove } => match (add.is_empty(), remove.is_empty()) {
            (false, true) => t::side_added(&named(add)),
            (true, false) => t::side_took(&named(remove)),
            _ => t::side_both(&named(add), &named(remove)),
        },
        Change::Increment(by) if *by < 0 => t::side_took(&amount(speaker, name, -by)),
        Change::Increment(by) => t::side_added(&amount(speaker, name, *by)),
    }
}

fn amount(speaker: &Speaker, name: &FieldName, by: i64) -> String {
    match speaker.text(name, &Value::Int(by)) {
        Text::Short(words) => words,
        _ => time::spent(by),
    }
}
