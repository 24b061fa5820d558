use super::{FieldType, Home, Project, Rights, entity};
use crate::id::Id;

entity! {
    /// A way of looking at a project's tasks that somebody gave a name, for everyone in the project.
    pub struct SavedFilter("saved_filter") lives in Home::Engagement, rights Rights::EDITOR;
    /// The project.
    PROJECT project: Id<Project> = FieldType::Ref { kind: "project" },
    /// What it is called.
    NAME name: String = FieldType::LINE,
    /// The query of the address that shows it. Another query is another filter, so nobody's link changes under them.
    QUERY query: String = FieldType::Fixed,
}
