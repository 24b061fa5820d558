//! Collecting what is exported from a replica, as its reader sees it.

use super::document::{self, Document, FORMAT, VERSION};
use crate::{
    Millis,
    date::{iso, stamp},
    entity::{ChecklistItem, Comment, Engagement, Entity, Project, Task},
    id::{Id, PersonId, RecordId},
    record::{Kind, Record},
    replica::Replica,
};

/// What to export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Every project of an engagement.
    Engagement(Id<Engagement>),
    /// One project.
    Project(Id<Project>),
}

/// Finds a person's name; a person it does not know stays an id.
pub type Names<'a> = dyn Fn(PersonId) -> Option<String> + 'a;

/// Collects an export, made at a time. `None` if what it asks for is not in the replica.
pub fn document(replica: &Replica, what: What, names: &Names<'_>, now: Millis) -> Option<Document> {
    let (scope, projects) = match what {
        What::Engagement(id) => {
            replica.live(id.record())?;
            let kind = Kind::new(Project::KIND);
            (id.scope(), in_order(replica.of_kind(&kind).filter(|record| record.scope == id.scope()), project_order))
        }
        What::Project(id) => {
            let record = replica.live(id.record()).filter(|record| record.kind.name() == Project::KIND)?;
            (record.scope, vec![(record.as_ref(), Project::read(record))])
        }
    };
    let name = replica.entity::<Engagement>(RecordId::from(scope).into()).map(|own| own.name).unwrap_or_default();
    let collector = Collector { replica, names };
    Some(Document {
        format: FORMAT.to_owned(),
        version: VERSION,
        exported_at: i64::try_from(now).ok().and_then(stamp).unwrap_or_default(),
        engagement: document::Engagement { id: scope.to_string(), name },
        projects: projects.into_iter().map(|(record, project)| collector.project(record.id, project)).collect(),
    })
}

/// The entities of records, in the order they are shown; equal places are ordered by id.
fn in_order<'a, E: Entity, K: Ord>(
    records: impl Iterator<Item = &'a std::rc::Rc<Record>>,
    place: impl Fn(&E) -> K,
) -> Vec<(&'a Record, E)> {
    let mut all: Vec<(&Record, E)> = records.map(|record| (record.as_ref(), E::read(record))).collect();
    all.sort_by_cached_key(|(record, entity)| (place(entity), record.id));
    all
}

fn project_order(project: &Project) -> crate::order::OrderKey {
    project.order.clone()
}

struct Collector<'a> {
    replica: &'a Replica,
    names: &'a Names<'a>,
}

impl Collector<'_> {
    fn project(&self, id: RecordId, project: Project) -> document::Project {
        let kind = Kind::new(Task::KIND);
        let place = |task: &Task| (task.status, task.order.clone());
        let tasks = in_order(self.replica.children(id, &kind), place);
        document::Project {
            id: id.to_string(),
            name: project.name,
            description: project.description,
            tasks: tasks.into_iter().map(|(record, task)| self.task(record, task)).collect(),
        }
    }

    fn task(&self, record: &Record, task: Task) -> document::Task {
        let (items, comments) = (Kind::new(ChecklistItem::KIND), Kind::new(Comment::KIND));
        let steps = in_order(self.replica.children(record.id, &items), |item: &ChecklistItem| item.order.clone());
        let comments = self.replica.children(record.id, &comments);
        let mut comments: Vec<_> = comments.map(|record| self.comment(record)).collect();
        comments.sort_by_key(|(place, _)| *place);
        document::Task {
            id: record.id.to_string(),
            // Of one that is gone, nobody sees that it was.
            parent: task.parent.filter(|id| self.replica.live(id.record()).is_some()).map(|id| id.to_string()),
            title: task.title,
            description: task.description,
            status: task.status.name().to_owned(),
            priority: task.priority.name().to_owned(),
            due: task.due.and_then(iso),
            tags: task.tags.into_iter().collect(),
            assignees: task.assignees.into_iter().map(|person| self.person(person)).collect(),
            time_spent_seconds: task.time_spent,
            archived: task.archived,
            created_at: i64::try_from(record.created_at).ok().and_then(stamp),
            steps: steps
                .into_iter()
                .map(|(record, step)| document::Step {
                    id: record.id.to_string(),
                    title: step.title,
                    list: step.list,
                    done: step.done,
                })
                .collect(),
            comments: comments.into_iter().map(|(_, comment)| comment).collect(),
        }
    }

    /// An assignee: the text of a person's id, or a bare name.
    fn person(&self, text: String) -> document::Person {
        match text.parse::<PersonId>() {
            Ok(id) => document::Person { name: (self.names)(id).unwrap_or_else(|| text.clone()), id: Some(text) },
            Err(_) => document::Person { name: text, id: None },
        }
    }

    /// A comment and what orders it.
    fn comment(&self, record: &Record) -> ((i64, RecordId), document::Comment) {
        let comment = Comment::read(record);
        let at = comment.said_at.or_else(|| i64::try_from(record.created_at).ok());
        let by = match comment.said_by {
            by if by.is_empty() => (self.names)(record.created_by).unwrap_or_else(|| record.created_by.to_string()),
            by => by,
        };
        let out = document::Comment { id: record.id.to_string(), text: comment.text, by, at: at.and_then(stamp) };
        ((at.unwrap_or_default(), record.id), out)
    }
}
