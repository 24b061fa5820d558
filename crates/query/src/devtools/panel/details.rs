//! One query closely.

use yew::prelude::*;

use super::view::Choose;
use crate::{
    Cause, CauseCounts, Client, EntryId, EntryInfo, Millis,
    devtools::{pretty, words},
};

/// The most of an answer that is shown, in bytes.
const SHOWN: usize = 20_000;

pub(super) fn details(client: &Client, info: EntryInfo, choose: &Callback<Choose>) -> Html {
    let updated = info.updated_at.map_or_else(|| "never".to_owned(), moment);
    let mut marks = Vec::new();
    if info.is_invalid {
        marks.push("out of date");
    }
    if info.is_stale {
        marks.push("stale");
    }
    let marks = if marks.is_empty() { "fresh".to_owned() } else { marks.join(", ") };
    html! {
        <>
            <div class="title">
                <h3>{ &info.key }</h3>
                <button type="button" onclick={choose.reform(|_| Choose::Query(None))}>{ "Overview" }</button>
            </div>
            { buttons(client, &info) }
            if let Some(error) = &info.error {
                <p class="error" role="status">{ error }</p>
            }
            <dl>
                { pair("Being done", words::fetch(&info.fetch)) }
                { pair("Data", marks) }
                { pair("Updated", updated) }
                { pair("From", info.origin.map_or("nowhere yet", words::origin)) }
                { pair("Observers", info.observers.to_string()) }
                { pair("Size", words::size(info.bytes)) }
                { pair("Last run", info.took.map_or_else(|| "none yet".to_owned(), words::took)) }
                { pair("Runs", by_cause(info.runs)) }
                { pair("Type", info.name) }
            </dl>
            <h4>{ "Reads" }</h4>
            if info.reads.is_empty() {
                <p class="none">{ "Nothing: no change puts it out of date." }</p>
            } else {
                <ul class="reads">{ for info.reads.iter().map(|read| html! { <li>{ read }</li> }) }</ul>
            }
            { data(&info) }
        </>
    }
}

fn buttons(client: &Client, info: &EntryInfo) -> Html {
    let does = |act: fn(&Client, EntryId)| {
        let (client, id) = (client.clone(), info.id);
        Callback::from(move |_: MouseEvent| act(&client, id))
    };
    let is_observed = info.observers > 0;
    let why = is_observed.then_some("It is observed: it can be reset, and is fetched again");
    html! {
        <div class="buttons">
            <button type="button" onclick={does(Client::refetch_entry)}>{ "Refetch" }</button>
            <button type="button" onclick={does(Client::invalidate_entry)}>{ "Invalidate" }</button>
            <button type="button" onclick={does(Client::reset_entry)}>{ "Reset" }</button>
            <button type="button" disabled={is_observed} title={why} onclick={does(Client::remove_entry)}>
                { "Remove" }
            </button>
        </div>
    }
}

fn data(info: &EntryInfo) -> Html {
    match (&info.data, info.updated_at) {
        (Some(json), _) => {
            let shown = pretty(json, SHOWN);
            html! {
                <details open=true>
                    <summary>{ "Data" }</summary>
                    <pre>{ shown.text }</pre>
                    if shown.is_cut {
                        <p class="none">{ format!("The rest of {} is not shown.", words::size(json.len())) }</p>
                    }
                </details>
            }
        }
        (None, Some(_)) => html! {
            <p class="none">{ "There is data; to have it shown here, its type is registered with Client::register." }</p>
        },
        (None, None) => html! { <p class="none">{ "There is no data." }</p> },
    }
}

/// Each cause that there was, with how often: `mount 1, focus 3`.
pub(super) fn by_cause(counts: CauseCounts) -> String {
    let there_were = Cause::ALL.into_iter().filter(|cause| counts.of(*cause) > 0);
    let texts: Vec<String> = there_were.map(|cause| format!("{} {}", words::cause(cause), counts.of(cause))).collect();
    if texts.is_empty() { "none".to_owned() } else { texts.join(", ") }
}

pub(super) fn pair(name: &'static str, value: impl Into<AttrValue>) -> Html {
    html! { <><dt>{ name }</dt><dd>{ value.into() }</dd></> }
}

/// A moment by the wall clock, as people here write it.
fn moment(at: Millis) -> String {
    let date = js_sys::Date::new(&(at as f64).into());
    date.to_locale_string("default", &wasm_bindgen::JsValue::UNDEFINED).into()
}
