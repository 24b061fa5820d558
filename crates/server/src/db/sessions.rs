//! Sessions, by the hash of their token.

use holdfast_core::{Millis, id::PersonId};
use sqlx::Row as _;

use super::{DbError, Tx, blob, id, int, uint};

/// SHA-256 of a secret token: what is stored of it.
pub(crate) type TokenHash = [u8; 32];

/// A session as stored.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SessionRow {
    /// Whose.
    pub(crate) account: PersonId,
    /// When it was last renewed.
    pub(crate) last_seen: Millis,
    /// When it ends unless renewed.
    pub(crate) expires: Millis,
    /// Whether its cookie outlives the browser.
    pub(crate) remember: bool,
}

impl Tx {
    /// Stores a new session and forgets those that have ended.
    pub(crate) async fn add_session(&mut self, token: &TokenHash, session: SessionRow) -> Result<(), DbError> {
        let now = int(self.now);
        sqlx::query("DELETE FROM sessions WHERE expires <= ?").bind(now).execute(self.conn()).await?;
        sqlx::query(
            "INSERT INTO sessions (token_hash, account, created, last_seen, expires, remember) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(token.to_vec())
        .bind(blob(session.account.uuid()))
        .bind(now)
        .bind(int(session.last_seen))
        .bind(int(session.expires))
        .bind(session.remember)
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// A session that has not ended.
    pub(crate) async fn session(&mut self, token: &TokenHash) -> Result<Option<SessionRow>, DbError> {
        let now = int(self.now);
        let row = sqlx::query(
            "SELECT account, last_seen, expires, remember FROM sessions WHERE token_hash = ? AND expires > ?",
        )
        .bind(token.to_vec())
        .bind(now)
        .fetch_optional(self.conn())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(SessionRow {
            account: PersonId::from_uuid(id(row.try_get(0)?)?),
            last_seen: uint(row.try_get(1)?),
            expires: uint(row.try_get(2)?),
            remember: row.try_get(3)?,
        }))
    }

    /// Moves a session's end.
    pub(crate) async fn renew_session(&mut self, token: &TokenHash, expires: Millis) -> Result<(), DbError> {
        let now = int(self.now);
        sqlx::query("UPDATE sessions SET last_seen = ?, expires = ? WHERE token_hash = ?")
            .bind(now)
            .bind(int(expires))
            .bind(token.to_vec())
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// Ends a session; its open streams are told by the hint.
    pub(crate) async fn end_session(&mut self, token: &TokenHash) -> Result<(), DbError> {
        sqlx::query("DELETE FROM sessions WHERE token_hash = ?").bind(token.to_vec()).execute(self.conn()).await?;
        self.hints.push(crate::bus::Hint::SignedOut { token: *token });
        Ok(())
    }

    /// Ends every session of the account with that address.
    pub(crate) async fn end_sessions_of(&mut self, email: &str) -> Result<(), DbError> {
        sqlx::query("DELETE FROM sessions WHERE account IN (SELECT id FROM accounts WHERE email_key = ?)")
            .bind(email.to_lowercase())
            .execute(self.conn())
            .await?;
        Ok(())
    }
}
