//! What stands around every page.

use gloo_events::{EventListener, EventListenerOptions};
use holdfast_core::status::Link as ServerLink;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;
use yew_router::prelude::*;
use yewdux::prelude::*;

use super::{
    ConflictsSign, UndoKeys,
    account_menu::AccountMenu,
    sync::{OldEdits, SyncIndicator},
};
use crate::{
    browser,
    hooks::{use_records, use_session},
    route::{Next, Route},
    stores::Auth,
    words::count,
};

/// Properties of [`Shell`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) children: Html,
}

/// The bar, what has to be said above everything, and the page.
#[component]
pub(crate) fn Shell(props: &Props) -> Html {
    html! {
        <>
            <a class="skip" href="#main">{ "Skip to content" }</a>
            <header class="bar">
                <Link<Route> to={Route::Engagements} classes="brand">{ brand() }</Link<Route>>
                <ToSearch />
                <ConflictsSign />
                <SyncIndicator />
                <AccountMenu />
            </header>
            <SignInAgain />
            <UndoKeys />
            <OldEdits />
            <main id="main" class="page" tabindex="-1">{ props.children.clone() }</main>
        </>
    }
}

/// Where the words to search for are typed, on the page that [`ToSearch`] leads to.
const SEARCH_FIELD: &str = "input.search-words";

/// Leads to the search page, also by the `/` key wherever nothing is being typed.
#[component]
fn ToSearch() -> Html {
    let navigator = use_navigator();
    use_effect_with(navigator, |navigator| {
        let navigator = navigator.clone();
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&browser::document(), "keydown", options, move |event| {
            let is_asked = event.dyn_ref::<KeyboardEvent>().is_some_and(is_search_key);
            if !is_asked {
                return;
            }
            event.prevent_default();
            let is_there = browser::document().query_selector(SEARCH_FIELD).is_ok_and(|field| field.is_some());
            match &navigator {
                // The page itself takes the focus to its field when it comes.
                Some(navigator) if !is_there => navigator.push(&Route::Search),
                _ => browser::focus(SEARCH_FIELD),
            }
        });
        move || drop(listener)
    });
    html! {
        <Link<Route> to={Route::Search} classes="button search-open">
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
                <path d="M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.5 10.5l3.5 3.5" />
            </svg>
            <span class="search-open-label">{ "Search" }</span>
            <kbd aria-hidden="true">{ "/" }</kbd>
        </Link<Route>>
    }
}

/// Whether a key asks for the search page: a `/` alone that is no part of a text, with no dialog before the page.
fn is_search_key(event: &KeyboardEvent) -> bool {
    if event.key() != "/" || event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
        return false;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_typing = target.is_some_and(|target| {
        matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || target.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable)
    });
    let is_behind = browser::document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some());
    !is_typing && !is_behind
}

fn brand() -> Html {
    html! {
        <>
            <img class="brand-mark" src="/icons/icon.svg" alt="" width="28" height="28" />
            <span class="brand-name">{ "Holdfast" }</span>
        </>
    }
}

/// Says that the server wants a new sign-in. Work goes on meanwhile.
#[component]
fn SignInAgain() -> Html {
    let session = use_session();
    let stale = use_selector(|auth: &Auth| auth.stale);
    let signed_out = use_records(|records| records.link() == ServerLink::SignedOut);
    let unsent = use_records(move |_| session.unsent());
    let route = use_route::<Route>().unwrap_or_default();
    if !*stale && !signed_out {
        return Html::default();
    }
    let words = match unsent {
        0 => "Sign in again to sync".to_owned(),
        unsent => format!("Sign in again to send {}", count(unsent, "edit", "edits")),
    };
    html! {
        <section class="banner" aria-label="Signed out">
            <p>{ "The server has signed you out. You can go on working here." }</p>
            <Link<Route, Next> to={Route::SignIn} query={Next::to(&route)} classes="button">{ words }</Link<Route, Next>>
        </section>
    }
}

/// The page while whoever is remembered here is looked for.
#[component]
pub(crate) fn Starting() -> Html {
    html! {
        <>
            <header class="bar"><span class="brand">{ brand() }</span></header>
            <main class="page">
                <h1 class="hidden">{ "Holdfast is starting" }</h1>
                { super::skeleton() }
            </main>
        </>
    }
}

/// Properties of [`Notice`].
#[derive(Properties, PartialEq)]
pub(crate) struct NoticeProps {
    pub(crate) title: AttrValue,
    pub(crate) text: AttrValue,
    /// What its button does: reloads the page, one way or another.
    pub(crate) on_reload: Callback<()>,
    /// What else can be done or read.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// A page that only a reload leads on from.
#[component]
pub(crate) fn Notice(props: &NoticeProps) -> Html {
    crate::hooks::use_page_title(&props.title);
    html! {
        <>
            <header class="bar"><span class="brand">{ brand() }</span></header>
            <main class="page narrow">
                <h1>{ &props.title }</h1>
                <p>{ &props.text }</p>
                <button type="button" class="primary" onclick={props.on_reload.reform(|_| ())}>{ "Reload" }</button>
                { props.children.clone() }
            </main>
        </>
    }
}
