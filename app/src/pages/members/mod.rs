//! Who is in an engagement, and what they may do there.

mod remove;
mod row;
mod rows;

use holdfast_core::{entity::Engagement, id::Id, role::Role, status::Link};
use holdfast_query::hooks::use_query;
use yew::prelude::*;

use super::NotFoundPage;
use crate::{
    api::Failure,
    components::{AsOf, Crumb, Heading, InviteDialog, skeleton},
    hooks::{use_members, use_record, use_records, use_role, use_session},
    queries::Members,
    route::Route,
    t,
};

/// Properties of [`MembersPage`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) engagement: Id<Engagement>,
}

/// The people of an engagement. Names and roles are the replica's and always here; the rest is the server's.
#[component]
pub(crate) fn MembersPage(props: &Props) -> Html {
    let engagement = props.engagement;
    let entity = use_record(engagement);
    let loaded = use_records(|records| records.is_loaded());
    let is_online = use_records(|records| records.link() != Link::Down);
    let here = use_members(engagement);
    let own = use_role(engagement);
    let me = use_session().account().id;
    let inviting = use_state(|| false);
    let members = use_query(Members { engagement });
    let Some(entity) = entity else {
        return if loaded {
            html! { <NotFoundPage /> }
        } else {
            skeleton()
        };
    };
    let rows = rows::rows(&here, members.data().map(|told| &told[..]));
    let owners = rows.iter().filter(|row| row.role == Role::Owner).count();
    let failure = members.error().map(|error| AttrValue::from(Failure::from(&**error).words()));
    let on_retry = {
        let members = members.clone();
        Callback::from(move |()| members.refetch())
    };
    let show = |show: bool| {
        let inviting = inviting.clone();
        move || inviting.set(show)
    };
    let (open, close) = (show(true), show(false));
    let crumbs = vec![
        Crumb { name: t::engagements().into(), to: Route::Engagements },
        Crumb { name: entity.name.clone().into(), to: Route::Engagement { engagement } },
    ];
    let body = match rows.is_empty() {
        true if members.is_loading() && !members.is_paused() => skeleton(),
        true => html! { <p class="none">{ t::members_later() }</p> },
        false => html! {
            <ul class="member-rows">
                { for rows.iter().map(|row| html! {
                    <row::MemberRow
                        key={row.person.to_string()}
                        {engagement}
                        name={entity.name.clone()}
                        row={row.clone()}
                        rights={rows::rights(own, me, row, owners)}
                        is_me={row.person == me}
                        {is_online}
                        is_awaited={members.is_fetching() && !members.is_paused()}
                    />
                }) }
            </ul>
        },
    };
    html! {
        <div class="members-page">
            <Heading title={t::members()} {crumbs}>
                if own >= Some(Role::Admin) && !rows.is_empty() {
                    <button type="button" class="invite" onclick={move |_| open()}>{ t::invite() }</button>
                }
            </Heading>
            <AsOf updated_at={members.updated_at} {failure} {on_retry} />
            { body }
            if *inviting {
                <InviteDialog {engagement} on_close={Callback::from(move |()| close())} />
            }
        </div>
    }
}
