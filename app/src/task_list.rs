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

use crate::{
    stores::Part,
    views::{Asked, Days, Fits, Group, Grouping, Key, Sort},
};

/// Which tasks, and where each stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Tasks {
    project: Id<Project>,
    fits: Fits,
    by: Grouping,
    sort: Sort,
    turned: bool,
    days: Days,
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
    /// All those of a project, by status, where people have put them.
    pub fn of(project: Id<Project>) -> Self {
        Self::asked(project, &Asked::default(), "", Days::default())
    }

    /// Those of a project that are asked for by a person, on a day.
    pub fn asked(project: Id<Project>, asked: &Asked, me: &str, days: Days) -> Self {
        let by = asked.grouping();
        // Another day is another view only where days matter.
        let days = if by == Grouping::Due || asked.filters_days() { days } else { Days::default() };
        Self { project, fits: Fits::of(asked, me, days), by, sort: asked.sort, turned: asked.turned, days }
    }

    /// Whose tasks they are.
    pub fn project(&self) -> Id<Project> {
        self.project
    }

    /// Whether this is a part of what another view shows, each task where it stands there.
    pub fn narrows(&self, wider: &Self) -> bool {
        let order = |tasks: &Self| (tasks.project, tasks.by, tasks.sort, tasks.turned, tasks.days);
        order(self) == order(wider) && self.fits.narrows(&wider.fits)
    }

    fn has(&self, record: &Record) -> bool {
        record.kind.name() == Task::KIND && Id::read(record.value(Task::PROJECT)) == self.project
    }

    /// Where they are found.
    pub fn part(project: Id<Project>) -> Part {
        Part::Children(project.record(), Kind::new(Task::KIND))
    }
}

impl ViewSpec for Tasks {
    type Row = Rc<Record>;
    type Id = RecordId;
    type Key = Key;
    type Group = Group;

    fn id(&self, record: &Rc<Record>) -> RecordId {
        record.id
    }

    fn place(&self, record: &Rc<Record>) -> Option<Place<Group, Key>> {
        self.shows(record).then(|| Place {
            group: Group::of(record, self.by, self.days),
            key: Key::of(record, self.sort, self.turned),
        })
    }

    fn shows(&self, record: &Rc<Record>) -> bool {
        self.has(record) && self.keeps(record)
    }

    fn keeps(&self, record: &Rc<Record>) -> bool {
        self.fits.lets(record)
    }
}

/// The place of the last task of a status, in a list by status and by hand.
pub fn last(list: &TaskList, status: Status) -> Option<OrderKey> {
    list.last(&Group::Status(status)).and_then(|(_, key)| key.by_hand().cloned())
}

/// How many tasks are shown that are not put away.
pub fn shown(list: &TaskList) -> usize {
    list.len() - list.count(&Group::Archive)
}

/// The tasks at these places of a group.
pub fn within(list: &TaskList, group: &Group, places: Range<usize>) -> Vec<Id<Task>> {
    list.window(group, places).map(Id::from).collect()
}

/// All tasks from one to another, in the order in which the groups are drawn; nothing if one of them is not shown.
pub fn between(list: &TaskList, groups: &[Group], one: RecordId, other: RecordId) -> Vec<RecordId> {
    let place = |id| {
        let at = list.rank(id)?;
        Some((groups.iter().position(|group| group == at.group)?, at.index))
    };
    let (Some(one), Some(other)) = (place(one), place(other)) else { return Vec::new() };
    let (first, last) = (one.min(other), one.max(other));
    let part = |(number, group)| {
        let start = if number == first.0 { first.1 } else { 0 };
        let end = if number == last.0 { last.1 + 1 } else { list.count(group) };
        list.window(group, start..end)
    };
    groups.iter().enumerate().take(last.0 + 1).skip(first.0).flat_map(part).collect()
}

/// A place one step from where a task is; nothing at the end of its status, in the archive, or where tasks do not stand by
/// hand.
pub fn beside(list: &TaskList, task: Id<Task>, direction: Direction) -> Option<OrderKey> {
    list.rank(task.record())?.group.status()?;
    let Neighbours { before, after } = list.neighbours(task.record())?;
    match direction {
        Direction::Up => {
            let (next, key) = before?;
            Some(OrderKey::between(beyond(list, next, direction), Some(key.by_hand()?)))
        }
        Direction::Down => {
            let (next, key) = after?;
            Some(OrderKey::between(Some(key.by_hand()?), beyond(list, next, direction)))
        }
    }
}

/// A place before the first task of the status that one is in, or behind the last; nothing where it stands there already, and
/// where it has none [`beside`] it.
pub fn at_edge(list: &TaskList, task: Id<Task>, direction: Direction) -> Option<OrderKey> {
    let at = list.rank(task.record())?;
    at.group.status()?;
    let edge = if direction == Direction::Up { 0 } else { list.count(at.group).checked_sub(1)? };
    let (_, key) = list.get(at.group, edge).filter(|_| edge != at.index)?;
    let key = key.by_hand()?;
    Some(match direction {
        Direction::Up => OrderKey::between(None, Some(key)),
        Direction::Down => OrderKey::between(Some(key), None),
    })
}

/// The next other place in a direction from a task's: two people who add at once give theirs the same, and between those there
/// is none.
fn beyond(list: &TaskList, task: RecordId, direction: Direction) -> Option<&OrderKey> {
    let at = list.rank(task)?;
    let (_, own) = list.get(at.group, at.index)?;
    let mut next = task;
    loop {
        let Neighbours { before, after } = list.neighbours(next)?;
        let (id, key) = if direction == Direction::Up { before? } else { after? };
        if key.by_hand() != own.by_hand() {
            return key.by_hand();
        }
        next = id;
    }
}

/// The status of another task and a place right before it, for a task dropped there; nothing where tasks do not stand by hand.
pub fn before(list: &TaskList, task: Id<Task>) -> Option<(Status, OrderKey)> {
    let at = list.rank(task.record())?;
    let status = at.group.status()?;
    let (_, key) = list.get(at.group, at.index)?;
    Some((status, OrderKey::between(beyond(list, task.record(), Direction::Up), Some(key.by_hand()?))))
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
                let all: Vec<Group> = list.groups().map(|(group, _)| group.clone()).collect();
                all.into_iter().map(|group| (group.status(), within(list, &group, 0..99))).collect()
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
    fn tasks_go_to_the_ends_at_once_and_stay_there() {
        let mut world = three();
        for (number, direction, order) in [(12, Direction::Up, [12, 10, 11]), (10, Direction::Down, [12, 11, 10])] {
            let place = at_edge(&world.list, id(number), direction).unwrap();
            let task = world.task(number);
            world.run(Some(at(number).place(&task, Status::Todo, place)));
            assert_eq!(world.shown(), [(Some(Status::Todo), order.map(id).to_vec())]);
            assert_eq!(at_edge(&world.list, id(number), direction), None);
        }
        world.run(Some(at(11).archive(true)));
        assert_eq!(at_edge(&world.list, id(11), Direction::Up), None, "what was put away has no place");
    }

    #[test]
    fn tasks_that_two_people_added_at_once_are_stepped_over_together() {
        let mut world = three();
        let order = world.task(11).order;
        let (one, other) = (world.task(12), world.task(10));
        world.run(Some(at(12).place(&one, Status::Todo, order.clone())));
        world.run(at(13).add(id(1), Begin::titled("x"), Status::Todo, Some(&order)));
        assert_eq!(world.shown(), [(Some(Status::Todo), vec![id(10), id(11), id(12), id(13)])]);
        let last = world.task(13);
        let place = beside(&world.list, id(13), Direction::Up).unwrap();
        world.run(Some(at(13).place(&last, Status::Todo, place)));
        assert_eq!(world.shown(), [(Some(Status::Todo), vec![id(10), id(13), id(11), id(12)])]);
        let (status, place) = before(&world.list, id(12)).unwrap();
        world.run(Some(at(10).place(&other, status, place)));
        assert_eq!(world.shown(), [(Some(Status::Todo), vec![id(13), id(10), id(11), id(12)])]);
        let place = beside(&world.list, id(10), Direction::Down).unwrap();
        let other = world.task(10);
        world.run(Some(at(10).place(&other, Status::Todo, place)));
        assert_eq!(world.shown(), [(Some(Status::Todo), vec![id(13), id(11), id(12), id(10)])]);
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
        assert_eq!((world.list.count(&Group::Status(Status::Todo)), before(&world.list, id(10))), (0, None));
        world.edit(Edit::restore(scope(), id::<Task>(12)));
        assert_eq!(world.shown()[0], (Some(Status::Todo), vec![id(12)]));
    }

    #[test]
    fn a_run_of_tasks_goes_over_the_borders_of_groups() {
        let mut world = three();
        let task = world.task(12);
        world.run(Some(at(12).place(&task, Status::Backlog, task.order.clone())));
        let groups = Group::always(Grouping::Status);
        let run = |one: u8, other: u8| {
            let ids = between(&world.list, &groups, id::<Task>(one).record(), id::<Task>(other).record());
            ids.into_iter().map(Id::<Task>::from).collect::<Vec<_>>()
        };
        assert_eq!(run(12, 11), [id(12), id(10), id(11)]);
        assert_eq!(run(10, 12), [id(12), id(10)]);
        assert_eq!(run(10, 10), [id(10)]);
        assert_eq!(run(10, 20), []);
    }

    #[test]
    fn a_filter_is_followed_change_by_change() {
        let mut world = three();
        let asked = Asked::parse("?q=port&sort=title&group=none");
        world.list = TaskList::new(Tasks::asked(id(1), &asked, "", Days::default()));
        let follow = |world: &mut World, number: u8, title: &str| {
            world.run(at(number).rename("x", title));
        };
        follow(&mut world, 10, "the Port");
        follow(&mut world, 12, "a port");
        assert_eq!(within(&world.list, &Group::All, 0..9), [id(12), id(10)]);
        assert_eq!((shown(&world.list), before(&world.list, id(10))), (2, None), "nothing stands by hand here");
        world.run(at(12).rename("a port", "elsewhere"));
        world.run(Some(at(10).archive(true)));
        assert_eq!((shown(&world.list), world.list.len()), (0, 1));
    }
}
