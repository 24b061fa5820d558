//! Reading and writing typed values in the database's tables.

use std::collections::HashSet;

use serde::{Serialize, de::DeserializeOwned};

use super::database::{Key, Range, StoreError, Table, Transaction};
use crate::{
    Millis,
    id::{ClientId, HolderId, OpId, ScopeId},
    operation::ClientSeq,
    outbox::Row,
    record::Seq,
    sealed,
};

/// The name of [`Identity`] in the meta table.
pub(super) const IDENTITY: &str = "identity";
/// The name of the [`crate::wire::Cursor`] in the meta table.
pub(super) const CURSOR: &str = "cursor";
/// The name of the [`Lease`] in the meta table.
pub(super) const LEASE: &str = "lease";
/// The name of the number of resets in the meta table: whoever loaded the base under another number must load it again.
pub(super) const RESETS: &str = "resets";
/// The name of the number of histories that were begun after another in the meta table: a version seen under another number
/// is the number of nothing.
pub(super) const HISTORIES: &str = "histories";
/// The name of [`super::doubt::Doubt`] in the meta table.
pub(super) const DOUBT: &str = "doubt";
/// The name in the meta table of where snapshots ended, by scope: what is up to there is in the base, though not in the journal.
pub(super) const SNAPSHOTS: &str = "snapshots";
/// The name in the meta table of the records that cannot be read, to be asked for by their ids ([`super::missing`]).
pub(super) const MISSING: &str = "missing";
/// The name of how far the looking through of what is stored is, in the meta table.
pub(super) const SCRUB: &str = "scrub";

/// All these names. Any other is of a newer build.
pub(super) const NAMES: [&str; 9] = [IDENTITY, CURSOR, LEASE, RESETS, HISTORIES, DOUBT, SNAPSHOTS, MISSING, SCRUB];

/// Who this database is to the server, and the number of its next operation.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Identity {
    pub client_id: ClientId,
    pub next_seq: ClientSeq,
    /// How many steps that can be undone were ever stored.
    #[serde(default)]
    pub steps: u64,
    /// Who it was before its identity could not be read: operations of theirs may still be under way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<ClientId>,
}

impl Identity {
    /// Whether an operation came from this database.
    pub(super) fn is(&self, client: ClientId) -> bool {
        self.client_id == client || self.former.contains(&client)
    }
}

/// Who may send. Every write of a replayer checks the generation: one that has lost the lease changes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Lease {
    pub generation: u64,
    pub holder: Option<HolderId>,
    pub beat: u64,
}

/// An entry of the journal.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Journalled {
    pub scope: ScopeId,
    pub seq: Seq,
    pub at: Millis,
    /// Which history it is of, while another one is being read ([`super::doubt`]).
    #[serde(default)]
    pub turn: u64,
    /// Its number in the history that was known before that reading began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Seq>,
}

pub(super) fn encode<T: Serialize>(value: &T) -> String {
    let json = serde_json::to_string(value).expect("our stored types have text keys and no failing serialisers");
    sealed::seal(&json)
}

pub(super) fn decode<T: DeserializeOwned>(table: Table, raw: &str) -> Result<T, StoreError> {
    let corrupt = |why: &dyn std::fmt::Display| StoreError::Corrupt(format!("{}: {why}", table.name()));
    let json = sealed::open(raw).ok_or_else(|| corrupt(&"it is not what was stored"))?;
    serde_json::from_str(json).map_err(|error| corrupt(&error))
}

/// Puts aside what cannot be read, as it is, in a write transaction.
pub(super) fn quarantine<Tx: Transaction>(tx: &Tx, table: Table, key: &Key, raw: &str) -> Result<(), StoreError> {
    keep_a_copy(tx, table, key, raw)?;
    tx.delete(table, key)
}

/// The same, but it also stays where it is.
pub(super) fn keep_a_copy<Tx: Transaction>(tx: &Tx, table: Table, key: &Key, raw: &str) -> Result<(), StoreError> {
    let place = match key {
        Key::Num(number) => format!("{}:{number}", table.name()),
        Key::Text(text) => format!("{}:{text}", table.name()),
    };
    tx.put(Table::Quarantine, &Key::Text(place), raw)
}

/// A value that may be stored.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kept<T> {
    /// Nothing is stored.
    Absent,
    /// Something is stored, and cannot be read.
    Lost,
    /// It.
    Is(T),
}

/// A value of the meta table, for whom it is not the same whether it is not there or cannot be read.
pub(super) async fn kept<Tx: Transaction, T: DeserializeOwned>(tx: &Tx, name: &str) -> Result<Kept<T>, StoreError> {
    let raw = tx.get(Table::Meta, &Key::name(name)).await?;
    Ok(match raw.map(|raw| decode(Table::Meta, &raw)) {
        None => Kept::Absent,
        Some(Err(_)) => Kept::Lost,
        Some(Ok(value)) => Kept::Is(value),
    })
}

/// A value of the meta table. One that cannot be read is as one that is not there.
pub(super) async fn meta<Tx: Transaction, T: DeserializeOwned>(tx: &Tx, name: &str) -> Result<Option<T>, StoreError> {
    let raw = tx.get(Table::Meta, &Key::name(name)).await?;
    Ok(raw.and_then(|raw| decode(Table::Meta, &raw).ok()))
}

/// Raises a count of the meta table.
pub(super) async fn count<Tx: Transaction>(tx: &Tx, name: &str) -> Result<(), StoreError> {
    let counted = counted(tx, name).await?;
    put_meta(tx, name, &(counted + 1))
}

/// A count of the meta table. Where it cannot be read it is far from any number that anybody can have seen.
pub(super) async fn counted<Tx: Transaction>(tx: &Tx, name: &str) -> Result<u64, StoreError> {
    Ok(count_in(tx.get(Table::Meta, &Key::name(name)).await?))
}

/// The count that a value of the meta table is.
pub(super) fn count_in(raw: Option<String>) -> u64 {
    const FAR: u64 = 1 << 40;
    match raw.map(|raw| decode(Table::Meta, &raw)) {
        Some(Ok(counted)) => counted,
        None => 0,
        Some(Err(_)) => FAR,
    }
}

pub(super) fn put_meta<Tx: Transaction, T: Serialize>(tx: &Tx, name: &str, value: &T) -> Result<(), StoreError> {
    tx.put(Table::Meta, &Key::name(name), &encode(value))
}

/// Every readable row of the outbox, in order.
pub(super) async fn all_rows<Tx: Transaction>(tx: &Tx) -> Result<Vec<Row>, StoreError> {
    let read = |(key, raw): (Key, String)| match key {
        Key::Num(seq) => Row::read(ClientSeq(seq), &raw).ok(),
        Key::Text(_) => None,
    };
    Ok(tx.scan(Table::Outbox, Range::All, usize::MAX).await?.into_iter().filter_map(read).collect())
}

/// The operations that are in the outbox, however far they are.
pub(super) async fn pending_ops<Tx: Transaction>(tx: &Tx) -> Result<HashSet<OpId>, StoreError> {
    Ok(all_rows(tx).await?.into_iter().map(|row| row.operation.op_id).collect())
}

pub(super) fn put_row<Tx: Transaction>(tx: &Tx, row: &Row) -> Result<(), StoreError> {
    tx.put(Table::Outbox, &Key::Num(row.operation.client_seq.0), &encode(row))
}
