//! How the server stands, and how this device stands to it.

mod flags;
mod here;
mod kept;
mod memory;
mod support;
mod there;
mod words;

use holdfast_core::status::Link;
use holdfast_query::{Options, hooks::use_query_with};
use yew::prelude::*;

use self::{flags::Flags, here::Here, kept::KeptHere, support::CopyForSupport};
use crate::{
    components::Heading,
    hooks::{use_records, use_session},
    queries::{HEALTH_POLL, Health},
    t,
};

/// The server, asked again every little while, and what it means for this device.
#[component]
pub(crate) fn ServerPage() -> Html {
    let opened_at = use_memo((), |()| js_sys::Date::now() as u64);
    let health = use_query_with(Health, Options { poll: Some(HEALTH_POLL), ..Options::default() });
    let is_down = use_records(|records| records.link() == Link::Down);
    let session = use_session();
    let on_retry = {
        let health = health.clone();
        Callback::from(move |_: MouseEvent| {
            session.sync_now();
            health.refetch();
        })
    };
    html! {
        <>
            <Heading title={t::server()}><CopyForSupport /></Heading>
            <div class="server">
                { there::there(&health, is_down, *opened_at, on_retry) }
                <Flags />
                <Here />
                <KeptHere />
            </div>
        </>
    }
}

/// Names and what they are, as a list.
fn facts(facts: impl IntoIterator<Item = (&'static str, String)>) -> Html {
    html! {
        <dl class="figures">
            { for facts.into_iter().map(|(name, value)| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> }) }
        </dl>
    }
}
