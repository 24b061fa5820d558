//! A project's tasks in the order people see them: a live view, in which one changed task costs one removal and one
//! insertion, however many there are.

use std::{ops::Range, rc::Rc};

use holdfast_core::{
    entity::{Entity as _, FieldValue as _, Project, Status, Task},
    id::{Id, RecordId},
    order::OrderKey,
    record::{Kind, Record},
};
use holdfast_query::view::{LiveView, Neighbours, Place, ViewSpec};

use crate::stores::Part;

/// Which tasks, and where each stands. A task of the archive stands in no status.
#[derive(Clone, Debug, PartialEq)]
pub struct Tasks {
    project: Id<Project>,
}

/// The view of a project's tasks.
pub type TaskList = LiveView<Tasks>;

/// One step up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the top.
    Up,
    /// Towards the bottom.
    Down,
}

impl Tasks {
    /// Those of a project.
    pub fn of(project: Id<Project>) -> Self {
        Self { project }
    }

    /// Where they are found.
    pub fn part(project: Id<Project>) -> Part {
        Part::Children(project.record(), Kind::new(Task::KIND))
    }
}

impl ViewSpec for Tasks {
    type Row = Rc<Record>;
    type Id = RecordId;
    type Key = OrderKey;
    type Group = Option<Status>;

    fn id(&self, record: &Rc<Record>) -> RecordId {
        record.id
    }

    fn place(&self, record: &Rc<Record>) -> Option<Place<Option<Status>, OrderKey>> {
        let belongs = record.kind.name() == Task::KIND && Id::read(record.value(Task::PROJECT)) == self.project;
        let status = || (!bool::read(record.value(Task::ARCHIVED))).then(|| Status::read(record.value(Task::STATUS)));
        belongs.then(|| Place { group: status(), key: OrderKey::read(record.value(Task::ORDER)) })
    }
}

/// The place of the last task of a status.
pub fn last(list: &TaskList, status: Status) -> Option<OrderKey> {
    list.last(&Some(status)).map(|(_, order)| order.clone())
}

/// The tasks at these places of a status; `None` is the archive.
pub fn within(list: &TaskList, status: Option<Status>, places: Range<usize>) -> Vec<Id<Task>> {
    list.window(&status, places).map(Id::from).collect()
}

/// A place one step from where a task is; nothing at the end of its status, or in the archive.
pub fn beside(list: &TaskList, task: Id<Task>, direction: Direction) -> Option<OrderKey> {
    let group = *list.rank(task.record())?.group;
    group?;
    let Neighbours { before, after } = list.neighbours(task.record())?;
    let beyond = |id: RecordId| list.neighbours(id);
    match direction {
        Direction::Up => {
            let (next, order) = before?;
            let above = beyond(next)?.before.map(|(_, order)| order);
            Some(OrderKey::between(above, Some(order)))
        }
        Direction::Down => {
            let (next, order) = after?;
            let below = beyond(next)?.after.map(|(_, order)| order);
            Some(OrderKey::between(Some(order), below))
        }
    }
}

/// The status of another task and a place right before it, for a task dropped there; nothing in the archive.
pub fn before(list: &TaskList, task: Id<Task>) -> Option<(Status, OrderKey)> {
    let at = list.rank(task.record())?;
    let status = (*at.group)?;
    let (_, order) = list.get(at.group, at.index)?;
    let above = list.neighbours(task.record())?.before.map(|(_, order)| order);
    Some((status, OrderKey::between(above, Some(order))))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{
        id::{ClientId, OpId},
        operation::{Draft, Edit},
        replica::Replica,
    };
    use holdfast_query::view::Change;

    use super::*;
    use crate::commands::{
        Command,
        task::{At, Begin},
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
            Self { replica: Replica::new(ClientId::new(0, [0; 10])), list: TaskList::new(Tasks::of(id(1))), made: 0 }
        }

        fn edit(&mut self, edit: Edit) {
            self.made += 1;
            let draft = Draft::new(OpId::new(self.made, [0; 10]), id(2), 0, edit);
            for touched in self.replica.stage(&[draft]).records {
                self.list.apply(Change { id: touched, now: self.replica.live(touched) });
            }
        }

        fn run(&mut self, command: Option<Command>) {
            command.into_iter().flat_map(|command| command.edits).for_each(|begun| self.edit(begun.edit));
        }

        fn task(&self, number: u8) -> Task {
            self.replica.entity(id(number)).unwrap()
        }

        /// The groups as followed; they must be what reading everything gives.
        fn shown(&self) -> Vec<(Option<Status>, Vec<Id<Task>>)> {
            let groups = |list: &TaskList| -> Vec<_> {
                let statuses = Status::ALL.iter().copied().map(Some).chain([None]);
                statuses
                    .map(|status| (status, within(list, status, 0..99)))
                    .filter(|(_, ids)| !ids.is_empty())
                    .collect()
            };
            let mut whole = TaskList::new(Tasks::of(id(1)));
            whole.rebuild(self.replica.children(id::<Project>(1).record(), &Kind::new(Task::KIND)));
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
            let end = last(&world.list, Status::Todo);
            world.run(at(number).add(id(1), Begin::titled("x"), Status::Todo, end.as_ref()));
        }
        world.run(at(20).add(id(3), Begin::titled("elsewhere"), Status::Todo, None));
        world
    }

    #[test]
    fn tasks_step_over_their_neighbours_and_stop_at_the_ends() {
        let mut world = three();
        assert_eq!(world.shown(), [(Some(Status::Todo), vec![id(10), id(11), id(12)])]);
        assert_eq!(beside(&world.list, id(10), Direction::Up), None);
        assert_eq!(beside(&world.list, id(12), Direction::Down), None);
        for (number, direction, order) in
            [(12, Direction::Up, [10, 12, 11]), (12, Direction::Up, [12, 10, 11]), (10, Direction::Down, [12, 11, 10])]
        {
            let place = beside(&world.list, id(number), direction).unwrap();
            let task = world.task(number);
            world.run(Some(at(number).place(&task, Status::Todo, place)));
            assert_eq!(world.shown(), [(Some(Status::Todo), order.map(id).to_vec())]);
        }
    }

    #[test]
    fn a_task_dropped_on_another_stands_right_before_it() {
        let mut world = three();
        let (status, order) = before(&world.list, id(11)).unwrap();
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
        assert_eq!((world.list.count(&Some(Status::Todo)), before(&world.list, id(10))), (0, None));
        world.edit(Edit::restore(scope(), id::<Task>(12)));
        assert_eq!(world.shown()[0], (Some(Status::Todo), vec![id(12)]));
    }
}
