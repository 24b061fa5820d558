//! What a record is called, and where its page is, as far as the records here tell.

use holdfast_core::{
    entity::{ChecklistItem, Comment, Engagement, Entity as _, File, Message, Project, SavedFilter, Session, Task},
    id::Id,
    record::Record,
    replica::Replica,
};

use crate::{
    route::Route,
    t,
    words::{
        operation::{self, Form},
        quoted,
    },
};

/// What a record is called within a sentence: "the task “Call the port”".
pub(crate) fn called(record: &Record) -> String {
    called_as(record, Form::The)
}

/// The same in either form.
pub(crate) fn called_as(record: &Record, form: Form) -> String {
    let noun = operation::noun(&record.kind, form);
    match operation::title_of(record).filter(|title| !title.trim().is_empty()) {
        Some(title) => t::called(noun, &quoted(title.trim())),
        None => noun.to_owned(),
    }
}

/// The page a record is on, or the nearest to it that is known here; nothing for what has no page. A deleted record is on
/// the page that it was on.
pub(crate) fn page_of(replica: &Replica, record: &Record) -> Option<Route> {
    let engagement: Id<Engagement> = Id::from_uuid(record.scope.0);
    let whole = Route::Engagement { engagement };
    let on_task = |id: Id<Task>| match replica.entity(id) {
        Some(task) => Route::Task { engagement, project: task.project, task: id },
        None => whole.clone(),
    };
    match record.kind.name() {
        Task::KIND if record.deleted => {
            let project = Task::read(record).project;
            Some(replica.live(project.record()).map_or(whole, |_| Route::Project { engagement, project }))
        }
        Task::KIND => Some(on_task(record.id.into())),
        Project::KIND if record.deleted => Some(whole),
        Project::KIND => Some(Route::Project { engagement, project: record.id.into() }),
        SavedFilter::KIND => {
            let project = SavedFilter::read(record).project;
            Some(replica.live(project.record()).map_or(whole, |_| Route::Project { engagement, project }))
        }
        Session::KIND if record.deleted => Some(Route::Sessions { engagement }),
        Session::KIND => Some(Route::Session { engagement, session: record.id.into() }),
        Message::KIND | File::KIND => {
            let session = match record.kind.name() {
                Message::KIND => Message::read(record).session,
                _ => File::read(record).session,
            };
            let is_here = replica.live(session.record()).is_some();
            Some(if is_here { Route::Session { engagement, session } } else { Route::Sessions { engagement } })
        }
        Comment::KIND => Some(on_task(Comment::read(record).task)),
        ChecklistItem::KIND => Some(on_task(ChecklistItem::read(record).task)),
        Engagement::KIND if record.deleted => None,
        Engagement::KIND => Some(whole),
        _ => None,
    }
}
