//! Values and fields in words.

use std::collections::BTreeSet;

use holdfast_core::{
    entity::{FieldType, FieldValue as _, Priority, Status, Task, schema_of},
    value::{FieldName, Value},
};

use super::Speaker;
use crate::{
    t,
    words::{capital, choice, operation, quoted, time},
};

/// A text with more characters than this, or with several lines, is folded.
const FOLDED: usize = 120;
/// Where one of two texts has more characters than this, or several lines, it is told what differs.
const COMPARED: usize = 60;

/// A value in words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Text {
    /// There was nothing.
    Nothing,
    /// A few words.
    Short(String),
    /// Many words, and what to show of them at first.
    Long { begin: String, all: String },
}

impl Speaker {
    /// A field's value in words.
    pub(crate) fn text(&self, field: &FieldName, value: &Value) -> Text {
        let short = match value {
            Value::Null => return Text::Nothing,
            Value::Flag(flag) => if *flag { t::yes() } else { t::no() }.to_owned(),
            Value::Int(at) if self.holds(field, |field| matches!(field, FieldType::Time)) => {
                time::day_words(time::local_day(*at), time::today())
            }
            Value::Int(number) if field == Task::TIME_SPENT => time::spent(*number),
            Value::Int(number) => number.to_string(),
            Value::Set(members) if members.is_empty() => return Text::Nothing,
            Value::Set(members) => self.list(members),
            Value::Text(text) if text.trim().is_empty() => return Text::Nothing,
            Value::Text(_) if field == Task::STATUS => choice::status(Status::read(Some(value))).to_owned(),
            Value::Text(_) if field == Task::PRIORITY => choice::priority(Priority::read(Some(value))).to_owned(),
            Value::Text(text) if self.holds(field, |field| matches!(field, FieldType::Choice(_))) => {
                choice::named(text)
            }
            Value::Text(text) if self.holds(field, |field| matches!(field, FieldType::Person)) => {
                self.names.of(text).to_owned()
            }
            Value::Text(text) if self.holds(field, |field| matches!(field, FieldType::Under { .. })) => {
                self.names.0.get(text).map_or_else(|| t::task_elsewhere().to_owned(), |title| quoted(title))
            }
            Value::Text(text) => return folded(text),
        };
        Text::Short(short)
    }

    /// What a person wrote in a value, to keep elsewhere.
    pub(super) fn words_in(&self, field: &FieldName, value: &Value) -> Option<String> {
        let is_coded = self.holds(field, |field| {
            !matches!(
                field,
                FieldType::Text { .. } | FieldType::Prose { .. } | FieldType::Fixed | FieldType::Set { .. }
            )
        });
        match value {
            Value::Text(text) if !is_coded && !text.trim().is_empty() => Some(text.clone()),
            Value::Set(members) if !members.is_empty() => Some(self.list(members)),
            _ => None,
        }
    }

    /// Whether two texts are told by what differs, rather than whole one after the other.
    pub(super) fn is_compared(&self, field: &FieldName, before: &str, now: &str) -> bool {
        let is_words = |field| matches!(field, FieldType::Text { .. } | FieldType::Prose { .. });
        let both = [before.trim(), now.trim()];
        let is_long = |text: &&str| text.contains('\n') || text.chars().count() > COMPARED;
        self.holds(field, is_words) && both.iter().all(|text| !text.is_empty()) && both.iter().any(is_long)
    }

    fn list(&self, members: &BTreeSet<String>) -> String {
        members.iter().map(|member| self.names.of(member)).collect::<Vec<_>>().join(", ")
    }

    fn holds(&self, field: &FieldName, is: impl Fn(FieldType) -> bool) -> bool {
        let schema = self.kind.as_ref().and_then(schema_of);
        schema.and_then(|schema| schema.field(field)).is_some_and(|field| is(field.field_type))
    }

    /// Whether a field says only where a record stands: its order, or the record it belongs to.
    pub(crate) fn is_place(&self, field: &FieldName) -> bool {
        self.holds(field, |field| matches!(field, FieldType::Order | FieldType::Ref { .. })) || field == Task::ORDER
    }
}

fn folded(text: &str) -> Text {
    let is_short = text.chars().count() <= FOLDED && !text.trim().contains('\n');
    if is_short {
        return Text::Short(t::quoted(text.trim()));
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let begin: String = line.chars().take(FOLDED / 2).collect();
    Text::Long { begin: t::quoted(&format!("{}…", begin.trim_end())), all: text.to_owned() }
}

/// Whether a value is what a field has that nobody has filled in.
pub(super) fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null | Value::Flag(false) | Value::Int(0) => true,
        Value::Text(text) => text.trim().is_empty(),
        Value::Set(members) => members.is_empty(),
        Value::Flag(true) | Value::Int(_) => false,
    }
}

/// A field within a sentence: "the due date".
pub(in crate::pages::history) fn the(field: &FieldName) -> String {
    t::field_the(&operation::field_label(field))
}

/// A field before a colon: "Due date".
pub(super) fn label(field: &FieldName) -> String {
    capital(&operation::field_label(field))
}
