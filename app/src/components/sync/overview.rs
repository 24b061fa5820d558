//! How things stand with the server, in a few facts.

use holdfast_core::{Millis, client::transport::Carrier, status::Link};
use yew::prelude::*;

use crate::{
    hooks::{use_clock, use_records, use_session},
    t,
    words::{sync, time},
};

/// How often the seconds until the next attempt are counted down, in milliseconds.
const SECOND: u32 = 1_000;
/// How often "5 min ago" is looked at again, in milliseconds.
const MINUTE: u32 = 30_000;

/// What is known of the connection.
#[derive(Clone, Copy, PartialEq)]
struct Known {
    link: Link,
    carrier: Option<Carrier>,
    last_synced: Option<Millis>,
    next_try: Option<Millis>,
    /// How many texts that are written with others wait to be sent.
    texts: usize,
}

/// How the server is reached, and when all was last well.
#[component]
pub(crate) fn Connection() -> Html {
    let session = use_session();
    let known = use_records({
        let session = session.clone();
        move |records| Known {
            link: records.link(),
            carrier: session.carrier(),
            last_synced: session.last_synced(),
            next_try: session.next_try(),
            texts: session.unsent_texts(),
        }
    });
    let now = use_clock(if known.link == Link::Down { SECOND } else { MINUTE });
    let try_now = Callback::from(move |_: MouseEvent| session.sync_now());
    html! {
        <div class="sync-connection">
            <dl class="facts">
                <dt>{ t::connection() }</dt>
                <dd class="sync-carrier" data-carrier={known.carrier.map(sync::carrier_name)}>
                    { sync::connection(known.link, known.carrier, known.next_try, now) }
                </dd>
                <dt>{ t::last_synced() }</dt>
                <dd class="sync-last">{ known.last_synced.map_or_else(|| t::not_yet().into(), |at| time::ago(at, now)) }</dd>
                if known.texts > 0 {
                    <dt>{ t::code_unsent() }</dt>
                    <dd class="sync-code">{ t::code_unsent_in(known.texts) }</dd>
                }
            </dl>
            <button type="button" class="sync-now" onclick={try_now}>{ t::try_now() }</button>
        </div>
    }
}
