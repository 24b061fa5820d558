//! What can be undone, stored with the edits it is about: a step and its operations are there together or not at all.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::{
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    stored::encode,
};
use crate::{
    id::{OpId, RecordId},
    operation::{Action, ClientSeq, Operation},
    outbox::Row,
    sealed,
    undo::Step,
    value::{Change, FieldName},
};

/// What a commit changes of the steps.
#[derive(Clone, Debug, PartialEq)]
pub enum StepChange {
    /// Something new was done. The steps named go: what could be redone, and what is too long ago.
    New {
        /// The step.
        step: Step,
        /// The steps that go.
        gone: Vec<OpId>,
    },
    /// A step was undone, or with `false` redone.
    Undone(OpId, bool),
}

/// The version of a stored step's form that this build writes. Older ones are brought up to it as they are read; one that is
/// newer stays as it is, and cannot be undone here.
pub const STEP_FORM: u16 = 2;

/// A step as it is stored.
#[derive(Clone, Serialize, Deserialize)]
struct Stored {
    /// [`STEP_FORM`] when written.
    form: u16,
    /// Its place among the others. Not by its time: a clock may be set back.
    place: u64,
    step: Step,
    /// The operations by which it was done, undone or done again last.
    #[serde(default)]
    by: Vec<Made>,
}

/// An operation of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Made {
    of: RecordId,
    seq: ClientSeq,
    op: OpId,
    /// Whether it was refused and its author discarded it: there is nothing of it to take back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    discarded: bool,
}

impl Made {
    pub(super) fn by(operation: &Operation) -> Self {
        Self { of: operation.id, seq: operation.client_seq, op: operation.op_id, discarded: false }
    }
}

/// The steps between forms: the one at `n` takes form `n + 1` to form `n + 2`. They see the JSON object, never this build's
/// types, which go on changing.
const UPCASTS: [fn(&mut Map<String, Json>); STEP_FORM as usize - 1] = [numbered];

/// Form 1 named no form, and knew of no discarded operations.
fn numbered(_: &mut Map<String, Json>) {}

impl Stored {
    fn read(raw: &str) -> Option<Self> {
        let json = sealed::open(raw)?;
        match serde_json::from_str::<Self>(json) {
            Ok(stored) if stored.form == STEP_FORM => Some(stored),
            _ => Self::upcast(serde_json::from_str(json).ok()?),
        }
    }

    fn upcast(mut json: Json) -> Option<Self> {
        let object = json.as_object_mut()?;
        let form = object.get("form").map_or(Some(1), Json::as_u64).filter(|form| *form > 0)?;
        UPCASTS.get(usize::try_from(form).ok()? - 1..)?.iter().for_each(|upcast| upcast(object));
        (form <= STEP_FORM.into()).then(|| object.insert("form".into(), STEP_FORM.into()))?;
        serde_json::from_value(json).ok()
    }

    /// The step without what its author has discarded of it, if anything is left.
    fn left(self) -> Option<Step> {
        let Self { mut step, by, .. } = self;
        let is_gone = |id: RecordId| {
            let mut of = by.iter().filter(|made| made.of == id).peekable();
            of.peek().is_some() && of.all(|made| made.discarded)
        };
        if by.iter().any(|made| made.discarded) {
            step.edits.retain(|edit| !is_gone(edit.id));
            step.inverse.retain(|edit| !is_gone(edit.id));
            return (!step.edits.is_empty()).then_some(step);
        }
        Some(step)
    }
}

/// Whether a stored step can be read.
pub(super) fn is_read(raw: &str) -> bool {
    Stored::read(raw).is_some()
}

/// Makes a change, within the transaction of its edits, which are those operations now; a new step gets that place.
pub(super) async fn change<Tx: Transaction>(
    tx: &Tx,
    change: &StepChange,
    place: u64,
    by: Vec<Made>,
) -> Result<(), StoreError> {
    match change {
        StepChange::New { step, gone } => {
            gone.iter().try_for_each(|id| tx.delete(Table::Undo, &Key::op(*id)))?;
            tx.put(Table::Undo, &Key::op(step.id), &encode(&Stored { form: STEP_FORM, place, step: step.clone(), by }))
        }
        StepChange::Undone(id, undone) => match find(tx, *id).await? {
            Some(Stored { place, step, .. }) => {
                let step = Step { undone: *undone, ..step };
                tx.put(Table::Undo, &Key::op(*id), &encode(&Stored { form: STEP_FORM, place, step, by }))
            }
            // It went with what could not be read, or to make room.
            None => Ok(()),
        },
    }
}

/// The operations that an undo (or a redo) takes back and that are not known to be done, by record. It must wait for them: what
/// is refused in the end has nothing to take back.
pub(super) async fn taken_back<Tx: Transaction>(
    tx: &Tx,
    change: &StepChange,
) -> Result<Vec<(RecordId, OpId)>, StoreError> {
    let StepChange::Undone(id, _) = change else { return Ok(Vec::new()) };
    let Some(Stored { by, .. }) = find(tx, *id).await? else { return Ok(Vec::new()) };
    let keys: Vec<Key> = by.iter().map(|made| Key::Num(made.seq.0)).collect();
    let rows = tx.get_many(Table::Outbox, &keys).await?;
    let is_there = |made: &Made, raw: Option<String>| {
        raw.and_then(|raw| Row::read(made.seq, &raw).ok()).is_some_and(|row| row.operation.op_id == made.op)
    };
    Ok(by
        .iter()
        .zip(rows)
        .filter(|(made, raw)| is_there(made, raw.clone()))
        .map(|(made, _)| (made.of, made.op))
        .collect())
}

/// Notes that operations were discarded: what they did is not to be taken back.
pub(super) async fn discarded<Tx: Transaction>(tx: &Tx, ops: &HashSet<OpId>) -> Result<(), StoreError> {
    note(tx, |made| Made { discarded: made.discarded || ops.contains(&made.op), ..made }).await
}

/// Notes that operations were brought back.
pub(super) async fn brought_back<Tx: Transaction>(tx: &Tx, ops: &HashSet<OpId>) -> Result<(), StoreError> {
    note(tx, |made| Made { discarded: made.discarded && !ops.contains(&made.op), ..made }).await
}

/// Notes that operations are offered under other ids.
pub(super) async fn renamed<Tx: Transaction>(tx: &Tx, to: &HashMap<OpId, OpId>) -> Result<(), StoreError> {
    note(tx, |made| Made { op: to.get(&made.op).copied().unwrap_or(made.op), ..made }).await
}

/// The steps that an operation is part of and that can be undone, the newest first: what was compacted into it had steps of
/// its own.
pub async fn steps_of<D: Database>(db: &D, op: OpId) -> Result<Vec<OpId>, StoreError> {
    let tx = db.begin(&[Table::Undo], Mode::Read).await?;
    Ok(made_by(&tx, op).await?.into_iter().rev().map(|(_, stored)| stored.step.id).collect())
}

/// The steps that an operation is part of and that can be undone, the oldest first.
async fn made_by<Tx: Transaction>(tx: &Tx, op: OpId) -> Result<Vec<(Key, Stored)>, StoreError> {
    let stored = tx.scan(Table::Undo, Range::All, usize::MAX).await?;
    let steps = stored.into_iter().filter_map(|(key, raw)| Some((key, Stored::read(&raw)?)));
    let is_of = |stored: &Stored| !stored.step.undone && stored.by.iter().any(|made| made.op == op);
    let mut steps: Vec<_> = steps.filter(|(_, stored)| is_of(stored)).collect();
    steps.sort_by_key(|(_, stored)| stored.place);
    Ok(steps)
}

/// Notes that an operation says something else now than when its author made it: that is what there is to take back.
pub(super) async fn reworded<Tx: Transaction>(
    tx: &Tx,
    operation: &Operation,
    changes: &BTreeMap<FieldName, Change>,
) -> Result<(), StoreError> {
    let Some((key, mut stored)) = made_by(tx, operation.op_id).await?.pop() else { return Ok(()) };
    for edit in stored.step.edits.iter_mut().filter(|edit| edit.id == operation.id) {
        match &mut edit.action {
            Action::Set(before) => {
                before.iter_mut().for_each(|(name, change)| {
                    if let Some(new) = changes.get(name) {
                        *change = new.clone();
                    }
                });
            }
            Action::Create(fields) => fields.iter_mut().for_each(|(name, value)| {
                if let Some(new) = changes.get(name) {
                    *value = new.applied_to(Some(value));
                }
            }),
            Action::Delete | Action::Restore => {}
        }
    }
    tx.put(Table::Undo, &key, &encode(&stored))
}

async fn note<Tx: Transaction>(tx: &Tx, change: impl Fn(Made) -> Made) -> Result<(), StoreError> {
    for (key, raw) in tx.scan(Table::Undo, Range::All, usize::MAX).await? {
        let Some(stored) = Stored::read(&raw) else { continue };
        let by: Vec<Made> = stored.by.iter().copied().map(&change).collect();
        if by != stored.by {
            tx.put(Table::Undo, &key, &encode(&Stored { by, ..stored }))?;
        }
    }
    Ok(())
}

async fn find<Tx: Transaction>(tx: &Tx, id: OpId) -> Result<Option<Stored>, StoreError> {
    let raw = tx.get(Table::Undo, &Key::op(id)).await?;
    Ok(raw.and_then(|raw| Stored::read(&raw)))
}

/// A stored step, if it can be read.
pub(super) fn read(raw: &str) -> Option<Step> {
    Stored::read(raw).map(|stored| stored.step)
}

/// Every step that can be read, oldest first, without what was discarded.
pub async fn load<D: Database>(db: &D) -> Result<Vec<Step>, StoreError> {
    Ok(Known::default().take(&texts(db).await?))
}

/// Every step as it is stored.
pub(super) async fn texts<D: Database>(db: &D) -> Result<Vec<(Key, String)>, StoreError> {
    db.begin(&[Table::Undo], Mode::Read).await?.scan(Table::Undo, Range::All, usize::MAX).await
}

/// The steps as they were read last: each is told to everyone, and all but one are as they were.
#[derive(Default)]
pub(super) struct Known(BTreeMap<Key, (Sum, Stored)>);

/// The check in front of a text, and its length.
type Sum = (String, usize);

impl Known {
    /// Reads what changed. All steps, oldest first, without what was discarded.
    pub(super) fn take(&mut self, texts: &[(Key, String)]) -> Vec<Step> {
        let mut before = std::mem::take(&mut self.0);
        for (key, raw) in texts {
            let sum = sealed::sum(raw).map(|sum| (sum.to_owned(), raw.len()));
            let known = before.remove(key).filter(|(was, _)| Some(was) == sum.as_ref());
            if let Some(stored) = known.map(|(_, stored)| stored).or_else(|| Stored::read(raw)) {
                self.0.insert(key.clone(), (sum.unwrap_or_default(), stored));
            }
        }
        let mut steps: Vec<&Stored> = self.0.values().map(|(_, stored)| stored).collect();
        // Where the count was lost with the identity, by time.
        steps.sort_by_key(|stored| (stored.place, stored.step.at, stored.step.id));
        steps.into_iter().cloned().filter_map(Stored::left).collect()
    }
}
