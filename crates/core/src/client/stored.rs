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
};

/// The name of [`Identity`] in the meta table.
pub(super) const IDENTITY: &str = "identity";
/// The name of the [`crate::wire::Cursor`] in the meta table.
pub(super) const CURSOR: &str = "cursor";
/// The name of the [`Lease`] in the meta table.
pub(super) const LEASE: &str = "lease";

/// The name of the number of resets in the meta table: whoever loaded the base under another number must load it again.
pub(super) const RESETS: &str = "resets";

/// Who this database is to the server, and the number of its next operation.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Identity {
    pub client_id: ClientId,
    pub next_seq: ClientSeq,
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
}

pub(super) fn encode<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("our stored types have text keys and no failing serialisers")
}

pub(super) fn decode<T: DeserializeOwned>(table: Table, raw: &str) -> Result<T, StoreError> {
    serde_json::from_str(raw).map_err(|error| StoreError::Corrupt(format!("{}: {error}", table.name())))
}

pub(super) async fn meta<Tx: Transaction, T: DeserializeOwned>(tx: &Tx, name: &str) -> Result<Option<T>, StoreError> {
    let raw = tx.get(Table::Meta, &Key::name(name)).await?;
    raw.map(|raw| decode(Table::Meta, &raw)).transpose()
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
