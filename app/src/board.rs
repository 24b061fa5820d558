//! What can be done on a project's page, by whichever row, group, key or panel asks for it.

use holdfast_core::{
    entity::{Engagement, Entity as _, Project, Status, Task, schema_of},
    id::Id,
    order::OrderKey,
    record::Kind,
};
use holdfast_query::{
    Source as _,
    hooks::{use_view, use_watched},
    view::{Followed as _, Interest, SourceView},
};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    commands::task::{At, Begin},
    components::Written,
    hooks::{Commit, use_commit, use_source},
    route::Route,
    stores::RecordsSource,
    task_list::{self, Direction, TaskList, Tasks},
    words::quoted,
};

/// A project's page as its parts see it.
#[derive(Clone)]
pub(crate) struct Board {
    pub(crate) engagement: Id<Engagement>,
    pub(crate) project: Id<Project>,
    /// Whether the person may change anything.
    pub(crate) editable: bool,
    pub(crate) commit: Commit,
    tasks: SourceView<RecordsSource, Tasks>,
    navigator: Option<Navigator>,
}

impl PartialEq for Board {
    fn eq(&self, other: &Self) -> bool {
        self.tasks == other.tasks
            && (self.engagement, self.project, self.editable) == (other.engagement, other.project, other.editable)
            && self.commit == other.commit
    }
}

/// The board of a project.
#[hook]
pub(crate) fn use_new_board(engagement: Id<Engagement>, project: Id<Project>, editable: bool) -> Board {
    let source = use_source();
    let tasks = use_view(source, Tasks::part(project), |_| Tasks::of(project));
    Board { engagement, project, editable, commit: use_commit(), tasks, navigator: use_navigator() }
}

/// Reads the list, and draws the component again when what the interests name may be different.
#[hook]
pub(crate) fn use_tasks<T>(
    board: &Board,
    interests: Vec<Interest<Option<Status>>>,
    read: impl FnOnce(&TaskList) -> T,
) -> T {
    use_watched(&board.tasks, interests, read)
}

/// The board this part stands on.
#[hook]
pub(crate) fn use_board() -> Board {
    use_context::<Board>().expect("the project's page provides a board")
}

impl Board {
    /// Reads the list as it is at this very moment.
    pub(crate) fn list<T>(&self, read: impl FnOnce(&TaskList) -> T) -> T {
        read(&self.tasks.read())
    }

    pub(crate) fn at(&self, id: Id<Task>) -> At {
        At { scope: self.engagement.scope(), id }
    }

    fn task(&self, id: Id<Task>) -> Option<Task> {
        let mut task = None;
        self.tasks.source().with_row(id.record(), &mut |record| task = record.map(|record| Task::read(record)));
        task
    }

    /// Makes a task at the end of a status.
    ///
    /// # Errors
    ///
    /// What the server would refuse of it, by the same rules, in words.
    pub(crate) fn add(&self, status: Status, begin: Begin) -> Result<(), String> {
        let last = self.list(|list| task_list::last(list, status));
        let schema = schema_of(&Kind::new(Task::KIND)).expect("tasks have a schema");
        let Some(task) = begin.clone().task(self.project, status, last.as_ref()) else { return Ok(()) };
        schema.check_new(&task.fields()).map_err(|invalid| format!("{invalid}"))?;
        let id = self.commit.session().fresh();
        self.commit.maybe(self.at(id).add(self.project, begin, status, last.as_ref()));
        Ok(())
    }

    pub(crate) fn rename(&self, id: Id<Task>, title: &Written) {
        if let Some(task) = self.task(id) {
            let command = self.at(id).rename(&task.title, &title.text);
            self.commit.maybe(command.map(|command| command.begun_at(title.seen)));
        }
    }

    /// To the end of another status.
    pub(crate) fn set_status(&self, id: Id<Task>, status: Status) {
        if let Some(task) = self.task(id).filter(|task| task.status != status) {
            let last = self.list(|list| task_list::last(list, status));
            self.commit.run(self.at(id).place(&task, status, OrderKey::between(last.as_ref(), None)));
        }
    }

    /// Done, or not done after all.
    pub(crate) fn toggle_done(&self, id: Id<Task>) {
        if let Some(task) = self.task(id) {
            self.set_status(id, if task.status == Status::Done { Status::Todo } else { Status::Done });
        }
    }

    /// One step up or down within its status.
    pub(crate) fn step(&self, id: Id<Task>, direction: Direction) {
        if let (Some(task), Some(order)) = (self.task(id), self.list(|list| task_list::beside(list, id, direction))) {
            self.commit.run(self.at(id).place(&task, task.status, order));
        }
    }

    /// Right before another task.
    pub(crate) fn drop_before(&self, id: Id<Task>, other: Id<Task>) {
        if id == other {
            return;
        }
        if let (Some(task), Some((status, order))) = (self.task(id), self.list(|list| task_list::before(list, other))) {
            self.commit.run(self.at(id).place(&task, status, order));
        }
    }

    /// At the end of a status.
    pub(crate) fn drop_last(&self, id: Id<Task>, status: Status) {
        if let Some(task) = self.task(id) {
            let last = self.list(|list| task_list::last(list, status));
            self.commit.run(self.at(id).place(&task, status, OrderKey::between(last.as_ref(), None)));
        }
    }

    pub(crate) fn delete(&self, id: Id<Task>) {
        if let Some(task) = self.task(id) {
            self.commit.with_undo(self.at(id).delete(), format!("Deleted {}", quoted(&task.title)));
        }
    }

    pub(crate) fn archive(&self, id: Id<Task>, archived: bool) {
        if let Some(task) = self.task(id) {
            let words = if archived { "Archived" } else { "Took out of the archive:" };
            self.commit.with_undo(self.at(id).archive(archived), format!("{words} {}", quoted(&task.title)));
        }
    }

    pub(crate) fn route_to(&self, task: Id<Task>) -> Route {
        Route::Task { engagement: self.engagement, project: self.project, task }
    }

    /// Opens a task's panel, or with none closes it.
    pub(crate) fn open(&self, task: Option<Id<Task>>) {
        let route = match task {
            Some(task) => self.route_to(task),
            None => Route::Project { engagement: self.engagement, project: self.project },
        };
        if let Some(navigator) = &self.navigator {
            navigator.push(&route);
        }
    }
}
