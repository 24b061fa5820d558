use yew::prelude::*;
use yew_router::prelude::*;

use crate::{components::Heading, route::Route, t};

/// The page of an address that leads nowhere.
#[component]
pub(crate) fn NotFoundPage() -> Html {
    html! {
        <>
            <Heading title={t::not_found()} />
            <p>{ t::not_found_words() }</p>
            <p><Link<Route> to={Route::Engagements} classes="button">{ t::your_engagements() }</Link<Route>></p>
        </>
    }
}
