//! Making texts fit: without control characters, never blank where a name is needed, and within the limits that
//! [`crate::entity`] gives its fields. Markup is left alone: it is text, and stays text wherever it is shown.

use super::{Note, Notes};
use crate::entity::MEMBERS;

/// The most characters of a title or a name, as [`crate::entity::FieldType::LINE`] has it.
pub(super) const LINE: usize = 500;
/// The most characters of a description or a comment, as [`crate::entity::FieldType::PROSE`] has it. Trello's own limit
/// is 16,384, so only a file made by other means is ever cut.
pub(super) const PROSE: usize = 50_000;
/// The most characters of a task's tag.
pub(super) const TAG: usize = 100;
/// The most characters of an assignee.
pub(super) const PERSON: usize = 200;

/// A single line: trimmed, its breaks turned to spaces.
pub(super) fn line(raw: &str, adjusted: &mut Notes) -> String {
    let text = visible(raw, adjusted).replace(['\n', '\t'], " ");
    text.trim().to_owned()
}

/// Text of several lines, with line feeds only.
pub(super) fn prose(raw: &str, adjusted: &mut Notes) -> String {
    cut(visible(raw, adjusted), PROSE, Note::LongText, adjusted)
}

/// A line that must say something.
pub(super) fn name(raw: &str, adjusted: &mut Notes) -> String {
    let text = line(raw, adjusted);
    if text.is_empty() {
        adjusted.add(Note::Untitled, 1);
        return "(untitled)".to_owned();
    }
    text
}

/// A title within its limit, and the whole of it where it was cut.
pub(super) fn title(raw: &str, adjusted: &mut Notes) -> (String, Option<String>) {
    let whole = name(raw, adjusted);
    let short = cut(whole.clone(), LINE, Note::LongTitle, adjusted);
    let whole = (short != whole).then_some(whole);
    (short, whole)
}

/// At most `max` characters of a text; one that was cut ends in an ellipsis.
pub(super) fn cut(mut text: String, max: usize, note: Note, adjusted: &mut Notes) -> String {
    if text.chars().nth(max).is_some() {
        adjusted.add(note, 1);
        let end = text.char_indices().nth(max - 1).map_or(text.len(), |(at, _)| at);
        text.truncate(end);
        text.push('…');
    }
    text
}

/// Each member once, and no more than a set field holds.
pub(super) fn members(mut members: Vec<String>, adjusted: &mut Notes) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    members.retain(|member| seen.insert(member.clone()));
    adjusted.add(Note::TooMany, members.len().saturating_sub(MEMBERS));
    members.truncate(MEMBERS);
    members
}

fn visible(raw: &str, adjusted: &mut Notes) -> String {
    let text = raw.replace("\r\n", "\n").replace('\r', "\n");
    let hidden = |c: char| c.is_control() && c != '\n' && c != '\t';
    if !text.contains(hidden) {
        return text;
    }
    adjusted.add(Note::Control, 1);
    text.replace(hidden, "")
}

#[cfg(test)]
mod tests {
    use super::{LINE, PERSON, PROSE, TAG, cut, line, title};
    use crate::{
        entity::{Comment, Entity, FieldType, MEMBERS, Task},
        import::{Note, Notes},
    };

    #[test]
    fn the_limits_are_those_of_the_fields() {
        let of = |field| Task::SCHEMA.field(field).map(|field| field.field_type);
        assert_eq!(of(Task::TITLE), Some(FieldType::Text { max: LINE, required: true }));
        assert_eq!(of(Task::DESCRIPTION), Some(FieldType::Prose { max: PROSE, required: false }));
        assert_eq!(of(Task::TAGS), Some(FieldType::Set { max: TAG }));
        assert_eq!(of(Task::ASSIGNEES), Some(FieldType::Set { max: PERSON }));
        let text = Comment::SCHEMA.field(Comment::TEXT).map(|field| field.field_type);
        assert_eq!(text, Some(FieldType::Prose { max: PROSE, required: true }));
        let set = |count: usize| crate::value::Value::Set((0..count).map(|n| n.to_string()).collect());
        let tags = FieldType::Set { max: TAG };
        assert!(tags.check(&set(MEMBERS)).is_ok() && tags.check(&set(MEMBERS + 1)).is_err());
    }

    #[test]
    fn cuts_between_characters_and_keeps_what_fits() {
        let mut notes = Notes::default();
        assert_eq!(cut("日本語".into(), 3, Note::LongName, &mut notes), "日本語");
        assert!(notes.is_empty());
        assert_eq!(cut("日本語だ".into(), 3, Note::LongName, &mut notes), "日本…");
        assert_eq!(notes.count(Note::LongName), 1);
    }

    #[test]
    fn control_characters_go_and_the_rest_stays() {
        let mut notes = Notes::default();
        assert_eq!(line(" a\0b\u{7}c\r\nd\t<b>e</b> ", &mut notes), "abc d <b>e</b>");
        assert_eq!(notes.count(Note::Control), 1);
        assert_eq!(title("\u{1} \n", &mut notes), ("(untitled)".to_owned(), None));
        assert_eq!(notes.count(Note::Untitled), 1);
    }
}
