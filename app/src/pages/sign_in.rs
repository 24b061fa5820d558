use std::rc::Rc;

use holdfast_query::hooks::{ActionOptions, use_action_with, use_query};
use holdfast_web::Account;
use web_sys::HtmlFormElement;
use yew::prelude::*;
use yewdux::prelude::*;

use super::{
    front::{Front, Inviting, other, stay, stays, use_enter, use_leave_when_signed_in, use_next},
    provider::{self, PROVEN},
};
use crate::{
    actions::{SignIn, TryDemo},
    api::{Demo, Failure, Login},
    browser,
    components::Field,
    hooks::use_online,
    queries::About,
    route::Route,
    start::use_stores,
    stores::{Auth, Toast, Ui},
    t,
};

/// Signing in, also with a provider, which leads back here; on a server of one's own that is still empty, also the demo.
#[component]
pub(crate) fn SignInPage() -> Html {
    let enter = use_enter();
    let next = use_next();
    let stores = use_stores();
    let auth = use_store_value::<Auth>();
    let about = use_query(About);
    let ui = use_dispatch::<Ui>();
    let is_proven = next.provider.as_deref() == Some(PROVEN);
    let on_done = Some(enter.reform(move |account: Rc<Account>| {
        if is_proven {
            ui.reduce_mut(|ui| ui.say(Toast::info(t::provider_proven())));
        }
        (*account).clone()
    }));
    let sign_in = use_action_with::<SignIn>(ActionOptions { on_done, begins_anew: true, ..Default::default() });
    let try_demo = use_action_with::<TryDemo>(ActionOptions { begins_anew: true, ..Default::default() });
    let online = use_online();
    let back = provider::is_back(&next);
    // Who is signed in here may be another than whom the provider has sent.
    use_leave_when_signed_in(try_demo.output().is_some() || back);
    use_effect_with(back, {
        let sign_in = sign_in.clone();
        move |back| {
            if *back {
                sign_in.run_once(SignIn::Back);
            }
        }
    });
    if let Some(demo) = try_demo.output() {
        return ready(demo, &enter);
    }

    let onsubmit = {
        let (sign_in, try_demo) = (sign_in.clone(), try_demo.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            try_demo.reset();
            sign_in.run_once(SignIn::Form(login(&event.target_unchecked_into())));
        })
    };
    let on_demo = {
        let (sign_in, try_demo) = (sign_in.clone(), try_demo.clone());
        Callback::from(move |_: MouseEvent| {
            sign_in.reset();
            try_demo.run_once(TryDemo);
        })
    };
    let waiting = sign_in.is_running() || try_demo.is_running();
    let failure = sign_in.error().or(try_demo.error()).map(|error| Failure::from(&**error));
    let error_at = |name: &str| failure.as_ref().and_then(|failure| failure.about_field(name)).map(AttrValue::from);
    let refused = provider::refused(&next).filter(|_| !waiting && failure.is_none()).map(ToOwned::to_owned);
    let known = auth.session().map(|session| AttrValue::from(session.account().email.clone()));
    html! {
        <Front title={t::sign_in()}>
            if let Some(token) = next.invitation() {
                <Inviting {token} />
            }
            <form {onsubmit}>
                if let Some(words) = failure.as_ref().and_then(|failure| failure.about_none_of(&["email", "password"])).or(refused) {
                    <p class="form-error" role="alert">{ words }</p>
                }
                <Field name="email" label={t::email()} kind="email" autocomplete="username" value={known} error={error_at("email")} />
                <Field name="password" label={t::password()} kind="password" autocomplete="current-password" hint={t::forgot()} error={error_at("password")} />
                { stay() }
                <button type="submit" class="primary wide" disabled={waiting}>{ t::sign_in() }</button>
            </form>
            if let Some(name) = about.data().and_then(|about| about.provider.as_deref()) {
                { provider::button(name, &next, online, waiting, stores.clone()) }
            }
            <p class="front-other">{ t::new_here() }{ other(Route::CreateAccount, next, t::create_account()) }</p>
            if about.data().is_some_and(|about| about.demo) {
                <section class="front-demo" aria-label={t::demo()}>
                    <p>{ t::demo_words() }</p>
                    <button type="button" class="wide try-demo" disabled={waiting} onclick={on_demo}>{ t::demo_try() }</button>
                </section>
            }
        </Front>
    }
}

/// What was filled in.
fn login(form: &HtmlFormElement) -> Login {
    Login {
        email: browser::form_value(form, "email"),
        password: browser::form_value(form, "password"),
        remember: stays(form),
    }
}

/// The demo has been made; the person is let in once they have seen who else is in it.
fn ready(demo: &Demo, enter: &Callback<Account>) -> Html {
    let go = {
        let (enter, person) = (enter.clone(), demo.person.clone());
        Callback::from(move |_: MouseEvent| enter.emit(person.clone()))
    };
    html! {
        <Front title={t::demo_ready()}>
            <p>{ t::demo_shared() }</p>
            <ul class="demo-accounts">
                { for demo.accounts.iter().map(|account| html! {
                    <li><strong>{ &account.name }</strong><span>{ &account.email }</span><code>{ &account.password }</code></li>
                }) }
            </ul>
            <button type="button" class="primary wide demo-continue" onclick={go}>{ t::demo_continue(&demo.person.name) }</button>
        </Front>
    }
}
