//! Where a result leads, as far as the records here tell.

use holdfast_core::{
    entity::{
        ChecklistItem, Comment, Engagement, Entity as _, File, Membership, Message, Project, SavedFilter, Session, Task,
    },
    id::Id,
    replica::Replica,
    wire::remote::SearchHit,
};

use crate::{route::Route, t, words::quoted};

/// Where a result is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// Its page, or the nearest to it that is known here.
    pub(super) to: Route,
    /// What it is and in what, the nearest first.
    pub(super) path: Vec<String>,
}

/// Where a result is; nothing for what has no page.
pub(super) fn place(replica: &Replica, hit: &SearchHit) -> Option<Place> {
    let engagement: Id<Engagement> = Id::from_uuid(hit.scope.0);
    let within = replica.entity(engagement).map(|engagement| engagement.name);
    let whole = Route::Engagement { engagement };
    let on_task = |on: fn(&str) -> String, alone: &'static str, task: Option<Id<Task>>| match task
        .and_then(|id| Some((id, replica.entity(id)?)))
    {
        Some((id, task)) => {
            (Route::Task { engagement, project: task.project, task: id }, vec![on(&quoted(&task.title))])
        }
        None => (whole.clone(), vec![alone.to_owned()]),
    };
    let (to, path) = match hit.kind.name() {
        Task::KIND => match replica.entity::<Task>(hit.id.into()) {
            Some(task) => {
                let project = replica.entity(task.project).map(|project| project.name);
                let to = Route::Task { engagement, project: task.project, task: hit.id.into() };
                (to, std::iter::once(t::task().into()).chain(project).collect())
            }
            None => (whole, vec![t::task().into()]),
        },
        Project::KIND => {
            let project: Id<Project> = hit.id.into();
            let is_here = replica.live(hit.id).is_some();
            (if is_here { Route::Project { engagement, project } } else { whole }, vec![t::project().into()])
        }
        Session::KIND => {
            let to = match replica.live(hit.id) {
                Some(_) => Route::Session { engagement, session: hit.id.into() },
                None => Route::Sessions { engagement },
            };
            (to, vec![t::session().into()])
        }
        Message::KIND => {
            let session = replica.entity::<Message>(hit.id.into()).map(|message| message.session);
            match session.and_then(|id| Some((id, replica.entity(id)?))) {
                Some((session, Session { name, .. })) => {
                    (Route::Session { engagement, session }, vec![t::message_in(&quoted(&name))])
                }
                None => (Route::Sessions { engagement }, vec![t::message().into()]),
            }
        }
        File::KIND => match replica.entity::<File>(hit.id.into()) {
            Some(File { session, .. }) => {
                let named = replica.entity(session).map(|session| session.name);
                let to = Route::Session { engagement, session };
                (to, std::iter::once(t::file_file().into()).chain(named).collect())
            }
            None => (Route::Sessions { engagement }, vec![t::file_file().into()]),
        },
        Comment::KIND => {
            on_task(t::comment_on, t::comment(), replica.entity::<Comment>(hit.id.into()).map(|comment| comment.task))
        }
        ChecklistItem::KIND => {
            on_task(t::step_of, t::step(), replica.entity::<ChecklistItem>(hit.id.into()).map(|step| step.task))
        }
        SavedFilter::KIND => match replica.entity::<SavedFilter>(hit.id.into()) {
            Some(SavedFilter { project, .. }) => {
                let named = replica.entity(project).map(|project| project.name);
                let to = Route::Project { engagement, project };
                (to, std::iter::once(t::saved_filter().into()).chain(named).collect())
            }
            None => (whole, vec![t::saved_filter().into()]),
        },
        Membership::KIND => (Route::Members { engagement }, vec![t::member().into()]),
        Engagement::KIND => return Some(Place { to: whole, path: vec![t::engagement().into()] }),
        _ => return None,
    };
    Some(Place { to, path: path.into_iter().chain(within).collect() })
}
