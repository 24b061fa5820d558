use uuid::{Uuid, Version};

use super::{FieldType, Home, Rights, choice::choice, entity};
use crate::{
    id::{Id, OpId, PersonId, RecordId},
    value::Value,
};

entity! {
    /// Two edits of one field that did not know of each other, or an edit of what had been deleted: for people to settle
    /// ([`crate::conflict`]). The merge makes it; what stood in the field stays there until then.
    pub struct Conflict("conflict") lives in Home::Engagement, rights Rights::Raised;
    /// The record.
    OF of: RecordId = FieldType::Link,
    /// Its kind.
    OF_KIND of_kind: String = FieldType::Fixed,
    /// The field; empty for the whole record, which was edited after it had been deleted.
    FIELD field: String = FieldType::Fixed,
    /// What both began from, as far as the second author had seen it; nothing if that was not kept.
    BASE base: Value = FieldType::Fixed,
    /// What the edit that came second asked for; for a whole record, the JSON text of its changes.
    MINE mine: Value = FieldType::Fixed,
    /// What the edit that came first had written; nothing for a whole record.
    THEIRS theirs: Value = FieldType::Fixed,
    /// Who made the second edit.
    MINE_BY mine_by: PersonId = FieldType::Fixed,
    /// Who made the first, or deleted the record, while the log still tells.
    THEIRS_BY theirs_by: Option<PersonId> = FieldType::Fixed,
    /// When the second edit was made, by its author's clock, in milliseconds.
    MINE_AT mine_at: i64 = FieldType::Fixed,
    /// When the first was made, likewise, while the log still tells.
    THEIRS_AT theirs_at: Option<i64> = FieldType::Fixed,
    /// How it was settled.
    RESOLUTION resolution: Resolution = FieldType::Choice(Resolution::NAMES),
}

choice! {
    /// How a conflict was settled.
    Resolution, empty Open;
    /// It is not yet.
    Open = "open", "Open";
    /// For the edit that came second.
    Mine = "mine", "Mine";
    /// For what was there.
    Theirs = "theirs", "Theirs";
    /// For words made of both.
    Combined = "combined", "Combined";
}

impl Conflict {
    /// The id of the conflict that an operation raises about a field (or, by an empty name, about the whole record). It can
    /// be worked out by anyone, so it is of the version that no client may make records with, as a membership's.
    pub fn id_of(op: OpId, field: &str) -> Id<Self> {
        let derived = Uuid::new_v5(&op.0, field.as_bytes());
        let reserved = uuid::Builder::from_bytes(*derived.as_bytes()).with_version(Version::Custom);
        Id::from_uuid(reserved.into_uuid())
    }
}
