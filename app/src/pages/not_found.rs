use yew::prelude::*;
use yew_router::prelude::*;

use crate::{components::Heading, route::Route};

/// The page of an address that leads nowhere.
#[component]
pub(crate) fn NotFoundPage() -> Html {
    html! {
        <>
            <Heading title="There is nothing at this address" />
            <p>{ "The link may be cut off, or what it led to was deleted." }</p>
            <p><Link<Route> to={Route::Engagements} classes="button">{ "Your engagements" }</Link<Route>></p>
        </>
    }
}
