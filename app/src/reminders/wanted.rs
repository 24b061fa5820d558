//! Which tasks a person wants to be reminded of, and when.

use std::collections::BTreeMap;

use holdfast_core::{
    date::{Date, LocalTime},
    entity::{Entity as _, FieldValue as _, Membership, Status, Task},
    id::{PersonId, RecordId, ScopeId},
    record::{Kind, Record},
    replica::Replica,
    value::Value,
};

use super::plan::Which;
use crate::words::time;

/// The minute of the day at which to remind of what is due on a day as a whole: nine o'clock.
const MORNING: u16 = 9 * 60;

/// The tasks, each with when to remind of it. In an engagement of one person, what is nobody's is that person's.
pub(super) fn wanted(replica: &Replica, person: PersonId, which: Which) -> Vec<(RecordId, i64)> {
    if which == Which::Nothing {
        return Vec::new();
    }
    let members = members(replica);
    let (kind, name) = (Kind::new(Task::KIND), person.to_string());
    let is_mine = |record: &Record| {
        let alone = || members.get(&record.scope).is_none_or(|count| *count <= 1);
        match record.value(Task::ASSIGNEES) {
            Some(Value::Set(assignees)) if !assignees.is_empty() => assignees.contains(&name),
            _ => alone(),
        }
    };
    let is_meant = |record: &Record| match which {
        Which::Mine => is_mine(record),
        Which::All => true,
        Which::Nothing => false,
    };
    let due = replica.of_kind(&kind).filter_map(|record| Some((record, due(record)?)));
    due.filter(|(record, _)| is_meant(record)).map(|(record, due)| (record.id, remind_at(due))).collect()
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
