use super::{FieldType, Home, Rights, entity};

entity! {
    /// A person with an account here. Their own scope holds it; in an engagement they appear as a membership.
    pub struct Person("person") lives in Home::Person, rights Rights::Server;
    /// What others call them.
    NAME name: String = FieldType::LINE,
    /// The address they sign in with.
    EMAIL email: String = FieldType::LINE,
}
