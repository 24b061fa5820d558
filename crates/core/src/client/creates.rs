//! The unconfirmed creates: which operation makes a record that the server is not known to have. Whatever refers to the record
//! waits for it.

use super::{
    database::{Key, StoreError, Table, Transaction},
    stored::{all_rows, decode, encode},
};
use crate::{id::OpId, outbox::Row};

/// Those of some records, in the order asked. One that cannot be read is found again in the outbox.
pub(super) async fn of<Tx: Transaction>(tx: &Tx, keys: &[Key]) -> Result<Vec<Option<OpId>>, StoreError> {
    let mut found = Vec::with_capacity(keys.len());
    for (key, raw) in keys.iter().zip(tx.get_many(Table::Creates, keys).await?) {
        found.push(match raw.map(|raw| decode::<OpId>(Table::Creates, &raw)) {
            None => None,
            Some(Ok(op)) => Some(op),
            Some(Err(_)) => find_again(tx, key).await?,
        });
    }
    Ok(found)
}

/// Finds a record's create in the outbox and stores it, in a write transaction over both tables.
pub(super) async fn find_again<Tx: Transaction>(tx: &Tx, key: &Key) -> Result<Option<OpId>, StoreError> {
    let makes = |row: &Row| row.operation.is_create() && Key::record(row.operation.scope, row.operation.id) == *key;
    let op = all_rows(tx).await?.into_iter().rev().find(makes).map(|row| row.operation.op_id);
    match op {
        Some(op) => tx.put(Table::Creates, key, &encode(&op))?,
        None => tx.delete(Table::Creates, key)?,
    }
    Ok(op)
}

/// Notes a create that is to be offered, unless a later one of the same record is there.
pub(super) async fn note<Tx: Transaction>(tx: &Tx, row: &Row) -> Result<(), StoreError> {
    let key = Key::record(row.operation.scope, row.operation.id);
    if row.operation.is_create() && of(tx, std::slice::from_ref(&key)).await? == [None] {
        tx.put(Table::Creates, &key, &encode(&row.operation.op_id))?;
    }
    Ok(())
}
