//! An engagement as a file, to be read in elsewhere: on another server, or beside the first.
//!
//! The file holds what the engagement is, not how it came about: every record with its fields, who made it and when, and the
//! names of the people it speaks of. Files of sessions are not in it, as their bytes are too many for it. Who is in the engagement stays behind: whoever reads it in owns it, and invites others.
//! Read in and written out again on another server, by its operator, it is the same file. Where the server has one of its
//! records already, all get ids of their own; and whoever reads a file in over the network answers for what it says.

mod authors;
mod export;
mod import;

pub(crate) use export::export;
pub(crate) use import::{Authors, ImportError, import};

use std::collections::BTreeMap;

use holdfast_core::{
    Millis,
    entity::{FieldSchema, FieldType, schema_of},
    id::{PersonId, RecordId, ScopeId},
    record::Kind,
    value::{FieldName, Value},
};
use serde::{Deserialize, Serialize};

/// The version of the file's form.
pub(crate) const FORM: u16 = 1;

/// The file, as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct File {
    /// [`FORM`]: what tells such a file from others.
    pub(crate) holdfast_export: u16,
    /// The engagement it first was.
    pub(crate) origin: ScopeId,
    /// The engagement's own fields.
    pub(crate) engagement: BTreeMap<FieldName, Value>,
    /// Whoever the records speak of, by id.
    pub(crate) people: Vec<Named>,
    /// The records, by id.
    pub(crate) records: Vec<Item>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Named {
    /// Who, on the server it first was on.
    pub(crate) id: PersonId,
    /// What others called them.
    pub(crate) name: String,
}

/// A record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Item {
    /// What it is.
    pub(crate) kind: Kind,
    /// Which.
    pub(crate) id: RecordId,
    /// Whether it is a tombstone, which can be restored.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) deleted: bool,
    /// Who made it.
    pub(crate) created_by: PersonId,
    /// When the server it first was on took it.
    pub(crate) created_at: Millis,
    /// Its fields.
    pub(crate) fields: BTreeMap<FieldName, Value>,
}

impl Item {
    /// The fields that name a record which must be there before this one.
    fn references(&self) -> impl Iterator<Item = (&'static FieldSchema, RecordId)> {
        let fields = schema_of(&self.kind).map(|schema| schema.fields).unwrap_or_default();
        let refers = |field_type: FieldType| matches!(field_type, FieldType::Ref { .. } | FieldType::Under { .. });
        let fields = fields.iter().filter(move |field| refers(field.field_type));
        fields.filter_map(|field| Some((field, self.fields.get(field.name)?.as_text()?.parse().ok()?)))
    }

    /// Names records otherwise, wherever the record refers to them: `None` for those whose names stay.
    fn rename(&mut self, renamed: impl Fn(RecordId) -> Option<RecordId>) {
        for field in schema_of(&self.kind).map(|schema| schema.fields).unwrap_or_default() {
            let names = matches!(field.field_type, FieldType::Ref { .. } | FieldType::Link | FieldType::Under { .. });
            if let Some(Value::Text(text)) = self.fields.get_mut(field.name).filter(|_| names)
                && let Some(to) = text.parse().ok().and_then(&renamed)
            {
                *text = to.to_string();
            }
        }
    }
}
