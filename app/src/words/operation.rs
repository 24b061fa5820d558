//! A pending operation in plain words.

use holdfast_core::{
    entity::{
        ChecklistItem, Comment, Engagement, Entity as _, FieldValue as _, File, Message, Preferences, Priority,
        Project, SavedFilter, Session, SessionState, Status, Task,
    },
    id::RecordId,
    operation::{Action, Begun},
    record::{Kind, Record},
    value::{Change, FieldName, Value},
};

use super::{choice, quoted, time};
use crate::t::{self, Words};

/// How a kind is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// "the task".
    The,
    /// "a task".
    A,
    /// "task".
    Bare,
}

/// What an action does to a record of that kind: "Renamed “X” to “Y”". `record` is the record as it is seen now, if it is.
pub fn describe(kind: &Kind, action: &Action, record: Option<&Record>) -> String {
    let title = record.and_then(title_of).or_else(|| match action {
        Action::Create(fields) => title_in(|name| fields.get(name)),
        _ => None,
    });
    let what = match &title {
        Some(title) => t::called(noun(kind, Form::The), &quoted(title)),
        None => noun(kind, Form::A).to_owned(),
    };
    match action {
        Action::Create(_) => t::op_added(&what),
        Action::Delete => t::op_deleted(&what),
        Action::Restore => t::op_brought_back(&what),
        Action::Set(changes) => set(changes, title.as_deref(), &what),
    }
}

/// What edits that belong together do, by the first of them: "Renamed “X” to “Y”, and 2 more". `seen` finds a record as it
/// is seen before they are made.
pub fn describe_all<'a>(edits: &[Begun], seen: impl Fn(RecordId) -> Option<&'a Record>) -> String {
    let Some((Begun { edit: first, .. }, rest)) = edits.split_first() else { return t::op_nothing().into() };
    let words = describe(&first.kind, &first.action, seen(first.id));
    match rest.len() {
        0 => words,
        more => t::op_and_more(&words, more),
    }
}

/// The words an operation carries, to keep elsewhere: titles, descriptions, comments.
pub fn words_of(action: &Action) -> Vec<String> {
    let text = |value: &Value| value.as_text().filter(|text| !text.is_empty()).map(ToOwned::to_owned);
    let is_prose =
        |name: &FieldName| [Task::TITLE, Task::DESCRIPTION, Project::NAME, Comment::TEXT].contains(&name.as_str());
    match action {
        Action::Create(fields) => {
            fields.iter().filter(|(name, _)| is_prose(name)).filter_map(|(_, value)| text(value)).collect()
        }
        Action::Set(changes) => {
            let puts = changes.iter().filter(|(name, _)| is_prose(name)).filter_map(|(_, change)| match change {
                Change::Put(value) => text(value),
                Change::Members { .. } | Change::Increment(_) => None,
            });
            puts.collect()
        }
        Action::Delete | Action::Restore => Vec::new(),
    }
}

/// What a kind is called within a sentence.
pub(crate) fn noun(kind: &Kind, form: Form) -> &'static str {
    const NOUNS: &[(&str, [Words; 3])] = &[
        (Task::KIND, [t::noun_task_the, t::noun_task_a, t::noun_task]),
        (Project::KIND, [t::noun_project_the, t::noun_project_a, t::noun_project]),
        (Engagement::KIND, [t::noun_engagement_the, t::noun_engagement_a, t::noun_engagement]),
        (ChecklistItem::KIND, [t::noun_step_the, t::noun_step_a, t::noun_step]),
        (Comment::KIND, [t::noun_comment_the, t::noun_comment_a, t::noun_comment]),
        (SavedFilter::KIND, [t::noun_filter_the, t::noun_filter_a, t::noun_filter]),
        (Session::KIND, [t::noun_session_the, t::noun_session_a, t::noun_session]),
        (Message::KIND, [t::noun_message_the, t::noun_message_a, t::noun_message]),
        (File::KIND, [t::noun_file_the, t::noun_file_a, t::noun_file]),
        (Preferences::KIND, [t::noun_preferences_the, t::noun_preferences, t::noun_preferences]),
    ];
    const OTHER: [Words; 3] = [t::noun_record_the, t::noun_record_a, t::noun_record];
    let words = NOUNS.iter().find(|(name, _)| *name == kind.name()).map_or(&OTHER, |(_, words)| words);
    words[form as usize]()
}

/// What a record is known by.
pub(crate) fn title_of(record: &Record) -> Option<String> {
    title_in(|name| record.value(name))
}

/// Whatever a record is known by: its title, its name or its text.
fn title_in<'a>(value: impl Fn(&'static str) -> Option<&'a Value>) -> Option<String> {
    let fields = [Task::TITLE, Project::NAME, Comment::TEXT];
    fields.into_iter().find_map(|field| value(field).and_then(Value::as_text)).map(ToOwned::to_owned)
}

fn set(changes: &std::collections::BTreeMap<FieldName, Change>, title: Option<&str>, what: &str) -> String {
    let one = |name: &str| changes.get(name);
    if let Some(Change::Put(name)) = one(Task::TITLE).or_else(|| one(Project::NAME)) {
        let new = quoted(name.as_text().unwrap_or_default());
        // Once an edit shows, the record carries the new name already.
        return match title {
            Some(old) if quoted(old) != new => t::op_renamed_from(&quoted(old), &new),
            _ => t::op_renamed(&new),
        };
    }
    if let Some(Change::Put(status)) = one(Task::STATUS) {
        return t::op_moved_to(what, choice::status(Status::read(Some(status))));
    }
    let [(name, change)] = changes.iter().collect::<Vec<_>>()[..] else {
        let names: Vec<&str> = changes.keys().map(|name| field_words(name)).collect();
        return t::op_changed(&names.join(t::and()), what);
    };
    match (name.as_str(), change) {
        (Task::ORDER, _) => t::op_moved(what),
        (Task::PRIORITY, Change::Put(value)) => t::op_prioritised(what, choice::priority(Priority::read(Some(value)))),
        (Task::DUE, Change::Put(Value::Null)) => t::op_undated(what),
        (Task::PARENT, Change::Put(Value::Null)) => t::op_own(what),
        (Task::PARENT, _) => t::op_subtask(what),
        (Task::ARCHIVED, Change::Put(Value::Flag(true))) => t::op_archived(what),
        (Task::ARCHIVED, _) => t::op_unarchived(what),
        (ChecklistItem::DONE, Change::Put(Value::Flag(true))) => t::op_ticked(what),
        (ChecklistItem::DONE, _) => t::op_unticked(what),
        (Task::TIME_SPENT, Change::Increment(seconds)) if *seconds >= 0 => {
            t::op_time_added(&time::spent(*seconds), what)
        }
        (Task::TIME_SPENT, Change::Increment(seconds)) => t::op_time_taken(&time::spent(-seconds), what),
        (Task::TAGS, Change::Members { add, remove }) => {
            let list = |set: &std::collections::BTreeSet<String>| {
                set.iter().map(|tag| quoted(tag)).collect::<Vec<_>>().join(", ")
            };
            match remove.is_empty() {
                true => t::op_tagged(what, &list(add)),
                false => t::op_untagged(&list(remove), what),
            }
        }
        (Session::STATE, Change::Put(value)) => t::op_state(what, choice::state(SessionState::read(Some(value)))),
        (Session::PARTICIPANTS, Change::Members { remove, .. }) => match remove.is_empty() {
            true => t::op_place_taken(what),
            false => t::op_place_given(what),
        },
        (Preferences::FAVOURITES, Change::Members { remove, .. }) => match remove.is_empty() {
            true => t::op_favoured().into(),
            false => t::op_unfavoured().into(),
        },
        (Task::ASSIGNEES, Change::Members { remove, .. }) => match remove.is_empty() {
            true => t::op_assigned(what),
            false => t::op_unassigned(what),
        },
        _ => t::op_changed(field_words(name), what),
    }
}

/// What a field is called within a sentence, where its name does not do: "the due date".
pub(crate) fn field_words(name: &str) -> &str {
    match name {
        Task::DUE => t::field_due_the(),
        Task::TIME_SPENT => t::field_time_the(),
        Task::DESCRIPTION => t::field_description_the(),
        Task::ORDER => t::field_order_the(),
        Task::TAGS => t::field_tags_the(),
        Task::ASSIGNEES => t::field_people_the(),
        Task::PARENT => t::field_parent_the(),
        Task::TITLE => t::field_title(),
        Task::STATUS => t::field_status(),
        Task::PRIORITY => t::field_priority(),
        Task::ARCHIVED => t::field_archived(),
        Project::NAME => t::field_name(),
        Comment::TEXT => t::field_text(),
        Session::STATE => t::field_status(),
        Session::SEATS => t::field_seats(),
        Session::PARTICIPANTS => t::field_participants(),
        Preferences::FAVOURITES => t::field_favourites(),
        Preferences::SESSION_ORDER => t::field_session_order(),
        ChecklistItem::DONE => t::field_done(),
        File::SIZE => t::field_size(),
        File::MEDIA_TYPE => t::field_media_type(),
        File::CONTENT => t::field_content(),
        name => name,
    }
}

/// What a field is called by itself: "due date".
pub(crate) fn field_label(name: &str) -> String {
    let words = match name {
        Task::DUE => t::field_due(),
        Task::TIME_SPENT => t::field_time(),
        Task::DESCRIPTION => t::field_description(),
        Task::ORDER => t::field_order(),
        Task::TAGS => t::field_tags(),
        Task::ASSIGNEES => t::field_people(),
        Task::PARENT => t::field_parent(),
        name => field_words(name),
    };
    words.replace('_', " ")
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{operation::Edit, order::OrderKey};

    use super::*;
    use crate::commands::{self, Command, task::At, testing::*};

    fn told(edit: &Edit, record: Option<&Record>) -> String {
        describe(&edit.kind, &edit.action, record)
    }

    #[test]
    fn every_command_has_its_words() {
        let at = At { scope: scope(), id: id(7) };
        let add = at.add(id(2), crate::commands::task::Begin::titled("Call"), Status::Todo, None).unwrap();
        let record = applied(None, &add.edits).unwrap();
        let task = Task::read(&record);
        let tags = at.tag(&task.tags, "port").unwrap();
        let cases: Vec<(Command, &str)> = vec![
            (add, "Added the task “Call”"),
            (at.rename("Call", "Ring").unwrap(), "Renamed “Call” to “Ring”"),
            (at.place(&task, Status::InProgress, task.order.clone()), "Moved the task “Call” to In progress"),
            (at.place(&task, Status::Todo, OrderKey::between(None, None)), "Moved the task “Call”"),
            (at.describe("", "x").unwrap(), "Changed the description of the task “Call”"),
            (at.prioritise(Priority::Low, Priority::Urgent).unwrap(), "Set the priority of the task “Call” to Urgent"),
            (at.due(None, Some(1)).unwrap(), "Changed the due date of the task “Call”"),
            (at.due(Some(1), None).unwrap(), "Took the due date off the task “Call”"),
            (tags, "Labelled the task “Call” “port”"),
            (at.untag("port"), "Took the label “port” off the task “Call”"),
            (at.assign("Ada"), "Assigned the task “Call”"),
            (at.spend(0, 900).unwrap(), "Added 15 min to the task “Call”"),
            (at.spend(900, -900).unwrap(), "Took 15 min off the task “Call”"),
            (at.under(None, Some(id(8))).unwrap(), "Made the task “Call” a subtask"),
            (at.under(Some(id(8)), None).unwrap(), "Made the task “Call” a task of its own"),
            (at.archive(true), "Archived the task “Call”"),
            (at.delete(), "Deleted the task “Call”"),
        ];
        for (command, words) in cases {
            assert_eq!(told(&command.edits[0].edit, Some(&record)), words);
        }
        let step = commands::step::tick(scope(), id(9), true);
        assert_eq!(told(&step.edits[0].edit, None), "Ticked a step");
    }

    #[test]
    fn the_words_of_a_refused_edit_can_be_kept() {
        let at = At { scope: scope(), id: id(7) };
        let words = |command: Option<Command>| words_of(&command.unwrap().edits[0].edit.action);
        assert_eq!(words(at.add(id(2), crate::commands::task::Begin::titled("Call"), Status::Todo, None)), ["Call"]);
        assert_eq!(words(at.describe("", "Ask for the\nmaster")), ["Ask for the\nmaster"]);
        assert_eq!(words(commands::talk::add(scope(), id(3), id(7), "Done?")), ["Done?"]);
        assert!(words(Some(at.delete())).is_empty());
    }
}
