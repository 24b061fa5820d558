//! One line of the list, by its kind.

use holdfast_core::{Millis, operation::ClientSeq};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    components::sync::{Ask, Entry, Line, Section},
    hooks::use_repair,
    route::Route,
    t,
};

/// Properties of [`RowLine`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) line: Line,
    pub(super) now: Millis,
    /// Its number among all lines, from 1, and how many there are: most of them are not drawn.
    pub(super) place: (usize, usize),
    /// In rem.
    pub(super) height: f64,
    /// Told what is to be asked about an edit.
    pub(super) on_ask: Callback<Ask>,
}

/// A line.
#[component]
pub(super) fn RowLine(props: &Props) -> Html {
    let Props { line, now, place: (place, all), height, on_ask } = props;
    let (class, op, stuck, content) = match line {
        Line::Section(section) => ("sync-section", None, false, html! { <h2>{ section_words(*section) }</h2> }),
        Line::Reason { words, seqs } => {
            ("sync-reason", None, false, html! { <Reason words={words.clone()} seqs={seqs.clone()} /> })
        }
        Line::Record { title, to } => ("sync-record", None, false, record(title, to.as_ref())),
        Line::Edit(edit) => {
            let content = html! { <Entry edit={edit.clone()} {now} on_ask={on_ask.clone()} /> };
            ("sync-line", Some(edit.op.to_string()), edit.is_refused, content)
        }
        Line::Unreadable(rows) => ("sync-line", None, true, unreadable(*rows)),
    };
    html! {
        <li
            class={class}
            style={format!("block-size: {height}rem")}
            data-op={op}
            data-stuck={stuck.then_some("true")}
            aria-posinset={place.to_string()}
            aria-setsize={all.to_string()}
        >
            { content }
        </li>
    }
}

fn section_words(section: Section) -> String {
    match section {
        Section::Refused(edits) => t::edits_need(edits),
        Section::Waiting(edits) => t::edits_on_way(edits),
    }
}

fn record(title: &str, to: Option<&Route>) -> Html {
    match to {
        Some(to) => html! { <h3><Link<Route> to={to.clone()}>{ title }</Link<Route>></h3> },
        None => html! { <h3>{ title }</h3> },
    }
}

fn unreadable(rows: usize) -> Html {
    html! {
        <div class="sync-what">
            <p class="sync-words">{ t::edits_unread(rows) }</p>
            <p class="sync-state">{ t::edits_unread_words() }</p>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ReasonProps {
    words: AttrValue,
    seqs: Vec<ClientSeq>,
}

/// Why edits were refused, and what can be done about all of them.
#[component]
fn Reason(props: &ReasonProps) -> Html {
    let repair = use_repair();
    let all = props.seqs.len();
    let retry = {
        let (repair, seqs) = (repair.clone(), props.seqs.clone());
        Callback::from(move |_: MouseEvent| repair.retry(seqs.clone()))
    };
    let discard = {
        let seqs = props.seqs.clone();
        Callback::from(move |_: MouseEvent| repair.discard(seqs.clone()))
    };
    html! {
        <>
            <h3 title={props.words.clone()}>{ &props.words }</h3>
            if all > 1 {
                <div class="sync-repair">
                    <button type="button" class="retry-all" onclick={retry}>{ t::retry_all(all) }</button>
                    <button type="button" class="danger discard-all" onclick={discard}>{ t::discard_all(all) }</button>
                </div>
            }
        </>
    }
}
