//! Links by which a person sets a new password, by the hash of their token: at most one an account.
//!
//! A link is looked up by its hash, as sessions and invitations are: how long the look-up takes may tell of hashes that are
//! stored, and no token can be made of a hash.

use holdfast_core::{Millis, id::PersonId};
use sqlx::Row as _;

use super::{DbError, TokenHash, Tx, blob, id, int, uint};

/// A link as stored, whatever has become of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reset {
    /// Whose password it sets.
    pub(crate) account: PersonId,
    /// Until when.
    pub(crate) expires: Millis,
    /// Whether it has set one.
    pub(crate) used: bool,
}

impl Tx {
    /// Stores a link in the place of the account's former one.
    pub(crate) async fn put_reset(
        &mut self,
        token: &TokenHash,
        account: PersonId,
        expires: Millis,
    ) -> Result<(), DbError> {
        sqlx::query(
            "INSERT INTO password_resets (account, token_hash, expires) VALUES (?, ?, ?)
             ON CONFLICT (account) DO UPDATE SET token_hash = excluded.token_hash, expires = excluded.expires, used = 0",
        )
        .bind(blob(account.uuid()))
        .bind(token.to_vec())
        .bind(int(expires))
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// The link of a token.
    pub(crate) async fn reset(&mut self, token: &TokenHash) -> Result<Option<Reset>, DbError> {
        let row = sqlx::query("SELECT account, expires, used FROM password_resets WHERE token_hash = ?")
            .bind(token.to_vec())
            .fetch_optional(self.conn())
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Reset {
            account: PersonId::from_uuid(id(row.try_get(0)?)?),
            expires: uint(row.try_get(1)?),
            used: row.try_get(2)?,
        }))
    }

    /// Notes that an account's link has set a password.
    pub(crate) async fn use_reset(&mut self, account: PersonId) -> Result<(), DbError> {
        sqlx::query("UPDATE password_resets SET used = 1 WHERE account = ?")
            .bind(blob(account.uuid()))
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// Forgets an account's link.
    pub(crate) async fn end_reset(&mut self, account: PersonId) -> Result<(), DbError> {
        sqlx::query("DELETE FROM password_resets WHERE account = ?")
            .bind(blob(account.uuid()))
            .execute(self.conn())
            .await?;
        Ok(())
    }
}
