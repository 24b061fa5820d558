use super::{FieldType, Home, People, Project, Rights, Tags, choice::choice, entity};
use crate::{id::Id, order::OrderKey};

entity! {
    /// A piece of work in a project.
    pub struct Task("task") lives in Home::Engagement, rights Rights::EDITOR;
    /// The project.
    PROJECT project: Id<Project> = FieldType::Ref { kind: "project" },
    /// The task of which it is a part, if it is a part of one.
    PARENT parent: Option<Id<Task>> = FieldType::Under { kind: "task" },
    /// What is to be done.
    TITLE title: String = FieldType::LINE,
    /// The details, in plain text.
    DESCRIPTION description: String = FieldType::PROSE,
    /// How far it is.
    STATUS status: Status = FieldType::Choice(Status::NAMES),
    /// How much it matters.
    PRIORITY priority: Priority = FieldType::Choice(Priority::NAMES),
    /// When it is due, in milliseconds since the Unix epoch, if it is.
    DUE due: Option<i64> = FieldType::Time,
    /// Labels.
    TAGS tags: Tags = FieldType::Set { max: 100 },
    /// The people whose work it is; for people known only by name where the task was imported from, that name.
    ASSIGNEES assignees: People = FieldType::Set { max: 200 },
    /// Time spent on it, in seconds.
    TIME_SPENT time_spent: i64 = FieldType::Counter,
    /// Whether it was put away: kept, but out of the lists.
    ARCHIVED archived: bool = FieldType::Flag,
    /// Its place among the tasks of its status.
    ORDER order: OrderKey = FieldType::Order,
}

choice! {
    /// How far a task is.
    Status, empty Todo;
    /// An idea for later.
    Backlog = "backlog", "Backlog";
    /// Next.
    Todo = "todo", "To do";
    /// Being worked on.
    InProgress = "in_progress", "In progress";
    /// Waiting for someone to look at it.
    InReview = "in_review", "In review";
    /// Done.
    Done = "done", "Done";
}

choice! {
    /// How much a task matters.
    Priority, empty Medium;
    /// When there is nothing else.
    Low = "low", "Low";
    /// As usual.
    Medium = "medium", "Medium";
    /// Before others.
    High = "high", "High";
    /// Now.
    Urgent = "urgent", "Urgent";
}
