//! The tasks that are meant by what is asked for elsewhere, and what is done to them.

use holdfast_core::{
    entity::{Priority, Status, Task},
    id::Id,
};

use super::Board;
use crate::{
    browser,
    commands::{
        Command,
        task::{At, check_tags},
    },
    components::stay_at,
    palette::Asker,
    route::Route,
    stores::Toast,
    t,
    task_list::Direction,
    words::{
        choice,
        time::{self, Chosen},
    },
};

/// The tasks that something is to be done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// The one whose row, or line in a panel, has the focus, or whose panel is open.
    One(Id<Task>),
    /// All that are selected.
    Picked,
}

impl Board {
    /// The tasks that are meant: the subtask whose line in the panel has the focus, or that of the panel which has it or lies over
    /// the page, or else all that are selected, or the one whose row has the focus, or whose panel is open.
    pub(super) fn meant(&self, asker: &Asker) -> Option<Meant> {
        let around = |css: &str| asker.focus.as_ref().and_then(|focus| focus.closest(css).ok().flatten());
        let open = match asker.route {
            Route::Task { task, .. } => Some(task),
            _ => None,
        };
        let named = |css: &str, name: &str| around(css)?.get_attribute(name)?.parse().ok();
        let is_over = || browser::is_there(".project-main[inert]");
        let in_panel = || open.filter(|_| around(".panel").is_some() || is_over());
        let in_panel = named("[data-subtask]", "data-subtask").or_else(in_panel);
        if in_panel.is_none() && !self.picked().is_empty() {
            return Some(Meant::Picked);
        }
        let one = in_panel.or_else(|| named(".task", "data-record")).or(open);
        one.filter(|id| self.task(*id).is_some()).map(Meant::One)
    }

    /// Before what is meant goes, or goes elsewhere: the focus does not go with it.
    fn hold_focus(&self, meant: Meant) {
        let active = browser::document().active_element();
        let is_in =
            |css: &str| active.as_ref().is_some_and(|active| active.closest(css).is_ok_and(|one| one.is_some()));
        match meant {
            Meant::One(id) if is_in(&browser::row_of(id)) => stay_at(id, "task-title"),
            _ if is_in(".panel") => browser::focus_soon_if_lost(".panel-close".into()),
            _ => browser::focus_soon_if_lost(".project".into()),
        }
    }

    pub(super) fn archive_meant(&self, meant: Meant, archived: bool) {
        self.hold_focus(meant);
        match meant {
            Meant::One(id) => self.archive(id, archived),
            Meant::Picked => self.archive_picked(),
        }
    }

    pub(super) fn delete_meant(&self, meant: Meant) {
        self.hold_focus(meant);
        match meant {
            Meant::One(id) => self.delete(id),
            Meant::Picked => self.delete_picked(),
        }
    }

    /// Does what moves no task away: to the one that is meant, or to all that are selected.
    fn do_meant(&self, meant: Meant, one: impl FnOnce(Id<Task>), all: impl FnOnce()) {
        match meant {
            Meant::One(id) => {
                one(id);
                // In another group or place its row is another one.
                browser::focus_soon_if_lost(browser::part_of(id, "task-title"));
            }
            Meant::Picked => {
                self.hold_focus(meant);
                all();
            }
        }
    }

    fn change_meant(
        &self,
        meant: Meant,
        change: impl Fn(At, &Task) -> Option<Command>,
        said: impl FnOnce(&str) -> String,
    ) {
        let one = |id| self.change(id, self.task(id).and_then(|task| change(self.at(id), &task)));
        self.do_meant(meant, one, || self.change_picked(&change, said));
    }

    pub(super) fn place_meant(&self, meant: Meant, status: Status) {
        self.do_meant(meant, |id| self.set_status(id, status), || self.place_picked(status));
    }

    pub(super) fn prioritise_meant(&self, meant: Meant, priority: Priority) {
        self.change_meant(
            meant,
            |at, task| at.prioritise(task.priority, priority),
            |tasks| t::op_prioritised(tasks, choice::priority(priority)),
        );
    }

    pub(super) fn assign_meant(&self, meant: Meant, person: &str, add: bool) {
        let change = |at: At| if add { at.assign(person) } else { at.unassign(person) };
        self.change_meant(
            meant,
            |at, task| (task.assignees.contains(person) != add).then(|| change(at)),
            |tasks| {
                let name = self.names.of(person);
                if add { t::tasks_assigned(tasks, name) } else { t::tasks_unassigned(tasks, name) }
            },
        );
    }

    /// Gives a label or takes it off; where one of the tasks could not take it, none is changed, and the reason told.
    pub(super) fn label_meant(&self, meant: Meant, label: &str, add: bool) {
        let check = |task: &Task| check_tags(&task.tags.iter().cloned().chain([label.to_owned()]).collect());
        let checked = match meant {
            _ if !add => Ok(()),
            Meant::One(id) => self.task(id).map_or(Ok(()), |task| check(&task)),
            Meant::Picked => self.check_picked(check),
        };
        if let Err(why) = checked {
            self.commit.say(Toast::info(why));
            return;
        }
        let change = |at: At| if add { at.label(label) } else { at.untag(label) };
        self.change_meant(
            meant,
            |at, task| (task.tags.contains(label) != add).then(|| change(at)),
            |tasks| {
                let label = format!("#{label}");
                if add { t::tasks_labelled(tasks, &label) } else { t::tasks_unlabelled(&label, tasks) }
            },
        );
    }

    /// Makes tasks of their own of them.
    pub(super) fn own_meant(&self, meant: Meant) {
        self.do_meant(meant, |id| self.put_under(id, None), || self.put_picked_under(None));
    }

    /// One step up or down.
    pub(super) fn step_meant(&self, id: Id<Task>, direction: Direction) {
        self.do_meant(Meant::One(id), |id| self.step(id, direction), || {});
    }

    pub(super) fn due_meant(&self, meant: Meant, chosen: Chosen) {
        self.change_meant(
            meant,
            |at, task| at.due(task.due, time::chosen(task.due, chosen)),
            |tasks| match time::chosen(None, chosen) {
                Some(at) => t::tasks_due(tasks, &time::due_words(at, time::local_day(at))),
                None => t::op_undated(tasks),
            },
        );
    }
}
