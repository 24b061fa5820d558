use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlFormElement, HtmlInputElement};
use yew::prelude::*;
use yewdux::prelude::*;

use super::front::{Front, other, use_enter, use_leave_when_signed_in, use_next};
use crate::{
    api::{self, Demo, Failure, Login},
    browser,
    components::Field,
    route::Route,
    stores::Auth,
};

/// Signing in; on a server of one's own that is still empty, also the demo.
#[component]
pub(crate) fn SignInPage() -> Html {
    let failure = use_state(|| None::<Failure>);
    let waiting = use_state(|| false);
    let offered = use_state(|| false);
    let demo = use_state(|| None::<Demo>);
    let enter = use_enter();
    let next = use_next();
    let auth = use_store_value::<Auth>();
    use_leave_when_signed_in(demo.is_some());
    use_effect_with((), {
        let offered = offered.clone();
        move |()| {
            spawn_local(async move {
                if api::about().await.is_ok_and(|about| about.demo) {
                    offered.set(true);
                }
            });
        }
    });

    if let Some(demo) = &*demo {
        let go = {
            let person = demo.person.clone();
            Callback::from(move |_: MouseEvent| enter.emit(person.clone()))
        };
        return html! {
            <Front title="The demo is ready">
                <p>{ "Two people share it. Sign in as the other in a second browser profile to see both at work." }</p>
                <ul class="demo-accounts">
                    { for demo.accounts.iter().map(|account| html! {
                        <li><strong>{ &account.name }</strong><span>{ &account.email }</span><code>{ &account.password }</code></li>
                    }) }
                </ul>
                <button type="button" class="primary wide demo-continue" onclick={go}>{ format!("Continue as {}", demo.person.name) }</button>
            </Front>
        };
    }

    let onsubmit = {
        let (failure, waiting, enter) = (failure.clone(), waiting.clone(), enter.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let form: HtmlFormElement = event.target_unchecked_into();
            let remember = form.query_selector("[name=remember]").ok().flatten();
            let login = Login {
                email: browser::form_value(&form, "email"),
                password: browser::form_value(&form, "password"),
                remember: remember
                    .is_some_and(|node| wasm_bindgen::JsCast::unchecked_into::<HtmlInputElement>(node).checked()),
            };
            waiting.set(true);
            let (failure, waiting, enter) = (failure.clone(), waiting.clone(), enter.clone());
            spawn_local(async move {
                match api::login(&login).await {
                    Ok(account) => enter.emit(account),
                    Err(error) => failure.set(Some(error)),
                }
                waiting.set(false);
            });
        })
    };
    let try_demo = {
        let (failure, demo, waiting) = (failure.clone(), demo.clone(), waiting.clone());
        Callback::from(move |_: MouseEvent| {
            waiting.set(true);
            let (failure, demo, waiting) = (failure.clone(), demo.clone(), waiting.clone());
            spawn_local(async move {
                match api::demo().await {
                    Ok(made) => demo.set(Some(made)),
                    Err(error) => failure.set(Some(error)),
                }
                waiting.set(false);
            });
        })
    };
    let error_at = |name: &str| failure.as_ref().and_then(|failure| failure.about_field(name)).map(AttrValue::from);
    let known = auth.session().map(|session| AttrValue::from(session.account().email.clone()));
    html! {
        <Front title="Sign in">
            <form {onsubmit}>
                if let Some(words) = failure.as_ref().and_then(|failure| failure.about_none_of(&["email", "password"])) {
                    <p class="form-error" role="alert">{ words }</p>
                }
                <Field name="email" label="E-mail address" kind="email" autocomplete="username" value={known} error={error_at("email")} />
                <Field name="password" label="Password" kind="password" autocomplete="current-password" error={error_at("password")} />
                <label class="check"><input type="checkbox" name="remember" checked={true} />{ "Stay signed in on this device" }</label>
                <button type="submit" class="primary wide" disabled={*waiting}>{ "Sign in" }</button>
            </form>
            <p class="front-other">{ "New here? " }{ other(Route::CreateAccount, next, "Create an account") }</p>
            if *offered {
                <section class="front-demo" aria-label="Demo">
                    <p>{ "This server is empty. Have a look around with two people and a project that is under way." }</p>
                    <button type="button" class="wide try-demo" disabled={*waiting} onclick={try_demo}>{ "Try the demo" }</button>
                </section>
            }
        </Front>
    }
}
