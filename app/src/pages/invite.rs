use std::rc::Rc;

use holdfast_query::{
    State,
    hooks::{ActionOptions, use_action_with, use_query},
};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    actions::AcceptInvite,
    api::{Accepted, Failure, Invited},
    components::{Heading, NoAnswer, skeleton},
    hooks::use_commit,
    queries::Invitation,
    route::Landing,
    stores::Toast,
    t,
    words::choice,
};

/// Properties of [`InvitePage`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) token: String,
}

/// An invitation: what it is to, and joining.
#[component]
pub(crate) fn InvitePage(props: &Props) -> Html {
    let invitation = use_query(Invitation { token: props.token.clone() });
    let on_retry = {
        let invitation = invitation.clone();
        Callback::from(move |()| invitation.refetch())
    };
    let body = match &invitation.state {
        State::Loading if !invitation.is_paused() => skeleton(),
        State::Idle | State::Loading => {
            html! { <NoAnswer what={t::invitation_the()} failure={None::<AttrValue>} {on_retry} /> }
        }
        State::Failed(error) => match Failure::from(&**error) {
            failure if failure.is_transient() => {
                html! { <NoAnswer what={t::invitation_the()} failure={Some(AttrValue::from(failure.words()))} {on_retry} /> }
            }
            refused => html! { <p class="form-error" role="alert">{ refused.words() }</p> },
        },
        // What it says does not change: an answer that is there is good.
        State::Ready(invited) | State::Outdated(invited, _) => {
            html! { <Joining token={props.token.clone()} invited={Rc::clone(invited)} /> }
        }
    };
    html! {
        <>
            <Heading title={t::invitation()} />
            { body }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct JoiningProps {
    token: String,
    invited: Rc<Invited>,
}

#[component]
fn Joining(props: &JoiningProps) -> Html {
    let JoiningProps { token, invited } = props;
    let commit = use_commit();
    let navigator = use_navigator();
    let landing = use_location().and_then(|location| location.query::<Landing>().ok()).unwrap_or_default();
    let on_done = Callback::from(move |accepted: Rc<Accepted>| {
        commit.session().sync_now();
        let words = match accepted.already_member {
            true => t::invite_in(&accepted.engagement),
            false => t::invite_joined(&accepted.engagement),
        };
        commit.say(Toast::info(words));
        if let Some(navigator) = &navigator {
            navigator.replace(&landing.route(accepted.scope));
        }
    });
    let accept = use_action_with::<AcceptInvite>(ActionOptions {
        key: Some(AcceptInvite::key_of(token)),
        on_done: Some(on_done),
        begins_anew: true,
    });
    let onsubmit = {
        let (accept, token) = (accept.clone(), token.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            accept.run_once(AcceptInvite { token: token.clone() });
        })
    };
    html! {
        <form class="invitation" {onsubmit}>
            <p>{ t::invite_by(&invited.invited_by) }<strong>{ &invited.engagement }</strong>
                { t::invite_as(choice::role_within(invited.role)) }</p>
            if let Some(error) = accept.error() {
                <p class="form-error" role="alert">{ Failure::from(&**error).words() }</p>
            }
            <button type="submit" class="primary" disabled={accept.is_running()}>{ t::join() }</button>
        </form>
    }
}
