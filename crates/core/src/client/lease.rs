//! The replay lease: one sender at a time, whatever freezes or dies.
//!
//! A holder's every write checks the generation in the same transaction, so a holder that was replaced while it slept
//! changes nothing. Even two senders at once would do no harm: the server answers repeats from its first answer.

use super::{
    database::{Database, Mode, StoreError, Table, Transaction},
    stored::{LEASE, Lease, meta, put_meta},
};
use crate::{
    Millis,
    id::HolderId,
    planted::{self, Bug},
};

/// How long a holder's beat must stand still, by a challenger's own clock, before the challenger takes over.
pub const PATIENCE: Millis = 5_000;

/// The right to send, until someone else takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    pub(super) generation: u64,
}

/// A holder's sign of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beat {
    generation: u64,
    beat: u64,
}

/// The answer to a request for the lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Given.
    Granted(Grant),
    /// Someone else has it; this was their last beat.
    Held(Beat),
}

/// Asks for the lease. It is given if it is free, the asker's own, or its holder's beat is still `stale`, the one that the
/// asker has seen standing still for [`PATIENCE`].
pub async fn ask<D: Database>(db: &D, asker: HolderId, stale: Option<Beat>) -> Result<Asked, StoreError> {
    let tx = db.begin(&[Table::Meta], Mode::Relaxed).await?;
    // One that cannot be read begins at a number of the asker's own, so that no grant of before holds by chance: from the
    // random half of its id, small enough to count on from.
    let unheard = Lease { generation: asker.0.as_u64_pair().1 >> 16, ..Lease::default() };
    let lease: Lease = meta(&tx, LEASE).await?.unwrap_or(unheard);
    let beat = Beat { generation: lease.generation, beat: lease.beat };
    if lease.holder.is_some_and(|holder| holder != asker) && stale != Some(beat) {
        return Ok(Asked::Held(beat));
    }
    let next = Lease { generation: lease.generation + 1, holder: Some(asker), beat: lease.beat + 1 };
    put_meta(&tx, LEASE, &next)?;
    tx.commit().await?;
    Ok(Asked::Granted(Grant { generation: next.generation }))
}

/// Gives the lease back, if it is still held.
pub async fn release<D: Database>(db: &D, grant: Grant) -> Result<(), StoreError> {
    let tx = db.begin(&[Table::Meta], Mode::Relaxed).await?;
    let lease: Lease = meta(&tx, LEASE).await?.unwrap_or_default();
    if lease.generation == grant.generation {
        put_meta(&tx, LEASE, &Lease { holder: None, ..lease })?;
        tx.commit().await?;
    }
    Ok(())
}

/// Within a transaction over the meta table: whether the grant still holds; if so, it beats.
pub(super) async fn beat<Tx: Transaction>(tx: &Tx, grant: Grant) -> Result<bool, StoreError> {
    let lease: Lease = meta(tx, LEASE).await?.unwrap_or_default();
    let holds = lease.generation == grant.generation;
    if !holds && planted::has(Bug::LeaseUnfenced) {
        return Ok(true);
    }
    if holds {
        put_meta(tx, LEASE, &Lease { beat: lease.beat + 1, ..lease })?;
    }
    Ok(holds)
}
