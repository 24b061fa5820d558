//! The outbox as the replayer sees it: peek at what may be sent, [`mark`] what was answered.

use std::collections::HashMap;

pub use super::mark::{Marked, mark};
use super::{
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    doubt,
    held::Known,
    lease::{self, Grant},
    stored::{CURSOR, meta, put_row},
};
use crate::{
    id::Epoch,
    operation::{ClientSeq, Operation},
    outbox::{Appetite, Picker, Row},
    planted::{self, Bug},
    wire::Cursor,
};

const PAGE: usize = 500;

/// What may be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peeked {
    /// These.
    Batch(Batch),
    /// The lease was lost: nothing is to be sent.
    Fenced,
}

/// What one push is to carry. Its rows say already that it may have been sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// The operations, in order, all of one client; none if there is nothing to send, or nothing may be sent while another
    /// server history is being read.
    pub operations: Vec<Operation>,
    /// The server history that they are meant for; `None` before any was met.
    pub epoch: Option<Epoch>,
}

/// Picks what to send next and notes, before any of it leaves the device, that it may have: from then on those rows are not
/// compacted.
pub async fn peek<D: Database>(db: &D, grant: Grant, max_count: usize, max_bytes: usize) -> Result<Peeked, StoreError> {
    let mode = if planted::has(Bug::PeeksRelaxed) { Mode::Relaxed } else { Mode::Write };
    let tx = db.begin(&[Table::Outbox, Table::Journal, Table::Done, Table::Meta], mode).await?;
    if !lease::beat(&tx, grant).await? {
        return Ok(Peeked::Fenced);
    }
    if doubt::is_open_in(&tx).await? {
        tx.commit().await?;
        return Ok(Peeked::Batch(Batch::default()));
    }
    let mut picker = Picker::new(max_count, max_bytes);
    // Those that change by it: not known to have been sent, of which there are few where a send is tried again, or waiting
    // for what is done.
    let mut changed: HashMap<ClientSeq, Row> = HashMap::new();
    let mut known = Known::default();
    let mut range = Range::All;
    'pages: loop {
        let page = tx.scan(Table::Outbox, range, PAGE).await?;
        let last = page.last().map(|(key, _)| key.clone());
        let is_last_page = page.len() < PAGE;
        for (key, raw) in page {
            let Key::Num(seq) = key else { continue };
            // An unreadable row may be of any lane; what follows it must not wait for ever on what nobody can read.
            let Ok(row) = Row::read(ClientSeq(seq), &raw) else {
                if planted::has(Bug::UnknownVersionDropped) {
                    tx.delete(Table::Outbox, &Key::Num(seq))?;
                }
                continue;
            };
            if picker.offer(&row, raw.len()) == Appetite::Full {
                break 'pages;
            }
            known.see(&row);
            if !row.sent || !row.operation.depends_on.is_empty() {
                changed.insert(ClientSeq(seq), row);
            }
        }
        match last {
            Some(last) if !is_last_page => range = Range::After(last),
            _ => break,
        }
    }
    let mut operations = picker.batch();
    for operation in &mut operations {
        if planted::has(Bug::DeleteBeforeAnswer) {
            tx.delete(Table::Outbox, &Key::Num(operation.client_seq.0))?;
        } else if let Some(mut row) = changed.remove(&operation.client_seq) {
            // One that is held here alone would let what follows it in its lane overtake it.
            if known.release(&tx, &mut row).await? || !row.sent {
                operation.depends_on.clone_from(&row.operation.depends_on);
                put_row(&tx, &Row { sent: true, ..row })?;
            }
        }
    }
    let cursor: Cursor = meta(&tx, CURSOR).await?.unwrap_or_default();
    tx.commit().await?;
    if planted::has(Bug::DependentFirst) {
        operations.reverse();
    }
    Ok(Peeked::Batch(Batch { operations, epoch: cursor.epoch }))
}
