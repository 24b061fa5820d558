//! Of which tasks a person wants to be reminded, and when.

use std::collections::BTreeMap;

use holdfast_core::{
    date::{Date, LocalTime},
    entity::{Entity as _, FieldValue as _, Membership, Status, Task},
    id::{PersonId, ScopeId},
    record::{Kind, Record},
    replica::Replica,
    value::Value,
};

use super::which::Which;
use crate::words::time;

/// The minute of the day at which to remind of what is due on a day as a whole: nine o'clock.
const MORNING: u16 = 9 * 60;

/// What a person wants to be reminded of. In an engagement of one person, what is nobody's is that person's.
pub(super) struct Wanted {
    which: Which,
    /// The person, as they are among those a task is given to.
    name: String,
    members: BTreeMap<ScopeId, usize>,
}

impl Wanted {
    /// What they want now.
    pub(super) fn new(replica: &Replica, person: PersonId, which: Which) -> Self {
        Self { which, name: person.to_string(), members: members(replica) }
    }

    /// Of which tasks.
    pub(super) fn which(&self) -> Which {
        self.which
    }

    /// When to remind of a record, if ever.
    pub(super) fn moment(&self, record: &Record) -> Option<i64> {
        if record.kind.name() != Task::KIND {
            return None;
        }
        due(record).filter(|_| self.is_meant(record)).map(remind_at)
    }

    fn is_meant(&self, record: &Record) -> bool {
        match self.which {
            Which::Mine => match record.value(Task::ASSIGNEES) {
                Some(Value::Set(assignees)) if !assignees.is_empty() => assignees.contains(&self.name),
                _ => self.members.get(&record.scope).is_none_or(|count| *count <= 1),
            },
            Which::All => true,
            Which::Nothing => false,
        }
    }
}

/// When a task is due, if that is of any interest yet. Looks at no more of it than that takes: there may be very many.
fn due(record: &Record) -> Option<i64> {
    let Some(Value::Int(at)) = record.value(Task::DUE) else { return None };
    let is_done = Status::read(record.value(Task::STATUS)) == Status::Done;
    (!is_done && record.value(Task::ARCHIVED) != Some(&Value::Flag(true))).then_some(*at)
}

/// At its time, or in the morning of its day, by the clocks here.
fn remind_at(due: i64) -> i64 {
    match Date::of_millis(due).filter(|_| !time::is_timed(due)) {
        Some(date) => time::moment(LocalTime { date, minute: Some(MORNING) }),
        None => due,
    }
}

fn members(replica: &Replica) -> BTreeMap<ScopeId, usize> {
    let kind = Kind::new(Membership::KIND);
    let mut members = BTreeMap::new();
    for record in replica.of_kind(&kind) {
        *members.entry(record.scope).or_default() += 1;
    }
    members
}
