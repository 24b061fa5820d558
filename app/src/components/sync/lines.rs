//! The lines in view, in words.

use std::collections::{HashMap, HashSet};

use holdfast_core::{
    Millis,
    client::repair::can_be_withdrawn,
    id::{OpId, RecordId},
    operation::{Action, ClientSeq},
    outbox::RowState,
    replica::{Mark, Pending, Place, Replica},
    status::Link,
};

use super::plan::{Row, Section, seq_of};
use crate::{
    record::{called, called_as, page_of},
    route::Route,
    t,
    words::{
        capital,
        operation::{self, Form},
    },
};

/// A line as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Line {
    Section(Section),
    Reason { words: String, seqs: Vec<ClientSeq> },
    Record { title: String, to: Option<Route> },
    Edit(Edit),
    Unreadable(usize),
}

/// An edit as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Edit {
    pub(crate) op: OpId,
    /// What it does.
    pub(crate) words: String,
    /// When it was made, by this device's clock.
    pub(crate) at: Millis,
    /// How far it is and why no further.
    pub(crate) note: String,
    /// Where it is stored, if anything can be done about it.
    pub(crate) stored: Option<ClientSeq>,
    /// Whether it was refused.
    pub(crate) is_refused: bool,
    /// Whether its words can be changed.
    pub(crate) has_words: bool,
    /// Whether it can be discarded by itself.
    pub(crate) can_go: bool,
}

/// The lines of some rows. What is pending is looked through once, however many rows there are.
pub(crate) fn lines(replica: &Replica, rows: &[Row], link: Link) -> Vec<Line> {
    let wanted: HashSet<Place> = rows.iter().filter_map(place_of).collect();
    let found: HashMap<Place, &Pending> = replica.pending().filter(|(place, _)| wanted.contains(place)).collect();
    let needed: HashSet<OpId> = found.values().flat_map(|one| one.operation.depends_on.iter().copied()).collect();
    let needed: HashMap<OpId, &Pending> = match needed.is_empty() {
        true => HashMap::new(),
        false => {
            let others = replica.pending().map(|(_, one)| (one.operation.op_id, one));
            others.filter(|(op, _)| needed.contains(op)).collect()
        }
    };
    let line = |row: &Row| match row {
        Row::Section(section) => Some(Line::Section(*section)),
        Row::Reason { why, seqs } => Some(Line::Reason { words: format!("{}.", capital(why)), seqs: seqs.clone() }),
        Row::Record(id) => Some(record_line(replica, *id)),
        Row::Unreadable(rows) => Some(Line::Unreadable(*rows)),
        // One that has gone since the rows were planned goes with the next plan.
        Row::Edit { place, .. } => found.get(place).map(|one| Line::Edit(edit(replica, *place, one, &needed, link))),
    };
    rows.iter().filter_map(line).collect()
}

fn place_of(row: &Row) -> Option<Place> {
    match row {
        Row::Edit { place, .. } => Some(*place),
        _ => None,
    }
}

fn record_line(replica: &Replica, id: RecordId) -> Line {
    match replica.seen(id) {
        Some(record) => Line::Record { title: capital(&called_as(record, Form::Bare)), to: page_of(replica, record) },
        None => Line::Record { title: t::gone().into(), to: None },
    }
}

fn edit(replica: &Replica, place: Place, one: &Pending, needed: &HashMap<OpId, &Pending>, link: Link) -> Edit {
    let operation = &one.operation;
    let seen = replica.seen(operation.id).map(AsRef::as_ref);
    let is_refused = one.mark() == Mark::Dead;
    Edit {
        op: operation.op_id,
        words: operation::describe(&operation.kind, &operation.action, seen),
        at: operation.at,
        note: note(replica, one, needed, link),
        stored: seq_of(place).filter(|_| is_refused || one.mark() == Mark::Waiting),
        is_refused,
        // Where the server may have done it as it is, it is offered so, or discarded.
        has_words: matches!(operation.action, Action::Create(_) | Action::Set(_))
            && !matches!(one.state, Some(RowState::Dead { maybe_done: true, .. })),
        can_go: is_refused || can_be_withdrawn(operation),
    }
}

/// How far an edit is and why no further, in words.
fn note(replica: &Replica, one: &Pending, needed: &HashMap<OpId, &Pending>, link: Link) -> String {
    let waits = |needs: &&&Pending| matches!(needs.mark(), Mark::Dead | Mark::Waiting | Mark::Saving);
    let mut needs = one.operation.depends_on.iter().filter_map(|op| needed.get(op));
    match (&one.state, link) {
        (None, _) => t::line_storing().into(),
        (Some(RowState::Accepted { .. }), _) => t::line_accepted().into(),
        (Some(RowState::Dead { .. }), _) => t::line_refused().into(),
        (Some(RowState::Waiting), link) => {
            let first = needs.clone().find(|one| one.mark() == Mark::Dead).or_else(|| needs.find(waits));
            if let Some(first) = first {
                let what = replica.seen(first.operation.id).map_or(t::belongs_to().to_owned(), |record| called(record));
                return match first.mark() {
                    Mark::Dead => t::line_held(&what),
                    _ => t::line_after(&what),
                };
            }
            match link {
                Link::Down => t::line_offline().into(),
                Link::SignedOut => t::line_out().into(),
                Link::Up | Link::Connecting => t::line_going().into(),
            }
        }
    }
}
