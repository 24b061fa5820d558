//! Opening a client database: its identity is made the first time.

use super::{
    database::{Database, Mode, StoreError, Table, Transaction},
    stored::{IDENTITY, Identity, meta, put_meta},
};
use crate::{id::ClientId, operation::ClientSeq};

/// The database's client id; `fresh` becomes it if it has none yet.
pub async fn open<D: Database>(db: &D, fresh: ClientId) -> Result<ClientId, StoreError> {
    let tx = db.begin(&[Table::Meta], Mode::Write).await?;
    if let Some(identity) = meta::<_, Identity>(&tx, IDENTITY).await? {
        return Ok(identity.client_id);
    }
    put_meta(&tx, IDENTITY, &Identity { client_id: fresh, next_seq: ClientSeq(1) })?;
    tx.commit().await?;
    Ok(fresh)
}
