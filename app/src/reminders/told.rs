//! What is said of tasks that are due.

use holdfast_core::{
    entity::{Entity as _, Task},
    id::RecordId,
    replica::Replica,
};

use crate::{
    record::page_of,
    route::Route,
    t,
    words::{quoted, time},
};

/// How many of several tasks are told by name.
const NAMED: usize = 3;

/// What is said, and the page of the first of them.
pub(super) fn told(replica: &Replica, due: &[RecordId]) -> Option<(String, Route)> {
    let records: Vec<_> = due.iter().filter_map(|id| replica.live(*id)).collect();
    let page = page_of(replica, records.first()?)?;
    let task = Task::read(records.first()?);
    if let ([_], Some(at)) = (&records[..], task.due) {
        return Some((t::remind_one(&quoted(&task.title), &time::due_words(at, time::local_day(at))), page));
    }
    let titles = records.iter().take(NAMED).map(|record| quoted(&Task::read(record).title));
    let titles = titles.collect::<Vec<_>>().join(", ");
    let more = records.len().saturating_sub(NAMED);
    let titles = if more == 0 { titles } else { t::op_and_more(&titles, more) };
    Some((t::remind_many(records.len(), &titles), page))
}
