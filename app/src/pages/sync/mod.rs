//! The sync centre: whether the work is safe, what waits and why, and what can be done about it.

mod list;
mod row;
mod safety;

use yew::prelude::*;

use crate::{
    components::{Crumb, Heading, download_unsent, skeleton, skeleton_of, sync::Connection},
    hooks::{use_records, use_session},
    route::Route,
    t,
    words::sync,
};

/// The page.
#[component]
pub(crate) fn SyncPage() -> Html {
    let session = use_session();
    let shown = use_records(|records| sync::shown(records.sync(), records.is_opening()));
    let loaded = use_records(|records| records.is_loaded());
    let known = safety::use_known();
    let export = Callback::from(move |_: MouseEvent| download_unsent(&session));
    let crumbs = vec![Crumb { name: t::engagements().into(), to: Route::Engagements }];
    html! {
        <div class="sync-page">
            <Heading title={t::sync_centre()} {crumbs}>
                <button type="button" class="sync-export" onclick={export}>{ t::export_unsent() }</button>
            </Heading>
            <section class="sync-card" aria-labelledby="sync-card-heading" data-sync={shown.name}>
                <h2 id="sync-card-heading"><span class="sync-dot" aria-hidden="true" />{ shown.label }</h2>
                <p class="sync-sentence" role="status">{ shown.meaning }</p>
                <Connection />
            </section>
            // Together: what comes later would move what stands below it.
            if let Some(known) = known.filter(|_| loaded) {
                <safety::Safety {known} />
                <list::List />
            } else {
                { skeleton_of("skeleton-facts", 4) }
                { skeleton() }
            }
        </div>
    }
}
