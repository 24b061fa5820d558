//! What a profile's database holds.

use std::collections::{BTreeMap, BTreeSet};

use futures::FutureExt as _;
use holdfast_core::{
    client::{
        Range, apply,
        memory::MemoryDatabase,
        read::{chunk, read},
    },
    id::{OpId, RecordId, ScopeId},
    operation::ClientSeq,
    outbox::Row,
    record::{Record, Seq},
    wire::Cursor,
};

use crate::sim::own::discarded;

/// What a database holds.
pub(super) struct Stored {
    /// The readable rows of the outbox, in order.
    pub rows: Vec<Row>,
    /// How many rows cannot be read.
    pub unreadable: usize,
    /// The base.
    pub base: BTreeMap<RecordId, Record>,
    /// How far it is.
    pub cursor: Cursor,
    /// What its person discarded and may bring back.
    pub discarded: BTreeSet<OpId>,
    /// What was applied.
    pub journal: BTreeMap<OpId, (ScopeId, Seq)>,
}

/// Read from a copy: a worker may be looking for work just now. `None` if it cannot be read.
pub(super) fn stored(of: &MemoryDatabase) -> Option<Stored> {
    let db = &MemoryDatabase::default();
    db.committed_mut().clone_from(&of.committed());
    let all = async {
        let found = read(db, &[], &[], ClientSeq(0)).await.ok()?;
        let base = chunk(db, Range::All, usize::MAX, |_| Vec::new()).await.ok()?.records;
        let (rows, unreadable): (Vec<_>, Vec<_>) = found.rows.into_iter().partition(Result::is_ok);
        Some(Stored {
            rows: rows.into_iter().filter_map(Result::ok).collect(),
            unreadable: unreadable.len(),
            base: base.into_iter().map(|record| (record.id, record)).collect(),
            discarded: discarded(of),
            cursor: apply::cursor(db).await.ok()?,
            journal: apply::journal(db).await.ok()?,
        })
    };
    all.now_or_never().flatten()
}
