//! An engagement's people.

use holdfast_core::{entity::Engagement, id::Id, role::Role};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Dialog, Select};
use crate::{
    api, browser,
    hooks::{Names, use_members, use_role, use_session},
};

/// Properties of [`Members`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) engagement: Id<Engagement>,
}

/// What a role is called.
pub(crate) fn role_words(role: Role) -> &'static str {
    match role {
        Role::Viewer => "Viewer",
        Role::Editor => "Editor",
        Role::Admin => "Admin",
        Role::Owner => "Owner",
    }
}

/// The members with their roles, and for admins a way to invite more.
#[component]
pub(crate) fn Members(props: &Props) -> Html {
    let engagement = props.engagement;
    let members = use_members(engagement);
    let role = use_role(engagement);
    let me = use_session().account().id;
    let inviting = use_state(|| false);
    let show = |show: bool| {
        let inviting = inviting.clone();
        move || inviting.set(show)
    };
    let (open, close) = (show(true), show(false));
    html! {
        <section class="members" aria-labelledby="members-heading">
            <h2 id="members-heading">{ "Members" }</h2>
            if members.is_empty() {
                <p class="none">{ "The members show once this engagement has reached the server." }</p>
            }
            <ul class="member-list">
                { for members.iter().map(|member| html! {
                    <li key={member.person.to_string()} class="member">
                        <span class="avatar" aria-hidden="true">{ Names::default().initials(&member.name) }</span>
                        <span class="member-name">{ &member.name }{ if member.person == me { " (you)" } else { "" } }</span>
                        <span class="role">{ role_words(member.role) }</span>
                    </li>
                }) }
            </ul>
            if role >= Some(Role::Admin) && !members.is_empty() {
                <button type="button" class="invite" onclick={move |_| open()}>{ "Invite" }</button>
            }
            if *inviting {
                <InviteDialog {engagement} on_close={Callback::from(move |()| close())} />
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct InviteProps {
    engagement: Id<Engagement>,
    on_close: Callback<()>,
}

/// How far an invitation is.
#[derive(Clone, PartialEq)]
enum Making {
    Asking,
    Waiting,
    Failed(String),
    Made(String),
}

#[component]
fn InviteDialog(props: &InviteProps) -> Html {
    let engagement = props.engagement;
    let role = use_state(|| Role::Editor);
    let making = use_state(|| Making::Asking);
    let onsubmit = {
        let (role, making) = (role.clone(), making.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            making.set(Making::Waiting);
            let (role, making) = (*role, making.clone());
            spawn_local(async move {
                making.set(match api::invite(engagement, role).await {
                    Ok(invite) => Making::Made(invite.address()),
                    Err(api::Failure::Unreachable) => Making::Failed(
                        "An invitation is made by the server, which cannot be reached. Try again once you are online."
                            .into(),
                    ),
                    Err(failure) => Making::Failed(failure.words()),
                });
            });
        })
    };
    let on_choice = {
        let role = role.clone();
        Callback::from(move |name: String| role.set(Role::named(&name).unwrap_or(Role::Editor)))
    };
    let options: Vec<_> = [
        (Role::Viewer, "Viewer: reads everything"),
        (Role::Editor, "Editor: works on projects and tasks"),
        (Role::Admin, "Admin: also invites people"),
    ]
    .map(|(role, words)| (role.name().into(), words.into()))
    .to_vec();
    html! {
        <Dialog class="invite-dialog" title="Invite someone" on_close={props.on_close.clone()}>
            if let Making::Made(link) = &*making {
                <label for="invite-link">{ "Send them this link" }</label>
                <input id="invite-link" class="invite-link" readonly={true} value={link.clone()} onfocus={|event: FocusEvent| {
                    event.target_unchecked_into::<HtmlInputElement>().select();
                }} />
                <p class="field-hint">{ "Whoever opens it and signs in joins the engagement." }</p>
                <div class="dialog-actions">
                    <button type="button" class="primary" onclick={{
                        let link = link.clone();
                        move |_| browser::copy(&link)
                    }}>{ "Copy" }</button>
                </div>
            } else {
                <form {onsubmit}>
                    <label for="invite-role">{ "They are to be" }</label>
                    <Select id="invite-role" name="role" {options} value={role.name()} {on_choice} />
                    if let Making::Failed(words) = &*making {
                        <p class="form-error" role="alert">{ words }</p>
                    }
                    <div class="dialog-actions">
                        <button type="submit" class="primary" disabled={*making == Making::Waiting}>{ "Make a link" }</button>
                    </div>
                </form>
            }
        </Dialog>
    }
}
