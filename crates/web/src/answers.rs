//! The database of the server's answers that the query layer keeps, one for each person. It is a cache: whatever goes wrong
//! with it costs a request, and it may be deleted at any time.

use holdfast_core::{
    client::{Range, StoreError},
    id::PersonId,
};

use crate::{
    idb::{Access, Connection},
    messages::queries_name,
};

/// The version of the object store. What rows say has a version of its own.
pub(crate) const VERSION: u32 = 1;
/// The object store.
pub(crate) const STORE: &str = "rows";

/// Opens it, making it if it is not there.
pub(crate) async fn open(person: PersonId) -> Result<Connection, StoreError> {
    Connection::open(queries_name(person), VERSION, vec![STORE], || {}).await
}

/// Empties it, whoever has it open.
pub(crate) async fn clear(person: PersonId) -> Result<(), StoreError> {
    let tx = open(person).await?.begin(&[STORE], Access::Write).await?;
    tx.delete_range(STORE, &Range::All)?;
    tx.commit().await
}
