//! What whoever runs the server has turned off or on.

use holdfast_core::{
    flags::{Flag, Flags, State},
    id::PersonId,
};
use sqlx::{Row as _, SqlitePool};

use super::{Db, DbError, Tx, blob, uint};

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    /// Of what.
    pub(crate) flag: Flag,
    /// The address with which the person signs in whom it is for; nothing: everybody without one of their own.
    pub(crate) email: Option<String>,
    /// Whether it is on.
    pub(crate) on: bool,
}

/// The name under which the table `meta` counts the changes.
const CHANGES: &str = "flags";

impl Tx {
    /// How a flag is for a person.
    pub(crate) async fn flag(&mut self, flag: Flag, person: PersonId) -> Result<State, DbError> {
        let rows = sqlx::query("SELECT person, state FROM flags WHERE flag = ? AND person IN (x'', ?)")
            .bind(flag.name())
            .bind(blob(person.uuid()))
            .fetch_all(self.conn())
            .await?;
        let (mut server, mut own) = (None, None);
        for row in rows {
            let is_of_all = row.try_get::<Vec<u8>, _>(0)?.is_empty();
            let place = if is_of_all { &mut server } else { &mut own };
            *place = Some(row.try_get::<i64, _>(1)? != 0);
        }
        Ok(State::of(flag, server, own))
    }

    /// How every flag is for a person.
    pub(crate) async fn flags(&mut self, person: PersonId) -> Result<Flags, DbError> {
        let mut flags = Flags::default();
        for flag in Flag::ALL {
            flags.flags.insert(flag.name().to_owned(), self.flag(flag, person).await?);
        }
        Ok(flags)
    }

    /// Every setting there is of the flags that this build knows.
    pub(crate) async fn flag_settings(&mut self) -> Result<Vec<Setting>, DbError> {
        let rows = sqlx::query(
            "SELECT flag, email, state FROM flags LEFT JOIN accounts ON accounts.id = flags.person
             WHERE flags.person = x'' OR accounts.id IS NOT NULL ORDER BY flag, email_key",
        );
        let mut settings = Vec::new();
        for row in rows.fetch_all(self.conn()).await? {
            if let Some(flag) = Flag::named(row.try_get(0)?) {
                settings.push(Setting { flag, email: row.try_get(1)?, on: row.try_get::<i64, _>(2)? != 0 });
            }
        }
        Ok(settings)
    }

    /// Sets a flag for a person or for everybody, or takes what was set back.
    pub(crate) async fn set_flag(
        &mut self,
        flag: Flag,
        person: Option<PersonId>,
        state: Option<bool>,
    ) -> Result<(), DbError> {
        let person = person.map_or_else(Vec::new, |person| blob(person.uuid()));
        match state {
            Some(on) => sqlx::query(
                "INSERT INTO flags (flag, person, state) VALUES (?, ?, ?)
                 ON CONFLICT (flag, person) DO UPDATE SET state = excluded.state",
            )
            .bind(flag.name())
            .bind(person)
            .bind(i64::from(on)),
            None => sqlx::query("DELETE FROM flags WHERE flag = ? AND person = ?").bind(flag.name()).bind(person),
        }
        .execute(self.conn())
        .await?;
        sqlx::query(
            "INSERT INTO meta (key, value) VALUES (?, '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
        )
        .bind(CHANGES)
        .execute(self.conn())
        .await?;
        Ok(())
    }
}

impl Db {
    /// How often a flag has been set, by whichever program.
    pub(crate) async fn flag_changes(&self) -> Result<u64, DbError> {
        changes(&self.read).await
    }
}

async fn changes(pool: &SqlitePool) -> Result<u64, DbError> {
    let row = sqlx::query("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?").bind(CHANGES).fetch_optional(pool);
    Ok(row.await?.map(|row| row.try_get(0)).transpose()?.map_or(0, uint))
}
