//! What the pages before the sign-in share.

use holdfast_core::status::Link as ServerLink;
use holdfast_query::hooks::use_query;
use holdfast_web::Account;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlFormElement;
use yew::prelude::*;
use yew_router::prelude::*;
use yewdux::prelude::*;

use crate::{
    hooks::{use_page_title, use_records},
    queries::Invitation,
    route::{Next, Route},
    start::use_stores,
    stores::{Auth, Toast},
    t,
    words::{choice, trouble},
};

/// Properties of [`Front`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) title: AttrValue,
    pub(crate) children: Html,
}

/// A page of its own with one thing to do.
#[component]
pub(crate) fn Front(props: &Props) -> Html {
    use_page_title(&props.title);
    html! {
        <main class="front">
            <div class="front-box">
                <p class="front-brand"><img src="/icons/icon.svg" alt="" width="36" height="36" />{ "Holdfast" }</p>
                <h1>{ &props.title }</h1>
                { props.children.clone() }
            </div>
        </main>
    }
}

/// Where to go after signing in, from the address.
#[hook]
pub(crate) fn use_next() -> Next {
    use_location().and_then(|location| location.query::<Next>().ok()).unwrap_or_default()
}

/// Whoever is signed in has no business on these pages, unless the server asked for a new sign-in.
#[hook]
pub(crate) fn use_leave_when_signed_in(hold: bool) {
    let next = use_next();
    let navigator = use_navigator();
    let auth = use_store_value::<Auth>();
    let signed_out = use_records(|records| records.link() == ServerLink::SignedOut);
    let leave = auth.session().is_some() && !auth.stale && !signed_out && !hold;
    use_effect_with((leave, next), move |(leave, next)| {
        if let Some(navigator) = navigator.filter(|_| *leave) {
            next.go(&navigator);
        }
    });
}

/// Lets a person in and goes where they wanted to.
#[hook]
pub(crate) fn use_enter() -> Callback<Account> {
    let stores = use_stores();
    let next = use_next();
    let navigator = use_navigator();
    Callback::from(move |account: Account| {
        let (stores, next, navigator) = (stores.clone(), next.clone(), navigator.clone());
        spawn_local(async move {
            match stores.enter(account).await {
                Ok(()) => {
                    if let Some(navigator) = navigator {
                        next.go(&navigator);
                    }
                }
                Err(error) => {
                    let (why, said) = trouble::reason(&error);
                    stores.say(Toast::problem(t::sign_in_failed(&why)).with_said(said));
                }
            }
        });
    })
}

/// Whether to stay signed in, to be chosen.
pub(crate) fn stay() -> Html {
    html! {
        <label class="check">
            // Not whether it is ticked: drawing again leaves alone what was chosen.
            <input type="checkbox" name="remember" ~defaultChecked={true} />
            { t::stay() }
        </label>
    }
}

/// Whether it was chosen to stay signed in.
pub(crate) fn stays(form: &HtmlFormElement) -> bool {
    form.query_selector("[name=remember]:checked").is_ok_and(|found| found.is_some())
}

/// The link between the two pages keeps where to go.
pub(crate) fn other(to: Route, next: Next, words: &str) -> Html {
    let next = Next { provider: None, ..next };
    html! { <Link<Route, Next> {to} query={next}>{ words.to_owned() }</Link<Route, Next>> }
}

/// Properties of [`Inviting`].
#[derive(Properties, PartialEq)]
pub(crate) struct InvitingProps {
    pub(crate) token: String,
}

/// Who invites whoever is to sign in first, and to what, once the server has said it.
#[component]
pub(crate) fn Inviting(props: &InvitingProps) -> Html {
    let invitation = use_query(Invitation { token: props.token.clone() });
    let words = invitation.data().map_or_else(
        || t::invited_somewhere().to_owned(),
        |invited| t::invited_to(&invited.invited_by, &invited.engagement, choice::role_within(invited.role)),
    );
    html! { <p class="front-invited">{ words }</p> }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use gloo_timers::future::TimeoutFuture;
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::HtmlElement;

    use super::*;
    use crate::browser;

    #[test]
    async fn what_was_chosen_stays_when_the_form_is_drawn_again() {
        #[component]
        fn Form() -> Html {
            let drawn = use_state(|| 0);
            let again = *drawn + 1;
            let onclick = Callback::from(move |_: MouseEvent| drawn.set(again));
            html! { <form><button type="button" {onclick}>{ again }</button>{ stay() }</form> }
        }
        let place = browser::document().create_element("div").unwrap();
        browser::document().body().unwrap().append_child(&place).unwrap();
        let app = yew::Renderer::<Form>::with_root(place.clone()).render();
        TimeoutFuture::new(0).await;
        let press = |css| browser::all::<HtmlElement>(Some(&place), css).remove(0).click();
        let form = browser::all::<HtmlFormElement>(Some(&place), "form").remove(0);
        for (drawn, chosen) in [("2", true), ("3", false), ("4", true)] {
            assert_eq!(stays(&form), chosen);
            press("button");
            TimeoutFuture::new(0).await;
            assert_eq!(form.query_selector("button").unwrap().unwrap().text_content().as_deref(), Some(drawn));
            assert_eq!(stays(&form), chosen);
            press("[name=remember]");
        }
        app.destroy();
        place.remove();
    }
}
