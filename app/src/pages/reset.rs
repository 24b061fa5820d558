use std::{cell::RefCell, rc::Rc};

use holdfast_core::{status::Link as ServerLink, wire::codes};
use holdfast_query::hooks::{ActionOptions, use_action_with, use_query};
use holdfast_web::Account;
use web_sys::HtmlFormElement;
use yew::prelude::*;
use yew_router::prelude::*;
use yewdux::prelude::*;

use super::front::{Front, other, stay, stays, use_enter};
use crate::{
    actions::ResetPassword,
    api::{self, Failure},
    browser,
    components::{new_password, skeleton, unfit},
    hooks::use_records,
    queries::ResetLink,
    route::{Next, Route},
    stores::Auth,
    t,
};

thread_local! {
    /// The token of the link that was opened last. Kept here alone: the address has it no more when the page is drawn anew.
    static OPENED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The token of the link that leads here, which the address loses at once: addresses are written down, stored and shown.
fn opened() -> Option<String> {
    OPENED.with_borrow_mut(|opened| {
        if let Some(token) = browser::take_fragment() {
            *opened = Some(token);
        }
        opened.clone()
    })
}

/// Setting a password by a link.
#[component]
pub(crate) fn ResetPage() -> Html {
    // Where this page is shown already, following a link loads nothing: what is drawn then is the address's part after the #.
    let _ = use_location();
    let body = match opened() {
        Some(token) => html! { <Opened key={token.clone()} token={token.clone()} /> },
        None => html! {
            <>
                <p class="form-error" role="alert">{ t::reset_bare() }</p>
                <p class="front-other">{ other(Route::SignIn, Next::default(), t::sign_in()) }</p>
            </>
        },
    };
    html! { <Front title={t::password_set()}>{ body }</Front> }
}

#[derive(Properties, PartialEq)]
struct OpenedProps {
    token: String,
}

/// What a link leads to, whoever is signed in here or nobody: the person themselves may be, with a session that has ended and
/// edits that wait for the next one.
#[component]
fn Opened(props: &OpenedProps) -> Html {
    let link = use_query(ResetLink { token: props.token.clone() });
    // What is known once stays: signing in forgets the server's answers, and the link is used then.
    let known = use_mut_ref(|| None::<Rc<Account>>);
    if let Some(account) = link.data() {
        known.replace(Some(Rc::clone(account)));
    }
    let someone = use_someone();
    let account = known.borrow().clone();
    let offline = link.is_paused().then_some(Failure::Unreachable);
    match (account, link.error().map(|error| Failure::from(&**error)).or(offline)) {
        (Some(account), _) => match someone.filter(|someone| someone.id != account.id) {
            Some(someone) => html! {
                <>
                    <p>{ t::reset_other(&someone.name) }</p>
                    <Link<Route> to={Route::Home} classes="button">{ t::demo_continue(&someone.name) }</Link<Route>>
                </>
            },
            None => html! { <Setting token={props.token.clone()} {account} /> },
        },
        (None, Some(failure)) => {
            let on_retry = {
                let link = link.clone();
                Callback::from(move |_: MouseEvent| link.refetch())
            };
            html! {
                <>
                    <p class="form-error" role="alert">{ words(&failure) }</p>
                    if failure.is_transient() {
                        <button type="button" class="retry" onclick={on_retry}>{ t::try_again() }</button>
                    } else {
                        <p class="front-other">{ other(Route::SignIn, Next::default(), t::sign_in()) }</p>
                    }
                </>
            }
        }
        (None, None) => skeleton(),
    }
}

/// Who is signed in here, unless the server asks for a new sign-in.
#[hook]
fn use_someone() -> Option<Account> {
    let auth = use_store_value::<Auth>();
    let signed_out = use_records(|records| records.link() == ServerLink::SignedOut);
    let session = auth.session().filter(|_| !auth.stale && !signed_out);
    session.map(|session| session.account().clone())
}

/// Why a link does nothing.
fn words(failure: &Failure) -> String {
    match failure {
        Failure::Refused(error) if failure.is_refused_as(codes::NOT_FOUND) => t::reset_over(&error.message),
        failure => failure.words(),
    }
}

#[derive(Properties, PartialEq)]
struct SettingProps {
    token: String,
    account: Rc<Account>,
}

#[component]
fn Setting(props: &SettingProps) -> Html {
    let SettingProps { token, account } = props;
    let on_done = Some(use_enter().reform(|account: Rc<Account>| (*account).clone()));
    let reset = use_action_with::<ResetPassword>(ActionOptions { on_done, begins_anew: true, ..Default::default() });
    let unfitting = use_state_eq(|| None::<AttrValue>);
    let onsubmit = {
        let (reset, unfitting, token) = (reset.clone(), unfitting.clone(), token.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let form: HtmlFormElement = event.target_unchecked_into();
            let password = browser::form_value(&form, "password");
            let why = unfit(&password);
            if why.is_some() {
                reset.reset();
            } else {
                let (token, remember) = (token.clone(), stays(&form));
                reset.run_once(ResetPassword(api::Reset { token, password, remember }));
            }
            unfitting.set(why);
        })
    };
    let failure = reset.error().map(|error| Failure::from(&**error));
    let refused = failure.as_ref().and_then(|failure| failure.about_field("password")).map(AttrValue::from);
    html! {
        <form {onsubmit}>
            if let Some(failure) = failure.as_ref().filter(|failure| failure.about_field("password").is_none()) {
                <p class="form-error" role="alert">{ words(failure) }</p>
            }
            <p>{ t::password_of(&account.email) }</p>
            // Whose password it is, for what keeps passwords.
            <input type="text" name="username" autocomplete="username" value={account.email.clone()} readonly={true} hidden={true} />
            { new_password(t::password_new(), (*unfitting).clone().or(refused)) }
            <p class="field-hint">{ t::password_note() }</p>
            { stay() }
            <button type="submit" class="primary wide" disabled={reset.is_running()}>{ t::password_set() }</button>
        </form>
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::opened;
    use crate::{browser, entry};

    #[test]
    fn a_token_leaves_the_address_and_is_still_known() {
        let history = browser::window().history().unwrap();
        let address = || browser::window().location().href().unwrap();
        // The page of the tests keeps something after the # too.
        let before = address();
        browser::take_fragment();
        let plain = address();
        assert_eq!(opened(), None);
        entry::keep("a", "1");
        for token in ["one", "another"] {
            browser::window().location().set_hash(token).unwrap();
            assert_eq!(opened().as_deref(), Some(token));
            assert_eq!(address(), plain);
            assert_eq!(opened().as_deref(), Some(token), "drawn anew");
        }
        history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&before)).unwrap();
    }
}
