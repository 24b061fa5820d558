//! A tab's replica: the base (what the server has said) and the pending operations over it, which together give the view.
//!
//! Nothing here is stored: a replica is rebuilt from the client database when a tab opens, and follows it after that. An
//! edit shows in the view as soon as it is staged, before it is stored.

mod index;
mod touched;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    rc::Rc,
};

use index::Index;
use rustc_hash::FxHashMap;
pub use touched::{Confirmed, Touched};

use crate::{
    authority::overlay,
    effect::Delta,
    id::{ClientId, Id, OpId, RecordId, ScopeId},
    operation::{ClientSeq, Draft, Operation},
    outbox::{Row, RowState, Unreadable},
    record::{Kind, Record, Seq},
    status::Counts,
};

/// Where a pending operation stands: after all that is stored come those still being stored, as they were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Stored under that number.
    Stored(ClientSeq),
    /// Being stored; the number only orders them.
    Saving(u64),
}

/// A pending operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// The operation.
    pub operation: Operation,
    /// How far it is: `None` while it is being stored.
    pub state: Option<RowState>,
    /// Whether the base may hold its effect already: then it does not show over it. See [`Row::unsure`].
    pub unsure: bool,
}

/// What a record's mark in a list should say: the least far of its pending operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Nothing is pending.
    Synced,
    /// The server has it; the confirmation is on its way.
    Accepted,
    /// Stored here, not sent.
    Waiting,
    /// Being stored here.
    Saving,
    /// Refused.
    Dead,
}

#[derive(Default)]
struct Slot {
    base: Option<Rc<Record>>,
    view: Option<Rc<Record>>,
}

/// One tab's view of the world.
pub struct Replica {
    client: ClientId,
    slots: FxHashMap<RecordId, Slot>,
    index: Index,
    pending: BTreeMap<Place, Pending>,
    lanes: HashMap<RecordId, BTreeSet<Place>>,
    places: HashMap<OpId, Place>,
    unreadable: Vec<Unreadable>,
    /// Of `pending`, kept with it: asked for at every change, and an import is many thousands.
    counts: Counts,
    staged: u64,
    version: u64,
}

impl Replica {
    /// An empty replica of a client database.
    pub fn new(client: ClientId) -> Self {
        Self {
            client,
            slots: FxHashMap::default(),
            index: Index::default(),
            pending: BTreeMap::new(),
            lanes: HashMap::new(),
            places: HashMap::new(),
            unreadable: Vec::new(),
            counts: Counts::default(),
            staged: 0,
            version: 0,
        }
    }

    /// The database is another client from now on, because nobody can tell any more which it was.
    pub fn set_client(&mut self, client: ClientId) {
        self.client = client;
    }

    /// A number that grows with every change of the view or of what is pending.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// A record as its reader sees it, if it is there and not deleted.
    pub fn live(&self, id: RecordId) -> Option<&Rc<Record>> {
        self.seen(id).filter(|record| !record.deleted)
    }

    /// A record as its reader sees it, tombstones included.
    pub fn seen(&self, id: RecordId) -> Option<&Rc<Record>> {
        self.slots.get(&id).and_then(|slot| slot.view.as_ref())
    }

    /// A record as the server has said it is, whatever is pending over it.
    pub fn confirmed(&self, id: RecordId) -> Option<&Rc<Record>> {
        self.slots.get(&id).and_then(|slot| slot.base.as_ref())
    }

    /// The pending operations that a record's view shows, in order.
    pub fn lane(&self, id: RecordId) -> impl Iterator<Item = &Operation> {
        let pending = self.lanes.get(&id).into_iter().flatten().filter_map(|place| self.pending.get(place));
        pending.filter(|pending| pending.is_in_view()).map(|pending| &pending.operation)
    }

    /// Every record as its reader sees it, tombstones included, in no order.
    pub fn records(&self) -> impl Iterator<Item = &Rc<Record>> {
        self.slots.values().filter_map(|slot| slot.view.as_ref())
    }

    /// The live records of a kind.
    pub fn of_kind<'a>(&'a self, kind: &Kind) -> impl Iterator<Item = &'a Rc<Record>> {
        self.index.of_kind(kind).filter_map(|id| self.live(id))
    }

    /// The live records of a kind that belong to a record or stand under it: a project's tasks, a task's comments, its subtasks.
    pub fn children<'a>(&'a self, parent: RecordId, kind: &Kind) -> impl Iterator<Item = &'a Rc<Record>> {
        self.index.children(parent, kind).filter_map(|id| self.live(id))
    }

    /// Whether a record is part of something that was deleted, which leaves its parts as they are: a comment on a deleted task,
    /// a task of a deleted project.
    pub fn is_within_deleted(&self, record: &Record) -> bool {
        /// Kinds form no circle; what is stored may.
        const DEEPEST: usize = 8;
        let within = |record: &Record| index::parents(record).filter_map(|id| self.seen(id)).collect::<Vec<_>>();
        let mut around = within(record);
        for _ in 0..DEEPEST {
            if around.iter().any(|parent| parent.deleted) {
                return true;
            }
            around = around.into_iter().flat_map(|parent| within(parent)).collect();
        }
        false
    }

    /// A live entity, read.
    pub fn entity<E: crate::entity::Entity>(&self, id: Id<E>) -> Option<E> {
        self.live(id.record()).filter(|record| record.kind.name() == E::KIND).map(|record| E::read(record))
    }

    /// Every pending operation, in order.
    pub fn pending(&self) -> impl Iterator<Item = (Place, &Pending)> {
        self.pending.iter().map(|(place, pending)| (*place, pending))
    }

    /// Rows of the outbox that this build cannot read.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// The numbers of the stored pending operations of some records.
    pub fn stored_of(&self, ids: impl IntoIterator<Item = RecordId>) -> Vec<ClientSeq> {
        let places = ids.into_iter().filter_map(|id| self.lanes.get(&id)).flatten();
        places
            .filter_map(|place| match place {
                Place::Stored(seq) => Some(*seq),
                Place::Saving(_) => None,
            })
            .collect()
    }

    /// The stored pending operations that are not done, as rows: what they were, for whoever finds them gone.
    pub fn stored_rows(&self) -> Vec<Row> {
        let row = |pending: &Pending| Some(Row::offered(pending.operation.clone()).in_state(pending.state.clone()?));
        let rows = self.pending.values().filter_map(row);
        // The base that an accepted one is to come to is gone too: it is offered again, and answered from its first answer.
        rows.map(|row| match row.state {
            RowState::Accepted { .. } => row.in_state(RowState::Waiting),
            _ => row,
        })
        .collect()
    }

    /// How many pending operations wait for a stored one, itself included: what goes with it.
    pub fn built_on(&self, seq: ClientSeq) -> usize {
        let mut found = HashSet::new();
        for (place, pending) in &self.pending {
            let needs_it = pending.operation.depends_on.iter().any(|needed| found.contains(needed));
            if *place == Place::Stored(seq) || (needs_it && pending.mark() != Mark::Dead) {
                found.insert(pending.operation.op_id);
            }
        }
        found.len()
    }

    /// How far a stored operation is.
    pub fn mark_of(&self, seq: ClientSeq) -> Mark {
        self.pending.get(&Place::Stored(seq)).map_or(Mark::Synced, Pending::mark)
    }

    /// The record that a stored pending operation is of.
    pub fn record_of(&self, seq: ClientSeq) -> Option<(ScopeId, RecordId)> {
        let pending = self.pending.get(&Place::Stored(seq))?;
        Some((pending.operation.scope, pending.operation.id))
    }

    /// The last stored pending operation of a record.
    pub fn tail_of(&self, id: RecordId) -> Option<ClientSeq> {
        let lane = self.lanes.get(&id)?;
        // What is still being stored comes after it, and is nobody's to be compacted into.
        lane.iter().rev().find_map(|place| match place {
            Place::Stored(seq) => Some(*seq),
            Place::Saving(_) => None,
        })
    }

    /// What a staged edit's author had before them: the version of its record in the base when it was staged, or an older one
    /// that they began from.
    pub fn staged_over(&self, op: OpId) -> Option<Seq> {
        let place = self.places.get(&op)?;
        self.pending.get(place).map(|pending| pending.operation.base)
    }

    /// The stored pending operations of a record, with the version that each was made over.
    pub fn stored_over(&self, id: RecordId) -> Vec<(ClientSeq, Seq)> {
        let places = self.lanes.get(&id).into_iter().flatten();
        let stored = places.filter_map(|place| match place {
            Place::Stored(seq) => Some((*seq, self.pending.get(place)?.operation.base)),
            Place::Saving(_) => None,
        });
        stored.collect()
    }

    /// How far a record's edits are.
    pub fn mark(&self, id: RecordId) -> Mark {
        let lane = self.lanes.get(&id).into_iter().flatten();
        lane.filter_map(|place| self.pending.get(place)).map(Pending::mark).max().unwrap_or(Mark::Synced)
    }

    /// How many operations are pending.
    pub fn counts(&self) -> Counts {
        Counts { dead: self.counts.dead + self.unreadable.len(), ..self.counts }
    }

    /// Shows edits at once, before they are stored.
    pub fn stage(&mut self, drafts: &[Draft]) -> Touched {
        let mut touched = Touched::default();
        for draft in drafts {
            self.staged += 1;
            let base = self.base_version(draft.edit.id);
            let operation = Operation::stored(draft, self.client, ClientSeq::default(), base, Vec::new());
            let operation = operation.over(self.slots.get(&draft.edit.id).and_then(|slot| slot.base.as_deref()));
            touched.add(draft.edit.id);
            self.insert(Place::Saving(self.staged), Pending { operation, state: None, unsure: false });
        }
        self.refresh(touched)
    }

    /// Takes staged edits out of the view that could not be stored, or that became part of others.
    pub fn refused(&mut self, ops: impl IntoIterator<Item = OpId>) -> Touched {
        let places: Vec<Place> = ops.into_iter().filter_map(|op| self.places.get(&op).copied()).collect();
        let mut touched = Touched::default();
        for place in places.into_iter().filter(|place| matches!(place, Place::Saving(_))) {
            touched.extend(self.remove(place));
        }
        self.refresh(touched)
    }

    /// Takes rows as the database has them now, and drops those it has no more.
    pub fn rows(&mut self, rows: Vec<Result<Row, Unreadable>>, gone: &[ClientSeq]) -> Touched {
        let mut touched = Touched::default();
        for seq in gone {
            self.unreadable.retain(|row| row.client_seq != *seq);
            touched.extend(self.remove(Place::Stored(*seq)));
        }
        for row in rows {
            match row {
                Ok(Row { state, unsure, operation, .. }) => {
                    // A staged operation moves from the end to its stored place.
                    if let Some(place) = self.places.get(&operation.op_id).copied() {
                        self.remove(place);
                    }
                    touched.add(operation.id);
                    let place = Place::Stored(operation.client_seq);
                    // A retried dead letter is another operation in the same row. Another record's is in it where a database
                    // that forgot who it is counts its rows anew.
                    touched.extend(self.remove(place));
                    self.insert(place, Pending { operation, state: Some(state), unsure });
                }
                Err(unreadable) => {
                    // What it was while it could be read is not what it is now: it would count twice.
                    touched.extend(self.remove(Place::Stored(unreadable.client_seq)));
                    self.unreadable.retain(|row| row.client_seq != unreadable.client_seq);
                    self.unreadable.push(unreadable);
                    touched.outbox = true;
                }
            }
        }
        self.refresh(touched)
    }

    /// Takes base records as the database has them now, with the rows that the same transaction removed. A record older
    /// than the one known is an answer overtaken by a newer one, and is passed over.
    pub fn base(&mut self, records: Vec<Record>, confirmed: &[ClientSeq]) -> Touched {
        let mut touched = Touched::default();
        for record in records {
            let slot = self.slots.entry(record.id).or_default();
            // An id that two scopes share was copied on purpose: the one known first stays what it is.
            let is_news = |known: &Rc<Record>| {
                known.scope == record.scope && known.version <= record.version && **known != record
            };
            if slot.base.as_ref().is_none_or(is_news) {
                touched.add(record.id);
                let now = Rc::new(record);
                touched.confirmed.push(Confirmed { before: slot.base.replace(Rc::clone(&now)), now });
            }
        }
        for seq in confirmed {
            touched.extend(self.remove(Place::Stored(*seq)));
        }
        self.refresh(touched)
    }

    /// The history is another one now: what is still being stored was made over one that is gone, and its version is the
    /// number of nothing.
    pub fn forget_versions(&mut self) {
        for pending in self.pending.values_mut().filter(|pending| pending.state.is_none()) {
            pending.operation.base = Seq::default();
        }
    }

    /// The records of the base.
    pub fn based(&self) -> HashSet<RecordId> {
        self.slots.iter().filter(|(_, slot)| slot.base.is_some()).map(|(id, _)| *id).collect()
    }

    /// Forgets what the base is of these records; what is pending stays.
    pub fn forget(&mut self, records: impl IntoIterator<Item = RecordId>) -> Touched {
        let mut touched = Touched::default();
        for id in records {
            if let Some(slot) = self.slots.get_mut(&id) {
                slot.base = None;
                touched.add(id);
            }
        }
        self.refresh(touched)
    }

    /// Whether some of a delta that was stored is not in this replica.
    pub fn is_behind(&self, delta: &Delta) -> bool {
        delta.effects.iter().any(|effect| {
            let pending = self.places.get(&effect.op).is_some_and(|place| *place == Place::Stored(effect.client_seq));
            pending || effect.writes.iter().any(|write| self.base_version(write.id) < effect.seq)
        })
    }

    fn base_version(&self, id: RecordId) -> Seq {
        let base = self.slots.get(&id).and_then(|slot| slot.base.as_ref());
        base.map_or(Seq::default(), |record| record.version)
    }

    /// Puts an operation where none stands.
    fn insert(&mut self, place: Place, pending: Pending) {
        self.places.insert(pending.operation.op_id, place);
        self.lanes.entry(pending.operation.id).or_default().insert(place);
        *self.count_of(pending.mark()) += 1;
        self.pending.insert(place, pending);
    }

    fn count_of(&mut self, mark: Mark) -> &mut usize {
        match mark {
            Mark::Saving => &mut self.counts.saving,
            Mark::Waiting => &mut self.counts.waiting,
            Mark::Accepted => &mut self.counts.accepted,
            // A pending operation is never synced.
            Mark::Dead | Mark::Synced => &mut self.counts.dead,
        }
    }

    fn remove(&mut self, place: Place) -> Option<RecordId> {
        let pending = self.pending.remove(&place)?;
        *self.count_of(pending.mark()) -= 1;
        let op = pending.operation;
        self.places.remove(&op.op_id);
        if let Some(lane) = self.lanes.get_mut(&op.id) {
            lane.remove(&place);
            if lane.is_empty() {
                self.lanes.remove(&op.id);
            }
        }
        Some(op.id)
    }

    /// Computes the view of the touched records again: base, then the lane's operations in order.
    fn refresh(&mut self, touched: Touched) -> Touched {
        for id in &touched.records {
            let slot = self.slots.entry(*id).or_default();
            let mut view = slot.base.clone();
            for pending in self.lanes.get(id).into_iter().flatten().filter_map(|place| self.pending.get(place)) {
                if pending.is_in_view() {
                    view = overlay(view.map(Rc::unwrap_or_clone), &pending.operation).map(Rc::new);
                }
            }
            self.index.replace(slot.view.as_deref(), view.as_deref());
            slot.view = view;
            if slot.base.is_none() && slot.view.is_none() {
                self.slots.remove(id);
            }
        }
        if !touched.is_empty() {
            self.version += 1;
        }
        touched
    }
}

impl Pending {
    /// How far it is.
    pub fn mark(&self) -> Mark {
        match &self.state {
            None => Mark::Saving,
            Some(RowState::Waiting) => Mark::Waiting,
            Some(RowState::Accepted { .. }) => Mark::Accepted,
            Some(RowState::Dead { .. }) => Mark::Dead,
        }
    }

    /// A dead letter leaves the view, unless it is what makes the record: then the record shows, marked.
    fn is_in_view(&self) -> bool {
        !self.unsure && (self.mark() != Mark::Dead || self.operation.is_create())
    }
}
