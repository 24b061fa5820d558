//! One task is changed, whatever asks for it: a key, a menu, a drop, a panel or the palette.

use holdfast_core::{entity::Task, id::Id};

use super::Board;
use crate::{commands::Command, stores::Toast, t, views::Group, words::quoted};

impl Board {
    /// Puts a task among those of a group, by what makes it one of them if anything has to. What was put away is taken out of the
    /// archive in the same step: there, it would not be where it was put.
    pub(super) fn put(&self, id: Id<Task>, task: &Task, command: Option<Command>) {
        let command = match task.archived {
            true => Some(self.at(id).out_and(command).named(t::board_unarchived(&quoted(&task.title)))),
            false => command,
        };
        self.change(id, command);
    }

    /// Changes a task. Where its row goes out of sight with that, into another group or out of what the filter shows, it is told,
    /// with a way back; what is seen in its place needs no words.
    pub(crate) fn change(&self, id: Id<Task>, command: Option<Command>) {
        let Some(command) = command else { return };
        let before = self.group_of(id);
        self.commit.run(command);
        if before.is_some() && self.group_of(id) != before {
            let session = self.commit.session();
            if let Some((step, words)) = session.last_step().zip(session.can_undo()) {
                // Of many that are ticked off, each would lie over more of the list.
                self.commit.say(self.commit.with_way_back(Toast::info(words).about("moved"), step));
            }
        }
    }

    /// The group that a task is shown in, if it is.
    pub(super) fn group_of(&self, id: Id<Task>) -> Option<Group> {
        self.list(|list| list.rank(id.record()).map(|at| at.group.clone()))
    }

    /// The group that a task is shown in, if it is, how many stand there before it, and how many there are.
    pub(crate) fn place_of(&self, id: Id<Task>) -> Option<(Group, usize, usize)> {
        self.list(|list| list.rank(id.record()).map(|at| (at.group.clone(), at.index, list.count(at.group))))
    }
}
