//! What another app has shared: into which engagement it goes.

use holdfast_core::{
    entity::{Engagement, Entity as _},
    id::Id,
    record::Kind,
    replica::Replica,
};
use serde::{Deserialize, Serialize};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    components::{Empty, Heading, skeleton},
    hooks::{may_edit, role_in, use_records, use_session},
    route::Route,
    t,
    words::fold::sort_key,
};

/// The query of the import page's address: whether what was shared is the file.
#[derive(Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct FromShare {
    #[serde(default)]
    pub(crate) shared: bool,
}

/// The page. Where there is but one engagement to choose, it is chosen.
#[component]
pub(crate) fn SharePage() -> Html {
    let person = use_session().account().id;
    let loaded = use_records(|records| records.is_loaded());
    let all = use_records(move |records| {
        records.read(|replica: &Replica| {
            let kind = Kind::new(Engagement::KIND);
            let all = replica.of_kind(&kind).map(|record| (record.id.into(), Engagement::read(record).name));
            let mut all: Vec<(Id<Engagement>, String)> =
                all.filter(|(id, _)| may_edit(role_in(replica, *id, person))).collect();
            all.sort_by_cached_key(|(id, name)| (sort_key(name), *id));
            all
        })
    });
    let navigator = use_navigator();
    let only = all.first().filter(|_| loaded && all.len() == 1).map(|(id, _)| *id);
    use_effect_with(only, move |only| {
        if let (Some(navigator), Some(engagement)) = (navigator, *only) {
            let _ = navigator.replace_with_query(&Route::Import { engagement }, FromShare { shared: true });
        }
    });
    html! {
        <>
            <Heading title={t::share()} />
            if !loaded || only.is_some() {
                { skeleton() }
            } else if all.is_empty() {
                <Empty title={t::share_nowhere()}>
                    <p>{ t::share_role() }</p>
                </Empty>
            } else {
                <p class="settings-note">{ t::share_where() }</p>
                <ul class="cards">
                    { for all.iter().map(|(id, name)| html! {
                        <li key={id.to_string()} class="card">
                            <Link<Route, FromShare> to={Route::Import { engagement: *id }} query={FromShare { shared: true }} classes="card-link">
                                { name }
                            </Link<Route, FromShare>>
                        </li>
                    }) }
                </ul>
            }
        </>
    }
}
