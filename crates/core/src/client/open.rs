//! Opening a client database: its identity is made the first time.

use std::collections::BTreeSet;

use super::{
    creates,
    database::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    done,
    stored::{IDENTITY, Identity, all_rows, meta, put_meta, put_row, quarantine},
};
use crate::{id::ClientId, operation::ClientSeq, outbox::Row};

/// An open database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Who it is to the server.
    pub client: ClientId,
    /// Whether nothing was there: it is new, or the browser has wiped it.
    pub is_new: bool,
}

/// Opens a database; `fresh` becomes its client id if it has none, or none that can be read.
pub async fn open<D: Database>(db: &D, fresh: ClientId) -> Result<Opened, StoreError> {
    reopen(db, fresh, &[]).await
}

/// Opens a database that may have been wiped under a tab that shows it: what the tab knows to be waiting is put back, so that
/// nothing is lost that somebody still has in memory.
pub(super) async fn reopen<D: Database>(db: &D, fresh: ClientId, known: &[Row]) -> Result<Opened, StoreError> {
    let tx =
        db.begin(&[Table::Meta, Table::Outbox, Table::Creates, Table::Done, Table::Quarantine], Mode::Write).await?;
    if let Some(identity) = meta::<_, Identity>(&tx, IDENTITY).await? {
        return Ok(Opened { client: identity.client_id, is_new: false });
    }
    let key = Key::name(IDENTITY);
    let unreadable = tx.get(Table::Meta, &key).await?;
    if let Some(raw) = &unreadable {
        quarantine(&tx, Table::Meta, &key, raw)?;
    }
    let mut last = 0;
    for table in [Table::Outbox, Table::Done] {
        for (key, _) in tx.scan(table, Range::All, usize::MAX).await? {
            if let Key::Num(number) = key {
                last = last.max(number);
            }
        }
    }
    let is_new = unreadable.is_none() && last == 0;
    for row in known.iter().filter(|_| is_new) {
        put_row(&tx, row)?;
        creates::note(&tx, row).await?;
        last = last.max(row.operation.client_seq.0);
    }
    // What was stored under another id keeps it, and its effects are this database's to confirm.
    let rows = all_rows(&tx).await?.into_iter().map(|row| row.operation.client_id);
    let done = done::all(&tx).await?.into_iter().map(|done| done.operation.client_id);
    let former: BTreeSet<ClientId> = rows.chain(done).filter(|client| *client != fresh).collect();
    let former = former.into_iter().collect();
    // Steps go on after any that there can be.
    put_meta(&tx, IDENTITY, &Identity { client_id: fresh, next_seq: ClientSeq(last + 1), steps: last << 16, former })?;
    tx.commit().await?;
    Ok(Opened { client: fresh, is_new })
}
