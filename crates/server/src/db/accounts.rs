//! Accounts: who can sign in.

use holdfast_core::{Millis, id::PersonId};
use sqlx::{Row as _, sqlite::SqliteRow};

use super::{DbError, Tx, blob, id, int};

/// An account.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    /// The person's id.
    pub(crate) id: PersonId,
    /// The address they sign in with, as they wrote it.
    pub(crate) email: String,
    /// What others call them.
    pub(crate) name: String,
    /// The password's hash, in PHC form, if they have one.
    pub(crate) password_hash: Option<String>,
}

/// An account to be made.
#[derive(Clone, Debug)]
pub(crate) struct NewAccount {
    /// The account.
    pub(crate) account: Account,
    /// When.
    pub(crate) created: Millis,
}

/// What is stored where an account has no password: no hash is like it.
const NONE: &str = "";

/// An account from a row of its id, address, name and hash.
pub(super) fn read(row: &SqliteRow) -> Result<Account, DbError> {
    Ok(Account {
        id: PersonId::from_uuid(id(row.try_get(0)?)?),
        email: row.try_get(1)?,
        name: row.try_get(2)?,
        password_hash: row.try_get::<Option<String>, _>(3)?.filter(|hash| hash != NONE),
    })
}

/// What makes two spellings one address.
fn key(email: &str) -> String {
    email.to_lowercase()
}

impl Tx {
    /// Makes an account; `false` if the address has one.
    pub(crate) async fn add_account(&mut self, new: &NewAccount) -> Result<bool, DbError> {
        let done = sqlx::query(
            "INSERT INTO accounts (id, email, email_key, name, password_hash, created) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT (email_key) DO NOTHING",
        )
        .bind(blob(new.account.id.uuid()))
        .bind(new.account.email.clone())
        .bind(key(&new.account.email))
        .bind(new.account.name.clone())
        .bind(new.account.password_hash.clone().unwrap_or_else(|| NONE.to_owned()))
        .bind(int(new.created))
        .execute(self.conn())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// An account by its person.
    pub(crate) async fn account(&mut self, person: PersonId) -> Result<Option<Account>, DbError> {
        let row = sqlx::query("SELECT id, email, name, password_hash FROM accounts WHERE id = ?")
            .bind(blob(person.uuid()))
            .fetch_optional(self.conn())
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// An account by its address, in any case.
    pub(crate) async fn account_by_email(&mut self, email: &str) -> Result<Option<Account>, DbError> {
        let row = sqlx::query("SELECT id, email, name, password_hash FROM accounts WHERE email_key = ?")
            .bind(key(email))
            .fetch_optional(self.conn())
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Gives an account another password, by its hash in PHC form, or none; `false` if its hash is another by now than the one
    /// read.
    pub(crate) async fn change_password(&mut self, read: &Account, to: Option<String>) -> Result<bool, DbError> {
        let stored = |hash: Option<String>| hash.unwrap_or_else(|| NONE.to_owned());
        let done = sqlx::query("UPDATE accounts SET password_hash = ? WHERE id = ? AND password_hash = ?")
            .bind(stored(to))
            .bind(blob(read.id.uuid()))
            .bind(stored(read.password_hash.clone()))
            .execute(self.conn())
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Whether nobody has an account here yet.
    pub(crate) async fn is_empty(&mut self) -> Result<bool, DbError> {
        Ok(sqlx::query("SELECT 1 FROM accounts LIMIT 1").fetch_optional(self.conn()).await?.is_none())
    }
}
