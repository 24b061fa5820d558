//! What reading engagements in and writing them out needs of the database.

use futures::TryStreamExt as _;
use holdfast_core::{
    id::{PersonId, ScopeId},
    record::Record,
};
use sqlx::Row as _;

use super::{DbError, Tx, blob, id};

impl Tx {
    /// Every record of a scope, by id.
    pub(crate) async fn records_of(&mut self, scope: ScopeId) -> Result<Vec<Record>, DbError> {
        let mut rows =
            sqlx::query("SELECT body FROM records WHERE scope = ? ORDER BY id").bind(blob(scope.0)).fetch(self.conn());
        let mut records = Vec::new();
        while let Some(row) = rows.try_next().await? {
            records.push(serde_json::from_str(row.try_get(0)?)?);
        }
        Ok(records)
    }

    /// The engagement that a scope was read in from, if it was.
    pub(crate) async fn origin_of(&mut self, scope: ScopeId) -> Result<Option<ScopeId>, DbError> {
        let row = sqlx::query("SELECT origin FROM imports WHERE scope = ?").bind(blob(scope.0));
        let row = row.fetch_optional(self.conn()).await?;
        row.map(|row| Ok(ScopeId(id(row.try_get(0)?)?))).transpose()
    }

    /// The scope that a person has read an engagement in as, if they have.
    pub(crate) async fn imported(&mut self, owner: PersonId, origin: ScopeId) -> Result<Option<ScopeId>, DbError> {
        let row = sqlx::query("SELECT scope FROM imports WHERE owner = ? AND origin = ?")
            .bind(blob(owner.uuid()))
            .bind(blob(origin.0))
            .fetch_optional(self.conn())
            .await?;
        row.map(|row| Ok(ScopeId(id(row.try_get(0)?)?))).transpose()
    }

    /// Notes where a scope was read in from, in place of an earlier one of the same.
    pub(crate) async fn note_import(
        &mut self,
        scope: ScopeId,
        origin: ScopeId,
        owner: PersonId,
    ) -> Result<(), DbError> {
        sqlx::query("INSERT OR REPLACE INTO imports (scope, origin, owner) VALUES (?, ?, ?)")
            .bind(blob(scope.0))
            .bind(blob(origin.0))
            .bind(blob(owner.uuid()))
            .execute(self.conn())
            .await?;
        Ok(())
    }
}
