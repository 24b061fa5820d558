//! An engagement's people, in short.

use holdfast_core::{entity::Engagement, id::Id, role::Role};
use yew::prelude::*;
use yew_router::prelude::*;

use super::{avatar, badge};
use crate::{
    hooks::{use_members, use_role, use_session},
    parts::{Drawn, Later},
    route::Route,
    t,
    words::choice,
};

/// Properties of [`Members`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) engagement: Id<Engagement>,
}

/// The members with their roles, for admins a way to invite more, and the way to all about them.
#[component]
pub(crate) fn Members(props: &Props) -> Html {
    let engagement = props.engagement;
    let members = use_members(engagement);
    let role = use_role(engagement);
    let me = use_session().account().id;
    let inviting = use_state(|| false);
    let show = {
        let inviting = inviting.clone();
        Callback::from(move |shown: bool| inviting.set(shown))
    };
    html! {
        <section class="members" aria-labelledby="members-heading">
            <h2 id="members-heading">{ t::members() }</h2>
            if members.is_empty() {
                <p class="none">{ t::members_later() }</p>
            }
            <ul class="member-list">
                { for members.iter().map(|member| html! {
                    <li key={member.person.to_string()} class="member">
                        { avatar(&member.name) }
                        <span class="member-name">{ &member.name }{ if member.person == me { t::you_mark() } else { "" } }</span>
                        { badge(choice::role(member.role)) }
                    </li>
                }) }
            </ul>
            if !members.is_empty() {
                <div class="member-actions">
                    if role >= Some(Role::Admin) {
                        <button type="button" class="invite" onclick={show.reform(|_: MouseEvent| true)}>{ t::invite() }</button>
                    }
                    <Link<Route> to={Route::Members { engagement }} classes="button members-open">{ t::members_all() }</Link<Route>>
                </div>
            }
            if *inviting {
                <Later drawn={Drawn::Invite(engagement, show.reform(|()| false))} on_open={show} />
            }
        </section>
    }
}
