//! What falls due in the next four weeks, by day and project.

use holdfast_core::{
    date::Date,
    entity::{Engagement, Entity as _, FieldValue as _, Project, Status, Task},
    id::Id,
    record::{Kind, Record},
    replica::Replica,
};
use yew::prelude::*;

use crate::{
    components::chart::{Chart, Kind as Drawn, Series},
    t,
    words::time,
};

/// How many days are looked ahead.
const DAYS: usize = 28;

/// How many projects have a colour of their own; the others share one.
const PROJECTS: usize = 5;

/// How many open tasks of each project are due on each day, from today.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Outlook {
    today: Option<Date>,
    series: Vec<Series>,
}

/// Counts what is open and due: the projects with most of it first.
pub(super) fn read(replica: &Replica, engagement: Id<Engagement>, today: Date) -> Outlook {
    let (kind, tasks) = (Kind::new(Project::KIND), Kind::new(Task::KIND));
    let projects = replica.of_kind(&kind).filter(|record| record.scope == engagement.scope());
    let of_project = |project: &std::rc::Rc<Record>| {
        let mut numbers = vec![0; DAYS];
        for task in replica.children(project.id, &tasks) {
            if let Some(day) = due_in(task, today) {
                numbers[day] += 1;
            }
        }
        Series { name: Project::read(project).name.into(), numbers }
    };
    let all = projects.map(of_project).filter(|series| series.numbers.iter().any(|number| *number > 0));
    Outlook { today: Some(today), series: few(all.collect()) }
}

/// In how many days an open task is due, if it is soon.
fn due_in(task: &Record, today: Date) -> Option<usize> {
    let at = Option::<i64>::read(task.value(Task::DUE))?;
    let is_open = Status::read(task.value(Task::STATUS)) != Status::Done && !bool::read(task.value(Task::ARCHIVED));
    let ahead = usize::try_from(time::local_day(at).days() - today.days()).ok()?;
    (is_open && ahead < DAYS).then_some(ahead)
}

/// The largest series, and the sum of the others.
fn few(mut all: Vec<Series>) -> Vec<Series> {
    let sum = |series: &Series| series.numbers.iter().sum::<usize>();
    all.sort_by_key(|series| std::cmp::Reverse(sum(series)));
    if all.len() > PROJECTS {
        let others = all.split_off(PROJECTS - 1);
        let at = |day: usize| others.iter().map(|series| series.numbers[day]).sum();
        all.push(Series { name: t::other_projects().into(), numbers: (0..DAYS).map(at).collect() });
    }
    all
}

impl Outlook {
    /// The chart; nothing where nothing is due.
    pub(super) fn draw(&self) -> Html {
        let Some(today) = self.today.filter(|_| !self.series.is_empty()) else { return Html::default() };
        let day = |ahead: usize| today.plus_days(ahead as i64).map(|day| time::day_words(day, today));
        let places: Vec<AttrValue> = (0..DAYS).map(|ahead| day(ahead).unwrap_or_default().into()).collect();
        let chart = Chart {
            kind: Drawn::Stacked,
            title: t::due_in_weeks(),
            head: t::day(),
            places: &places,
            every: 7,
            series: &self.series,
        };
        html! { <section class="outlook" aria-label={t::due_soon()}>{ chart.draw() }</section> }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::commands::{task::Begin, testing};

    #[test]
    fn open_tasks_of_the_next_days_count() {
        let today = Date::new(2026, 12, 30).unwrap();
        let due = |days: i64, status: Status| {
            let due = today.plus_days(days).map(Date::noon);
            let begin = Begin { due, ..Begin::titled("x") };
            due_in(&testing::task(begin, status), today)
        };
        assert_eq!([-1, 0, 2, 27, 28].map(|days| due(days, Status::Todo)), [None, Some(0), Some(2), Some(27), None]);
        assert_eq!(due(2, Status::Done), None);
    }

    #[test]
    fn the_smallest_share_a_colour() {
        let series = |name: &str, number: usize| Series { name: name.to_owned().into(), numbers: vec![number; DAYS] };
        let all = (1..=7).map(|number| series(&number.to_string(), number)).collect();
        let few: Vec<_> = few(all).iter().map(|one| (one.name.to_string(), one.numbers[0])).collect();
        let wanted = [("7", 7), ("6", 6), ("5", 5), ("4", 4), ("Other projects", 6)];
        assert_eq!(few, wanted.map(|(name, number)| (name.to_owned(), number)));
    }
}
