//! Who signs in with a provider: its name for a person, and whose account that is.

use holdfast_core::id::PersonId;

use super::{Account, DbError, Tx, accounts, blob, int};

/// What a provider calls a person. Their address may change, this never does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// Who says so.
    pub(crate) issuer: String,
    /// The person, as that one knows them.
    pub(crate) subject: String,
}

impl Tx {
    /// Whose account an identity is.
    pub(crate) async fn account_by_identity(&mut self, identity: &Identity) -> Result<Option<Account>, DbError> {
        let row = sqlx::query(
            "SELECT id, email, name, password_hash FROM accounts
             WHERE id = (SELECT account FROM identities WHERE issuer = ? AND subject = ?)",
        )
        .bind(identity.issuer.clone())
        .bind(identity.subject.clone())
        .fetch_optional(self.conn())
        .await?;
        row.as_ref().map(accounts::read).transpose()
    }

    /// Links an identity that is linked to none with an account; `false` if that has another one of the same issuer.
    pub(crate) async fn add_identity(&mut self, identity: &Identity, account: PersonId) -> Result<bool, DbError> {
        let now = int(self.now);
        let done = sqlx::query(
            "INSERT INTO identities (issuer, subject, account, created) VALUES (?, ?, ?, ?)
             ON CONFLICT (account, issuer) DO NOTHING",
        )
        .bind(identity.issuer.clone())
        .bind(identity.subject.clone())
        .bind(blob(account.uuid()))
        .bind(now)
        .execute(self.conn())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
