//! Invitations, by the hash of their token.

use holdfast_core::{
    Millis,
    id::{PersonId, ScopeId},
    role::Role,
};
use sqlx::{Row as _, sqlite::SqliteRow};
use uuid::Uuid;

use super::{DbError, TokenHash, Tx, blob, id, int, ledger::role_named, uint};

/// An invitation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Invite {
    /// What it is called among those who may invite. Random: it opens nothing.
    pub(crate) id: Uuid,
    /// Into which engagement.
    pub(crate) scope: ScopeId,
    /// As what.
    pub(crate) role: Role,
    /// By whom.
    pub(crate) created_by: PersonId,
    /// Until when.
    pub(crate) expires: Millis,
}

/// An invitation as those who may invite are shown it.
#[derive(Clone, Debug)]
pub(crate) struct OpenInvite {
    /// The invitation.
    pub(crate) invite: Invite,
    /// The name of who made it.
    pub(crate) invited_by: String,
    /// How many it let in.
    pub(crate) uses: u64,
}

/// Of a row that begins with id, scope, role, who made it, and end.
fn read(row: &SqliteRow) -> Result<Invite, DbError> {
    Ok(Invite {
        id: id(row.try_get(0)?)?,
        scope: ScopeId(id(row.try_get(1)?)?),
        role: role_named(row.try_get(2)?)?,
        created_by: PersonId::from_uuid(id(row.try_get(3)?)?),
        expires: uint(row.try_get(4)?),
    })
}

impl Tx {
    /// Stores an invitation and forgets those that have ended.
    pub(crate) async fn add_invite(&mut self, token: &TokenHash, invite: Invite) -> Result<(), DbError> {
        let now = int(self.now);
        sqlx::query("DELETE FROM invites WHERE expires <= ?").bind(now).execute(self.conn()).await?;
        sqlx::query("INSERT INTO invites (token_hash, id, scope, role, created_by, expires) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(token.to_vec())
            .bind(blob(invite.id))
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
        let row = sqlx::query(
            "SELECT id, scope, role, created_by, expires FROM invites WHERE token_hash = ? AND expires > ?",
        )
        .bind(token.to_vec())
        .bind(now)
        .fetch_optional(self.conn())
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// The invitations into a scope that have not ended, the one that ends last first.
    pub(crate) async fn invites_into(&mut self, scope: ScopeId) -> Result<Vec<OpenInvite>, DbError> {
        let now = int(self.now);
        let rows = sqlx::query(
            "SELECT invites.id, scope, role, created_by, expires, accounts.name, uses
             FROM invites JOIN accounts ON accounts.id = created_by
             WHERE scope = ? AND expires > ? ORDER BY expires DESC, invites.id",
        )
        .bind(blob(scope.0))
        .bind(now)
        .fetch_all(self.conn())
        .await?;
        let open = |row: &SqliteRow| {
            Ok(OpenInvite { invite: read(row)?, invited_by: row.try_get(5)?, uses: uint(row.try_get(6)?) })
        };
        rows.iter().map(open).collect()
    }

    /// Ends one invitation into a scope; `false` if there is none of that id.
    pub(crate) async fn end_invite(&mut self, scope: ScopeId, invite: Uuid) -> Result<bool, DbError> {
        let done = sqlx::query("DELETE FROM invites WHERE scope = ? AND id = ?")
            .bind(blob(scope.0))
            .bind(blob(invite))
            .execute(self.conn())
            .await?;
        Ok(done.rows_affected() == 1)
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
