use holdfast_core::{entity::Engagement, id::Id, replica::Replica, status::Link as ServerLink};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    components::Heading,
    hooks::{may_edit, role_in, use_records, use_session},
    route::Route,
    t,
};

/// What is known of an address that leads nowhere.
#[derive(Clone, Copy, Default, PartialEq)]
struct Gone {
    /// The engagement it is in, which is there.
    engagement: Option<Id<Engagement>>,
    /// Whether one may add to that.
    editable: bool,
    /// Whether it led to a project that was deleted since.
    project: bool,
    /// Whether the server cannot be asked for what this device does not have.
    offline: bool,
}

/// The page of an address that leads nowhere, or nowhere any more: with the ways on that there are from where it led.
#[component]
pub(crate) fn NotFoundPage() -> Html {
    let person = use_session().account().id;
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    let gone = use_records(move |records| {
        let offline = records.link() == ServerLink::Down;
        records.read(|replica| {
            let engagement = route.engagement().filter(|id| replica.live(id.record()).is_some());
            let editable = engagement.is_some_and(|id| may_edit(role_in(replica, id, person)));
            Gone {
                engagement,
                editable,
                project: is_deleted(replica, &route),
                offline: offline && route != Route::NotFound,
            }
        })
    });
    let (title, words) = match gone {
        Gone { project: true, .. } => (t::project_gone(), t::project_gone_words()),
        Gone { offline: true, .. } => (t::not_here(), t::not_here_words()),
        _ => (t::not_found(), t::not_found_words()),
    };
    html! {
        <>
            <Heading {title} />
            <p>{ words }</p>
            <p class="next-steps">
                if let Some(engagement) = gone.engagement {
                    <Link<Route> to={Route::Engagement { engagement }} classes="button">{ t::overview_here() }</Link<Route>>
                    if gone.editable {
                        <Link<Route> to={Route::Import { engagement }} classes="button">{ t::import_tasks() }</Link<Route>>
                    }
                }
                <Link<Route> to={Route::Engagements} classes="button">{ t::your_engagements() }</Link<Route>>
            </p>
        </>
    }
}

/// Whether an address led to a project that was deleted.
fn is_deleted(replica: &Replica, route: &Route) -> bool {
    let project = match route {
        Route::Project { project, .. } | Route::Task { project, .. } => project,
        _ => return false,
    };
    replica.seen(project.record()).is_some_and(|record| record.deleted)
}
