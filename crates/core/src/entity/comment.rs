use super::{FieldType, Home, Rights, Task, entity};
use crate::{id::Id, role::Role};

entity! {
    /// Something said about a task. The record says who made it and when.
    pub struct Comment("comment") lives in Home::Engagement, rights Rights::Author { least: Role::Editor };
    /// The task.
    TASK task: Id<Task> = FieldType::Ref { kind: "task" },
    /// What was said.
    TEXT text: String = FieldType::Prose { max: 50_000, required: true },
    /// For an imported comment, the name of whoever said it where it came from; else empty.
    SAID_BY said_by: String = FieldType::Text { max: 500, required: false },
    /// For an imported comment, when it was said, in milliseconds; else nothing.
    SAID_AT said_at: Option<i64> = FieldType::Time,
}
