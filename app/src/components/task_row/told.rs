//! What a row says of its task.

use std::rc::Rc;

use holdfast_core::{
    date::Date,
    entity::{ChecklistItem, Comment, Entity as _, FieldValue as _, Priority, Status, Task},
    id::Id,
    record::{Kind, Record},
    replica::{Mark, Replica},
    value::Value,
};
use yew::prelude::*;

use super::super::{Glyph, avatars, conflict_mark, conflicts_of, icon, mark_dot};
use crate::{
    hooks::Names,
    t,
    views::Layout,
    words::{choice, time},
};

/// What a row shows. Two are the same only if the record is the very same one, which costs no reading to tell.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) record: Rc<Record>,
    pub(super) mark: Mark,
    steps: usize,
    steps_done: usize,
    comments: usize,
    conflicts: usize,
    parts: usize,
    parts_done: usize,
    /// The task that it is a part of.
    above: Option<Rc<Record>>,
}

impl Row {
    /// What the task that it is a part of is called, which is all that is shown of that.
    fn above(&self) -> Option<&Value> {
        self.above.as_ref().and_then(|above| above.value(Task::TITLE))
    }
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        let counts = |row: &Self| (row.mark, row.steps, row.steps_done, row.comments, row.conflicts);
        let parts = |row: &Self| (row.parts, row.parts_done);
        Rc::ptr_eq(&self.record, &other.record)
            && counts(self) == counts(other)
            && parts(self) == parts(other)
            && self.above() == other.above()
    }
}

pub(super) fn row(replica: &Replica, id: Id<Task>) -> Option<Row> {
    let record = replica.live(id.record())?.clone();
    let (mut steps, mut steps_done) = (0, 0);
    for step in replica.children(id.record(), &Kind::new(ChecklistItem::KIND)) {
        steps += 1;
        steps_done += usize::from(bool::read(step.value(ChecklistItem::DONE)));
    }
    let comments = replica.children(id.record(), &Kind::new(Comment::KIND)).count();
    let conflicts = conflicts_of(replica, id.record());
    let (mut parts, mut parts_done) = (0, 0);
    let kind = Kind::new(Task::KIND);
    // What was put away is neither done nor to be done.
    for part in replica.children(id.record(), &kind).filter(|part| !bool::read(part.value(Task::ARCHIVED))) {
        parts += 1;
        parts_done += usize::from(Status::read(part.value(Task::STATUS)) == Status::Done);
    }
    let above = Option::<Id<Task>>::read(record.value(Task::PARENT));
    let above = above.and_then(|above| replica.live(above.record())).cloned();
    let mark = replica.mark(id.record());
    Some(Row { record, mark, steps, steps_done, comments, conflicts, parts, parts_done, above })
}

/// Whether a task should have been done on a day before this one.
pub(crate) fn is_late(task: &Task, today: Date) -> bool {
    task.status != Status::Done && task.due.is_some_and(|at| time::local_day(at) < today)
}

/// What is told beside the title: only what is there, and in a table only what has no column.
pub(super) fn meta(task: &Task, row: &Row, (names, today): (&Names, Date), layout: Layout) -> Html {
    let Row { mark, steps, steps_done, comments, conflicts, parts, parts_done, .. } = row;
    let has_columns = layout == Layout::Table;
    let due = task.due.filter(|_| !has_columns).map(|at| {
        let late = is_late(task, today);
        let words = time::due_words(at, time::local_day(at));
        html! {
            <span class={classes!("due", late.then_some("is-late"))}>
                { icon(Glyph::Due) }
                <span class="hidden">{ if late { t::overdue_space() } else { t::due_space() } }</span>{ words }
            </span>
        }
    });
    html! {
        <span class="task-meta">
            { mark_dot(*mark) }
            { conflict_mark(*conflicts) }
            if let Some(above) = row.above().and_then(Value::as_text) {
                <span class="task-above" title={above.to_owned()}>
                    { icon(Glyph::Part) }<span class="hidden">{ t::subtask_of_space() }</span><span class="task-above-name">{ above }</span>
                </span>
            }
            if *parts > 0 {
                <span class="count task-parts" title={t::subtasks_done_of(*parts_done, *parts)}>
                    { icon(Glyph::Part) }{ format!("{parts_done}/{parts}") }<span class="hidden">{ t::subtasks_hidden() }</span>
                </span>
            }
            if !has_columns && matches!(task.priority, Priority::High | Priority::Urgent) {
                <span class="priority" data-priority={task.priority.name()}>{ choice::priority(task.priority) }</span>
            }
            { for due }
            if *steps > 0 {
                <span class="count" title={t::steps_done_of(*steps_done, *steps)}>
                    { icon(Glyph::Steps) }{ format!("{steps_done}/{steps}") }<span class="hidden">{ t::steps_hidden() }</span>
                </span>
            }
            if *comments > 0 {
                <span class="count" title={t::comments_counted(*comments)}>
                    { icon(Glyph::Talk) }{ comments }<span class="hidden">{ t::comments_hidden(*comments) }</span>
                </span>
            }
            if !has_columns {
                { labels(task) }
                { avatars(&task.assignees, names) }
            }
        </span>
    }
}

/// A task's first labels.
pub(super) fn labels(task: &Task) -> Html {
    html! { { for task.tags.iter().take(4).map(|tag| html! { <span class="tag">{ tag }</span> }) } }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{
        id::{ClientId, OpId},
        operation::Draft,
    };

    use super::*;
    use crate::commands::{
        Command,
        task::{At, Begin},
        testing::{self, id, scope},
    };

    #[test]
    fn a_tick_is_told_by_its_own_row_and_the_one_above_it_alone() {
        let mut replica = Replica::new(ClientId::new(0, [0; 10]));
        let mut made = 0;
        let mut stage = |replica: &mut Replica, command: Command| {
            for begun in command.edits {
                made += 1;
                replica.stage(&[Draft::new(OpId::new(made, [0; 10]), id(2), 0, begun.edit)]);
            }
        };
        let at = |number: u8| At { scope: scope(), id: id(number) };
        for (number, parent) in [(10, None), (11, Some(id(10))), (12, Some(id(10)))] {
            let begin = Begin { parent, ..Begin::titled("x") };
            stage(&mut replica, at(number).add(id(1), begin, Status::Todo, None).unwrap());
        }
        let rows = |replica: &Replica| [10, 11, 12].map(|number| row(replica, id(number)).unwrap());
        let mut tick = |number: u8| {
            let before = rows(&replica);
            let task = replica.entity::<Task>(id(number)).unwrap();
            stage(&mut replica, at(number).place(&task, Status::Done, task.order.clone()));
            let after = rows(&replica);
            assert_eq!((after[0].parts, after[0].parts_done), (2, 1));
            std::array::from_fn(|place| before[place] == after[place])
        };
        assert_eq!([tick(11), tick(10)], [[false, false, true], [false, true, true]]);
        stage(&mut replica, at(11).archive(true));
        let above = row(&replica, id(10)).unwrap();
        assert_eq!((above.parts, above.parts_done), (1, 0), "what was put away is not counted");
    }

    #[test]
    fn a_task_is_late_from_the_midnight_after_its_day() {
        let day = Date::new(2026, 12, 31).unwrap();
        let late = |status: Status, days: i64| {
            let begin = Begin { due: Some(day.noon()), ..Begin::titled("x") };
            is_late(&Task::read(&testing::task(begin, status)), day.plus_days(days).unwrap())
        };
        assert_eq!([-1, 0, 1, 2].map(|days| late(Status::Todo, days)), [false, false, true, true]);
        assert!(!late(Status::Done, 1));
    }
}
