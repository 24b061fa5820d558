//! The app: who is here decides what can be shown, the address decides what is.

use holdfast_web::Session;
use yew::prelude::*;
use yew_router::prelude::*;
use yewdux::prelude::*;

use crate::{
    components::{Data, Notice, SaveUnsent, Starting, Toasts, Unopened, Visited},
    fault,
    hooks::use_kept_scroll,
    pages::{CreateAccountPage, SignInPage},
    parts::{Drawn, Later},
    route::{Next, Route},
    start::use_stores,
    stores::{Auth, Phase},
    t,
};

/// The whole app.
#[component]
pub(crate) fn App() -> Html {
    html! {
        <BrowserRouter>
            <Data><Root /></Data>
        </BrowserRouter>
    }
}

#[component]
fn Root() -> Html {
    let stores = use_stores();
    let visited = use_memo((), |()| Visited::default());
    use_kept_scroll(&visited.returning);
    let drawn = use_drawn_again();
    let update = {
        let stores = stores.clone();
        Callback::from(move |()| stores.update_outdated())
    };
    use_effect_with((), move |()| stores.start());
    let auth = use_store_value::<Auth>();
    let page = match &auth.phase {
        Phase::Starting => html! { <Starting /> },
        Phase::Failed { error, account } => html! { <Unopened error={error.clone()} account={account.clone()} /> },
        Phase::Superseded => html! {
            <Notice
                title={t::outdated()}
                text={t::outdated_words()}
                on_reload={update}
            >
                <SaveUnsent />
            </Notice>
        },
        Phase::SignedOut => html! { <Switch<Route> render={signed_out} /> },
        Phase::SignedIn(session) => {
            let session = session.clone();
            html! { <Switch<Route> render={move |route| signed_in(&session, route)} /> }
        }
    };
    html! {
        // By its number, so that all of it is made anew.
        <ContextProvider<Visited> key={drawn} context={(*visited).clone()}>
            { page }
            <Toasts />
        </ContextProvider<Visited>>
    }
}

/// How many times the page was drawn anew, because a person tried again after something had failed.
#[hook]
fn use_drawn_again() -> u32 {
    let drawn = use_state(|| 0);
    use_effect_with(*drawn, {
        let again = drawn.clone();
        move |drawn| {
            let next = drawn + 1;
            fault::on_again(Callback::from(move |()| again.set(next)));
            fault::is_drawn();
        }
    });
    *drawn
}

fn signed_out(route: Route) -> Html {
    match route {
        Route::SignIn => html! { <SignInPage /> },
        Route::CreateAccount => html! { <CreateAccountPage /> },
        Route::Reset => html! { <Later drawn={Drawn::Page(Route::Reset)} /> },
        route => html! { <ToSignIn {route} /> },
    }
}

fn signed_in(session: &Session, route: Route) -> Html {
    match route {
        Route::SignIn => html! { <SignInPage /> },
        Route::CreateAccount => html! { <CreateAccountPage /> },
        Route::Reset => html! { <Later drawn={Drawn::Page(Route::Reset)} /> },
        route => html! { <Later drawn={Drawn::Home(session.clone(), route)} /> },
    }
}

#[derive(Properties, PartialEq)]
struct ToSignInProps {
    route: Route,
}

/// Goes to the sign-in page, which leads back here.
#[component]
fn ToSignIn(props: &ToSignInProps) -> Html {
    let navigator = use_navigator();
    let query = use_location().map_or_else(String::new, |location| location.query_str().to_owned());
    // Once for each: the address is another by the time it is drawn again.
    use_effect_with(props.route.clone(), move |route| {
        if let Some(navigator) = navigator {
            let _ = navigator.replace_with_query(&Route::SignIn, Next::to(route, &query));
        }
    });
    html! { <Starting /> }
}
