use uuid::{Uuid, Version};

use super::{FieldType, Home, Rights, choice::choice, entity};
use crate::{
    id::{Id, OpId, PersonId, RecordId},
    record::Seq,
    value::Value,
};

entity! {
    /// Two edits of one field that did not know of each other, or a deletion and an edit that did not: for people to settle
    /// ([`crate::conflict`]). The merge makes it; what stood in the field stays there until then.
    pub struct Conflict("conflict") lives in Home::Engagement, rights Rights::Raised;
    /// The record.
    OF of: RecordId = FieldType::Link,
    /// Its kind.
    OF_KIND of_kind: String = FieldType::Fixed,
    /// The field; empty for the whole record, which was deleted while somebody edited it or added to it.
    FIELD field: String = FieldType::Fixed,
    /// What both began from, as far as the second author had seen it; nothing if that was not kept.
    BASE base: Value = FieldType::Fixed,
    /// What the edit that came second asked for; for a whole record, the JSON text of the changes that its deletion met, none
    /// where something was added to it.
    MINE mine: Value = FieldType::Fixed,
    /// What the edit that came first had written; nothing for a whole record.
    THEIRS theirs: Value = FieldType::Fixed,
    /// Who made the second edit; for a whole record, the edit that its deletion met.
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
        Self::reserved(Uuid::new_v5(&op.0, field.as_bytes()))
    }

    /// The id of the one conflict about all that was added to a record after that effect had deleted it, likewise.
    pub fn id_of_deletion(record: RecordId, deletion: Seq) -> Id<Self> {
        Self::reserved(Uuid::new_v5(&record.0, format!("deleted by {}", deletion.0).as_bytes()))
    }

    fn reserved(derived: Uuid) -> Id<Self> {
        Id::from_uuid(uuid::Builder::from_bytes(*derived.as_bytes()).with_version(Version::Custom).into_uuid())
    }
}
