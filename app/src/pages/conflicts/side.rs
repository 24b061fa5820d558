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
    words::{capital, operation, time},
};

/// One version: what it changed of what both began from, or where that is not known of the other version.
pub(super) fn text(base: Option<&str>, own: &str, other: &str) -> Html {
    let words = own.to_owned();
    let copy = Callback::from(move |_: MouseEvent| browser::copy(&words));
    html! {
        <>
            if own.trim().is_empty() {
                <p class="side-note">{ "Everything was taken out." }</p>
            }
            <DiffText before={base.unwrap_or(other).to_owned()} after={own.to_owned()} />
            <button type="button" class="side-copy" onclick={copy}>{ "Copy" }</button>
        </>
    }
}

/// What stands there now, where that is not what the other wrote: that too, below it.
pub(super) fn later(base: Option<&str>, there: &str, own: &str, theirs: &str, other: &str) -> Html {
    html! {
        <>
            <p class="side-note conflict-later">{ "Written after the two versions met." }</p>
            { text(base, there, own) }
            <details class="conflict-base">
                <summary>{ format!("{} words, which were there before", capital(theirs)) }</summary>
                <pre tabindex="0">{ if other.trim().is_empty() { "(nothing)" } else { other } }</pre>
            </details>
        </>
    }
}

/// What both versions began from.
pub(super) fn base(base: Option<&str>) -> Html {
    let Some(base) = base else { return Html::default() };
    html! {
        <details class="conflict-base">
            <summary>{ "What both began from" }</summary>
            <pre tabindex="0">{ if base.trim().is_empty() { "(nothing)" } else { base } }</pre>
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
                    <div><dt>{ "In it" }</dt><dd>{ "something was added" }</dd></div>
                } else if lines.is_empty() {
                    <div><dt>{ "Its place" }</dt><dd>{ "moved" }</dd></div>
                }
            </dl>
            if !lines.is_empty() {
                <button type="button" class="side-copy" onclick={copy}>{ "Copy" }</button>
            }
        </>
    }
}

fn label(name: &FieldName) -> String {
    capital(&operation::field_words(name).trim_start_matches("the ").replace('_', " "))
}

fn words(speaker: &Speaker, name: &FieldName, change: &Change) -> String {
    let named = |set: &std::collections::BTreeSet<String>| {
        set.iter().map(|member| speaker.names.of(member)).collect::<Vec<_>>().join(", ")
    };
    match change {
        Change::Put(value) => match speaker.text(name, value) {
            Text::Nothing => "(nothing)".into(),
            Text::Short(words) => words,
            Text::Long { all, .. } => all,
        },
        Change::Members { add, remove } => match (add.is_empty(), remove.is_empty()) {
            (false, true) => format!("added {}", named(add)),
            (true, false) => format!("took off {}", named(remove)),
            _ => format!("added {}, took off {}", named(add), named(remove)),
        },
        Change::Increment(by) if *by < 0 => format!("took off {}", amount(speaker, name, -by)),
        Change::Increment(by) => format!("added {}", amount(speaker, name, *by)),
    }
}

fn amount(speaker: &Speaker, name: &FieldName, by: i64) -> String {
    match speaker.text(name, &Value::Int(by)) {
        Text::Short(words) => words,
        _ => time::spent(by),
    }
}
