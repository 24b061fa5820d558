//! Tasks.

use crate::t;
use holdfast_core::{
    entity::{Entity as _, People, Priority, Project, Status, Tags, Task, schema_of},
    id::{Id, ScopeId},
    operation::Edit,
    order::OrderKey,
    record::Kind,
    value::Value,
};

use super::{Command, line};
use crate::words::flaw::wrong;

/// One task in its scope: what every command here is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct At {
    /// The scope.
    pub scope: ScopeId,
    /// The task.
    pub id: Id<Task>,
}

/// What a task is to begin with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Begin {
    /// What is to be done.
    pub title: String,
    /// When it is due, in milliseconds since 1970.
    pub due: Option<i64>,
    /// Its tags.
    pub tags: Tags,
    /// How much it matters; medium if nobody says.
    pub priority: Option<Priority>,
    /// Whose work it is.
    pub assignees: People,
    /// The task that it is a part of, if it is a part of one.
    pub parent: Option<Id<Task>>,
}

impl Begin {
    /// With a title, and nothing else said.
    pub fn titled(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }

    /// The task as it begins, after the last one of its status; nothing for a blank title.
    pub fn task(self, project: Id<Project>, status: Status, last: Option<&OrderKey>) -> Option<Task> {
        Some(Task {
            project,
            parent: self.parent,
            title: line(&self.title)?.to_owned(),
            description: String::new(),
            status,
            priority: self.priority.unwrap_or(Priority::Medium),
            due: self.due,
            tags: self.tags,
            assignees: self.assignees,
            time_spent: 0,
            archived: false,
            order: OrderKey::between(last, None),
        })
    }
}

impl At {
    fn set(self) -> Edit {
        Edit::set(self.scope, self.id)
    }

    /// Makes the task, after the last one of its status; nothing for a blank title.
    pub fn add(self, project: Id<Project>, begin: Begin, status: Status, last: Option<&OrderKey>) -> Option<Command> {
        Some(Command::one(begin.task(project, status, last)?.create(self.scope, self.id)))
    }

    /// Gives it another title; nothing for a blank one or the same.
    pub fn rename(self, before: &str, title: &str) -> Option<Command> {
        let title = line(title).filter(|title| *title != before)?;
        Some(Command::one(self.set().put(Task::TITLE, title.to_owned())))
    }

    /// Puts it into a status, at a place there.
    pub fn place(self, before: &Task, status: Status, order: OrderKey) -> Command {
        let edit = self.set().put(Task::ORDER, order);
        // A move within a status must not win over someone else's change of status.
        Command::one(if status == before.status { edit } else { edit.put(Task::STATUS, status) })
    }

    /// Changes its description; nothing for the same.
    pub fn describe(self, before: &str, description: &str) -> Option<Command> {
        (before != description).then(|| Command::one(self.set().put(Task::DESCRIPTION, description.to_owned())))
    }

    /// Changes how much it matters.
    pub fn prioritise(self, before: Priority, priority: Priority) -> Option<Command> {
        (before != priority).then(|| Command::one(self.set().put(Task::PRIORITY, priority)))
    }

    /// Changes when it is due.
    pub fn due(self, before: Option<i64>, due: Option<i64>) -> Option<Command> {
        (before != due).then(|| Command::one(self.set().put(Task::DUE, due)))
    }

    /// Adds tags, as typed with commas between them; nothing if all are there.
    pub fn tag(self, before: &Tags, typed: &str) -> Option<Command> {
        let new: Vec<String> = with_tags(before, typed).difference(before).cloned().collect();
        let edit = new.iter().fold(self.set(), |edit, tag| edit.add(Task::TAGS, tag.clone()));
        (!new.is_empty()).then(|| Command::one(edit))
    }

    /// Adds one tag, whatever is in it.
    pub fn label(self, tag: &str) -> Command {
        Command::one(self.set().add(Task::TAGS, tag))
    }

    /// Takes a tag off.
    pub fn untag(self, tag: &str) -> Command {
        Command::one(self.set().remove(Task::TAGS, tag))
    }

    /// Makes it a person's work too.
    pub fn assign(self, person: &str) -> Command {
        Command::one(self.set().add(Task::ASSIGNEES, person))
    }

    /// Makes it a person's work no more.
    pub fn unassign(self, person: &str) -> Command {
        Command::one(self.set().remove(Task::ASSIGNEES, person))
    }

    /// Makes it the work of exactly these people; nothing if it is.
    pub fn assign_only<'a>(self, before: &People, people: impl Iterator<Item = &'a str>) -> Option<Command> {
        let people: People = people.map(ToOwned::to_owned).collect();
        let edit = people.difference(before).fold(self.set(), |edit, one| edit.add(Task::ASSIGNEES, one.clone()));
        let edit = before.difference(&people).fold(edit, |edit, one| edit.remove(Task::ASSIGNEES, one.clone()));
        (*before != people).then(|| Command::one(edit))
    }

    /// Adds to the time spent, in seconds; negative takes off, but never below nothing.
    pub fn spend(self, before: i64, seconds: i64) -> Option<Command> {
        let seconds = seconds.max(-before);
        (seconds != 0).then(|| Command::one(self.set().increment(Task::TIME_SPENT, seconds)))
    }

    /// Makes it a part of another task, or with none a task of its own; nothing if it is.
    pub fn under(self, before: Option<Id<Task>>, parent: Option<Id<Task>>) -> Option<Command> {
        (before != parent).then(|| Command::one(self.set().put(Task::PARENT, parent)))
    }

    /// Puts it away, or takes it out again.
    pub fn archive(self, archived: bool) -> Command {
        Command::one(self.set().put(Task::ARCHIVED, archived))
    }

    /// Takes it out of where it was put away, and does more with it in the same step.
    pub fn out_and(self, more: Option<Command>) -> Command {
        let more = more.into_iter().flat_map(|more| more.edits);
        Command::of(self.archive(false).edits.into_iter().chain(more))
    }

    /// Deletes it.
    pub fn delete(self) -> Command {
        Command::one(Edit::delete(self.scope, self.id))
    }

    /// Brings it back as it was when it was deleted.
    pub fn restore(self) -> Command {
        Command::one(Edit::restore(self.scope, self.id))
    }
}

/// These tags and those typed, with commas between them.
pub fn with_tags(before: &Tags, typed: &str) -> Tags {
    before.iter().cloned().chain(typed.split(',').filter_map(line).map(ToOwned::to_owned)).collect()
}

/// Checks the tags a task is to have as the server will.
///
/// # Errors
///
/// What is wrong with them, in words.
pub fn check_tags(tags: &Tags) -> Result<(), String> {
    let schema = schema_of(&Kind::new(Task::KIND)).expect("tasks have a schema");
    let checked = schema.check_value(&Task::TAGS.into(), &Value::Set(tags.clone()));
    checked.map_err(|flaw| t::tags_wrong(&wrong(flaw.wrong)))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{operation::Action, record::Record};

    use super::*;
    use crate::commands::testing::{applied, id, scope};

    const AT: fn() -> At = || At { scope: scope(), id: id(7) };

    fn made() -> Record {
        let command = AT().add(id(2), Begin::titled(" Call the port "), Status::Todo, None).unwrap();
        applied(None, &command.edits).unwrap()
    }

    #[test]
    fn what_changes_nothing_is_no_edit() {
        let task = Task::read(&made());
        assert_eq!(AT().rename(&task.title, " Call the port"), None);
        assert_eq!(AT().rename(&task.title, "  "), None);
        assert_eq!(AT().describe("a", "a"), None);
        assert_eq!(AT().tag(&Tags::from(["a".into()]), "a, ,a"), None);
        assert_eq!(AT().add(id(2), Begin::titled(" "), Status::Todo, None), None);
    }

    #[test]
    fn what_was_deleted_comes_back_whole() {
        let deleted = applied(Some(made()), &AT().delete().edits).unwrap();
        let back = applied(Some(deleted.clone()), &AT().restore().edits).unwrap();
        assert_eq!((deleted.deleted, back.deleted, Task::read(&back)), (true, false, Task::read(&made())));
    }

    #[test]
    fn a_move_within_a_status_leaves_the_status_to_others() {
        let task = Task::read(&made());
        let moved = AT().place(&task, Status::Todo, OrderKey::between(Some(&task.order), None));
        let Action::Set(changes) = &moved.edits[0].edit.action else { panic!("a set") };
        assert_eq!(changes.keys().map(ToString::to_string).collect::<Vec<_>>(), ["order"]);
    }

    #[test]
    fn what_was_put_away_comes_out_and_is_placed_at_once() {
        let away = applied(Some(made()), &AT().archive(true).edits);
        let placed = |more: Option<Command>| Task::read(&applied(away.clone(), &AT().out_and(more).edits).unwrap());
        let before = Task::read(away.as_ref().unwrap());
        let done = placed(Some(AT().place(&before, Status::Done, before.order.clone())));
        assert_eq!((before.archived, done.archived, done.status), (true, false, Status::Done));
        assert_eq!(placed(None), Task::read(&made()));
    }

    #[test]
    fn a_task_becomes_the_work_of_exactly_those_asked_for() {
        let people = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<People>();
        let before = people(&["Ada", "Ben"]);
        assert_eq!(AT().assign_only(&before, ["Ben", "Ada"].into_iter()), None);
        let all = before.iter().fold(AT().set(), |edit, one| edit.add(Task::ASSIGNEES, one.clone()));
        let made = applied(Some(made()), &Command::one(all).edits);
        let other = AT().assign_only(&before, ["Ben", "Cid"].into_iter()).unwrap();
        assert_eq!(Task::read(&applied(made, &other.edits).unwrap()).assignees, people(&["Ben", "Cid"]));
    }

    #[test]
    fn tags_are_checked_as_the_server_does() {
        let many = |count: usize| (0..count).map(|number| number.to_string()).collect::<Tags>();
        assert_eq!(check_tags(&with_tags(&many(199), " new , , ")), Ok(()));
        assert_eq!(
            check_tags(&with_tags(&many(199), "a, b")).unwrap_err(),
            "The list of labels has 201 entries; 200 is the most."
        );
        let long = with_tags(&Tags::new(), &"x".repeat(101));
        assert_eq!(
            check_tags(&long).unwrap_err(),
            "The list of labels has an entry that is empty or longer than 100 characters."
        );
    }

    #[test]
    fn a_subtask_is_made_and_becomes_a_task_of_its_own() {
        let begin = Begin { parent: Some(id(9)), ..Begin::titled("Call") };
        let made = applied(None, &AT().add(id(2), begin, Status::Todo, None).unwrap().edits).unwrap();
        assert_eq!(Task::read(&made).parent, Some(id(9)));
        assert_eq!(AT().under(Some(id(9)), Some(id(9))), None);
        let own = applied(Some(made), &AT().under(Some(id(9)), None).unwrap().edits).unwrap();
        assert_eq!(Task::read(&own).parent, None);
    }

    #[test]
    fn time_spent_never_goes_below_nothing() {
        assert_eq!(AT().spend(0, -900), None);
        assert_eq!(AT().spend(600, -900), AT().spend(600, -600));
    }
}
