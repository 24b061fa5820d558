//! Whose data this is, the theme, what can be undone, and the way out.

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use yew::prelude::*;
use yew_router::prelude::*;
use yewdux::prelude::*;

use super::{
    Select, UndoEntries, avatar,
    confirm::{SignOutConfirm, SigningOut},
};
use crate::{browser, hooks::use_session, look::CHOICES, route::Route, start::use_stores, stores::Frame, t};

/// How far signing out is.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    /// Not asked for.
    Idle,
    /// Counting, or leaving.
    Leaving,
    /// Asking whether so many unsent edits may go; `None` if they could not be counted.
    Asking(Option<usize>),
}

/// The account button and its menu, which the browser opens and closes by itself.
#[component]
pub(crate) fn AccountMenu() -> Html {
    let session = use_session();
    let stores = use_stores();
    let look = use_selector(|frame: &Frame| frame.look);
    let frame = use_dispatch::<Frame>();
    let navigator = use_navigator();
    let step = use_state(|| Step::Idle);

    // Signs out if the person has agreed to lose as many edits as are found now, else asks.
    let sign_out = {
        let (stores, session, step) = (stores.clone(), session.clone(), step.clone());
        Callback::from(move |agreed: Step| {
            let (stores, session, navigator) = (stores.clone(), session.clone(), navigator.clone());
            let step = step.clone();
            // What is being typed is stored before it is counted; from here on nothing can be typed.
            browser::blur();
            step.set(Step::Leaving);
            spawn_local(async move {
                let unsent = session.count_unsent().await.ok();
                let is_agreed = match (agreed, unsent) {
                    (Step::Asking(None), _) | (_, Some(0)) => true,
                    (Step::Asking(Some(agreed)), Some(unsent)) => unsent <= agreed,
                    _ => false,
                };
                if !is_agreed {
                    step.set(Step::Asking(unsent));
                } else if stores.sign_out(session).await {
                    // Whoever signs in next need not land where this person was.
                    if let Some(navigator) = navigator {
                        navigator.replace(&Route::SignIn);
                    }
                } else {
                    step.set(Step::Idle);
                }
            });
        })
    };
    let on_theme = frame.reduce_mut_callback_with(|frame, theme: String| frame.choose("theme", &theme));
    let on_close = {
        let step = step.clone();
        Callback::from(move |()| {
            step.set(Step::Idle);
            browser::focus_soon("button.account".into());
        })
    };
    let on_confirm = {
        let (agreed, sign_out) = (*step, sign_out.clone());
        Callback::from(move |()| sign_out.emit(agreed))
    };
    // The browser closes it for whatever is done outside; another page is gone to from inside.
    let menu = use_node_ref();
    let on_follow = {
        let menu = menu.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(menu) = menu.cast::<HtmlElement>() {
                let _ = menu.hide_popover();
            }
        })
    };
    let on_sign_out = sign_out.reform(|_: MouseEvent| Step::Idle);
    let account = session.account();
    let themes = CHOICES[0].options.iter().map(|(name, words)| ((*name).into(), words().into())).collect::<Vec<_>>();
    html! {
        <>
            <button type="button" class="account" popovertarget="account-menu" aria-label={t::account_named(&account.name)}>
                { avatar(&account.name) }
            </button>
            <div id="account-menu" ref={menu.clone()} class="menu" popover="auto">
                <p class="menu-name">{ &account.name }</p>
                <p class="menu-note">{ &account.email }</p>
                <label class="menu-row" for="theme">{ t::look_theme() }
                    <Select id="theme" name="theme" options={themes} value={look.of("theme")} on_choice={on_theme} />
                </label>
                <UndoEntries />
                <nav class="menu-links" aria-label={t::account()} onclick={on_follow}>
                    <Link<Route> to={Route::Sync} classes="menu-link">{ t::sync_centre() }</Link<Route>>
                    <Link<Route> to={Route::Devices} classes="menu-link">{ t::devices() }</Link<Route>>
                    <Link<Route> to={Route::Server} classes="menu-link">{ t::server() }</Link<Route>>
                    <Link<Route> to={Route::Settings} classes="menu-link">{ t::settings() }</Link<Route>>
                </nav>
                <button type="button" class="sign-out" onclick={on_sign_out}>{ t::sign_out() }</button>
            </div>
            { match *step {
                Step::Idle => Html::default(),
                Step::Leaving => html! { <SigningOut /> },
                Step::Asking(unsent) => html! { <SignOutConfirm {session} {unsent} {on_confirm} {on_close} /> },
            } }
        </>
    }
}
