//! One entry of a history.

use std::rc::Rc;

use holdfast_core::{
    Millis,
    entity::Engagement,
    id::{Id, RecordId},
    value::Value,
};
use yew::prelude::*;
use yew_router::prelude::*;

use super::{
    Here,
    restore::Values,
    when,
    words::{Change, Gone, Line, Spoken, Text},
};
use crate::{
    browser,
    components::{DiffText, avatar},
    route::Route,
    t,
};

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
    /// "Edited offline 2 h ago, arrived 5 min ago", if it was made long before it came.
    pub(super) late: Option<AttrValue>,
    /// Whether the address names this entry.
    pub(super) is_here: bool,
    /// What brings the whole record back to what it was after this entry, if that is known and differs from now.
    pub(super) version: Option<Rc<Values>>,
    /// Told what to bring back, and what that is called: "the title".
    pub(super) on_restore: Option<Callback<Restore>>,
}

/// What is to be brought back.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Restore {
    pub(super) values: Values,
    /// What it is, after "Restored".
    pub(super) what: String,
}

/// Who did what, when, and each field.
#[component]
pub(super) fn Entry(props: &Props) -> Html {
    let Props { engagement, record, seq, author, at, when, spoken, late, is_here, version, on_restore } = props;
    let to = Route::History { engagement: *engagement, record: *record };
    let here = Here { at: Some(*seq) };
    html! {
        <li
            class={classes!("history-entry", is_here.then_some("is-here"))}
            data-seq={seq.to_string()}
            aria-current={is_here.then_some("true")}
        >
            { avatar(author) }
            <div class="history-body">
                <p class="history-head">
                    <span class="history-what"><strong>{ author }</strong>{ format!(" {}", spoken.headline) }</span>
                    <Link<Route, Here> {to} query={here} classes="history-at">
                        <time datetime={when::iso(*at)} title={when::exact(*at)}>{ when }</time>
                    </Link<Route, Here>>
                </p>
                if let Some(late) = late {
                    <p class="history-late">{ late }</p>
                }
                if !spoken.lines.is_empty() {
                    <ul class="history-lines">{ for spoken.lines.iter().map(|one| line(one, on_restore.as_ref())) }</ul>
                }
                { for restore_all(version.as_ref(), when, on_restore.as_ref()) }
            </div>
        </li>
    }
}

/// The button that brings a whole version back.
fn restore_all(version: Option<&Rc<Values>>, when: &str, on_restore: Option<&Callback<Restore>>) -> Option<Html> {
    let (values, on_restore) = (version?.as_ref().clone(), on_restore?);
    let restore = Restore { values, what: t::earlier_version().into() };
    let onclick = on_restore.reform(move |_: MouseEvent| restore.clone());
    let label = t::restore_version_of(when);
    Some(
        html! { <p><button type="button" class="restore-version" aria-label={label} {onclick}>{ t::restore_version() }</button></p> },
    )
}

fn line(line: &Line, on_restore: Option<&Callback<Restore>>) -> Html {
    html! {
        <li key={line.field.to_string()} class="history-line" data-field={line.field.to_string()}>
            <span class="history-field">{ format!("{}:", line.label) }</span>{ " " }
            { change(&line.change) }
            { for restore_one(line, line.value.as_ref(), None, on_restore) }
            { for line.gone.as_ref().map(|gone| lost(line, gone, on_restore)) }
        </li>
    }
}

/// The button that brings one value back: it says which, where nothing else does.
fn restore_one(
    line: &Line,
    value: Option<&Value>,
    words: Option<&'static str>,
    on_restore: Option<&Callback<Restore>>,
) -> Option<Html> {
    let (value, on_restore) = (value?.clone(), on_restore?);
    let what = super::words::the(&line.field);
    let label = words.map(|words| format!("{words}: {}", line.label));
    let words = words.map_or_else(|| t::restore(&what), Into::into);
    let restore = Restore { values: Values::from([(line.field.clone(), value)]), what };
    let onclick = on_restore.reform(move |_: MouseEvent| restore.clone());
    Some(
        html! { <>{ " " }<button type="button" class="history-restore" aria-label={label} {onclick}>{ words }</button></> },
    )
}

fn change(change: &Change) -> Html {
    match change {
        Change::To(now) => html! { <ins>{ text(now) }</ins> },
        Change::FromTo(before, now) => html! {
            <>
                <span class="hidden">{ t::from_hidden() }</span><del>{ text(before) }</del>
                <span aria-hidden="true">{ " → " }</span><span class="hidden">{ t::to_hidden() }</span><ins>{ text(now) }</ins>
            </>
        },
        Change::Rewritten(before, now) => {
            html! { <DiffText before={before.clone()} after={now.clone()} folded={true} /> }
        }
        Change::Members { added, removed } => html! {
            <>
                if !added.is_empty() {
                    { t::added_space() }{ for added.iter().map(|one| html! { <><ins class="tag">{ one }</ins>{ " " }</> }) }
                }
                if !removed.is_empty() {
                    { t::took_space() }{ for removed.iter().map(|one| html! { <><del class="tag">{ one }</del>{ " " }</> }) }
                }
                if added.is_empty() && removed.is_empty() {
                    { t::as_before() }
                }
            </>
        },
        Change::Lost(asked) => html! { <>{ t::asked_space() }<del>{ text(asked) }</del></> },
    }
}

fn text(text: &Text) -> Html {
    match text {
        Text::Nothing => html! { <span class="history-nothing">{ t::nothing_word() }</span> },
        Text::Short(words) => html! { { words } },
        Text::Long { begin, all } => html! {
            <details class="history-long">
                <summary>{ begin }<span class="history-show">{ t::show_all() }</span></summary>
                <pre tabindex="0">{ all }</pre>
            </details>
        },
    }
}

fn lost(line: &Line, gone: &Gone, on_restore: Option<&Callback<Restore>>) -> Html {
    let copy = gone.words.clone().map(|words| {
        let onclick = Callback::from(move |_: MouseEvent| browser::copy(&words));
        html! { <button type="button" class="history-copy" {onclick}>{ t::copy_words() }</button> }
    });
    html! { <p class="history-gone"><span>{ &gone.note }</span>{ for copy }{ for restore_one(line, gone.value.as_ref(), Some(t::put_back()), on_restore) }</p> }
}
