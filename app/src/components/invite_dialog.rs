//! Inviting people: a link made by the server, to be sent by whatever way.

use holdfast_core::{entity::Engagement, id::Id, role::Role};
use holdfast_query::hooks::{ActionOptions, use_action_with};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Dialog, Select};
use crate::{actions::MakeInvite, api::Failure, browser, route::Landing, t};

/// Properties of [`InviteDialog`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) engagement: Id<Engagement>,
    /// Where whoever accepts comes to, if not to the engagement's own page.
    #[prop_or_default]
    pub(crate) to: Landing,
    pub(crate) on_close: Callback<()>,
}

/// Asks for a role, makes the link and shows it.
#[component]
pub(crate) fn InviteDialog(props: &Props) -> Html {
    let engagement = props.engagement;
    let role = use_state(|| Role::Editor);
    let key = Some(MakeInvite::key_of(engagement));
    let making = use_action_with(ActionOptions::<MakeInvite> { key, begins_anew: true, ..ActionOptions::default() });
    // The button that had the focus goes, and the link is what is wanted next.
    use_effect_with(making.output().is_some(), |is_made| {
        if *is_made {
            browser::focus_soon(".invite-dialog .invite-link".into());
        }
    });
    let onsubmit = {
        let (role, making) = (role.clone(), making.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            drop(making.run_once(MakeInvite { engagement, role: *role }));
        })
    };
    let on_choice = {
        let role = role.clone();
        Callback::from(move |name: String| role.set(Role::named(&name).unwrap_or(Role::Editor)))
    };
    let options: Vec<_> =
        [(Role::Viewer, t::invite_viewer()), (Role::Editor, t::invite_editor()), (Role::Admin, t::invite_admin())]
            .map(|(role, words)| (role.name().into(), words.into()))
            .to_vec();
    let body = match making.output() {
        Some(invite) => link(&(invite.address() + &props.to.query())),
        None => html! {
            <form {onsubmit}>
                <label for="invite-role">{ t::invite_as_role() }</label>
                <Select id="invite-role" name="role" {options} value={role.name()} {on_choice} />
                if let Some(error) = making.error() {
                    <p class="form-error" role="alert">{ words(&Failure::from(&**error)) }</p>
                }
                <div class="dialog-actions">
                    <button type="submit" class="primary" disabled={making.is_running()}>{ t::make_link() }</button>
                </div>
            </form>
        },
    };
    html! {
        <Dialog class="invite-dialog" title={t::invite_someone()} on_close={props.on_close.clone()}>{ body }</Dialog>
    }
}

fn words(failure: &Failure) -> String {
    match failure {
        Failure::Unreachable | Failure::Foreign(_) => t::invite_offline().into(),
        refused => refused.words(),
    }
}

fn link(address: &str) -> Html {
    let onfocus = |event: FocusEvent| event.target_unchecked_into::<HtmlInputElement>().select();
    let copied = address.to_owned();
    html! {
        <>
            <label for="invite-link">{ t::invite_send() }</label>
            <input id="invite-link" class="invite-link" readonly={true} value={address.to_owned()} {onfocus} />
            <p class="field-hint">{ t::invite_hint() }</p>
            <div class="dialog-actions">
                <button type="button" class="primary" onclick={move |_| browser::copy(&copied)}>{ t::copy() }</button>
            </div>
        </>
    }
}
