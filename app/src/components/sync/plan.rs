//! What is listed, in which order: pure, and small enough to be made anew at every change of many thousands of edits.

use std::collections::HashMap;

use holdfast_core::{
    Millis,
    id::{OpId, RecordId},
    operation::ClientSeq,
    outbox::RowState,
    replica::{Pending, Place, Replica},
};

use crate::words::flaw::rejected;

/// One line of the list. Its words are made only where it is in view.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Row {
    /// What all lines up to the next one of its kind have in common.
    Section(Section),
    /// Edits refused for one reason.
    Reason {
        /// The reason, in words.
        why: String,
        /// Where they are stored, newest first.
        seqs: Vec<ClientSeq>,
    },
    /// The edits of one record.
    Record(RecordId),
    /// An edit.
    Edit {
        /// Its operation.
        op: OpId,
        /// Where it stands.
        place: Place,
        /// Whether it was refused.
        is_refused: bool,
    },
    /// Rows that another build wrote: so many.
    Unreadable(usize),
}

/// A part of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// So many edits need their author.
    Refused(usize),
    /// So many edits are on their way.
    Waiting(usize),
}

/// Everything that is listed: refused edits by reason, then the others by record, newest first throughout.
pub(crate) fn plan(replica: &Replica) -> Vec<Row> {
    let mut refused: Vec<(Place, &Pending, String)> = Vec::new();
    let mut waiting: Vec<(Place, &Pending)> = Vec::new();
    for (place, pending) in replica.pending() {
        match &pending.state {
            Some(RowState::Dead { why, .. }) => refused.push((place, pending, rejected(why, &pending.operation))),
            _ => waiting.push((place, pending)),
        }
    }
    let unreadable = replica.unreadable().len();
    let mut rows = Vec::with_capacity(refused.len() + waiting.len() + 8);
    if refused.len() + unreadable > 0 {
        rows.push(Row::Section(Section::Refused(refused.len() + unreadable)));
    }
    let newest = |(place, pending, _): &(Place, &Pending, String)| std::cmp::Reverse((pending.operation.at, *place));
    refused.sort_by_key(newest);
    for group in grouped(refused, |(_, _, why)| why.clone()) {
        let seqs = group.iter().filter_map(|(place, ..)| seq_of(*place)).collect();
        rows.push(Row::Reason { why: group[0].2.clone(), seqs });
        rows.extend(group.iter().map(|(place, pending, _)| edit(*place, pending, true)));
    }
    if unreadable > 0 {
        rows.push(Row::Unreadable(unreadable));
    }
    if !waiting.is_empty() {
        rows.push(Row::Section(Section::Waiting(waiting.len())));
    }
    let newest = |(place, pending): &(Place, &Pending)| std::cmp::Reverse((made(pending), *place));
    waiting.sort_by_key(newest);
    for group in grouped(waiting, |(_, pending)| pending.operation.id) {
        rows.push(Row::Record(group[0].1.operation.id));
        rows.extend(group.iter().map(|(place, pending)| edit(*place, pending, false)));
    }
    rows
}

fn made(pending: &Pending) -> Millis {
    pending.operation.at
}

fn edit(place: Place, pending: &Pending, is_refused: bool) -> Row {
    Row::Edit { op: pending.operation.op_id, place, is_refused }
}

/// Where a pending operation is stored, if it is.
pub(crate) fn seq_of(place: Place) -> Option<ClientSeq> {
    match place {
        Place::Stored(seq) => Some(seq),
        Place::Saving(_) => None,
    }
}

/// The items by key; groups in the order of their first items, items in theirs.
fn grouped<T, K: std::hash::Hash + Eq>(items: Vec<T>, key: impl Fn(&T) -> K) -> Vec<Vec<T>> {
    let mut places: HashMap<K, usize> = HashMap::new();
    let mut groups: Vec<Vec<T>> = Vec::new();
    for item in items {
        let place = *places.entry(key(&item)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups
}
