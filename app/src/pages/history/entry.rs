//! One entry of a history.

use holdfast_core::{
    Millis,
    entity::Engagement,
    id::{Id, RecordId},
};
use yew::prelude::*;
use yew_router::prelude::*;

use super::{
    Here, when,
    words::{Change, Gone, Line, Spoken, Text},
};
use crate::{browser, hooks::Names, route::Route};

/// Properties of [`Entry`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) engagement: Id<Engagement>,
    pub(super) record: RecordId,
    pub(super) seq: u64,
    /// The author's name.
    pub(super) author: AttrValue,
    pub(super) at: Millis,
    /// When that was, in words.
    pub(super) when: AttrValue,
    pub(super) spoken: Spoken,
    /// Whether the address names this entry.
    pub(super) is_here: bool,
}

/// Who did what, when, and each field.
#[component]
pub(super) fn Entry(props: &Props) -> Html {
    let Props { engagement, record, seq, author, at, when, spoken, is_here } = props;
    let to = Route::History { engagement: *engagement, record: *record };
    let here = Here { at: Some(*seq) };
    html! {
        <li
            class={classes!("history-entry", is_here.then_some("is-here"))}
            data-seq={seq.to_string()}
            aria-current={is_here.then_some("true")}
        >
            <span class="avatar" aria-hidden="true">{ Names::default().initials(author) }</span>
            <div class="history-body">
                <p class="history-head">
                    <span class="history-what"><strong>{ author }</strong>{ format!(" {}", spoken.headline) }</span>
                    <Link<Route, Here> {to} query={here} classes="history-at">
                        <time datetime={when::iso(*at)} title={when::exact(*at)}>{ when }</time>
                    </Link<Route, Here>>
                </p>
                if !spoken.lines.is_empty() {
                    <ul class="history-lines">{ for spoken.lines.iter().map(line) }</ul>
                }
            </div>
        </li>
    }
}

fn line(line: &Line) -> Html {
    html! {
        <li key={line.field.to_string()} class="history-line" data-field={line.field.to_string()}>
            <span class="history-field">{ format!("{}:", line.label) }</span>{ " " }
            { change(&line.change) }
            { for line.gone.as_ref().map(gone) }
        </li>
    }
}

fn change(change: &Change) -> Html {
    match change {
        Change::To(now) => html! { <ins>{ text(now) }</ins> },
        Change::FromTo(before, now) => html! {
            <>
                <span class="hidden">{ "from " }</span><del>{ text(before) }</del>
                <span aria-hidden="true">{ " → " }</span><span class="hidden">{ " to " }</span><ins>{ text(now) }</ins>
            </>
        },
        Change::Members { added, removed } => html! {
            <>
                if !added.is_empty() {
                    { "added " }<ins>{ added.join(", ") }</ins>
                }
                if !added.is_empty() && !removed.is_empty() {
                    { ", " }
                }
                if !removed.is_empty() {
                    { "took off " }<del>{ removed.join(", ") }</del>
                }
                if added.is_empty() && removed.is_empty() {
                    { "as before" }
                }
            </>
        },
        Change::Lost(asked) => html! { <>{ "asked for " }<del>{ text(asked) }</del></> },
    }
}

fn text(text: &Text) -> Html {
    match text {
        Text::Nothing => html! { <span class="history-nothing">{ "nothing" }</span> },
        Text::Short(words) => html! { { words } },
        Text::Long { begin, all } => html! {
            <details class="history-long">
                <summary>{ begin }<span class="history-show">{ "Show" }</span></summary>
                <pre tabindex="0">{ all }</pre>
            </details>
        },
    }
}

fn gone(gone: &Gone) -> Html {
    let copy = gone.words.clone().map(|words| {
        let onclick = Callback::from(move |_: MouseEvent| browser::copy(&words));
        html! { <button type="button" class="history-copy" {onclick}>{ "Copy these words" }</button> }
    });
    html! { <p class="history-gone"><span>{ &gone.note }</span>{ for copy }</p> }
}
