//! How Rust types are read from and written to stored values.

use std::collections::BTreeSet;

use crate::{
    id::{Id, RecordId},
    order::OrderKey,
    role::Role,
    value::Value,
};

/// A set of tags.
pub type Tags = BTreeSet<String>;

/// A set of people, by the text of their ids.
pub type People = BTreeSet<String>;

/// A type a field can have. Reading never fails: what is missing or of another shape (written by another build) reads as
/// the type's empty value, and stays as it is in the store.
pub trait FieldValue: Sized {
    /// Reads a stored value.
    fn read(value: Option<&Value>) -> Self;
    /// The value to store.
    fn write(&self) -> Value;
}

impl FieldValue for String {
    fn read(value: Option<&Value>) -> Self {
        value.and_then(Value::as_text).unwrap_or_default().to_owned()
    }

    fn write(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl FieldValue for &str {
    fn read(_: Option<&Value>) -> Self {
        ""
    }

    fn write(&self) -> Value {
        Value::Text((*self).to_owned())
    }
}

impl FieldValue for bool {
    fn read(value: Option<&Value>) -> Self {
        matches!(value, Some(Value::Flag(true)))
    }

    fn write(&self) -> Value {
        Value::Flag(*self)
    }
}

impl FieldValue for i64 {
    fn read(value: Option<&Value>) -> Self {
        match value {
            Some(Value::Int(number)) => *number,
            _ => 0,
        }
    }

    fn write(&self) -> Value {
        Value::Int(*self)
    }
}

impl FieldValue for Option<i64> {
    fn read(value: Option<&Value>) -> Self {
        match value {
            Some(Value::Int(number)) => Some(*number),
            _ => None,
        }
    }

    fn write(&self) -> Value {
        self.map_or(Value::Null, Value::Int)
    }
}

impl FieldValue for BTreeSet<String> {
    fn read(value: Option<&Value>) -> Self {
        match value {
            Some(Value::Set(set)) => set.clone(),
            _ => Self::new(),
        }
    }

    fn write(&self) -> Value {
        Value::Set(self.clone())
    }
}

impl FieldValue for OrderKey {
    fn read(value: Option<&Value>) -> Self {
        let key = value.and_then(Value::as_text).and_then(Self::parse);
        key.unwrap_or_else(|| Self::between(None, None))
    }

    fn write(&self) -> Value {
        Value::Text(self.as_str().to_owned())
    }
}

impl FieldValue for Role {
    fn read(value: Option<&Value>) -> Self {
        value.and_then(Value::as_text).and_then(Self::named).unwrap_or(Self::Viewer)
    }

    fn write(&self) -> Value {
        Value::Text(self.name().to_owned())
    }
}

impl<E> FieldValue for Id<E> {
    fn read(value: Option<&Value>) -> Self {
        let id = value.and_then(Value::as_text).and_then(|text| text.parse().ok());
        id.unwrap_or_else(|| Self::from_uuid(uuid::Uuid::nil()))
    }

    fn write(&self) -> Value {
        Value::Text(self.to_string())
    }
}

impl<E> FieldValue for Option<Id<E>> {
    fn read(value: Option<&Value>) -> Self {
        value.and_then(Value::as_text).and_then(|text| text.parse().ok())
    }

    fn write(&self) -> Value {
        self.map_or(Value::Null, |id| Value::Text(id.to_string()))
    }
}

impl FieldValue for RecordId {
    fn read(value: Option<&Value>) -> Self {
        let id = value.and_then(Value::as_text).and_then(|text| text.parse().ok());
        id.unwrap_or(Self(uuid::Uuid::nil()))
    }

    fn write(&self) -> Value {
        Value::Text(self.to_string())
    }
}

impl FieldValue for Value {
    fn read(value: Option<&Self>) -> Self {
        value.cloned().unwrap_or_default()
    }

    fn write(&self) -> Value {
        self.clone()
    }
}
