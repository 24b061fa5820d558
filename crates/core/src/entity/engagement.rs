use super::{FieldType, Home, Rights, entity};
use crate::role::Role;

entity! {
    /// A client, a product or a show: what a team works on together. It is a scope of its own.
    pub struct Engagement("engagement") lives in Home::EngagementRoot,
        rights Rights::Roles { create: Role::Owner, set: Role::Admin, delete: Role::Owner };
    /// Its name.
    NAME name: String = FieldType::LINE,
}
