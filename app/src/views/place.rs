//! Where a task stands in a view: its group, and what it is sorted by there.

use std::{cmp::Reverse, collections::BTreeSet, rc::Rc};

use holdfast_core::{
    entity::{FieldValue as _, Priority, Status, Task},
    order::OrderKey,
    record::Record,
    value::Value,
};

use super::{Asked, Days, DueIn, Grouping, Sort, fits::set};

use crate::{
    t,
    words::{choice, fold::sort_key},
};

/// Between the members of a set, where it is one text. No name or label has it: they are of one line.
const BETWEEN: char = '\n';

/// Several people as one text, which is cheap to keep for every task.
pub type People = Rc<str>;

/// A group of tasks; those put away are one of their own, the last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// All there are.
    All,
    /// Those of a status.
    Status(Status),
    /// Those of a priority.
    Priority(Reverse<Priority>),
    /// Those that are the work of exactly these people; of nobody, if there is none.
    People(People),
    /// Those of whose labels this is the first; those without one, if it is empty.
    Label(Rc<str>),
    /// Those due then.
    Due(DueIn),
    /// Those put away.
    Archive,
}

/// What a task is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// The place people gave it.
    Hand(OrderKey),
    /// A number, the least first.
    Number(i64),
    /// A text in small letters.
    Text(Rc<str>),
    /// A text, the other way round.
    Turned(Reverse<Rc<str>>),
}

impl Group {
    /// The group a task is in.
    pub(crate) fn of(task: &Record, by: Grouping, days: Days) -> Self {
        if bool::read(task.value(Task::ARCHIVED)) {
            return Self::Archive;
        }
        let status = || Status::read(task.value(Task::STATUS));
        match by {
            Grouping::Status => Self::Status(status()),
            Grouping::Priority => Self::Priority(Reverse(Priority::read(task.value(Task::PRIORITY)))),
            Grouping::Person => Self::People(joined(set(task, Task::ASSIGNEES))),
            // A row stands in one place: under each of its labels it would be there several times.
            Grouping::Label => Self::Label(first(set(task, Task::TAGS))),
            Grouping::Due => Self::Due(days.due_in(Option::read(task.value(Task::DUE)), status())),
            Grouping::None => Self::All,
        }
    }

    /// The group of nobody's tasks, of those without a label, or whatever else there always is.
    pub fn always(by: Grouping) -> Vec<Self> {
        match by {
            Grouping::Status => Status::ALL.iter().copied().map(Self::Status).collect(),
            Grouping::Priority => Priority::ALL.iter().rev().map(|one| Self::Priority(Reverse(*one))).collect(),
            Grouping::Person => vec![Self::People("".into())],
            Grouping::None => vec![Self::All],
            Grouping::Label | Grouping::Due => Vec::new(),
        }
    }

    /// The status of its tasks, if they are of one.
    pub fn status(&self) -> Option<Status> {
        match self {
            Self::Status(status) => Some(*status),
            _ => None,
        }
    }

    /// Whether it is of those that have no member of a set.
    pub fn is_of_none(&self) -> bool {
        matches!(self, Self::People(members) | Self::Label(members) if members.is_empty())
    }

    /// Something short that tells it from the others of its view, for ids and keys.
    pub fn slug(&self) -> String {
        match self {
            Self::All => "all".into(),
            Self::Archive => "archive".into(),
            Self::Status(status) => status.name().into(),
            Self::Priority(Reverse(priority)) => priority.name().into(),
            Self::Due(due) => due.name().into(),
            Self::People(text) | Self::Label(text) => {
                // Ids have no spaces in them, and no two groups one id.
                let part = |c: char| match c {
                    BETWEEN => "-".to_owned(),
                    c if c.is_alphanumeric() => c.to_string(),
                    c => format!("_{:x}_", u32::from(c)),
                };
                text.chars().map(part).collect()
            }
        }
    }

    /// What people read; `name` says what a person is called.
    pub fn label(&self, name: impl Fn(&str) -> String) -> String {
        match self {
            Self::All => t::tasks().into(),
            Self::Archive => t::archive().into(),
            Self::Status(status) => choice::status(*status).into(),
            Self::Priority(Reverse(priority)) => choice::priority(*priority).into(),
            Self::Due(due) => due.label().into(),
            Self::People(people) if people.is_empty() => t::nobody().into(),
            Self::People(people) => members(people).map(name).collect::<Vec<_>>().join(", "),
            Self::Label(label) if label.is_empty() => t::no_label().into(),
            Self::Label(label) => label.to_string(),
        }
    }
}

impl Key {
    /// What a task is sorted by in a view. What has no due date comes last either way.
    pub(crate) fn of(task: &Record, sort: Sort, turned: bool) -> Self {
        let number = |number: i64| Self::Number(if turned { !number } else { number });
        match sort {
            Sort::Hand => Self::Hand(OrderKey::read(task.value(Task::ORDER))),
            Sort::Due => Option::<i64>::read(task.value(Task::DUE)).map_or(Self::Number(i64::MAX), number),
            Sort::Priority => number(-(Priority::read(task.value(Task::PRIORITY)) as i64)),
            Sort::Status => number(Status::read(task.value(Task::STATUS)) as i64),
            Sort::Created => number(-i64::try_from(task.created_at).unwrap_or(i64::MAX)),
            Sort::Time => number(-i64::read(task.value(Task::TIME_SPENT))),
            Sort::Title => {
                let title = task.value(Task::TITLE).and_then(Value::as_text).unwrap_or_default();
                let text = Rc::from(sort_key(title));
                if turned { Self::Turned(Reverse(text)) } else { Self::Text(text) }
            }
        }
    }

    /// The place people gave the task, where that is what it is sorted by.
    pub fn by_hand(&self) -> Option<&OrderKey> {
        match self {
            Self::Hand(order) => Some(order),
            _ => None,
        }
    }
}

impl Asked {
    /// Whether what the view is sorted by grows from the first task to the last: a table says so of its column.
    pub fn is_ascending(&self) -> bool {
        let downwards = matches!(self.sort, Sort::Priority | Sort::Created | Sort::Time);
        downwards == self.turned
    }
}

/// The first of a set by the alphabet, or nothing.
fn first(set: Option<&BTreeSet<String>>) -> Rc<str> {
    let first = set.into_iter().flatten().min_by_key(|member| (sort_key(member), *member));
    first.map_or("", String::as_str).into()
}

fn joined(set: Option<&BTreeSet<String>>) -> People {
    let mut text = String::new();
    for member in set.into_iter().flatten() {
        if !text.is_empty() {
            text.push(BETWEEN);
        }
        text.push_str(member);
    }
    text.into()
}

/// The people of a group.
pub fn members(text: &str) -> impl Iterator<Item = &str> {
    text.split(BETWEEN).filter(|member| !member.is_empty())
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::commands::{
        task::{At, Begin},
        testing::{self, applied, id, scope},
    };

    fn task(title: &str, due: Option<i64>, priority: Priority, people: &[&str]) -> Record {
        let people: BTreeSet<String> = people.iter().map(|one| (*one).to_owned()).collect();
        let (priority, tags) = (Some(priority), people.clone());
        let begin = Begin { title: title.into(), due, tags, priority, assignees: people, parent: None };
        testing::task(begin, Status::Todo)
    }

    fn sorted(query: &str) -> String {
        let asked = Asked::parse(query);
        let mut tasks = [
            task("b", Some(10), Priority::Low, &[]),
            task("A", None, Priority::Urgent, &[]),
            task("c", Some(-10), Priority::Medium, &[]),
        ];
        tasks.sort_by_key(|task| Key::of(task, asked.sort, asked.turned));
        tasks.iter().filter_map(|task| task.value(Task::TITLE)?.as_text()).collect()
    }

    #[test]
    fn orders_turn_and_no_date_is_always_last() {
        for (query, order) in [
            ("?sort=title", "Abc"),
            ("?sort=-title", "cbA"),
            ("?sort=due", "cbA"),
            ("?sort=-due", "bcA"),
            ("?sort=priority", "Acb"),
            ("?sort=-priority", "bcA"),
        ] {
            assert_eq!(sorted(query), order, "{query}");
        }
        let ascending = |query| Asked::parse(query).is_ascending();
        assert_eq!(["?sort=due", "?sort=-due", "?sort=priority"].map(ascending), [true, false, false]);
    }

    #[test]
    fn every_task_is_in_one_group_of_each_grouping() {
        let two = task("x", None, Priority::High, &["Ada", "Ben"]);
        let group = |by| Group::of(&two, by, Days::default());
        let label = |by| group(by).label(|person| format!("*{person}"));
        assert_eq!(
            Grouping::ALL.iter().map(|by| label(*by)).collect::<Vec<_>>(),
            ["To do", "*Ada, *Ben", "High", "Ada", "No date", "Tasks"]
        );
        assert_eq!(group(Grouping::Person).slug(), "Ada-Ben");
        for other in ["Ada-Ben", "Ada Ben", "Ada_2d_Ben"] {
            assert_ne!(Group::Label(other.into()).slug(), "Ada-Ben", "no two groups have one id");
        }
        let labelled =
            Group::of(&task("x", None, Priority::High, &["Zoo", "auth", "Äpfel"]), Grouping::Label, Days::default());
        assert_eq!(labelled, Group::Label("Äpfel".into()), "the first as they are read");
        let nobody = Group::of(&task("x", None, Priority::High, &[]), Grouping::Person, Days::default());
        assert_eq!((nobody.label(ToOwned::to_owned), Group::always(Grouping::Person)), ("Nobody".into(), vec![nobody]));
    }

    #[test]
    fn what_is_put_away_is_in_the_archive_whatever_the_grouping() {
        let at = At { scope: scope(), id: id(7) };
        let away = applied(Some(task("x", None, Priority::High, &[])), &at.archive(true).edits).unwrap();
        for by in Grouping::ALL {
            assert_eq!(Group::of(&away, *by, Days::default()), Group::Archive);
        }
        assert!(Group::Archive > Group::Due(DueIn::Past), "it is the last");
    }
}
