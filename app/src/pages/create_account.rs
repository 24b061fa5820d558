use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlFormElement;
use yew::prelude::*;

use super::front::{Front, other, use_enter, use_leave_when_signed_in, use_next};
use crate::{
    api::{self, Failure, Register},
    browser,
    components::Field,
    route::Route,
};

/// Making an account; it is signed in at once.
#[component]
pub(crate) fn CreateAccountPage() -> Html {
    let failure = use_state(|| None::<Failure>);
    let waiting = use_state(|| false);
    let enter = use_enter();
    let next = use_next();
    use_leave_when_signed_in(false);
    let onsubmit = {
        let (failure, waiting) = (failure.clone(), waiting.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let form: HtmlFormElement = event.target_unchecked_into();
            let register = Register {
                name: browser::form_value(&form, "name"),
                email: browser::form_value(&form, "email"),
                password: browser::form_value(&form, "password"),
            };
            waiting.set(true);
            let (failure, waiting, enter) = (failure.clone(), waiting.clone(), enter.clone());
            spawn_local(async move {
                match api::register(&register).await {
                    Ok(account) => enter.emit(account),
                    Err(error) => failure.set(Some(error)),
                }
                waiting.set(false);
            });
        })
    };
    let error_at = |name: &str| failure.as_ref().and_then(|failure| failure.about_field(name)).map(AttrValue::from);
    html! {
        <Front title="Create an account">
            <form {onsubmit}>
                if let Some(words) = failure.as_ref().and_then(|failure| failure.about_none_of(&["name", "email", "password"])) {
                    <p class="form-error" role="alert">{ words }</p>
                }
                <Field name="name" label="Your name" autocomplete="name" hint="What the people you work with see" error={error_at("name")} />
                <Field name="email" label="E-mail address" kind="email" autocomplete="username" error={error_at("email")} />
                <Field name="password" label="Password" kind="password" autocomplete="new-password" hint="At least 8 characters" error={error_at("password")} />
                <button type="submit" class="primary wide" disabled={*waiting}>{ "Create account" }</button>
            </form>
            <p class="front-other">{ "Have an account? " }{ other(Route::SignIn, next, "Sign in") }</p>
        </Front>
    }
}
