//! What another app has shared: into which engagement it goes.

use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    components::{Empty, Heading, skeleton},
    engagements::engagements_of,
    hooks::{use_records, use_session},
    route::Route,
    t,
};

/// The query of this page's address and of the import page's: the name of what was shared.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct FromShare {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) shared: Option<String>,
}

/// What was shared.
#[derive(Clone, Default, PartialEq)]
enum Shared {
    /// Being looked for.
    #[default]
    Unknown,
    /// It is kept, under this name.
    Kept(String),
    /// There is nothing: it could not be kept, or it was taken already.
    Nothing,
}

/// The page. Where there is but one engagement to choose, it is chosen.
#[component]
pub(crate) fn SharePage() -> Html {
    let person = use_session().account().id;
    let loaded = use_records(|records| records.is_loaded());
    let all = use_records(move |records| records.read(|replica| engagements_of(replica, person)));
    let navigator = use_navigator();
    let shared = use_shared();
    let query = match &*shared {
        Shared::Kept(id) => FromShare { shared: Some(id.clone()) },
        Shared::Unknown | Shared::Nothing => FromShare::default(),
    };
    let only = all.first().filter(|_| loaded && all.len() == 1).map(|(id, _)| *id);
    use_effect_with((only, query.clone()), move |(only, query)| {
        if let (Some(navigator), Some(engagement), Some(_)) = (navigator, *only, &query.shared) {
            let _ = navigator.replace_with_query(&Route::Import { engagement }, query.clone());
        }
    });
    html! {
        <>
            <Heading title={t::share()} />
            if *shared == Shared::Nothing {
                <Empty title={t::share_nothing()}>
                    <p>{ t::share_again() }</p>
                    <Link<Route> to={Route::Engagements} classes="button">{ t::share_engagements() }</Link<Route>>
                </Empty>
            } else if !loaded || *shared == Shared::Unknown || only.is_some() {
                { skeleton() }
            } else if all.is_empty() {
                <Empty title={t::share_nowhere()}>
                    <p>{ t::share_role() }</p>
                    <Link<Route> to={Route::Engagements} classes="button">{ t::share_engagements() }</Link<Route>>
                </Empty>
            } else {
                <p class="settings-note">{ t::share_where() }</p>
                <ul class="cards">
                    { for all.iter().map(|(id, name)| html! {
                        <li key={id.to_string()} class="card">
                            <Link<Route, FromShare> to={Route::Import { engagement: *id }} query={query.clone()} classes="card-link">
                                { name }
                            </Link<Route, FromShare>>
                        </li>
                    }) }
                </ul>
            }
        </>
    }
}

/// What the address names, or what was shared last: the address loses its name where the person had to sign in first.
#[hook]
fn use_shared() -> UseStateHandle<Shared> {
    let location = use_location();
    let shared = use_state_eq(Shared::default);
    use_effect_with((), {
        let shared = shared.clone();
        move |()| {
            let named = location.and_then(|location| location.query::<FromShare>().ok()).and_then(|query| query.shared);
            spawn_local(async move {
                let found = match named {
                    Some(id) => holdfast_web::shared::is_kept(&id).await.then_some(id),
                    None => holdfast_web::shared::latest().await,
                };
                shared.set(found.map_or(Shared::Nothing, Shared::Kept));
            });
        }
    });
    shared
}
