//! From a board to edits: what an import makes, what it finds there already, and how it is undone as one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

mod families;
mod ids;
mod projects;
mod steps;

use families::Families;
use ids::Ids;

use super::{Board, Card, Note, Notes, mapping};
use crate::{
    entity::{Comment, Entity, Project, Status, Task},
    id::{Id, RecordId, ScopeId},
    operation::Edit,
    order::OrderKey,
    replica::Replica,
};

/// Where an import goes.
#[derive(Clone, Debug)]
pub struct Target {
    /// The engagement.
    pub scope: ScopeId,
    /// The project in it.
    pub project: Where,
    /// The last place taken in each status by tasks that are there already: imported tasks follow it. A status without
    /// tasks may be left out.
    pub after: BTreeMap<Status, OrderKey>,
}

/// The project of an import. It concerns new tasks only: one found from an earlier import stays where it is.
#[derive(Clone, Debug)]
pub enum Where {
    /// The board's own project, and the others it names: made by the first import, found by the next.
    Own {
        /// The place of the engagement's last project, which a new one follows.
        after: Option<OrderKey>,
    },
    /// A project that is there.
    Existing(Id<Project>),
}

/// What the replica knows of a record of some kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Nothing.
    Absent,
    /// It is there.
    Live,
    /// It was there and was deleted.
    Deleted,
}

impl Existing {
    /// What that replica knows of a record of that kind. One of another kind, which a file's author may have named, is none.
    pub fn of(replica: &Replica, kind: &str, id: RecordId) -> Self {
        match replica.seen(id).filter(|record| record.kind.name() == kind) {
            None => Self::Absent,
            Some(record) if record.deleted => Self::Deleted,
            Some(_) => Self::Live,
        }
    }
}

/// Records by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Projects.
    pub projects: usize,
    /// Tasks.
    pub tasks: usize,
    /// Checklist items.
    pub checklist_items: usize,
    /// Comments.
    pub comments: usize,
}

impl Counts {
    /// All of them.
    pub const fn total(&self) -> usize {
        self.projects + self.tasks + self.checklist_items + self.comments
    }
}

/// What an import does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The edits, each after those of the records it refers to. Empty when everything is there already.
    pub edits: Vec<Edit>,
    /// Records made new.
    pub created: Counts,
    /// Records brought back that had been deleted since an earlier import, as they were then.
    pub restored: Counts,
    /// Records there already, left as they are.
    pub already_there: usize,
    /// What the mapping makes worth saying; see also the board's own notes.
    pub notes: Notes,
    /// The edits that undo the import: they delete what it made or brought back, last first.
    pub undo: Vec<Edit>,
}

/// Plans the import of a board. Records get ids derived from the scope and the source's ids, so `lookup`, which is asked by kind
/// and id, finds those of an earlier import of the same board. A list that `mapping` does not name gets its status from [`mapping::suggest`].
pub fn plan(
    board: &Board,
    mapping: &BTreeMap<String, Status>,
    target: &Target,
    lookup: impl Fn(&'static str, RecordId) -> Existing,
) -> Plan {
    let statuses: HashMap<String, Status> = mapping::suggest(&board.lists)
        .into_iter()
        .map(|(list, suggested)| {
            let status = mapping.get(&list).copied().unwrap_or(suggested);
            (list, status)
        })
        .collect();
    let status_of = |card: &Card| statuses.get(&card.list).copied().unwrap_or(Status::Todo);
    let orders = spread(board, target, status_of);
    let closed: BTreeSet<&str> = board.lists.iter().filter(|list| list.closed).map(|list| list.id.as_str()).collect();

    let ids = Ids { scope: target.scope, source: board.source, board: &board.source_id };
    let mut planner = Planner { scope: target.scope, lookup, plan: Plan::default() };
    let project_of = projects::add(&mut planner, ids, board, target);
    let families = Families::of(&board.cards);
    for place in families.order() {
        let (card, order) = (&board.cards[place], orders[place].clone());
        let status = status_of(card);
        planner.plan.notes.add(Note::CompleteElsewhere, usize::from(card.done && status != Status::Done));
        let parent = match families.above(place) {
            Some(above) => Some(ids.task(&board.cards[above])),
            // Where a part of an engagement comes back to it, the rest is there.
            None => ids.own_parent(card).filter(|id| planner.existing(*id) == Existing::Live),
        };
        let is_lost = card.parent.is_some() && parent.is_none();
        let is_new = is_lost && planner.existing(ids.task(card)) == Existing::Absent;
        planner.plan.notes.add(Note::UnknownParent, usize::from(is_new));
        let task = || Task {
            project: project_of(card),
            parent,
            title: card.title.clone(),
            description: card.description.clone(),
            status,
            priority: card.priority,
            due: card.due,
            tags: card.labels.iter().cloned().collect(),
            assignees: card.members.iter().cloned().collect(),
            time_spent: card.time_spent,
            archived: card.closed || closed.contains(card.list.as_str()),
            order,
        };
        planner.add(ids.task(card), |counts| &mut counts.tasks, task);
    }
    for card in &board.cards {
        steps::add(&mut planner, ids, card);
    }
    for card in &board.cards {
        for comment in &card.comments {
            let (task, said_at) = (ids.task(card), comment.at);
            let (text, said_by) = (comment.text.clone(), comment.by.clone());
            let made = || Comment { task, text, said_by, said_at };
            planner.add(ids.of("comment", &comment.id), |counts| &mut counts.comments, made);
        }
    }
    planner.plan.undo.reverse();
    planner.plan
}

/// A place for each card: spread evenly over its status, lists of one status one after the other. All cards count, also
/// those there already, so that a card added to the board later lands about where it stands there.
fn spread(board: &Board, target: &Target, status_of: impl Fn(&Card) -> Status) -> Vec<OrderKey> {
    let mut counts: BTreeMap<Status, usize> = BTreeMap::new();
    for card in &board.cards {
        *counts.entry(status_of(card)).or_default() += 1;
    }
    let mut keys: BTreeMap<Status, std::vec::IntoIter<OrderKey>> = counts
        .into_iter()
        .map(|(status, count)| (status, OrderKey::spread(target.after.get(&status), count).into_iter()))
        .collect();
    let mut next = |card| keys.get_mut(&status_of(card)).and_then(Iterator::next);
    board.cards.iter().map(|card| next(card).unwrap_or_else(|| OrderKey::between(None, None))).collect()
}

struct Planner<L> {
    scope: ScopeId,
    lookup: L,
    plan: Plan,
}

impl<L: Fn(&'static str, RecordId) -> Existing> Planner<L> {
    fn existing<E: Entity>(&self, id: Id<E>) -> Existing {
        (self.lookup)(E::KIND, id.record())
    }

    /// Adds what it takes for one record to be there.
    fn add<E: Entity>(&mut self, id: Id<E>, count: impl Fn(&mut Counts) -> &mut usize, entity: impl FnOnce() -> E) {
        let edit = match self.existing(id) {
            Existing::Live => {
                self.plan.already_there += 1;
                return;
            }
            Existing::Deleted => {
                *count(&mut self.plan.restored) += 1;
                Edit::restore(self.scope, id)
            }
            Existing::Absent => {
                *count(&mut self.plan.created) += 1;
                entity().create(self.scope, id)
            }
        };
        self.plan.edits.push(edit);
        self.plan.undo.push(Edit::delete(self.scope, id));
    }
}
