//! What can be done on a project's page, by whichever row, group, key or panel asks for it.

mod change;
mod meant;
mod offers;
mod picked;
mod steady;
mod subtasks;

pub(crate) use offers::use_offers;
pub(crate) use picked::{Picks, Shared, use_picks};
pub(crate) use steady::{Steady, use_new_steady, use_steady};
pub(crate) use subtasks::may_stand_under;

use std::{cmp::Reverse, rc::Rc};

use holdfast_core::{
    entity::{Engagement, Entity as _, FieldValue as _, Project, Status, Tags, Task, schema_of},
    id::{Id, RecordId},
    order::OrderKey,
    record::{Kind, Record},
};
use holdfast_query::{
    Source as _,
    hooks::{use_picked, use_view, use_watched},
    view::{Followed as _, Interest, SourceView},
};
use yew::prelude::*;
use yew_router::{prelude::*, query::Raw};

use crate::{
    browser,
    commands::task::{At, Begin},
    components::{Cell, Written},
    hooks::{Commit, Names, use_commit, use_source, use_today},
    route::Route,
    stores::{RecordsSource, Toast},
    t,
    task_list::{self, Direction, TaskList, Tasks},
    views::{Asked, Days, Group, Layout, Week, groups, members},
    words::{flaw, quoted, time, week_start},
};

/// A list of tasks that follows the records.
type TaskView = SourceView<RecordsSource, Tasks>;

/// A project's page as its parts see it.
#[derive(Clone)]
pub(crate) struct Board {
    pub(crate) engagement: Id<Engagement>,
    pub(crate) project: Id<Project>,
    /// Whether the person may change anything.
    pub(crate) editable: bool,
    pub(crate) commit: Commit,
    /// How the tasks are looked at.
    pub(crate) asked: Rc<Asked>,
    /// The day and the week that it is here.
    pub(crate) week: Week,
    /// What people are called.
    pub(crate) names: Names,
    picks: Picks,
    /// Takes the task whose ways to go are opened.
    pub(crate) open_mover: UseStateSetter<Option<Id<Task>>>,
    /// Takes the cell of a table that is opened.
    pub(crate) open_cell: UseStateSetter<Option<(Id<Task>, Cell)>>,
    /// The tasks that are asked for, as they are asked for.
    tasks: TaskView,
    /// All tasks, where people have put them: the same view where nothing else is asked for.
    places: TaskView,
    navigator: Option<Navigator>,
}

impl PartialEq for Board {
    fn eq(&self, other: &Self) -> bool {
        self.tasks == other.tasks
            && self.places == other.places
            && self.asked == other.asked
            && self.names == other.names
            && self.week == other.week
            && (self.engagement, self.project, self.editable) == (other.engagement, other.project, other.editable)
            && self.commit == other.commit
    }
}

/// The task whose panel is open, for the lists that mark its row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Opened(pub(crate) Option<Id<Task>>);

/// What a project's page keeps for its board.
pub(crate) struct Page {
    pub(crate) asked: Asked,
    pub(crate) names: Names,
    pub(crate) picks: Picks,
    pub(crate) open_cell: UseStateSetter<Option<(Id<Task>, Cell)>>,
    pub(crate) open_mover: UseStateSetter<Option<Id<Task>>>,
}

/// The board of a project.
#[hook]
pub(crate) fn use_new_board(engagement: Id<Engagement>, project: Id<Project>, editable: bool, page: Page) -> Board {
    let Page { asked, names, picks, open_cell, open_mover } = page;
    let source = use_source();
    let commit = use_commit();
    let places = use_view(source, Tasks::part(project), |_| Tasks::of(project));
    let me = commit.session().account().id.to_string();
    // Days end while the page is open.
    let today = use_today();
    let week = Week { today, first: *use_memo((), |()| week_start()) };
    let spec = Tasks::asked(project, &asked, &me, Days::here());
    let last = use_mut_ref(|| None);
    let tasks = use_memo((places.clone(), spec), |(places, spec)| {
        let tasks = view_of(places, last.take(), spec);
        last.replace(Some(tasks.clone()));
        tasks
    });
    let (tasks, asked, navigator) = ((*tasks).clone(), Rc::new(asked), use_navigator());
    Board {
        engagement,
        project,
        editable,
        commit,
        asked,
        week,
        names,
        picks,
        open_mover,
        open_cell,
        tasks,
        places,
        navigator,
    }
}

/// The tasks of a project that are asked for: a part of those that were asked for last, or of all, where it is one.
fn view_of(places: &TaskView, last: Option<TaskView>, spec: &Tasks) -> TaskView {
    let narrows = |wider: &TaskView| wider.source() == places.source() && spec.narrows(wider.read().spec());
    match last.filter(narrows).or_else(|| Some(places.clone()).filter(narrows)) {
        Some(same) if *same.read().spec() == *spec => same,
        Some(wider) => wider.narrowed(spec.clone()),
        None => SourceView::new(places.source().clone(), Tasks::part(spec.project()), spec.clone()),
    }
}

/// Reads the tasks asked for, and draws the component again when what the interests name may be different.
#[hook]
pub(crate) fn use_tasks<T>(board: &Board, interests: Vec<Interest<Group>>, read: impl FnOnce(&TaskList) -> T) -> T {
    use_watched(&board.tasks, interests, read)
}

/// As [`use_tasks`], but draws the component again only when what is read is another.
#[hook]
pub(crate) fn use_of_tasks<T>(board: &Board, read: impl Fn(&TaskList) -> T + 'static) -> T
where
    T: Clone + PartialEq + 'static,
{
    use_picked(&board.tasks, vec![Interest::Groups], read)
}

/// As [`use_of_tasks`], of all tasks by status, whatever is asked for.
#[hook]
pub(crate) fn use_of_all_tasks<T>(board: &Board, read: impl Fn(&TaskList) -> T + 'static) -> T
where
    T: Clone + PartialEq + 'static,
{
    use_picked(&board.places, vec![Interest::Groups], read)
}

/// The board this part stands on.
#[hook]
pub(crate) fn use_board() -> Board {
    use_context::<Board>().expect("the project's page provides a board")
}

impl Board {
    /// Reads the tasks asked for as they are at this very moment.
    pub(crate) fn list<T>(&self, read: impl FnOnce(&TaskList) -> T) -> T {
        read(&self.tasks.read())
    }

    /// The place of the last task of a status, whether it is asked for or not.
    fn last(&self, status: Status) -> Option<OrderKey> {
        task_list::last(&self.places.read(), status)
    }

    /// Reads every task of the project, put away or not.
    pub(crate) fn each_task(&self, mut read: impl FnMut(&Record)) {
        self.places.source().with_part(&Tasks::part(self.project), &mut |tasks| tasks.for_each(|task| read(task)));
    }

    /// Every label that a task of the project has.
    pub(crate) fn labels(&self) -> Tags {
        let mut all = Tags::new();
        self.each_task(|task| all.extend(Tags::read(task.value(Task::TAGS))));
        all
    }

    pub(crate) fn at(&self, id: Id<Task>) -> At {
        At { scope: self.engagement.scope(), id }
    }

    fn with_task(&self, id: Id<Task>, read: impl FnOnce(&Record)) {
        let mut read = Some(read);
        self.tasks.source().with_row(id.record(), &mut |record| {
            if let (Some(record), Some(read)) = (record, read.take()) {
                read(record);
            }
        });
    }

    fn task(&self, id: Id<Task>) -> Option<Task> {
        let mut task = None;
        self.with_task(id, |record| task = Some(Task::read(record)));
        task
    }

    /// Makes a task at the end of a status.
    ///
    /// # Errors
    ///
    /// What the server would refuse of it, by the same rules, in words.
    pub(crate) fn add(&self, status: Status, begin: Begin) -> Result<(), String> {
        let last = self.last(status);
        let schema = schema_of(&Kind::new(Task::KIND)).expect("tasks have a schema");
        let Some(task) = begin.clone().task(self.project, status, last.as_ref()) else { return Ok(()) };
        schema.check_new(&task.fields()).map_err(|flaw| flaw::of(&flaw))?;
        let id = self.commit.session().fresh();
        let title = quoted(&task.title);
        self.commit.maybe(self.at(id).add(self.project, begin, status, last.as_ref()));
        // A subtask shows where it was made.
        if task.parent.is_none() {
            let (is_let, is_shown) = self.list(|list| (list.contains(id.record()), self.shows(list, id.record())));
            if !is_let {
                self.commit.say(Toast::info(t::added_hidden(&title)));
            } else if !is_shown {
                self.commit.say(Toast::info(t::added_folded(&title)));
            }
        }
        Ok(())
    }

    pub(crate) fn rename(&self, id: Id<Task>, title: &Written) {
        if let Some(task) = self.task(id) {
            let command = self.at(id).rename(&task.title, &title.text);
            self.change(id, command.map(|command| command.begun_at(title.seen)));
        }
    }

    /// To the end of another status.
    pub(crate) fn set_status(&self, id: Id<Task>, status: Status) {
        if let Some(task) = self.task(id).filter(|task| task.status != status) {
            let last = self.last(status);
            self.change(id, Some(self.at(id).place(&task, status, OrderKey::between(last.as_ref(), None))));
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

    /// To the first or the last place of its status.
    pub(crate) fn to_edge(&self, id: Id<Task>, direction: Direction) {
        if let (Some(task), Some(order)) = (self.task(id), self.list(|list| task_list::at_edge(list, id, direction))) {
            self.commit.run(self.at(id).place(&task, task.status, order));
        }
    }

    /// Shows of a group only its heading, or all of it again. That is another look at the same, which the way back does not lead
    /// through.
    pub(crate) fn fold(&self, group: &Group) {
        self.look(&(*self.asked).clone().swapped(group), Visit::Same);
    }

    /// Whether a task can be seen: the filter lets it through, and its group is not folded.
    pub(crate) fn shows(&self, list: &TaskList, id: RecordId) -> bool {
        list.rank(id).is_some_and(|at| !self.asked.is_folded(at.group))
    }

    /// Shows what was put away, or not any more.
    pub(crate) fn swap_archive(&self) {
        let archive = !self.asked.archive;
        self.look(&Asked { archive, ..(*self.asked).clone() }, Visit::Next);
        if archive && self.asked.layout != Layout::List {
            // The last of the box may be out of view.
            browser::reveal_soon(format!("group-{}", Group::Archive.slug()));
        }
    }

    /// A task of this project: another window's may be dropped here.
    fn own(&self, id: Id<Task>) -> Option<Task> {
        self.task(id).filter(|task| task.project == self.project)
    }

    /// Right before another task.
    pub(crate) fn drop_before(&self, id: Id<Task>, other: Id<Task>) {
        if id == other {
            return;
        }
        if let (Some(task), Some((status, order))) = (self.own(id), self.list(|list| task_list::before(list, other))) {
            self.put(id, &task, Some(self.at(id).place(&task, status, order)));
        }
    }

    /// Whether a task can be made one of a group.
    pub(crate) fn takes(&self, group: &Group) -> bool {
        let takes = match group {
            Group::Status(_) | Group::Priority(_) | Group::People(_) => true,
            Group::Due(due) => due.day(self.week).is_some(),
            Group::All | Group::Label(_) | Group::Archive => false,
        };
        self.editable && takes
    }

    /// Makes a task one of a group: to the end of a status, to other people, to another priority, or due then. What is in the
    /// other groups is not people's to say. What was put away comes out of the archive with that.
    pub(crate) fn move_to(&self, id: Id<Task>, group: &Group) {
        if let Some(task) = self.own(id) {
            let command = match group {
                // Where tasks are sorted, nobody sees a place within a status.
                Group::Status(status) if task.status == *status && !self.asked.is_by_hand() => None,
                Group::Status(status) => {
                    let last = self.last(*status);
                    Some(self.at(id).place(&task, *status, OrderKey::between(last.as_ref(), None)))
                }
                Group::Priority(Reverse(priority)) => self.at(id).prioritise(task.priority, *priority),
                Group::People(people) => self.at(id).assign_only(&task.assignees, members(people)),
                // Within a week, the day it has is as good.
                Group::Due(due) if Days::here().due_in(task.due, task.status) == *due => None,
                Group::Due(due) => due
                    .day(self.week)
                    .and_then(|day| self.at(id).due(task.due, day.map(|day| time::on_day(task.due, day)))),
                Group::All | Group::Label(_) | Group::Archive => return,
            };
            self.put(id, &task, command);
        }
    }

    /// The first or the last task of the group that one is in.
    pub(crate) fn at_edge(&self, id: Id<Task>, direction: Direction) -> Option<Id<Task>> {
        self.list(|list| {
            let group = list.rank(id.record())?.group;
            let last = list.count(group).checked_sub(1)?;
            let place = if direction == Direction::Up { 0 } else { last };
            task_list::within(list, group, place..place + 1).pop()
        })
    }

    /// Scrolls a card to where it stands in its column, drawn or not, and gives it the focus; where the column is folded, its
    /// heading has it.
    pub(crate) fn reveal(&self, id: Id<Task>) {
        let place = self.list(|list| {
            let at = list.rank(id.record())?;
            let part = at.index as f64 / list.count(at.group).max(1) as f64;
            Some((at.group.slug(), part, self.asked.is_folded(at.group)))
        });
        let title = browser::part_of(id, "task-title");
        match place {
            Some((group, _, true)) => browser::focus_soon(format!("[data-group=\"{group}\"] .fold")),
            Some((group, part, false)) => {
                browser::focus_within(format!("[data-group=\"{group}\"] .tasks-box"), part, title)
            }
            None => browser::focus_soon(title),
        }
    }

    /// Into the nearest group before or after the one it is in, as they are drawn, that takes it; the archive stands behind all.
    pub(crate) fn move_beside(&self, id: Id<Task>, direction: Direction) {
        let next = self.list(|list| {
            let own = list.rank(id.record())?.group;
            let drawn = groups(list, &self.asked, &self.names, self.week).into_iter().map(|(group, _)| group);
            let all: Vec<Group> = drawn.chain([Group::Archive]).collect();
            let (before, after) = all.split_at(all.iter().position(|group| group == own)?);
            let takes = |group: &&Group| self.takes(group);
            match direction {
                Direction::Up => before.iter().rev().find(takes).cloned(),
                Direction::Down => after.iter().skip(1).find(takes).cloned(),
            }
        });
        if let Some(group) = next {
            self.move_to(id, &group);
        }
    }

    pub(crate) fn delete(&self, id: Id<Task>) {
        if let Some(task) = self.task(id) {
            let title = quoted(&task.title);
            let words = match self.parts(id) {
                0 => t::op_deleted(&title),
                parts => t::deleted_above(&title, parts),
            };
            self.commit.with_undo(self.at(id).delete(), words);
        }
    }

    /// Brings a deleted task back.
    pub(crate) fn bring_back(&self, id: Id<Task>, title: &str) {
        self.commit.with_undo(self.at(id).restore(), t::op_brought_back(&quoted(title)));
    }

    pub(crate) fn archive(&self, id: Id<Task>, archived: bool) {
        if let Some(task) = self.task(id) {
            let title = quoted(&task.title);
            let words = match self.parts(id) {
                _ if !archived => t::board_unarchived(&title),
                0 => t::op_archived(&title),
                parts => t::archived_above(&title, parts),
            };
            self.commit.with_undo(self.at(id).archive(archived), words);
        }
    }

    fn route(&self, task: Option<Id<Task>>) -> Route {
        let Self { engagement, project, .. } = *self;
        match task {
            Some(task) => Route::Task { engagement, project, task },
            None => Route::Project { engagement, project },
        }
    }

    /// Opens a task's panel, or with none closes it.
    pub(crate) fn open(&self, task: Option<Id<Task>>) {
        if let Some(navigator) = &self.navigator {
            let Ok(()) = navigator.push_with_query(&self.route(task), Raw(self.asked.query()));
        }
    }

    /// Looks at the tasks another way. Typing is one visit, every choice another: the way back leads through the choices.
    pub(crate) fn look(&self, asked: &Asked, visit: Visit) {
        let here = Route::recognize(&browser::path());
        let here = here.filter(|route| matches!(route, Route::Task { project, .. } if *project == self.project));
        let (route, query) = (here.unwrap_or_else(|| self.route(None)), Raw(asked.query()));
        if let Some(navigator) = self.navigator.as_ref().filter(|_| *asked != *self.asked || visit == Visit::Same) {
            let Ok(()) = match visit {
                Visit::Same => navigator.replace_with_query(&route, query),
                Visit::Next => navigator.push_with_query(&route, query),
            };
        }
    }
}

/// Whether the browser's way back leads to what was shown before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visit {
    /// It does not: the address is brought up to date.
    Same,
    /// It does.
    Next,
}
