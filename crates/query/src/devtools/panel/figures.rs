//! The cache as a whole: what it did, what was slow, what is being done.

use yew::prelude::*;

use super::details::{by_cause, pair};
use crate::{ActionInfo, Figures, devtools::words};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct OverviewProps {
    pub(super) figures: Figures,
    pub(super) actions: Vec<ActionInfo>,
}

#[component]
pub(super) fn Overview(props: &OverviewProps) -> Html {
    let OverviewProps { figures, actions } = props;
    html! {
        <>
            <h3>{ "The cache" }</h3>
            <dl>
                { pair("Hit rate", hit_rate(figures)) }
                { pair("Hits", figures.hits.to_string()) }
                { pair("Stale hits", figures.stale_hits.to_string()) }
                { pair("Misses", figures.misses.to_string()) }
                { pair("Joined a run", figures.dedupes.to_string()) }
                { pair("Runs", by_cause(figures.runs)) }
                { pair("Brought nothing new", by_cause(figures.unchanged)) }
                { pair("Failures", figures.failures.to_string()) }
                { pair("Queries", format!("{}, {} observed", figures.entries, figures.observed)) }
                { pair("Size", words::size(figures.bytes)) }
                { pair("Dropped", format!("{} for room, {} for time", figures.evicted, figures.collected)) }
            </dl>
            <h4>{ "Slow runs" }</h4>
            if figures.slow.is_empty() {
                <p class="none">{ "None took longer than a second." }</p>
            } else {
                <ul class="plain">
                    { for figures.slow.iter().rev().map(|slow| html! {
                        <li><b>{ words::took(slow.took) }</b>{ " " }{ &slow.key }</li>
                    }) }
                </ul>
            }
            <h4>{ "Running actions" }</h4>
            if actions.is_empty() {
                <p class="none">{ "None." }</p>
            } else {
                <ul class="plain">{ for actions.iter().map(action) }</ul>
            }
        </>
    }
}

fn action(action: &ActionInfo) -> Html {
    let scope = action.scope.as_ref().map(|scope| format!(", in {scope}")).unwrap_or_default();
    html! { <li><b>{ &action.key }</b>{ format!(" {}{scope}", words::phase(action.phase)) }</li> }
}

/// How many of those who wanted an answer found a fresh one.
fn hit_rate(figures: &Figures) -> String {
    let wanted = figures.hits + figures.stale_hits + figures.misses;
    match wanted {
        0 => "nobody wanted anything yet".to_owned(),
        _ => format!("{} % of {wanted}", figures.hits * 100 / wanted),
    }
}
