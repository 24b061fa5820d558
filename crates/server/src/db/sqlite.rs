//! The database of one server, and its transactions.

use std::sync::Arc;

use holdfast_core::{
    Millis,
    id::{Epoch, ScopeId},
    record::Seq,
};
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::{DbError, open::BeforeUpgrade};
use crate::bus::{Bus, Hint};

/// The database of one server.
#[derive(Clone, Debug)]
pub(crate) struct Db {
    pub(super) write: SqlitePool,
    pub(super) read: SqlitePool,
    pub(super) epoch: Epoch,
    /// Held from a write's begin until its hints are published, so that hints come in the order of the commits.
    pub(super) turn: Arc<Mutex<()>>,
    pub(super) bus: Bus,
    /// What was kept as it was opened.
    pub(super) kept: Option<BeforeUpgrade>,
}

/// One transaction. Dropped without [`Tx::commit`], it never was. One from [`Db::read`] sees one moment of the database
/// and cannot write.
#[derive(Debug)]
pub(crate) struct Tx {
    tx: Transaction<'static, Sqlite>,
    /// The server's clock at its start.
    pub(super) now: Millis,
    /// What to publish once it is committed.
    pub(super) hints: Vec<Hint>,
    /// Where, for one that writes.
    publish: Option<(Bus, OwnedMutexGuard<()>)>,
}

impl Db {
    /// This database's history.
    pub(crate) fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// A transaction that writes. There is one at a time, so its numbers are its own.
    pub(crate) async fn write(&self, now: Millis) -> Result<Tx, DbError> {
        let turn = Arc::clone(&self.turn).lock_owned().await;
        let tx = self.write.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Tx { tx, now, hints: Vec::new(), publish: Some((self.bus.clone(), turn)) })
    }

    /// A transaction that reads one moment of the database.
    pub(crate) async fn read(&self, now: Millis) -> Result<Tx, DbError> {
        Ok(Tx { tx: self.read.begin().await?, now, hints: Vec::new(), publish: None })
    }

    /// Closes it; what is under way is waited for.
    pub(crate) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

impl Tx {
    pub(super) fn conn(&mut self) -> &mut SqliteConnection {
        &mut self.tx
    }

    /// Notes that a scope's log goes on; once for all of a transaction's effects in a row.
    pub(super) fn hint_scope(&mut self, scope: ScopeId, seq: Seq) {
        match self.hints.last_mut() {
            Some(Hint::Scope { scope: last, seq: head }) if *last == scope => *head = seq,
            _ => self.hints.push(Hint::Scope { scope, seq }),
        }
    }

    /// Makes it so, and tells the readers, who can see it now.
    pub(crate) async fn commit(self) -> Result<(), DbError> {
        self.tx.commit().await?;
        if let Some((bus, _turn)) = self.publish {
            bus.publish(self.hints);
        }
        Ok(())
    }
}
