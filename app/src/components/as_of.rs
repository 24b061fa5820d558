//! How true what is shown of the server's answers is, and what to say where there is no answer.

use holdfast_core::{Millis, status::Link};
use yew::prelude::*;

use super::Empty;
use crate::{
    hooks::{use_now, use_records},
    t,
    words::time,
};

/// Properties of [`AsOf`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// When what is shown was true, by the wall clock.
    pub(crate) updated_at: Option<Millis>,
    /// Why there is nothing newer, if an attempt failed.
    pub(crate) failure: Option<AttrValue>,
    /// Tries again.
    pub(crate) on_retry: Callback<()>,
}

/// Stands above an answer that may not be true any more; nothing where it is.
#[component]
pub(crate) fn AsOf(props: &Props) -> Html {
    let offline = use_records(|records| records.link() == Link::Down);
    let now = use_now();
    let as_of = match props.updated_at {
        Some(at) => t::as_of(&time::ago(at, now)),
        None => t::as_of_unknown().into(),
    };
    let words = match (&props.failure, offline) {
        (_, true) => t::as_of_offline(&as_of),
        (Some(failure), false) => format!("{as_of}. {failure}"),
        // The region is always there, so that what comes into it is noticed.
        (None, false) => return html! { <div class="as-of" role="status" /> },
    };
    html! {
        <div class="as-of" role="status">
            <p>{ words }</p>
            if !offline {
                <button type="button" class="retry" onclick={props.on_retry.reform(|_| ())}>{ t::try_again() }</button>
            }
        </div>
    }
}

/// Properties of [`NoAnswer`].
#[derive(Properties, PartialEq)]
pub(crate) struct NoAnswerProps {
    /// What there is nothing of: "The history".
    pub(crate) what: AttrValue,
    /// Why; nothing if it only waits for the network.
    pub(crate) failure: Option<AttrValue>,
    /// Tries again.
    pub(crate) on_retry: Callback<()>,
}

/// Stands where an answer would be of which nothing is known here.
#[component]
pub(crate) fn NoAnswer(props: &NoAnswerProps) -> Html {
    let offline = use_records(|records| records.link() == Link::Down);
    let (title, words) = match &props.failure {
        Some(failure) if !offline => (t::could_not_be_read(&props.what), failure.clone()),
        _ => (t::needs_network(&props.what), t::kept_on_server().into()),
    };
    html! {
        <div role="status" class="no-answer">
            <Empty {title}>
                <p>{ words }</p>
                <button type="button" class="retry" onclick={props.on_retry.reform(|_| ())}>{ t::try_again() }</button>
            </Empty>
        </div>
    }
}
