//! What stands around every page.

use holdfast_core::status::Link as ServerLink;
use yew::prelude::*;
use yew_router::prelude::*;
use yewdux::prelude::*;

use super::{
    ConflictsSign, ShortcutKeys, Tooltip,
    account_menu::AccountMenu,
    keys,
    sidebar::Sidebar,
    sync::{OldEdits, SyncIndicator},
};
use crate::{
    hooks::{use_link_told, use_media, use_records, use_session},
    reminders::use_reminders,
    route::{Next, Route},
    shortcuts::Shortcut,
    stores::{Auth, Frame, Over, WIDE},
    t,
};

/// Properties of [`Shell`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) children: Html,
}

/// The bar, what has to be said above everything, and the page.
#[component]
pub(crate) fn Shell(props: &Props) -> Html {
    use_reminders();
    use_link_told();
    // Drawn again when the keys that it shows are changed.
    let frame = use_dispatch::<Frame>();
    let _keymap = use_selector(|frame: &Frame| frame.keymap.clone());
    let is_open = use_selector(Frame::is_sidebar_open);
    let wide = use_media(WIDE);
    let on_sidebar = frame.reduce_mut_callback_with(|frame, _: MouseEvent| frame.swap_sidebar());
    let on_palette = frame.reduce_mut_callback_with(|frame, _: MouseEvent| frame.over = Some(Over::Palette));
    html! {
        <>
            <a class="skip" href="#main">{ t::skip() }</a>
            <header class="bar">
                <button
                    type="button"
                    class="icon-button side-toggle"
                    aria-label={t::sidebar()}
                    aria-expanded={(wide && *is_open).to_string()}
                    onclick={on_sidebar}
                >
                    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M2.5 3h11v10h-11zM6.5 3v10" /></svg>
                </button>
                <Link<Route> to={Route::Engagements} classes="brand">{ brand() }</Link<Route>>
                // Before what they would move when they come, or say more.
                <ConflictsSign />
                <SyncIndicator />
                { finding(on_palette) }
                <AccountMenu />
            </header>
            <ShortcutKeys />
            <Tooltip />
            <Sidebar />
            <div class="beside">
                <SignInAgain />
                <OldEdits />
                <main id="main" class="page" tabindex="-1">{ props.children.clone() }</main>
            </div>
        </>
    }
}

/// What opens the palette, and the search page.
fn finding(on_palette: Callback<MouseEvent>) -> Html {
    html! {
        <>
            <button type="button" class="palette-open" aria-haspopup="dialog" onclick={on_palette}>
                <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M3 4.5h10M3 8h6M3 11.5h8" /></svg>
                <span class="search-open-label">{ t::find_or_do() }</span>
                <span aria-hidden="true">{ keys(Shortcut::Palette) }</span>
            </button>
            <Link<Route> to={Route::Search} classes="button search-open">
                <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
                    <path d="M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.5 10.5l3.5 3.5" />
                </svg>
                <span class="search-open-label">{ t::search() }</span>
                <span aria-hidden="true">{ keys(Shortcut::Search) }</span>
            </Link<Route>>
        </>
    }
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
    let query = use_location().map_or_else(String::new, |location| location.query_str().to_owned());
    if !*stale && !signed_out {
        return Html::default();
    }
    let words = match unsent {
        0 => t::sign_in_to_sync().to_owned(),
        unsent => t::sign_in_to_send(unsent),
    };
    html! {
        <section class="banner" aria-label={t::signed_out()}>
            <p>{ t::signed_out_words() }</p>
            <Link<Route, Next> to={Route::SignIn} query={Next::to(&route, &query)} classes="button">{ words }</Link<Route, Next>>
        </section>
    }
}

/// The page while whoever is remembered here is looked for.
#[component]
pub(crate) fn Starting() -> Html {
    html! {
        <>
            <header class="bar"><span class="brand">{ brand() }</span></header>
            <div class="beside">
                <main class="page">
                    <h1 class="hidden">{ t::starting() }</h1>
                    { super::skeleton() }
                </main>
            </div>
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
                <button type="button" class="primary" onclick={props.on_reload.reform(|_| ())}>{ t::reload() }</button>
                { props.children.clone() }
            </main>
        </>
    }
}
