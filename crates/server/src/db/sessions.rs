//! Sessions, by the hash of their token.

use holdfast_core::{
    Millis,
    id::PersonId,
    wire::remote::{SessionId, SessionInfo},
};
use sqlx::Row as _;

use super::{DbError, Tx, blob, id, int, uint};
use crate::bus::Hint;

/// SHA-256 of a secret token: what is stored of it.
pub(crate) type TokenHash = [u8; 32];

/// That a session has not ended (`?2` is now), or is remembered and ended after `?1`.
macro_rules! lasting {
    () => {
        "expires > iif(remember, ?1, ?2)"
    };
}

/// A session as stored.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SessionRow {
    /// Whose.
    pub(crate) account: PersonId,
    /// When it began.
    pub(crate) created: Millis,
    /// When it was last noted that it is used.
    pub(crate) last_seen: Millis,
    /// When it ends unless renewed.
    pub(crate) expires: Millis,
    /// Whether its cookie outlives the browser.
    pub(crate) remember: bool,
}

/// A session to be stored.
#[derive(Clone, Debug)]
pub(crate) struct NewSession {
    /// What its owner is told it is called.
    pub(crate) id: SessionId,
    /// Whose.
    pub(crate) account: PersonId,
    /// When it ends unless renewed.
    pub(crate) expires: Millis,
    /// Whether its cookie outlives the browser.
    pub(crate) remember: bool,
    /// What the browser calls itself.
    pub(crate) user_agent: String,
}

impl Tx {
    /// Stores a new session and forgets those that are over: of those that are remembered, the ones that ended before that time.
    pub(crate) async fn add_session(
        &mut self,
        token: &TokenHash,
        session: NewSession,
        forget: Millis,
    ) -> Result<(), DbError> {
        let now = int(self.now);
        // By the index, since no session is over before it has ended.
        sqlx::query(concat!("DELETE FROM sessions WHERE expires <= ?2 AND NOT ", lasting!()))
            .bind(int(forget))
            .bind(now)
            .execute(self.conn())
            .await?;
        sqlx::query(
            "INSERT INTO sessions (token_hash, account, id, created, last_seen, expires, remember, user_agent)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(token.to_vec())
        .bind(blob(session.account.uuid()))
        .bind(blob(session.id.0))
        .bind(now)
        .bind(now)
        .bind(int(session.expires))
        .bind(session.remember)
        .bind(session.user_agent)
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// A session that has not ended.
    pub(crate) async fn session(&mut self, token: &TokenHash) -> Result<Option<SessionRow>, DbError> {
        self.session_until(token, self.now).await
    }

    /// A session that ends after that time, or ended after it: one that was only not used for long is still there.
    pub(crate) async fn session_until(
        &mut self,
        token: &TokenHash,
        after: Millis,
    ) -> Result<Option<SessionRow>, DbError> {
        let row = sqlx::query(
            "SELECT account, created, last_seen, expires, remember FROM sessions WHERE token_hash = ? AND expires > ?",
        )
        .bind(token.to_vec())
        .bind(int(after))
        .fetch_optional(self.conn())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(SessionRow {
            account: PersonId::from_uuid(id(row.try_get(0)?)?),
            created: uint(row.try_get(1)?),
            last_seen: uint(row.try_get(2)?),
            expires: uint(row.try_get(3)?),
            remember: row.try_get(4)?,
        }))
    }

    /// Every session of an account that has not ended, and of those that are remembered also the ones that ended after that
    /// time; the newest first. `current` is the one that asks.
    pub(crate) async fn sessions_of(
        &mut self,
        account: PersonId,
        current: &TokenHash,
        after: Millis,
    ) -> Result<Vec<SessionInfo>, DbError> {
        let now = int(self.now);
        let rows = sqlx::query(concat!(
            "SELECT id, created, last_seen, user_agent, token_hash = ?3 FROM sessions WHERE account = ?4 AND ",
            lasting!(),
            " ORDER BY created DESC, id"
        ))
        .bind(int(after))
        .bind(now)
        .bind(current.to_vec())
        .bind(blob(account.uuid()))
        .fetch_all(self.conn())
        .await?;
        let read = |row: &sqlx::sqlite::SqliteRow| {
            Ok(SessionInfo {
                id: SessionId(id(row.try_get(0)?)?),
                created_at: uint(row.try_get(1)?),
                last_seen_at: uint(row.try_get(2)?),
                user_agent: row.try_get(3)?,
                current: row.try_get(4)?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Notes that a session is used, moves its end, and takes over what its browser calls itself now, if it says so. Does
    /// nothing where another request has done it since the session was read.
    pub(crate) async fn touch_session(
        &mut self,
        token: &TokenHash,
        read: SessionRow,
        expires: Millis,
        user_agent: Option<String>,
    ) -> Result<(), DbError> {
        let now = int(self.now);
        sqlx::query(
            "UPDATE sessions SET last_seen = ?, expires = ?, user_agent = coalesce(?, user_agent)
             WHERE token_hash = ? AND last_seen = ?",
        )
        .bind(now)
        .bind(int(expires))
        .bind(user_agent)
        .bind(token.to_vec())
        .bind(int(read.last_seen))
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// Ends a session; its open streams are told by the hint.
    pub(crate) async fn end_session(&mut self, token: &TokenHash) -> Result<(), DbError> {
        sqlx::query("DELETE FROM sessions WHERE token_hash = ?").bind(token.to_vec()).execute(self.conn()).await?;
        self.hints.push(Hint::SignedOut { token: *token });
        Ok(())
    }

    /// Ends one session of an account by its id, as [`Self::end_session`]; which token's it was, if there was one.
    pub(crate) async fn end_session_of(
        &mut self,
        account: PersonId,
        session: SessionId,
    ) -> Result<Option<TokenHash>, DbError> {
        let row = sqlx::query("DELETE FROM sessions WHERE account = ? AND id = ? RETURNING token_hash")
            .bind(blob(account.uuid()))
            .bind(blob(session.0))
            .fetch_optional(self.conn())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let token = token_hash(row.try_get(0)?)?;
        self.hints.push(Hint::SignedOut { token });
        Ok(Some(token))
    }

    /// Ends every session of an account but the one to keep, as [`Self::end_session`]; how many there were of those that
    /// [`Self::sessions_of`] lists.
    pub(crate) async fn end_sessions(
        &mut self,
        account: PersonId,
        keep: Option<&TokenHash>,
        after: Millis,
    ) -> Result<u64, DbError> {
        let now = int(self.now);
        let rows = sqlx::query(concat!(
            "DELETE FROM sessions WHERE account = ?3 AND token_hash IS NOT ?4 RETURNING token_hash, ",
            lasting!()
        ))
        .bind(int(after))
        .bind(now)
        .bind(blob(account.uuid()))
        .bind(keep.map(|token| token.to_vec()))
        .fetch_all(self.conn())
        .await?;
        let mut listed = 0;
        for row in &rows {
            self.hints.push(Hint::SignedOut { token: token_hash(row.try_get(0)?)? });
            listed += u64::from(row.try_get::<bool, _>(1)?);
        }
        Ok(listed)
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

fn token_hash(bytes: &[u8]) -> Result<TokenHash, DbError> {
    bytes.try_into().map_err(|_| DbError::Value(format!("a token's hash of {} bytes", bytes.len())))
}
