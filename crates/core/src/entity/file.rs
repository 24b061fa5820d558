use super::{FieldType, Home, Rights, Session, entity};
use crate::{id::Id, role::Role, wire::MAX_BLOB};

entity! {
    /// A file of a session. The record says who attached it and when; its content is a blob, which travels apart from it.
    pub struct File("file") lives in Home::Engagement, rights Rights::Author { least: Role::Editor };
    /// The session.
    SESSION session: Id<Session> = FieldType::Ref { kind: "session" },
    /// What it is called.
    NAME name: String = FieldType::LINE,
    /// How large it is, in bytes.
    SIZE size: i64 = FieldType::Number { least: 0, most: MAX_BLOB },
    /// What its author's browser took it for, as `type/subtype`; empty where it did not know.
    MEDIA_TYPE media_type: String = FieldType::Fixed,
    /// Its content.
    CONTENT content: String = FieldType::Blob,
}
