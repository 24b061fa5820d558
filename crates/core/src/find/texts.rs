//! The texts of a record.

use uuid::Uuid;

use crate::{
    entity::{FieldSchema, FieldType, Home, KindSchema},
    value::Value,
};

/// A kind's fields that hold text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFields {
    /// The one its records go by: the first that may not be blank, else the first.
    pub title: &'static str,
    /// The others, in the order of the schema.
    pub others: Vec<&'static str>,
}

/// A kind's fields that hold text, if its records go by any. What a person keeps for themselves is not searched: it is no
/// place to go to.
pub fn text_fields(schema: &KindSchema) -> Option<TextFields> {
    if schema.home == Home::Own {
        return None;
    }
    let is_required = |field: &&FieldSchema| {
        matches!(field.field_type, FieldType::Text { required: true, .. } | FieldType::Prose { required: true, .. })
    };
    let single =
        || schema.fields.iter().filter(|field| !matches!(field.field_type, FieldType::Set { .. }) && is_text(field));
    let title = single().find(is_required).or_else(|| single().next())?.name;
    let others = schema.fields.iter().filter(|field| is_text(field)).map(|field| field.name);
    Some(TextFields { title, others: others.filter(|name| *name != title).collect() })
}

/// Whether a field holds text that is searched: choices, ids and places among siblings are none.
pub fn is_text(field: &FieldSchema) -> bool {
    matches!(field.field_type, FieldType::Text { .. } | FieldType::Prose { .. } | FieldType::Set { .. })
}

/// What such a field says, on one line and without control characters: a set's members one after the other. Nothing where that
/// is blank.
pub fn text_of(value: &Value) -> Option<String> {
    let mut text = String::new();
    for part in parts(value) {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.extend(part.chars().map(|c| if is_control(c) { ' ' } else { c }));
    }
    (!text.trim().is_empty()).then_some(text)
}

/// The texts of a value. Of a set that names people by their ids only those count that are known by name.
pub(super) fn parts(value: &Value) -> impl Iterator<Item = &str> {
    let (text, set) = match value {
        Value::Text(text) => (Some(text.as_str()), None),
        Value::Set(set) => (None, Some(set)),
        Value::Null | Value::Flag(_) | Value::Int(_) => (None, None),
    };
    text.into_iter().chain(set.into_iter().flatten().map(String::as_str).filter(|member| !is_id(member)))
}

fn is_id(text: &str) -> bool {
    // The length of an id in text.
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::entity::{ChecklistItem, Comment, Conflict, Entity as _, Task};

    #[test]
    fn the_text_a_record_goes_by_comes_first() {
        let fields = |schema| text_fields(&schema).map(|fields| (fields.title, fields.others));
        assert_eq!(fields(Task::SCHEMA), Some((Task::TITLE, vec![Task::DESCRIPTION, Task::TAGS, Task::ASSIGNEES])));
        assert_eq!(fields(ChecklistItem::SCHEMA), Some((ChecklistItem::TITLE, vec![ChecklistItem::LIST])));
        assert_eq!(fields(Comment::SCHEMA), Some((Comment::TEXT, vec![Comment::SAID_BY])));
        assert_eq!(fields(Conflict::SCHEMA), None);
    }

    #[test]
    fn a_text_is_one_line_and_ids_are_none() {
        let set = |members: &[&str]| Value::Set(members.iter().map(ToString::to_string).collect::<BTreeSet<_>>());
        let id = "0190a1b2-0000-7000-8000-000000000001";
        for (value, text) in [
            (Value::Text("Ask\nfor\0Ida\u{2}\u{2028}".into()), Some("Ask for Ida  ")),
            (Value::Text(" \n".into()), None),
            (Value::Int(7), None),
            (set(&["pier", "harbour"]), Some("harbour, pier")),
            (set(&[id, "Ida"]), Some("Ida")),
            (set(&[id]), None),
            (set(&[]), None),
        ] {
            assert_eq!(text_of(&value).as_deref(), text, "{value:?}");
        }
    }
}
