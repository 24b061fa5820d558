//! What is known here of an operation that the server says another one waits for.

use std::collections::{HashMap, HashSet};

use super::{
    database::{Key, StoreError, Table, Transaction},
    done::{self, Fate},
    stored::all_rows,
};
use crate::{
    id::OpId,
    outbox::{Row, RowState},
};

/// How far an operation is that others wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needed {
    /// Its turn comes, or its author decides.
    Waits,
    /// It was done: a server that holds others for it has forgotten its answer since.
    Done,
    /// It is nowhere any more, or was refused and is nothing that others are built on.
    Never,
}

/// What was read of them, at most once: a batch may be held as a whole.
#[derive(Default)]
pub(super) struct Known {
    pending: Option<HashMap<OpId, Needed>>,
    confirmed: Option<HashSet<OpId>>,
}

impl Known {
    /// How far an operation is.
    pub(super) async fn of<Tx: Transaction>(&mut self, tx: &Tx, op: OpId) -> Result<Needed, StoreError> {
        if self.pending.is_none() {
            let rows = all_rows(tx).await?;
            self.pending = Some(rows.iter().map(|row| (row.operation.op_id, pending(row))).collect());
        }
        if let Some(needed) = self.pending.as_ref().and_then(|pending| pending.get(&op)) {
            return Ok(*needed);
        }
        if tx.get(Table::Journal, &Key::op(op)).await?.is_some() {
            return Ok(Needed::Done);
        }
        // What was confirmed by a snapshot is in no journal.
        if self.confirmed.is_none() {
            let confirmed = done::all(tx).await?.into_iter();
            let confirmed = confirmed.filter(|done| matches!(done.fate, Fate::Confirmed { .. }));
            self.confirmed = Some(confirmed.map(|done| done.operation.op_id).collect());
        }
        let is_done = self.confirmed.as_ref().is_some_and(|confirmed| confirmed.contains(&op));
        Ok(if is_done { Needed::Done } else { Needed::Never })
    }

    /// Lets a row wait no more for what is done; whether that changed it.
    pub(super) async fn release<Tx: Transaction>(&mut self, tx: &Tx, row: &mut Row) -> Result<bool, StoreError> {
        let mut waits_for = Vec::new();
        for op in &row.operation.depends_on {
            if self.of(tx, *op).await? != Needed::Done {
                waits_for.push(*op);
            }
        }
        let is_less = waits_for.len() < row.operation.depends_on.len();
        row.operation.depends_on = waits_for;
        Ok(is_less)
    }
}

fn pending(row: &Row) -> Needed {
    match row.state {
        RowState::Accepted { .. } => Needed::Done,
        RowState::Dead { .. } if !row.operation.is_create() => Needed::Never,
        RowState::Waiting | RowState::Dead { .. } => Needed::Waits,
    }
}
