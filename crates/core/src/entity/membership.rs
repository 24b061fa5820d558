use uuid::{Uuid, Version};

use super::{FieldType, Home, Rights, entity};
use crate::{
    id::{Id, PersonId, ScopeId},
    role::Role,
};

entity! {
    /// A person's place in an engagement. Only the server writes it: by making an engagement or by an accepted invitation.
    pub struct Membership("membership") lives in Home::Engagement, rights Rights::Server;
    /// Who.
    PERSON person: PersonId = FieldType::Person,
    /// What they may do.
    ROLE role: Role = FieldType::Choice(&["viewer", "editor", "admin", "owner"]),
    /// What others call them.
    NAME name: String = FieldType::LINE,
}

impl Membership {
    /// The id of a person's membership in a scope: one person has one. It can be guessed, so it is of a version that no
    /// client may make records with ([`crate::authority`]): nobody can take it before its person comes.
    pub fn id_of(scope: ScopeId, person: PersonId) -> Id<Self> {
        let derived = Uuid::new_v5(&scope.0, person.to_string().as_bytes());
        let reserved = uuid::Builder::from_bytes(*derived.as_bytes()).with_version(Version::Custom);
        Id::from_uuid(reserved.into_uuid())
    }
}
