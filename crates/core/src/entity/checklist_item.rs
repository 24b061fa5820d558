use super::{FieldType, Home, Rights, Task, entity};
use crate::{id::Id, order::OrderKey};

entity! {
    /// A step of a task. A record of its own, so that two people ticking different steps never meet.
    pub struct ChecklistItem("checklist_item") lives in Home::Engagement, rights Rights::EDITOR;
    /// The task.
    TASK task: Id<Task> = FieldType::Ref { kind: "task" },
    /// What is to be done.
    TITLE title: String = FieldType::LINE,
    /// The checklist it stands in, where it has a name of its own; else empty.
    LIST list: String = FieldType::Text { max: 500, required: false },
    /// Whether it is done.
    DONE done: bool = FieldType::Flag,
    /// Its place in the task's list.
    ORDER order: OrderKey = FieldType::Order,
}
