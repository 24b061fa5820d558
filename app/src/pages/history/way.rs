//! What is known here of the record whose history is shown: its name, the way back to it, and edits still on their way.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::{
    entity::{ChecklistItem, Comment, Engagement, Entity as _, File, Message, Project, Session, Task},
    id::{Id, RecordId},
    record::{Kind, Record},
    replica::{Mark, Replica},
    value::Value,
    wire::remote::HistoryEntry,
};

use crate::{
    components::Crumb,
    route::Route,
    t,
    words::{operation, quoted},
};

/// What is known here of a record.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Known {
    /// What it is, if it is here.
    pub(super) kind: Option<Kind>,
    /// The page's name.
    pub(super) title: String,
    /// The way to it.
    pub(super) crumbs: Vec<Crumb>,
    /// Whether it is here as deleted.
    pub(super) deleted: bool,
    /// How many edits of it have not been done by the server.
    pub(super) unsent: usize,
    /// How many of them were refused.
    pub(super) refused: usize,
}

/// What a replica knows of a record, tombstones included: a deleted record has a history too.
pub(super) fn known(replica: &Replica, engagement: Id<Engagement>, id: RecordId) -> Known {
    let record = replica.seen(id);
    let title = match record {
        Some(record) => {
            let noun = operation::noun(&record.kind, operation::Form::The);
            let name = operation::title_of(record).map(|name| t::called(noun, &quoted(name.trim())));
            t::history_of(&name.unwrap_or_else(|| noun.to_owned()))
        }
        None => t::history().into(),
    };
    let pending = |is: fn(Mark) -> bool| {
        // Most records have nothing pending, and the outbox may be long.
        let all = (replica.mark(id) != Mark::Synced).then(|| replica.pending());
        all.into_iter().flatten().filter(|(_, pending)| pending.operation.id == id && is(pending.mark())).count()
    };
    Known {
        kind: record.map(|record| record.kind.clone()),
        title,
        crumbs: crumbs(replica, engagement, record.map(AsRef::as_ref)),
        deleted: record.is_some_and(|record| record.deleted),
        unsent: pending(|mark| matches!(mark, Mark::Saving | Mark::Waiting)),
        refused: pending(|mark| mark == Mark::Dead),
    }
}

fn crumbs(replica: &Replica, engagement: Id<Engagement>, record: Option<&Record>) -> Vec<Crumb> {
    let name = replica.entity(engagement).map_or_else(|| t::engagement().into(), |engagement| engagement.name);
    let mut crumbs = vec![
        Crumb { name: t::engagements().into(), to: Route::Engagements },
        Crumb { name: name.into(), to: Route::Engagement { engagement } },
    ];
    let Some(record) = record else { return crumbs };
    let (project, task) = match record.kind.name() {
        Session::KIND => return to_session(replica, engagement, Id::from(record.id), crumbs),
        Message::KIND => return to_session(replica, engagement, Message::read(record).session, crumbs),
        File::KIND => return to_session(replica, engagement, File::read(record).session, crumbs),
        Project::KIND => (Some(Id::<Project>::from(record.id)), None),
        Task::KIND => (Some(Task::read(record).project), Some(Id::<Task>::from(record.id))),
        ChecklistItem::KIND => under(replica, ChecklistItem::read(record).task),
        Comment::KIND => under(replica, Comment::read(record).task),
        _ => (None, None),
    };
    let Some(project) = project else { return crumbs };
    if let Some(entity) = replica.entity(project) {
        crumbs.push(Crumb { name: entity.name.into(), to: Route::Project { engagement, project } });
    }
    if let Some((task, entity)) = task.and_then(|task| Some((task, replica.entity(task)?))) {
        crumbs.push(Crumb { name: quoted(&entity.title).into(), to: Route::Task { engagement, project, task } });
    }
    crumbs
}

/// On to a session's page, by way of the hub.
fn to_session(
    replica: &Replica,
    engagement: Id<Engagement>,
    session: Id<Session>,
    mut crumbs: Vec<Crumb>,
) -> Vec<Crumb> {
    crumbs.push(Crumb { name: t::sessions().into(), to: Route::Sessions { engagement } });
    if let Some(entity) = replica.entity(session) {
        crumbs.push(Crumb { name: quoted(&entity.name).into(), to: Route::Session { engagement, session } });
    }
    crumbs
}

/// The tasks that entries name as what a task was a part of.
pub(super) fn wholes<'a>(entries: impl Iterator<Item = &'a HistoryEntry>) -> BTreeSet<RecordId> {
    let named = entries.flat_map(|entry| {
        let write = entry.fields.get(Task::PARENT);
        let values = write.map(|write| &write.value).into_iter().chain(write.and_then(|write| write.before.as_ref()));
        values.chain(entry.lost.get(Task::PARENT))
    });
    named.filter_map(|value| value.as_text()?.parse().ok()).collect()
}

/// What tasks are called, by the text of their ids, as far as they are here.
pub(super) fn titles(replica: &Replica, tasks: &BTreeSet<RecordId>) -> BTreeMap<String, String> {
    let title = |id: &RecordId| {
        let title = replica.seen(*id)?.value(Task::TITLE).and_then(Value::as_text)?;
        Some((id.to_string(), title.to_owned()))
    };
    tasks.iter().filter_map(title).collect()
}

/// The task that something belongs to, and its project.
fn under(replica: &Replica, task: Id<Task>) -> (Option<Id<Project>>, Option<Id<Task>>) {
    (replica.entity(task).map(|entity| entity.project), Some(task))
}
