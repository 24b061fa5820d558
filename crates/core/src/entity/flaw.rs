//! What a field refuses, and why: typed, so that each language says it in its own words.

use serde::{Deserialize, Serialize};

use crate::value::FieldName;

/// What is wrong with a value or a change, to follow the field's name: "must not be empty".
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// There is nothing where something must be.
    #[error("must not be empty")]
    Blank,
    /// The text has too many characters.
    #[error("is {has} characters long; {most} is the most")]
    Long {
        /// How many it has.
        has: usize,
        /// The most it may have.
        most: usize,
    },
    /// It is none of the choices there are, which are these.
    #[error("must be one of {}", .0.join(", "))]
    Unknown(&'static [&'static str]),
    /// It is no moment that every calendar can show.
    #[error("is not a time between the years 1900 and 9999")]
    Time,
    /// The set has too many members.
    #[error("has {has} entries; {most} is the most")]
    Many {
        /// How many it has.
        has: usize,
        /// The most it may have.
        most: usize,
    },
    /// A member of the set is empty or too long.
    #[error("has an entry that is empty or longer than {most} characters")]
    Member {
        /// The most characters of one.
        most: usize,
    },
    /// The number is out of its range.
    #[error("must be from {least} to {most}")]
    Range {
        /// The least it may be.
        least: i64,
        /// The most.
        most: i64,
    },
    /// Somebody else has taken the last place.
    #[error("find no place left: all {most} places are taken")]
    Full {
        /// How many places there are.
        most: usize,
    },
    /// What was to be kept as it was found is too long.
    #[error("is too long")]
    TooLong,
    /// It is of another kind than the field.
    #[error("is not the right kind of value")]
    Kind,
    /// There is no such field.
    #[error("is not a field of this kind")]
    Field,
    /// A new record must have it.
    #[error("is missing")]
    Missing,
    /// A set is not replaced as a whole.
    #[error("is changed by adding and removing members only")]
    MembersOnly,
    /// A counter is not set.
    #[error("is changed by adding to it only")]
    IncrementsOnly,
    /// It stays as it was made.
    #[error("cannot be changed once made")]
    Settled,
    /// It is neither a set nor a counter.
    #[error("holds a single value")]
    Single,
}

/// A value or change that its field cannot take, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The field.
    pub field: FieldName,
    /// What is wrong.
    pub wrong: Wrong,
}

impl From<Flaw> for Invalid {
    fn from(Flaw { field, wrong }: Flaw) -> Self {
        Self { field, message: wrong.to_string() }
    }
}

/// A value or change that its field cannot take, as a server says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field} {message}")]
pub struct Invalid {
    /// The field.
    pub field: FieldName,
    /// What is wrong, to follow the field's name: "must not be empty".
    pub message: String,
}
