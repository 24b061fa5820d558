use web_sys::HtmlInputElement;
use yew::prelude::*;
use yewdux::prelude::*;

use crate::{
    components::{Heading, keys},
    look::Choice,
    reminders::use_reminder_settings,
    shortcuts::Shortcut,
    stores::{Frame, Over},
    t,
};

/// How the app looks on this device. A choice holds at once.
#[component]
pub(crate) fn SettingsPage() -> Html {
    let (frame, dispatch) = use_store::<Frame>();
    let choice = |(choice, chosen): (&'static Choice, usize)| {
        let onchange = dispatch.reduce_mut_callback_with(move |frame, event: Event| {
            frame.choose(choice.name, &event.target_unchecked_into::<HtmlInputElement>().value());
        });
        html! {
            <fieldset class="setting">
                <legend>{ (choice.words)() }</legend>
                <div class="setting-options" {onchange}>
                    { for choice.options.iter().enumerate().map(|(at, (option, words))| html! {
                        <label class="setting-option">
                            <input type="radio" name={choice.name} value={*option} checked={at == chosen} />
                            <span>{ words() }</span>
                        </label>
                    }) }
                </div>
            </fieldset>
        }
    };
    let reminders = use_reminder_settings();
    let on_sheet = dispatch.reduce_mut_callback_with(|frame, _: MouseEvent| frame.over = Some(Over::Sheet));
    html! {
        <>
            <Heading title={t::settings()} />
            <div class="settings">
                <section aria-labelledby="settings-look">
                    <h2 id="settings-look">{ t::settings_look() }</h2>
                    { for frame.look.chosen().map(choice) }
                </section>
                { reminders }
                <section aria-labelledby="settings-keys">
                    <h2 id="settings-keys">{ t::settings_keyboard() }</h2>
                    <p class="settings-note">{ t::settings_keys_note() }</p>
                    <button type="button" class="shortcuts-open" onclick={on_sheet}>{ t::shortcuts() }{ keys(Shortcut::Sheet) }</button>
                </section>
            </div>
        </>
    }
}
