use std::rc::Rc;

use holdfast_core::wire::codes;
use holdfast_query::hooks::{ActionOptions, use_action_with, use_query};
use web_sys::HtmlFormElement;
use yew::prelude::*;

use crate::{
    actions::ChangePassword,
    api::{Failure, NewPassword},
    browser,
    components::{Field, new_password, unfit},
    hooks::use_commit,
    queries::{About, HasPassword},
    stores::Toast,
    t,
};

/// Changing the password, by who knows it; or choosing one, by who has just signed in with the provider and has none.
#[component]
pub(super) fn ChangeForm() -> Html {
    let commit = use_commit();
    let email = commit.session().account().email.clone();
    let form = use_node_ref();
    let about = use_query(About);
    let has = use_query(HasPassword);
    // Until the server has said so, everybody has one.
    let provider =
        about.data().and_then(|about| about.provider.clone()).filter(|_| has.data().is_some_and(|has| !**has));
    let is_first = provider.is_some();
    let unfitting = use_state_eq(|| None::<AttrValue>);
    let on_done = {
        let (form, has) = (form.clone(), has.clone());
        Callback::from(move |_: Rc<u64>| {
            if let Some(form) = form.cast::<HtmlFormElement>() {
                form.reset();
            }
            commit.say(Toast::info(if is_first { t::password_chosen() } else { t::password_changed() }));
            has.refetch();
        })
    };
    let change =
        use_action_with::<ChangePassword>(ActionOptions { on_done: Some(on_done), begins_anew: true, key: None });
    let onsubmit = {
        let (change, unfitting) = (change.clone(), unfitting.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let form: HtmlFormElement = event.target_unchecked_into();
            let password = browser::form_value(&form, "password");
            let why = unfit(&password);
            if why.is_some() {
                change.reset();
            } else {
                let current = if is_first { String::new() } else { browser::form_value(&form, "current") };
                change.run_once(ChangePassword(NewPassword { current, password }));
            }
            unfitting.set(why);
        })
    };
    let failure = change.error().map(|error| Failure::from(&**error));
    let wrong = failure.as_ref().and_then(|failure| failure.about_field("current"));
    let wrong = wrong.map(|said| AttrValue::from(t::password_wrong(&said)));
    let refused = failure.as_ref().and_then(|failure| failure.about_field("password")).map(AttrValue::from);
    let words = match &failure {
        Some(failure) if is_first && failure.is_refused_as(codes::FORBIDDEN) => Some(t::password_stale().to_owned()),
        failure => failure.as_ref().and_then(|failure| failure.about_none_of(&["current", "password"])),
    };
    let title = if is_first { t::password_set() } else { t::password_change() };
    html! {
        <section class="devices password-change" aria-labelledby="password-change">
            <h2 id="password-change">{ title }</h2>
            if let Some(name) = &provider {
                <p class="devices-note">{ t::password_none(name) }</p>
            }
            <p class="devices-note">{ t::password_note() }</p>
            <form ref={form} {onsubmit}>
                if let Some(words) = words {
                    <p class="form-error" role="alert">{ words }</p>
                }
                // Whose password it is, for what keeps passwords.
                <input type="text" name="username" autocomplete="username" value={email} readonly={true} hidden={true} />
                if !is_first {
                    <Field name="current" label={t::password_current()} kind="password" autocomplete="current-password" error={wrong} />
                }
                { new_password(t::password_new(), (*unfitting).clone().or(refused)) }
                // Not disabled while it runs: the focus would be lost with it.
                <button type="submit" class="primary" aria-disabled={change.is_running().then_some("true")}>
                    { title }
                </button>
            </form>
        </section>
    }
}
