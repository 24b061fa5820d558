//! The one storage shape: every kind of record is stored, sent and merged as this.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::{
    Millis,
    effect::{Effect, Life, Write},
    entity::{FieldType, schema_of},
    id::{ClientId, PersonId, RecordId, ScopeId},
    value::{FieldName, Value},
};

/// A kind's name, as stored and sent. A name this build does not know is kept and synced, not shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Kind(pub SmolStr);

impl Kind {
    /// The kind of that name.
    pub const fn new(name: &'static str) -> Self {
        Self(SmolStr::new_static(name))
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// A place in a scope's sequence: the number of an effect, and the version of what it wrote. The first effect is 1; 0 is
/// before any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl Seq {
    /// The next place.
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// One field as stored: its value, the version that wrote it, and the client it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// The value.
    #[serde(rename = "v")]
    pub value: Value,
    /// The effect that wrote it.
    #[serde(rename = "n")]
    pub version: Seq,
    /// The client whose operation it was.
    #[serde(rename = "c")]
    pub by: ClientId,
}

/// What turned a record into a tombstone or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turned {
    /// The effect.
    #[serde(rename = "n")]
    pub version: Seq,
    /// The client whose operation it was.
    #[serde(rename = "c")]
    pub by: ClientId,
}

/// One record of any kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// What it is.
    pub kind: Kind,
    /// Which one; unique within its scope.
    pub id: RecordId,
    /// Where it lives; never changes.
    pub scope: ScopeId,
    /// The last effect that touched it; 0 while only this replica knows it.
    pub version: Seq,
    /// A tombstone keeps its fields, so that a restore brings all of them back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// What last deleted it or brought it back, if anything did (and this build or a later one recorded it).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turned: Option<Turned>,
    /// Who made it.
    pub created_by: PersonId,
    /// When, by the clock of whoever recorded it: for display.
    pub created_at: Millis,
    /// Its fields; one not there was never set.
    pub fields: BTreeMap<FieldName, Stored>,
}

impl Record {
    /// A field's value, if it was ever set.
    pub fn value(&self, field: &str) -> Option<&Value> {
        self.fields.get(field).map(|stored| &stored.value)
    }

    /// The record that it is a part of, if it is of such a kind: the first one that it names.
    pub fn part_of(&self) -> Option<RecordId> {
        let of =
            schema_of(&self.kind)?.fields.iter().find(|field| matches!(field.field_type, FieldType::Ref { .. }))?;
        self.value(of.name)?.as_text()?.parse().ok()
    }

    /// The blob it names, if it is of a kind that names one.
    pub fn blob(&self) -> Option<&str> {
        self.value(schema_of(&self.kind)?.blob_field()?)?.as_text()
    }

    /// Writes one part of an effect over this record. Replicas only ever overwrite: the merge was done by the server.
    pub fn overwrite(&mut self, effect: &Effect, write: &Write) {
        match write.life {
            Life::Created | Life::Restored => self.deleted = false,
            Life::Deleted => self.deleted = true,
            Life::Kept => {}
        }
        if matches!(write.life, Life::Deleted | Life::Restored) {
            self.turned = Some(Turned { version: effect.seq, by: effect.client });
        }
        for (field, value) in &write.fields {
            let stored = Stored { value: value.clone(), version: effect.seq, by: effect.client };
            self.fields.insert(field.clone(), stored);
        }
        self.version = effect.seq;
    }

    /// The record a `Created` write makes.
    pub fn created(effect: &Effect, write: &Write) -> Self {
        let mut record = Self {
            kind: write.kind.clone(),
            id: write.id,
            scope: effect.scope,
            version: effect.seq,
            deleted: false,
            turned: None,
            created_by: effect.author,
            created_at: effect.at,
            fields: BTreeMap::new(),
        };
        record.overwrite(effect, write);
        record
    }
}
