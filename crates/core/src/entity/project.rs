use super::{FieldType, Home, Rights, entity};
use crate::order::OrderKey;

entity! {
    /// A body of work in an engagement.
    pub struct Project("project") lives in Home::Engagement, rights Rights::EDITOR;
    /// Its name.
    NAME name: String = FieldType::LINE,
    /// What it is for.
    DESCRIPTION description: String = FieldType::PROSE,
    /// Its place among the engagement's projects.
    ORDER order: OrderKey = FieldType::Order,
}
