//! A project's tasks in the order people see them, kept up to date change by change: one changed task costs one removal
//! and one insertion, however many there are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use holdfast_core::{
    entity::{Entity as _, FieldValue as _, Project, Status, Task},
    id::{Id, RecordId},
    order::OrderKey,
    record::{Kind, Record},
    replica::Replica,
};

use crate::stores::Records;

/// Where a task stands: by its key, and among equal keys by its id.
type Place = (OrderKey, RecordId);

/// The list. Archived tasks stand apart.
#[derive(Debug)]
pub struct TaskList {
    project: Id<Project>,
    version: Option<u64>,
    groups: BTreeMap<Status, BTreeSet<Place>>,
    archived: BTreeSet<Place>,
    known: HashMap<RecordId, (Option<Status>, OrderKey)>,
}

/// One step up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the top.
    Up,
    /// Towards the bottom.
    Down,
}

impl TaskList {
    /// The list of a project, still empty.
    pub fn new(project: Id<Project>) -> Self {
        Self { project, version: None, groups: BTreeMap::new(), archived: BTreeSet::new(), known: HashMap::new() }
    }

    /// Follows the records to their present state.
    pub fn catch_up(&mut self, records: &Records) {
        let known = self.version.replace(records.version());
        match known.and_then(|version| records.since(version)) {
            Some(changes) => {
                let touched: Vec<RecordId> = changes.flat_map(|change| change.records.iter().copied()).collect();
                records.read(|replica| touched.into_iter().for_each(|id| self.follow(replica, id)));
            }
            None => records.read(|replica| self.rebuild(replica)),
        }
    }

    fn rebuild(&mut self, replica: &Replica) {
        *self = Self { version: self.version, ..Self::new(self.project) };
        for task in replica.children(self.project.record(), &Kind::new(Task::KIND)) {
            self.insert(task);
        }
    }

    fn follow(&mut self, replica: &Replica, id: RecordId) {
        let task = replica.live(id).filter(|record| record.kind.name() == Task::KIND);
        let task = task.filter(|record| Id::read(record.value(Task::PROJECT)) == self.project);
        if task.is_none() && !self.known.contains_key(&id) {
            return;
        }
        if let Some((status, order)) = self.known.remove(&id) {
            self.group_mut(status).remove(&(order, id));
        }
        if let Some(task) = task {
            self.insert(task);
        }
    }

    fn insert(&mut self, task: &Record) {
        let status = Status::read(task.value(Task::STATUS));
        let status = (!bool::read(task.value(Task::ARCHIVED))).then_some(status);
        let order = OrderKey::read(task.value(Task::ORDER));
        self.group_mut(status).insert((order.clone(), task.id));
        self.known.insert(task.id, (status, order));
    }

    fn group_mut(&mut self, status: Option<Status>) -> &mut BTreeSet<Place> {
        match status {
            Some(status) => self.groups.entry(status).or_default(),
            None => &mut self.archived,
        }
    }

    fn group(&self, status: Option<Status>) -> Option<&BTreeSet<Place>> {
        match status {
            Some(status) => self.groups.get(&status),
            None => Some(&self.archived),
        }
    }

    /// How many tasks a status has; `None` is the archive.
    pub fn count(&self, status: Option<Status>) -> usize {
        self.group(status).map_or(0, BTreeSet::len)
    }

    /// Its first tasks.
    pub fn first(&self, status: Option<Status>, count: usize) -> Vec<Id<Task>> {
        self.group(status).into_iter().flatten().take(count).map(|(_, id)| Id::from(*id)).collect()
    }

    /// The place of its last task.
    pub fn last(&self, status: Status) -> Option<&OrderKey> {
        self.group(Some(status))?.iter().next_back().map(|(order, _)| order)
    }

    /// A place one step from where a task is; nothing at the end of its status, or in the archive.
    pub fn beside(&self, task: Id<Task>, direction: Direction) -> Option<OrderKey> {
        let (status, order) = self.known.get(&task.record())?;
        let group = self.group(Some((*status)?))?;
        let place = (order.clone(), task.record());
        let between = |before: Option<&Place>, after: Option<&Place>| {
            OrderKey::between(before.map(|(order, _)| order), after.map(|(order, _)| order))
        };
        match direction {
            Direction::Up => {
                let mut above = group.range(..place).rev();
                let next = above.next()?;
                Some(between(above.next(), Some(next)))
            }
            Direction::Down => {
                let mut below = group.range(place..).skip(1);
                let next = below.next()?;
                Some(between(Some(next), below.next()))
            }
        }
    }

    /// The status of another task and a place right before it, for a task dropped there; nothing in the archive.
    pub fn before(&self, task: Id<Task>) -> Option<(Status, OrderKey)> {
        let (status, order) = self.known.get(&task.record())?;
        let status = (*status)?;
        let place = (order.clone(), task.record());
        let above = self.group(Some(status))?.range(..place).next_back().map(|(order, _)| order);
        Some((status, OrderKey::between(above, Some(order))))
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{
        id::{ClientId, OpId},
        operation::{Draft, Edit},
    };

    use super::*;
    use crate::commands::{
        Command,
        task::At,
        testing::{id, scope},
    };

    /// A list that follows a replica change by change.
    struct World {
        replica: Replica,
        list: TaskList,
        made: u64,
    }

    impl World {
        fn new() -> Self {
            Self { replica: Replica::new(ClientId::new(0, [0; 10])), list: TaskList::new(id(1)), made: 0 }
        }

        fn edit(&mut self, edit: Edit) {
            self.made += 1;
            let draft = Draft { op_id: OpId::new(self.made, [0; 10]), author: id(2), at: 0, edit };
            for touched in self.replica.stage(&[draft]).records {
                self.list.follow(&self.replica, touched);
            }
        }

        fn run(&mut self, command: Option<Command>) {
            command.into_iter().flat_map(|command| command.edits).for_each(|edit| self.edit(edit));
        }

        fn task(&self, number: u8) -> Task {
            self.replica.entity(id(number)).unwrap()
        }

        /// The groups as followed; they must be what reading everything gives.
        fn shown(&self) -> Vec<(Option<Status>, Vec<Id<Task>>)> {
            let groups = |list: &TaskList| -> Vec<_> {
                let statuses = Status::ALL.iter().copied().map(Some).chain([None]);
                statuses.map(|status| (status, list.first(status, 99))).filter(|(_, ids)| !ids.is_empty()).collect()
            };
            let mut whole = TaskList::new(id(1));
            whole.rebuild(&self.replica);
            assert_eq!(groups(&self.list), groups(&whole));
            groups(&self.list)
        }
    }

    fn at(number: u8) -> At {
        At { scope: scope(), id: id(number) }
    }

    /// Tasks 10, 11 and 12 to do, in this order, and one of another project.
    fn three() -> World {
        let mut world = World::new();
        for number in 10..13 {
            let last = world.list.last(Status::Todo).cloned();
            world.run(at(number).add(id(1), "x", Status::Todo, last.as_ref()));
        }
        world.run(at(20).add(id(3), "elsewhere", Status::Todo, None));
        world
    }

    #[test]
    fn tasks_step_over_their_neighbours_and_stop_at_the_ends() {
        let mut world = three();
        assert_eq!(world.shown(), [(Some(Status::Todo), vec![id(10), id(11), id(12)])]);
        assert_eq!(world.list.beside(id(10), Direction::Up), None);
        assert_eq!(world.list.beside(id(12), Direction::Down), None);
        for (number, direction, order) in
            [(12, Direction::Up, [10, 12, 11]), (12, Direction::Up, [12, 10, 11]), (10, Direction::Down, [12, 11, 10])]
        {
            let place = world.list.beside(id(number), direction).unwrap();
            let task = world.task(number);
            world.run(Some(at(number).place(&task, Status::Todo, place)));
            assert_eq!(world.shown(), [(Some(Status::Todo), order.map(id).to_vec())]);
        }
    }

    #[test]
    fn a_task_dropped_on_another_stands_right_before_it() {
        let mut world = three();
        let (status, order) = world.list.before(id(11)).unwrap();
        let task = world.task(12);
        world.run(Some(at(12).place(&task, status, order)));
        assert_eq!(world.shown(), [(Some(Status::Todo), vec![id(10), id(12), id(11)])]);
    }

    #[test]
    fn tasks_leave_and_come_back_with_status_archive_deletion_and_undo() {
        let mut world = three();
        let task = world.task(11);
        world.run(Some(at(11).place(&task, Status::Done, task.order.clone())));
        world.run(Some(at(10).archive(true)));
        world.run(Some(at(12).delete()));
        assert_eq!(world.shown(), [(Some(Status::Done), vec![id(11)]), (None, vec![id(10)])]);
        assert_eq!((world.list.count(Some(Status::Todo)), world.list.before(id(10))), (0, None));
        world.edit(at(12).delete().undo.remove(0));
        assert_eq!(world.shown()[0], (Some(Status::Todo), vec![id(12)]));
    }
}
