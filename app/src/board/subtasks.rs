//! Which task of a project is a part of which, and what that means for what is done to one.

use std::collections::HashMap;

use holdfast_core::{
    entity::{Entity as _, FieldValue as _, Task},
    id::Id,
    record::{Kind, Record},
    replica::Replica,
};
use holdfast_query::Source as _;

use super::Board;
use crate::{
    components::Choice,
    stores::{Part, Toast},
    t,
    words::quoted,
};

/// The most tasks, one above the other, that are looked at. Two people may make a ring of them at once.
const DEEPEST: usize = 100;

/// Whether a task can become a part of another without being a part of itself. `above` says what a task is a part of.
fn may_be_under(task: Id<Task>, other: Id<Task>, above: impl Fn(Id<Task>) -> Option<Id<Task>>) -> bool {
    let mut next = Some(other);
    for _ in 0..DEEPEST {
        match next {
            None => return true,
            Some(one) if one == task => return false,
            Some(one) => next = above(one),
        }
    }
    false
}

/// What a record says that it is a part of.
fn above(record: &Record) -> Option<Id<Task>> {
    Option::read(record.value(Task::PARENT))
}

/// The same, as the records tell: only of a task that is here.
pub(crate) fn may_stand_under(replica: &Replica, task: Id<Task>, other: Id<Task>) -> bool {
    let of = |one: Id<Task>| above(replica.live(one.record())?);
    replica.live(other.record()).is_some() && may_be_under(task, other, of)
}

impl Board {
    /// The tasks of the project that each of these can become a part of: none that is put away, and none of their own parts.
    pub(crate) fn parents_for(&self, ids: &[Id<Task>]) -> Vec<Choice> {
        let (mut parents, mut all) = (HashMap::new(), Vec::new());
        self.each_task(|record| {
            let one = Id::<Task>::from(record.id);
            parents.extend(above(record).map(|parent| (one, parent)));
            if !bool::read(record.value(Task::ARCHIVED)) {
                all.push((one, String::read(record.value(Task::TITLE))));
            }
        });
        all.retain(|(one, _)| ids.iter().all(|id| may_be_under(*id, *one, |one| parents.get(&one).copied())));
        all.into_iter().map(|(one, title)| (one.to_string().into(), title.into())).collect()
    }

    /// Makes a task a part of another one of the project, or with none a task of its own.
    pub(crate) fn put_under(&self, id: Id<Task>, parent: Option<Id<Task>>) {
        let Some(task) = self.own(id) else { return };
        let Some(command) = self.at(id).under(task.parent, parent) else { return };
        let title = quoted(&task.title);
        let words = match parent {
            None => t::op_own(&title),
            Some(parent) => {
                let Some(other) = self.own(parent) else { return };
                if !self.may_be_under(id, parent) {
                    self.commit.say(Toast::info(t::subtask_ring(&title, &quoted(&other.title))));
                    return;
                }
                t::op_put_under(&title, &quoted(&other.title))
            }
        };
        self.commit.with_undo(command, words);
    }

    /// Does the same to every selected task that can be a part of that one.
    pub(crate) fn put_picked_under(&self, parent: Option<Id<Task>>) {
        let whole = parent.and_then(|parent| self.own(parent)).map(|whole| quoted(&whole.title));
        if parent.is_some() && whole.is_none() {
            return;
        }
        self.change_picked(
            |at, task| {
                let may = parent.is_none_or(|parent| self.may_be_under(at.id, parent));
                at.under(task.parent, parent).filter(|_| may)
            },
            |tasks| whole.map_or_else(|| t::tasks_own(tasks), |whole| t::op_put_under(tasks, &whole)),
        );
    }

    fn may_be_under(&self, id: Id<Task>, other: Id<Task>) -> bool {
        may_be_under(id, other, |one| self.task(one).and_then(|task| task.parent))
    }

    /// How many parts of a task there are that are not put away.
    pub(super) fn parts(&self, id: Id<Task>) -> usize {
        let mut count = 0;
        let part = Part::Children(id.record(), Kind::new(Task::KIND));
        self.places.source().with_part(&part, &mut |tasks| {
            count = tasks.filter(|task| !bool::read(task.value(Task::ARCHIVED))).count();
        });
        count
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::commands::testing::id;

    /// Whether the first may be a part of the second, where each pair is a task and what it is a part of.
    fn may(task: u8, other: u8, pairs: &[(u8, u8)]) -> bool {
        let above =
            |one: Id<Task>| pairs.iter().find(|(part, _)| id::<Task>(*part) == one).map(|(_, whole)| id(*whole));
        may_be_under(id(task), id(other), above)
    }

    #[test]
    fn no_task_becomes_a_part_of_itself() {
        let line = [(2, 1), (3, 2)];
        assert!(may(4, 3, &line) && may(3, 1, &line));
        assert!(!may(1, 1, &line) && !may(1, 2, &line) && !may(1, 3, &line));
    }

    #[test]
    fn a_ring_of_others_ends_the_search() {
        assert!(!may(4, 1, &[(1, 2), (2, 1)]));
        assert!(may(4, 3, &[(1, 2), (2, 1)]));
    }
}
