//! What a field of a form is drawn as, and what is typed into it. Pure.

use holdfast_core::{entity::FieldType, value::Value};

/// How a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Control {
    /// On one line.
    Line,
    /// On several.
    Area,
    /// By choosing one of these names.
    Choice(&'static [&'static str]),
    /// With a tick.
    Tick,
    /// By choosing a day.
    Day,
    /// One entry a line.
    Entries,
    /// In digits.
    Number,
    /// By choosing a person.
    Person,
    /// Not at all: it is shown as it was found.
    Kept,
}

impl Control {
    /// How a field of that type is written.
    pub(crate) fn of(field: FieldType) -> Self {
        match field {
            FieldType::Text { max, .. } if max <= 500 => Self::Line,
            FieldType::Text { .. } | FieldType::Prose { .. } => Self::Area,
            FieldType::Choice(names) => Self::Choice(names),
            FieldType::Flag => Self::Tick,
            FieldType::Time => Self::Day,
            FieldType::Set { .. } => Self::Entries,
            FieldType::Counter | FieldType::Number { .. } => Self::Number,
            FieldType::Person => Self::Person,
            FieldType::Ref { .. }
            | FieldType::Under { .. }
            | FieldType::Link
            | FieldType::Order
            | FieldType::Places { .. }
            | FieldType::Fixed
            | FieldType::Blob => Self::Kept,
        }
    }

    /// What such a field shows of a value.
    pub(super) fn text(self, value: &Value) -> String {
        match (self, value) {
            (_, Value::Int(number)) => number.to_string(),
            (_, Value::Text(text)) => text.clone(),
            (_, Value::Set(members)) => members.iter().map(String::as_str).collect::<Vec<_>>().join("\n"),
            (_, Value::Flag(_) | Value::Null) => String::new(),
        }
    }

    /// The value that what is typed stands for, in place of another. A tick that is set says "on"; a day is chosen and not typed.
    pub(super) fn value(self, before: &Value, typed: &str) -> Value {
        let text = || Value::Text(typed.to_owned());
        match self {
            Self::Line | Self::Area | Self::Choice(_) | Self::Person => text(),
            Self::Tick => Value::Flag(typed == "on"),
            Self::Entries => {
                Value::Set(typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(Into::into).collect())
            }
            // What is no number stays as it was typed, and is refused.
            Self::Number => typed.trim().parse().map_or_else(|_| text(), Value::Int),
            Self::Day | Self::Kept => before.clone(),
        }
    }
}
