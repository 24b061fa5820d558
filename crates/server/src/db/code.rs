//! What the database keeps of texts that are written together.

use holdfast_core::{
    flags::Flag,
    id::{PersonId, RecordId, ScopeId},
    ledger::Ledger as _,
    role::Role,
};
use sqlx::Row as _;

use super::{DbError, Tx, blob, int, uint};

/// The updates of one text.
#[derive(Debug, Default)]
pub(crate) struct CodeUpdates {
    /// The number of the last one.
    pub(crate) last: u64,
    /// All of them, in order.
    pub(crate) bodies: Vec<Vec<u8>>,
}

impl Tx {
    /// What somebody may do with what is written at a record, by their role; nothing if they may not read it, it is not there, or is
    /// turned off for them.
    pub(crate) async fn code_role(
        &mut self,
        person: PersonId,
        (scope, record): (ScopeId, RecordId),
    ) -> Result<Option<Role>, DbError> {
        // What is somebody's own is not written together.
        if scope == person.scope() {
            return Ok(None);
        }
        if !self.flag(Flag::Code, person).await?.on {
            return Ok(None);
        }
        let role = self.role(person, scope).await?;
        let is_there = self.record(scope, record).await?.is_some_and(|record| !record.deleted);
        Ok(role.filter(|_| is_there))
    }

    /// What is stored of a text.
    pub(crate) async fn code(&mut self, (scope, record): (ScopeId, RecordId)) -> Result<CodeUpdates, DbError> {
        let rows = sqlx::query("SELECT number, body FROM code_updates WHERE scope = ? AND record = ? ORDER BY number")
            .bind(blob(scope.0))
            .bind(blob(record.0))
            .fetch_all(self.conn())
            .await?;
        let mut updates = CodeUpdates::default();
        for row in rows {
            updates.last = uint(row.try_get(0)?);
            updates.bodies.push(row.try_get(1)?);
        }
        Ok(updates)
    }

    /// The update of a text that is stored by a number.
    pub(crate) async fn code_update(
        &mut self,
        (scope, record): (ScopeId, RecordId),
        number: u64,
    ) -> Result<Option<Vec<u8>>, DbError> {
        let row = sqlx::query("SELECT body FROM code_updates WHERE scope = ? AND record = ? AND number = ?")
            .bind(blob(scope.0))
            .bind(blob(record.0))
            .bind(int(number))
            .fetch_optional(self.conn())
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Stores an update of a text.
    pub(crate) async fn add_code(
        &mut self,
        (scope, record): (ScopeId, RecordId),
        number: u64,
        body: &[u8],
    ) -> Result<(), DbError> {
        sqlx::query("INSERT INTO code_updates (scope, record, number, body) VALUES (?, ?, ?, ?)")
            .bind(blob(scope.0))
            .bind(blob(record.0))
            .bind(int(number))
            .bind(body.to_vec())
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// Puts one update in the place of all that are stored of a text.
    pub(crate) async fn merge_code(
        &mut self,
        place: (ScopeId, RecordId),
        number: u64,
        body: &[u8],
    ) -> Result<(), DbError> {
        sqlx::query("DELETE FROM code_updates WHERE scope = ? AND record = ?")
            .bind(blob(place.0.0))
            .bind(blob(place.1.0))
            .execute(self.conn())
            .await?;
        self.add_code(place, number, body).await
    }

    /// Forgets the texts of records that were deleted so long ago that they cannot be brought back.
    pub(crate) async fn forget_code(&mut self) -> Result<u64, DbError> {
        let gone = "DELETE FROM code_updates WHERE NOT EXISTS
            (SELECT 1 FROM records WHERE records.scope = code_updates.scope AND records.id = code_updates.record)";
        Ok(sqlx::query(gone).execute(self.conn()).await?.rows_affected())
    }
}
