//! What a row says of its task.

use std::rc::Rc;

use holdfast_core::{
    date::Date,
    entity::{ChecklistItem, Comment, Entity as _, FieldValue as _, Priority, Status, Task},
    id::Id,
    record::{Kind, Record},
    replica::{Mark, Replica},
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
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        let counts = |row: &Self| (row.mark, row.steps, row.steps_done, row.comments, row.conflicts);
        Rc::ptr_eq(&self.record, &other.record) && counts(self) == counts(other)
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
    Some(Row { record, mark: replica.mark(id.record()), steps, steps_done, comments, conflicts })
}

/// Whether a task should have been done on a day before this one.
pub(super) fn is_late(task: &Task, today: Date) -> bool {
    task.status != Status::Done && task.due.is_some_and(|at| time::local_day(at) < today)
}

/// What is told beside the title: only what is there, and in a table only what has no column.
pub(super) fn meta(task: &Task, row: &Row, (names, today): (&Names, Date), layout: Layout) -> Html {
    let Row { mark, steps, steps_done, comments, conflicts, .. } = row;
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

    use super::*;
    use crate::commands::{task::Begin, testing};

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
