use uuid::Uuid;

use super::{FieldType, Home, Rights, entity};
use crate::{
    id::{Id, PersonId},
    role::Role,
};

entity! {
    /// What a person likes, on whatever device they are. There is one, made by the first device that has something to keep.
    pub struct Preferences("preferences") lives in Home::Own,
        rights Rights::Roles { create: Role::Owner, set: Role::Owner, delete: Role::Owner };
    /// The ids of what they have marked to find it again.
    FAVOURITES favourites: std::collections::BTreeSet<String> = FieldType::Set { max: 36 },
    /// In which order they look at sessions; empty for the usual one.
    SESSION_ORDER session_order: String = FieldType::Text { max: 50, required: false },
}

impl Preferences {
    /// The id of a person's preferences: devices that do not know of each other make the same.
    pub fn id_of(person: PersonId) -> Id<Self> {
        Id::from_uuid(Uuid::new_v5(&person.scope().0, b"preferences"))
    }
}
