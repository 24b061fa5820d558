//! What falls due in the next four weeks, by day and project.

use std::{collections::BTreeMap, rc::Rc};

use holdfast_core::{
    date::Date,
    entity::{Engagement, Entity as _, FieldValue as _, Project, Status, Task},
    id::{Id, RecordId},
    record::{Kind, Record},
    replica::Replica,
};
use yew::prelude::*;

use crate::{
    components::chart::{Chart, Kind as Drawn, Series},
    stores::Records,
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

/// What is counted, followed change by change: there may be very many tasks, and most have nothing to do with it.
#[derive(Default)]
pub(super) struct Counted {
    /// Of what, and from which day on.
    of: Option<(Id<Engagement>, Date)>,
    /// Up to which change of the records it is right.
    version: u64,
    /// The tasks that count, each with its project and the day.
    tasks: BTreeMap<RecordId, (RecordId, usize)>,
    sums: BTreeMap<RecordId, [usize; DAYS]>,
}

impl Counted {
    /// What is open and due: the projects with most of it first.
    pub(super) fn read(&mut self, records: &Records, engagement: Id<Engagement>, today: Date) -> Outlook {
        let of = Some((engagement, today));
        let version = std::mem::replace(&mut self.version, records.version());
        let changed = records.since(version).filter(|_| self.of == of);
        let changed = changed.map(|changes| changes.flatten().copied().collect::<Vec<_>>());
        records.read(|replica| {
            match changed {
                Some(changed) => changed.into_iter().for_each(|id| self.count(id, replica.live(id), engagement, today)),
                None => {
                    *self = Self { of, version: self.version, ..Self::default() };
                    for task in replica.of_kind(&Kind::new(Task::KIND)) {
                        self.count(task.id, Some(task), engagement, today);
                    }
                }
            }
            Outlook { today: Some(today), series: self.series(replica) }
        })
    }

    fn count(&mut self, id: RecordId, now: Option<&Rc<Record>>, engagement: Id<Engagement>, today: Date) {
        let task = now.filter(|record| record.kind.name() == Task::KIND && record.scope == engagement.scope());
        let now = task.and_then(|task| {
            let project: RecordId = task.value(Task::PROJECT)?.as_text()?.parse().ok()?;
            Some((project, due_in(task, today)?))
        });
        let before = match now {
            Some(now) => self.tasks.insert(id, now),
            None => self.tasks.remove(&id),
        };
        for ((project, day), more) in before.map(|place| (place, false)).into_iter().chain(now.map(|now| (now, true))) {
            let number = &mut self.sums.entry(project).or_insert([0; DAYS])[day];
            *number = if more { *number + 1 } else { *number - 1 };
        }
    }

    fn series(&self, replica: &Replica) -> Vec<Series> {
        let series = |(project, numbers): (&RecordId, &[usize; DAYS])| {
            let name = Project::read(replica.live(*project)?).name.into();
            numbers.iter().any(|number| *number > 0).then(|| Series { name, numbers: numbers.to_vec() })
        };
        few(self.sums.iter().filter_map(series).collect())
    }
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
    fn a_change_counts_as_reading_all_anew_would() {
        let today = Date::new(2026, 12, 30).unwrap();
        let engagement = testing::id(200);
        let task = |number: u8, days: i64, status: Status| {
            let begin = Begin { due: today.plus_days(days).map(Date::noon), ..Begin::titled("x") };
            let mut task = testing::task(begin, status);
            task.id = testing::id::<Task>(number).record();
            (task.id, Some(Rc::new(task)))
        };
        let steps = [
            task(1, 3, Status::Todo),
            task(2, 3, Status::Todo),
            task(1, 3, Status::InReview),
            task(1, 5, Status::Todo),
            task(2, 3, Status::Done),
            task(3, 40, Status::Todo),
            task(3, 4, Status::Todo),
            (testing::id::<Task>(1).record(), None),
        ];
        let (mut counted, mut all) = (Counted::default(), BTreeMap::new());
        for (id, now) in steps {
            counted.count(id, now.as_ref(), engagement, today);
            all.insert(id, now);
            let mut anew = Counted::default();
            all.iter().for_each(|(id, now)| anew.count(*id, now.as_ref(), engagement, today));
            let sums = |of: &Counted| of.sums.values().next().copied().unwrap_or([0; DAYS]);
            assert_eq!((sums(&counted), &counted.tasks), (sums(&anew), &anew.tasks));
        }
        assert_eq!(counted.tasks.len(), 1);
        let elsewhere = task(4, 1, Status::Todo);
        counted.count(elsewhere.0, elsewhere.1.as_ref(), testing::id(9), today);
        assert_eq!(counted.tasks.len(), 1, "what is of another engagement does not count");
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
