//! Values a field can hold and the changes an operation can ask for.

use std::{collections::BTreeSet, fmt};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, SeqAccess, Visitor},
};
use smol_str::SmolStr;

/// A field's name within its kind.
pub type FieldName = SmolStr;

/// What a field holds. The field's [`crate::entity::FieldType`] says which variants are right for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing: an optional field that is not set.
    #[default]
    Null,
    /// Yes or no.
    Flag(bool),
    /// A whole number: a counter's total, or a time in milliseconds.
    Int(i64),
    /// Text, a choice's name, a fractional order key or an id.
    Text(String),
    /// A set of short texts: tags, people.
    Set(BTreeSet<String>),
}

impl Value {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

// By hand, because the derived way buffers each value and tries every variant: values are most of what is read at start.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null, a flag, a whole number, a text or a list of texts")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Int(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        i64::try_from(number).map(Value::Int).map_err(|_| E::custom("a number beyond 64 bits"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut set = BTreeSet::new();
        while let Some(member) = list.next_element()? {
            set.insert(member);
        }
        Ok(Value::Set(set))
    }
}

/// One field's change within a `set` operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Put this value in place of whatever was there.
    Put(Value),
    /// Add and remove members of a set; members not named stay. An element in both is added.
    Members {
        /// Members to add.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        add: BTreeSet<String>,
        /// Members to remove.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        remove: BTreeSet<String>,
    },
    /// Add to a counter; negative subtracts.
    Increment(i64),
}

impl Change {
    /// This change and then another one of the same field, as one; `None` if they are of different sorts.
    pub fn then(&self, later: &Self) -> Option<Self> {
        match (self, later) {
            (Self::Put(_), Self::Put(value)) => Some(Self::Put(value.clone())),
            (Self::Increment(first), Self::Increment(second)) => Some(Self::Increment(first.checked_add(*second)?)),
            (Self::Members { add, remove }, Self::Members { add: more, remove: less }) => {
                let (mut add, mut remove) = (add.clone(), remove.clone());
                add.retain(|member| !less.contains(member));
                remove.retain(|member| !more.contains(member));
                add.extend(more.iter().cloned());
                remove.extend(less.difference(more).cloned());
                Some(Self::Members { add, remove })
            }
            _ => None,
        }
    }

    /// Whether it changes nothing, whatever it is made to.
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Put(_) => false,
            Self::Members { add, remove } => add.is_empty() && remove.is_empty(),
            Self::Increment(by) => *by == 0,
        }
    }

    /// The value that results from making this change to `before`. Total: a change that does not fit the value's shape
    /// starts from that shape's empty value, because validation has already refused what does not fit the schema.
    pub fn applied_to(&self, before: Option<&Value>) -> Value {
        match self {
            Self::Put(value) => value.clone(),
            Self::Members { add, remove } => {
                let mut set = match before {
                    Some(Value::Set(set)) => set.clone(),
                    _ => BTreeSet::new(),
                };
                set.retain(|member| !remove.contains(member));
                set.extend(add.iter().cloned());
                Value::Set(set)
            }
            Self::Increment(by) => {
                let before = match before {
                    Some(Value::Int(number)) => *number,
                    _ => 0,
                };
                Value::Int(before.saturating_add(*by))
            }
        }
    }
}
