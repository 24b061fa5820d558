//! A session's own page: what it is about, who takes part, and for whoever may, its settings.

use std::rc::Rc;

use holdfast_core::{
    entity::{Engagement, Session, SessionState},
    flags::Flag,
    id::Id,
};
use yew::prelude::*;
use yew_router::prelude::*;

use super::{
    card,
    deeds::use_deeds,
    editor::Editor,
    files::Files,
    menu::SessionMenu,
    over::over,
    people::People,
    room::{Chat, HereLine, InRoom},
};
use crate::{
    browser,
    components::{Crumb, Heading, conflict_mark, conflicts_of, mark_dot, markdown, skeleton},
    hooks::{use_flag, use_now, use_record, use_records},
    pages::NotFoundPage,
    parts::{Drawn, Later},
    route::Route,
    sessions::Line,
    t,
    words::time,
};

/// Properties of [`SessionPage`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) engagement: Id<Engagement>,
    pub(crate) session: Id<Session>,
}

/// The page.
#[component]
pub(crate) fn SessionPage(props: &Props) -> Html {
    let Props { engagement, session: id } = *props;
    let above = use_record(engagement);
    let loaded = use_records(|records| records.is_loaded());
    let line = use_records(move |records| {
        records.read(|replica| {
            // What a person may do is their role in the engagement of the address.
            let is_of_it = replica.live(id.record()).is_some_and(|record| record.scope == engagement.scope());
            Line::read(replica, id).filter(|_| is_of_it)
        })
    });
    let navigator = use_navigator();
    let (mark, conflicts) = use_records(move |records| {
        records.read(|replica| (Some(replica.mark(id.record())), conflicts_of(replica, id.record())))
    });
    let now = use_now();
    let has_code = use_flag(Flag::Code);
    let (deeds, shows) = use_deeds(engagement);
    let Some(line) = line.filter(|_| above.is_some()) else {
        return if loaded {
            html! { <NotFoundPage /> }
        } else {
            skeleton()
        };
    };
    let crumbs = vec![
        Crumb { name: t::engagements().into(), to: Route::Engagements },
        Crumb {
            name: above.map_or_else(|| t::engagement().into(), |above| above.name.into()),
            to: Route::Engagement { engagement },
        },
        Crumb { name: t::sessions().into(), to: deeds.hub() },
    ];
    let on_leave = {
        let (deeds, line) = (deeds.clone(), Rc::clone(&line));
        Callback::from(move |_: MouseEvent| {
            deeds.leave(&line);
            browser::focus_soon_if_lost(".session-page :is(.session-join:enabled, .session-share)".into());
        })
    };
    let on_share = {
        let deeds = deeds.clone();
        Callback::from(move |_: MouseEvent| deeds.share(id))
    };
    // There is nothing here any more; taken back, it is where it was.
    let on_deleted = {
        let hub = deeds.hub();
        Callback::from(move |_| {
            if let Some(navigator) = &navigator {
                navigator.replace(&hub);
            }
        })
    };
    let host = line.host.to_string();
    let session = &line.session;
    html! {
        <InRoom {engagement} session={id}>
        <div class="session-page" data-record={id.to_string()}>
            <Heading title={session.name.clone()} {crumbs}>
                { for mark.map(mark_dot) }
                { conflict_mark(conflicts) }
                { card::star(&deeds, &line) }
                { card::more(&line, &Callback::noop()) }
                if deeds.takes_part(&line) {
                    <button type="button" class="session-leave" onclick={on_leave}>{ t::leave() }</button>
                } else if session.state != SessionState::Archived {
                    { card::join(&deeds, &line) }
                }
                <button type="button" class="session-share" onclick={on_share}>{ t::session_share() }</button>
            </Heading>
            <HereLine me={deeds.me} names={deeds.names.clone()} />
            <div class="columns">
                <section class="session-told">
                    <p class="session-facts">{ card::state(&line) }{ for session.tags.iter().map(|tag| html! { <span class="tag" key={tag.clone()}>{ tag }</span> }) }</p>
                    <p class="none">{ t::session_made_by(deeds.names.of(&host), &time::ago(line.made_at, now)) }</p>
                    if !session.description.trim().is_empty() {
                        { markdown(&session.description) }
                    }
                    <Files deeds={deeds.clone()} session={id} />
                    if has_code {
                        <Later key={id.to_string()} drawn={Drawn::Code(engagement, id)} />
                    }
                    if deeds.may_host(line.host) {
                        <h2 id="session-settings">{ t::session_settings() }</h2>
                        <Editor deeds={deeds.clone()} line={Some(Rc::clone(&line))} on_done={Callback::noop()} />
                    }
                </section>
                <div class="session-aside">
                    <section aria-labelledby="session-people">
                    <h2 id="session-people">{ t::session_people(session.participants.len(), usize::try_from(session.seats).unwrap_or_default()) }</h2>
                    <People deeds={deeds.clone()} line={Rc::clone(&line)} />
                    </section>
                    <Chat key={id.to_string()} deeds={deeds.clone()} session={id} />
                </div>
            </div>
            <SessionMenu deeds={deeds.clone()} of={Some(Rc::clone(&line))} is_here={true} />
            { over(&deeds, shows, &on_deleted) }
        </div>
        </InRoom>
    }
}
