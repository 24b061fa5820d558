use std::rc::Rc;

use holdfast_query::hooks::{ActionOptions, use_action_with};
use web_sys::HtmlFormElement;
use yew::prelude::*;

use crate::{
    actions::ChangePassword,
    api::{Failure, NewPassword},
    browser,
    components::{Field, new_password, unfit},
    hooks::use_commit,
    stores::Toast,
    t,
};

/// Changing the password, by who knows it.
#[component]
pub(super) fn ChangeForm() -> Html {
    let commit = use_commit();
    let email = commit.session().account().email.clone();
    let form = use_node_ref();
    let unfitting = use_state_eq(|| None::<AttrValue>);
    let on_done = {
        let form = form.clone();
        Callback::from(move |_: Rc<u64>| {
            if let Some(form) = form.cast::<HtmlFormElement>() {
                form.reset();
            }
            commit.say(Toast::info(t::password_changed()));
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
                let current = browser::form_value(&form, "current");
                change.run_once(ChangePassword(NewPassword { current, password }));
            }
            unfitting.set(why);
        })
    };
    let failure = change.error().map(|error| Failure::from(&**error));
    let wrong = failure.as_ref().and_then(|failure| failure.about_field("current"));
    let wrong = wrong.map(|said| AttrValue::from(t::password_wrong(&said)));
    let refused = failure.as_ref().and_then(|failure| failure.about_field("password")).map(AttrValue::from);
    html! {
        <section class="devices password-change" aria-labelledby="password-change">
            <h2 id="password-change">{ t::password_change() }</h2>
            <p class="devices-note">{ t::password_note() }</p>
            <form ref={form} {onsubmit}>
                if let Some(words) = failure.as_ref().and_then(|failure| failure.about_none_of(&["current", "password"])) {
                    <p class="form-error" role="alert">{ words }</p>
                }
                // Whose password it is, for what keeps passwords.
                <input type="text" name="username" autocomplete="username" value={email} readonly={true} hidden={true} />
                <Field name="current" label={t::password_current()} kind="password" autocomplete="current-password" error={wrong} />
                { new_password(t::password_new(), (*unfitting).clone().or(refused)) }
                // Not disabled while it runs: the focus would be lost with it.
                <button type="submit" class="primary" aria-disabled={change.is_running().then_some("true")}>
                    { t::password_change() }
                </button>
            </form>
        </section>
    }
}
