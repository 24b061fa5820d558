//! A pending operation in plain words.

use holdfast_core::{
    entity::{
        ChecklistItem, Comment, Engagement, Entity as _, FieldValue as _, Priority, Project, SavedFilter, Status, Task,
    },
    id::RecordId,
    operation::{Action, Begun},
    record::{Kind, Record},
    value::{Change, FieldName, Value},
};

use super::{quoted, time};

/// What an action does to a record of that kind: "Renamed “X” to “Y”". `record` is the record as it is seen now, if it is.
pub fn describe(kind: &Kind, action: &Action, record: Option<&Record>) -> String {
    let noun = noun(kind);
    let title = record.and_then(title_of).or_else(|| match action {
        Action::Create(fields) => title_in(|name| fields.get(name)),
        _ => None,
    });
    let what = match &title {
        Some(title) => format!("{noun} {}", quoted(title)),
        None => format!("a {}", noun.trim_start_matches("the ")),
    };
    match action {
        Action::Create(_) => format!("Added {what}"),
        Action::Delete => format!("Deleted {what}"),
        Action::Restore => format!("Brought back {what}"),
        Action::Set(changes) => set(changes, title.as_deref(), &what),
    }
}

/// What edits that belong together do, by the first of them: "Renamed “X” to “Y”, and 2 more". `seen` finds a record as it
/// is seen before they are made.
pub fn describe_all<'a>(edits: &[Begun], seen: impl Fn(RecordId) -> Option<&'a Record>) -> String {
    let Some((Begun { edit: first, .. }, rest)) = edits.split_first() else { return "Nothing".into() };
    let words = describe(&first.kind, &first.action, seen(first.id));
    match rest.len() {
        0 => words,
        more => format!("{words}, and {more} more"),
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

/// What a kind is called within a sentence: "the task".
pub(crate) fn noun(kind: &Kind) -> &'static str {
    const NOUNS: &[(&str, &str)] = &[
        (Task::KIND, "the task"),
        (Project::KIND, "the project"),
        (Engagement::KIND, "the engagement"),
        (ChecklistItem::KIND, "the step"),
        (Comment::KIND, "the comment"),
        (SavedFilter::KIND, "the saved filter"),
    ];
    NOUNS.iter().find(|(name, _)| *name == kind.name()).map_or("the record", |(_, noun)| noun)
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
            Some(old) if quoted(old) != new => format!("Renamed {} to {new}", quoted(old)),
            _ => format!("Renamed to {new}"),
        };
    }
    if let Some(Change::Put(status)) = one(Task::STATUS) {
        return format!("Moved {what} to {}", Status::read(Some(status)).label());
    }
    let [(name, change)] = changes.iter().collect::<Vec<_>>()[..] else {
        let names: Vec<&str> = changes.keys().map(|name| field_words(name)).collect();
        return format!("Changed {} of {what}", names.join(" and "));
    };
    match (name.as_str(), change) {
        (Task::ORDER, _) => format!("Moved {what}"),
        (Task::PRIORITY, Change::Put(value)) => {
            format!("Set the priority of {what} to {}", Priority::read(Some(value)).label())
        }
        (Task::DUE, Change::Put(Value::Null)) => format!("Took the due date off {what}"),
        (Task::ARCHIVED, Change::Put(Value::Flag(true))) => format!("Archived {what}"),
        (Task::ARCHIVED, _) => format!("Took {what} out of the archive"),
        (ChecklistItem::DONE, Change::Put(Value::Flag(true))) => format!("Ticked {what}"),
        (ChecklistItem::DONE, _) => format!("Unticked {what}"),
        (Task::TIME_SPENT, Change::Increment(seconds)) if *seconds >= 0 => {
            format!("Added {} to {what}", time::spent(*seconds))
        }
        (Task::TIME_SPENT, Change::Increment(seconds)) => format!("Took {} off {what}", time::spent(-seconds)),
        (Task::TAGS, Change::Members { add, remove }) => {
            let list = |set: &std::collections::BTreeSet<String>| {
                set.iter().map(|tag| quoted(tag)).collect::<Vec<_>>().join(", ")
            };
            match remove.is_empty() {
                true => format!("Tagged {what} {}", list(add)),
                false => format!("Took the tag {} off {what}", list(remove)),
            }
        }
        (Task::ASSIGNEES, Change::Members { remove, .. }) => match remove.is_empty() {
            true => format!("Assigned {what}"),
            false => format!("Unassigned {what}"),
        },
        _ => format!("Changed {} of {what}", field_words(name)),
    }
}

/// What a field is called within a sentence, where its name does not do.
pub(crate) fn field_words(name: &str) -> &str {
    match name {
        Task::DUE => "the due date",
        Task::TIME_SPENT => "the time spent",
        Task::DESCRIPTION => "the description",
        Task::ORDER => "the place",
        Task::TAGS => "the tags",
        Task::ASSIGNEES => "the people",
        name => name,
    }
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
            (tags, "Tagged the task “Call” “port”"),
            (at.untag("port"), "Took the tag “port” off the task “Call”"),
            (at.assign("Ada"), "Assigned the task “Call”"),
            (at.spend(0, 900).unwrap(), "Added 15 min to the task “Call”"),
            (at.spend(900, -900).unwrap(), "Took 15 min off the task “Call”"),
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
