//! What can be undone, stored with the edits it is about: a step and its operations are there together or not at all.

use serde::{Deserialize, Serialize};

use super::{
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    stored::{decode, encode},
};
use crate::{
    id::{OpId, RecordId},
    operation::{ClientSeq, Operation},
    outbox::Row,
    undo::Step,
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

/// A step as it is stored.
#[derive(Serialize, Deserialize)]
struct Stored {
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
}

impl Made {
    pub(super) fn by(operation: &Operation) -> Self {
        Self { of: operation.id, seq: operation.client_seq, op: operation.op_id }
    }
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
            tx.put(Table::Undo, &Key::op(step.id), &encode(&Stored { place, step: step.clone(), by }))
        }
        StepChange::Undone(id, undone) => match find(tx, *id).await? {
            Some(Stored { place, step, .. }) => {
                let step = Step { undone: *undone, ..step };
                tx.put(Table::Undo, &Key::op(*id), &encode(&Stored { place, step, by }))
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

async fn find<Tx: Transaction>(tx: &Tx, id: OpId) -> Result<Option<Stored>, StoreError> {
    let raw = tx.get(Table::Undo, &Key::op(id)).await?;
    Ok(raw.and_then(|raw| decode(Table::Undo, &raw).ok()))
}

/// A stored step, if it can be read.
pub(super) fn read(raw: &str) -> Option<Step> {
    decode::<Stored>(Table::Undo, raw).ok().map(|stored| stored.step)
}

/// Every step that can be read, oldest first.
pub async fn load<D: Database>(db: &D) -> Result<Vec<Step>, StoreError> {
    let tx = db.begin(&[Table::Undo], Mode::Read).await?;
    let stored = tx.scan(Table::Undo, Range::All, usize::MAX).await?;
    let mut steps: Vec<Stored> = stored.iter().filter_map(|(_, raw)| decode(Table::Undo, raw).ok()).collect();
    // Where the count was lost with the identity, by time.
    steps.sort_by_key(|stored| (stored.place, stored.step.at, stored.step.id));
    Ok(steps.into_iter().map(|stored| stored.step).collect())
}
