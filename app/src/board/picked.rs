//! The tasks that are selected, and what is done to all of them at once: one command, one step to take back.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use holdfast_core::{
    entity::{FieldValue as _, People, Priority, Status, Tags, Task},
    id::{Id, RecordId},
    order::OrderKey,
};
use yew::prelude::*;
use yew_router::prelude::*;

use super::Board;
use crate::{
    commands::{Command, task::At},
    entry,
    stores::Toast,
    t, task_list,
    views::{Group, Picked, groups},
    words::choice,
};

/// Where the selection is kept: read as it is at this moment, and drawn as it was when the page was.
#[derive(Clone)]
pub(crate) struct Picks {
    now: Rc<RefCell<Rc<Picked>>>,
    drawn: UseStateSetter<Rc<Picked>>,
}

/// Under which name an entry of the browser's history has what was selected.
const PICKED: &str = "picked";

/// A selection that lasts as long as its page, and is there again when the page is gone back to; the page is drawn again with
/// every change.
#[hook]
pub(crate) fn use_picks() -> (Picks, Rc<Picked>) {
    let drawn = use_state(|| Rc::new(Picked::read(&entry::kept(PICKED).unwrap_or_default())));
    let first = Rc::clone(&drawn);
    let now = use_mut_ref(move || first);
    // An entry that begins on this page begins with what is selected.
    let shown = use_location().and_then(|location| location.id());
    use_effect_with((shown, Rc::as_ptr(&drawn)), {
        let picked = Rc::clone(&drawn);
        move |_| entry::keep(PICKED, &picked.text())
    });
    (Picks { now, drawn: drawn.setter() }, (*drawn).clone())
}

impl Picks {
    fn set(&self, picked: Picked) {
        let picked = Rc::new(picked);
        if *self.now.borrow() != picked {
            *self.now.borrow_mut() = picked.clone();
            self.drawn.set(picked);
        }
    }

    fn now(&self) -> Picked {
        Picked::clone(&self.now.borrow())
    }
}

/// How many of the selected tasks have each person and each label.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shared {
    pub(crate) people: BTreeMap<String, usize>,
    pub(crate) labels: BTreeMap<String, usize>,
}

impl Board {
    /// Selects a task, or not any more.
    pub(crate) fn pick(&self, id: Id<Task>) {
        if self.editable {
            self.picks.set(self.picks.now().toggled(id.record()));
        }
    }

    /// Selects all tasks from where the selection was begun, or else from one task, to another.
    pub(crate) fn pick_to(&self, start: Id<Task>, to: Id<Task>) {
        if self.editable {
            let picked = self.list(|list| {
                let drawn = groups(list, &self.asked, &self.names, self.week).into_iter().map(|(group, _)| group);
                let drawn = drawn.chain([Group::Archive]).filter(|group| !self.asked.is_folded(group));
                let drawn: Vec<Group> = drawn.collect();
                let picked = self.picks.now().from_among(|id| self.shows(list, id));
                picked.run(start.record(), |from| task_list::between(list, &drawn, from, to.record()))
            });
            self.picks.set(picked);
        }
    }

    /// Selects all tasks that are shown.
    pub(crate) fn pick_all(&self) {
        if self.editable {
            let all = self.list(|list| {
                let groups = list.groups();
                let groups = groups.filter(|(group, _)| **group != Group::Archive && !self.asked.is_folded(group));
                Picked::all(groups.flat_map(|(group, all)| list.window(group, 0..all)))
            });
            self.picks.set(all);
        }
    }

    /// Selects nothing. Whether there was something.
    pub(crate) fn pick_none(&self) -> bool {
        let was = !self.picks.now().is_empty();
        self.picks.set(Picked::default());
        was
    }

    /// Whether a task is selected.
    pub(crate) fn is_picked(&self, id: Id<Task>) -> bool {
        self.picks.now.borrow().has(id.record())
    }

    /// The selected tasks that are shown, in the order in which they are.
    pub(crate) fn picked(&self) -> Vec<Id<Task>> {
        self.list(|list| {
            let picked = self.picks.now.borrow();
            let mut found: Vec<(&Group, usize, RecordId)> = picked
                .ids()
                .filter_map(|id| {
                    let at = list.rank(id).filter(|at| !self.asked.is_folded(at.group))?;
                    Some((at.group, at.index, id))
                })
                .collect();
            found.sort_unstable();
            found.into_iter().map(|(_, _, id)| id.into()).collect()
        })
    }

    /// What the selected tasks have.
    pub(crate) fn shared(&self) -> Shared {
        let mut shared = Shared::default();
        for id in self.picked() {
            self.with_task(id, |task| {
                for person in People::read(task.value(Task::ASSIGNEES)) {
                    *shared.people.entry(person).or_default() += 1;
                }
                for label in Tags::read(task.value(Task::TAGS)) {
                    *shared.labels.entry(label).or_default() += 1;
                }
            });
        }
        shared
    }

    /// Does the same to every selected task that it changes: as one step, told once, with a way back.
    pub(crate) fn change_picked(
        &self,
        mut change: impl FnMut(At, &Task) -> Option<Command>,
        said: impl FnOnce(&str) -> String,
    ) {
        let tasks: Vec<(At, Task)> =
            self.picked().into_iter().filter_map(|id| Some((self.at(id), self.task(id)?))).collect();
        let commands: Vec<Command> = tasks.iter().filter_map(|(at, task)| change(*at, task)).collect();
        if commands.is_empty() {
            self.commit.say(Toast::info(t::so_already()));
            return;
        }
        let words = said(&t::tasks_counted(commands.len()));
        self.commit.with_undo(Command::of(commands.into_iter().flat_map(|command| command.edits)), words);
    }

    /// Checks something of every selected task before all are changed.
    ///
    /// # Errors
    ///
    /// What is wrong with the first that fails, in words.
    pub(crate) fn check_picked(&self, check: impl Fn(&Task) -> Result<(), String>) -> Result<(), String> {
        self.picked().into_iter().filter_map(|id| self.task(id)).try_for_each(|task| check(&task))
    }

    /// Puts the selected tasks at the end of a status, in their order.
    pub(crate) fn place_picked(&self, status: Status) {
        let mut places = OrderKey::spread(self.last(status).as_ref(), self.picked().len()).into_iter();
        self.change_picked(
            |at, task| (task.status != status).then(|| Some(at.place(task, status, places.next()?))).flatten(),
            |tasks| t::op_moved_to(tasks, choice::status(status)),
        );
    }

    pub(crate) fn prioritise_picked(&self, priority: Priority) {
        self.change_picked(
            |at, task| at.prioritise(task.priority, priority),
            |tasks| t::op_prioritised(tasks, choice::priority(priority)),
        );
    }

    pub(crate) fn archive_picked(&self) {
        self.change_picked(|at, task| (!task.archived).then(|| at.archive(true)), t::op_archived);
        self.pick_none();
    }

    pub(crate) fn delete_picked(&self) {
        self.change_picked(|at, _| Some(at.delete()), t::op_deleted);
        self.pick_none();
    }
}
