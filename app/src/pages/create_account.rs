use std::rc::Rc;

use holdfast_query::hooks::{ActionOptions, use_action_with, use_query};
use holdfast_web::Account;
use web_sys::HtmlFormElement;
use yew::prelude::*;

use super::{
    front::{Front, Inviting, other, use_enter, use_leave_when_signed_in, use_next},
    provider,
};
use crate::{
    actions::Register,
    api::{self, Failure},
    browser,
    components::{Field, new_password},
    hooks::use_online,
    queries::About,
    route::Route,
    start::use_stores,
    t,
};

/// Making an account, or signing in with a provider, which makes one; it is signed in at once.
#[component]
pub(crate) fn CreateAccountPage() -> Html {
    let next = use_next();
    let (about, online, stores) = (use_query(About), use_online(), use_stores());
    let on_done = Some(use_enter().reform(|account: Rc<Account>| (*account).clone()));
    let register = use_action_with::<Register>(ActionOptions { on_done, begins_anew: true, ..Default::default() });
    use_leave_when_signed_in(false);
    let onsubmit = {
        let register = register.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let form: HtmlFormElement = event.target_unchecked_into();
            register.run_once(Register(api::Register {
                name: browser::form_value(&form, "name"),
                email: browser::form_value(&form, "email"),
                password: browser::form_value(&form, "password"),
            }));
        })
    };
    let failure = register.error().map(|error| Failure::from(&**error));
    let error_at = |name: &str| failure.as_ref().and_then(|failure| failure.about_field(name)).map(AttrValue::from);
    html! {
        <Front title={t::create_account()}>
            if let Some(token) = next.invitation() {
                <Inviting {token} />
            }
            <form {onsubmit}>
                if let Some(words) = failure.as_ref().and_then(|failure| failure.about_none_of(&["name", "email", "password"])) {
                    <p class="form-error" role="alert">{ words }</p>
                }
                <Field name="name" label={t::your_name()} autocomplete="name" hint={t::your_name_hint()} error={error_at("name")} />
                <Field name="email" label={t::email()} kind="email" autocomplete="username" error={error_at("email")} />
                { new_password(t::password(), error_at("password")) }
                <button type="submit" class="primary wide" disabled={register.is_running()}>{ t::create_account_go() }</button>
            </form>
            if let Some(name) = about.data().and_then(|about| about.provider.as_deref()) {
                { provider::button(name, &next, online, register.is_running(), stores) }
            }
            <p class="front-other">{ t::have_account() }{ other(Route::SignIn, next, t::sign_in()) }</p>
        </Front>
    }
}
