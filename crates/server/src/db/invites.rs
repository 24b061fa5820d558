//! Invitations, by the hash of their token.

use holdfast_core::{
    Millis,
    id::{PersonId, ScopeId},
    role::Role,
};
use sqlx::Row as _;

use super::{DbError, TokenHash, Tx, blob, id, int, ledger::role_named, uint};

/// An invitation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Invite {
    /// Into which engagement.
    pub(crate) scope: ScopeId,
    /// As what.
    pub(crate) role: Role,
    /// By whom.
    pub(crate) created_by: PersonId,
    /// Until when.
    pub(crate) expires: Millis,
}

impl Tx {
    /// Stores an invitation and forgets those that have ended.
    pub(crate) async fn add_invite(&mut self, token: &TokenHash, invite: Invite) -> Result<(), DbError> {
        let now = int(self.now);
        sqlx::query("DELETE FROM invites WHERE expires <= ?").bind(now).execute(self.conn()).await?;
        sqlx::query("INSERT INTO invites (token_hash, scope, role, created_by, expires) VALUES (?, ?, ?, ?, ?)")
            .bind(token.to_vec())
            .bind(blob(invite.scope.0))
            .bind(invite.role.name())
            .bind(blob(invite.created_by.uuid()))
            .bind(int(invite.expires))
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// An invitation that has not ended.
    pub(crate) async fn invite(&mut self, token: &TokenHash) -> Result<Option<Invite>, DbError> {
        let now = int(self.now);
        let row =
            sqlx::query("SELECT scope, role, created_by, expires FROM invites WHERE token_hash = ? AND expires > ?")
                .bind(token.to_vec())
                .bind(now)
                .fetch_optional(self.conn())
                .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Invite {
            scope: ScopeId(id(row.try_get(0)?)?),
            role: role_named(row.try_get(1)?)?,
            created_by: PersonId::from_uuid(id(row.try_get(2)?)?),
            expires: uint(row.try_get(3)?),
        }))
    }

    /// Ends every invitation into a scope.
    pub(crate) async fn end_invites(&mut self, scope: ScopeId) -> Result<(), DbError> {
        sqlx::query("DELETE FROM invites WHERE scope = ?").bind(blob(scope.0)).execute(self.conn()).await?;
        Ok(())
    }

    /// Counts a use of an invitation.
    pub(crate) async fn count_invite(&mut self, token: &TokenHash) -> Result<(), DbError> {
        sqlx::query("UPDATE invites SET uses = uses + 1 WHERE token_hash = ?")
            .bind(token.to_vec())
            .execute(self.conn())
            .await?;
        Ok(())
    }
}
