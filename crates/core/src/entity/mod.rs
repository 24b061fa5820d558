//! The kinds of record. A kind is one file beside this one and one line in the [`entities!`] list below: a typed struct,
//! its fields with their types and limits, and who may write it. Storage, sync and merge work from the descriptions alone.

mod checklist_item;
mod choice;
mod comment;
mod conflict;
mod engagement;
mod field;
mod file;
mod flaw;
mod membership;
mod message;
mod person;
mod preferences;
mod project;
mod saved_filter;
mod schema;
mod session;
mod task;

pub use checklist_item::ChecklistItem;
pub use comment::Comment;
pub use conflict::{Conflict, Resolution};
pub use engagement::Engagement;
pub use field::{FieldValue, People, Tags};
pub use file::File;
pub use flaw::{Flaw, Invalid, Wrong};
pub use membership::Membership;
pub use message::Message;
pub use person::Person;
pub use preferences::Preferences;
pub use project::Project;
pub use saved_filter::SavedFilter;
pub use schema::{FieldSchema, FieldType, Home, KindSchema, MEMBERS, Policy, Rights, is_blob_name, schema_of};
pub use session::{Session, SessionState};
pub use task::{Priority, Status, Task};

use crate::{
    id::{Id, ScopeId},
    operation::{Action, Edit},
    record::{Kind, Record},
};

/// A typed view of one kind of record.
pub trait Entity: Sized {
    /// The kind's name, as stored and sent.
    const KIND: &'static str;
    /// Its description.
    const SCHEMA: KindSchema;

    /// Reads a record of this kind; fields that were never set read as their type's empty value.
    fn read(record: &Record) -> Self;

    /// The fields, as a create operation sends them.
    fn fields(&self) -> std::collections::BTreeMap<crate::value::FieldName, crate::value::Value>;

    /// The edit that makes this entity.
    fn create(&self, scope: ScopeId, id: Id<Self>) -> Edit {
        Edit { scope, kind: Kind::new(Self::KIND), id: id.record(), action: Action::Create(self.fields()) }
    }
}

/// Declares one kind: `CONSTANT field: Type = FieldType`, in the order forms show them.
macro_rules! entity {
    (
        $(#[$doc:meta])*
        pub struct $name:ident($kind:literal) lives in $home:expr, rights $rights:expr;
        $($(#[$field_doc:meta])* $constant:ident $field:ident: $type:ty = $field_type:expr,)+
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)+
        }

        impl $name {
            $(
                #[doc = concat!("The name of the field `", stringify!($field), "`.")]
                pub const $constant: &'static str = stringify!($field);
            )+
        }

        impl $crate::entity::Entity for $name {
            const KIND: &'static str = $kind;
            const SCHEMA: $crate::entity::KindSchema = $crate::entity::KindSchema {
                name: $kind,
                home: $home,
                rights: $rights,
                fields: &[$($crate::entity::FieldSchema { name: stringify!($field), field_type: $field_type },)+],
            };

            fn read(record: &$crate::record::Record) -> Self {
                Self { $($field: $crate::entity::FieldValue::read(record.value(stringify!($field))),)+ }
            }

            fn fields(&self) -> std::collections::BTreeMap<$crate::value::FieldName, $crate::value::Value> {
                Self::SCHEMA.told(std::collections::BTreeMap::from([
                    $((
                        smol_str::SmolStr::new_static(stringify!($field)),
                        $crate::entity::FieldValue::write(&self.$field),
                    ),)+
                ]))
            }
        }
    };
}
pub(crate) use entity;

/// The list of kinds.
macro_rules! entities {
    ($($name:ident),+ $(,)?) => {
        /// Every kind this build knows.
        pub const KINDS: &[KindSchema] = &[$(<$name as Entity>::SCHEMA),+];
    };
}

entities! {
    Person,
    Engagement,
    Membership,
    Project,
    Task,
    ChecklistItem,
    Comment,
    Conflict,
    SavedFilter,
    Session,
    Message,
    File,
    Preferences,
}

#[cfg(test)]
mod tests {
    use super::{FieldType, KINDS, schema_of};
    use crate::record::Kind;

    #[test]
    fn names_are_unique_and_references_name_a_kind() {
        for schema in KINDS {
            assert_eq!(KINDS.iter().filter(|other| other.name == schema.name).count(), 1, "{}", schema.name);
            for field in schema.fields {
                if let FieldType::Places { of } = field.field_type {
                    let seats = schema.field(of).map(|field| field.field_type);
                    assert!(matches!(seats, Some(FieldType::Number { .. })), "{}.{} → {of}", schema.name, field.name);
                }
                if let FieldType::Ref { kind } | FieldType::Under { kind } = field.field_type {
                    assert!(KINDS.iter().any(|other| other.name == kind), "{}.{} → {kind}", schema.name, field.name);
                }
            }
        }
        assert!(schema_of(&Kind::new("nothing")).is_none());
    }
}
