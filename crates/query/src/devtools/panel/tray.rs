//! The open panel: kept up to date, one render a frame, and its ages once a second.

use std::rc::Rc;

use futures::{FutureExt as _, future::abortable};
use yew::prelude::*;

use super::{
    details::details,
    figures::Overview,
    list::List,
    pretending::Pretending,
    toolbar::toolbar,
    view::{Choose, View},
};
use crate::{
    Client,
    devtools::{Keys, Listing},
    schedule::{Frame, use_frame_callback},
};

/// How often ages are drawn again, in milliseconds.
const TICK: crate::Millis = 1_000;

/// The most rows that are drawn: whoever has more filters.
pub(super) const DRAWN: usize = 300;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct TrayProps {
    pub(super) client: Client,
    pub(super) view: UseReducerHandle<View>,
    pub(super) on_close: Callback<()>,
    pub(super) on_pretend: Callback<()>,
}

#[component]
pub(super) fn Tray(props: &TrayProps) -> Html {
    let TrayProps { client, view, on_close, on_pretend } = props;
    use_live(client);
    let keys = use_memo((), |()| Keys::default());
    let mut listing = Listing::new(client, &keys, &view.filter, view.order);
    let unseen = listing.rows.len().saturating_sub(DRAWN);
    listing.rows.truncate(DRAWN);
    let choose = {
        let view = view.dispatcher();
        Callback::from(move |choice: Choose| view.dispatch(choice))
    };
    let selected = view.selected.and_then(|id| client.entry_info(id));
    let beside = match selected {
        Some(info) => details(client, info, &choose),
        None => html! { <Overview figures={client.figures()} actions={client.running_actions()} /> },
    };
    let clear = client.clone();
    html! {
        <section id="panel" class="panel" aria-label="Queries of this app">
            { toolbar(view, &listing, &choose, on_close) }
            <div class="body">
                <List rows={Rc::new(listing.rows)} {unseen} selected={view.selected} {choose} />
                <div class="beside" tabindex="0" role="region" aria-label="Details">{ beside }</div>
            </div>
            <div class="foot">
                <Pretending client={client.clone()} pretended={client.pretended()} {on_pretend} />
                <button type="button" onclick={move |_| clear.clear()}>{ "Clear all" }</button>
            </div>
        </section>
    }
}

/// Draws the component again, once a frame however much happens, and once a second for the ages.
#[hook]
fn use_live(client: &Client) {
    let update = use_force_update();
    let frame = use_frame_callback(move |_| update.force_update());
    use_effect_with(client.clone(), move |client| {
        let (entries, actions) = (Rc::clone(&frame), Rc::clone(&frame));
        let entries = client.listen(move |_| entries.request());
        let actions = client.listen_actions(move || actions.request());
        let ticking = tick(client, frame);
        move || {
            drop((entries, actions));
            ticking.abort();
        }
    });
}

fn tick(client: &Client, frame: Rc<Frame>) -> futures::future::AbortHandle {
    let runtime = Rc::clone(client.runtime());
    let sleeper = Rc::clone(&runtime);
    let (ticking, abort) = abortable(async move {
        loop {
            sleeper.sleep(TICK).await;
            frame.request();
        }
    });
    runtime.spawn(ticking.map(drop).boxed_local());
    abort
}
