//! What to be reminded of, and how.

use holdfast_web::{
    notices::{self, Permission},
    preferences,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{plan::Kept, wanted_by, which::Which};
use crate::{hooks::use_session, t};

/// The part of the settings about reminders. The system's notifications are asked for by the person's own act alone.
#[hook]
pub(crate) fn use_reminder_settings() -> Html {
    let person = use_session().account().id;
    let chosen = use_state(|| wanted_by(person));
    let permission = use_state(notices::permission);
    let onchange = {
        let chosen = chosen.clone();
        Callback::from(move |event: Event| {
            let Some(which) = Which::named(&event.target_unchecked_into::<HtmlInputElement>().value()) else { return };
            chosen.set(which);
            spawn_local(async move {
                let choose = |kept: &str| {
                    let mut kept = Kept::read(kept);
                    kept.which = which;
                    (kept.text(), ())
                };
                preferences::change_for(person, preferences::REMINDERS, choose).await;
            });
        })
    };
    let on_ask = {
        let permission = permission.clone();
        Callback::from(move |_: MouseEvent| {
            let permission = permission.clone();
            spawn_local(async move { permission.set(notices::ask().await) });
        })
    };
    let system = match *permission {
        Permission::Granted => t::notices_granted(),
        Permission::Unasked => t::notices_unasked(),
        Permission::Denied => t::notices_denied(),
    };
    html! {
        <section aria-labelledby="settings-reminders">
            <h2 id="settings-reminders">{ t::reminders() }</h2>
            <p class="settings-note">{ t::reminders_note() }</p>
            <fieldset class="setting">
                <legend>{ t::remind_me_of() }</legend>
                <div class="setting-options" {onchange}>
                    { for Which::ALL.iter().map(|(which, name, words)| html! {
                        <label class="setting-option">
                            <input type="radio" name="reminders" value={*name} checked={*which == *chosen} />
                            <span>{ words() }</span>
                        </label>
                    }) }
                </div>
            </fieldset>
            <p class="settings-note" role="status">{ system }</p>
            if *permission == Permission::Unasked {
                <button type="button" class="notices-ask" onclick={on_ask}>{ t::notices_ask() }</button>
            }
        </section>
    }
}
