use super::{FieldType, Home, Rights, Session, entity};
use crate::{id::Id, role::Role};

entity! {
    /// Something said in a session's room. The record says who made it and when. Whoever is in the engagement may say something,
    /// also a viewer: they take part in sessions too.
    pub struct Message("message") lives in Home::Engagement, rights Rights::Author { least: Role::Viewer };
    /// The session.
    SESSION session: Id<Session> = FieldType::Ref { kind: "session" },
    /// What was said.
    TEXT text: String = Message::WORDS,
    /// For a message that was read in, the name of whoever said it where it came from; else empty.
    SAID_BY said_by: String = FieldType::Text { max: 500, required: false },
    /// For a message that was read in, when it was said, in milliseconds; else nothing.
    SAID_AT said_at: Option<i64> = FieldType::Time,
}

impl Message {
    /// What may be said at once.
    pub const WORDS: FieldType = FieldType::Prose { max: 50_000, required: true };
}
