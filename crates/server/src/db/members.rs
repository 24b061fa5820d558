//! Who is in a scope, with what their accounts and sessions tell of them.

use std::collections::BTreeSet;

use holdfast_core::{
    Millis,
    entity::Membership,
    id::{PersonId, ScopeId},
    ledger::Ledger as _,
    wire::remote::MemberInfo,
};
use sqlx::Row as _;

use super::{DbError, Tx, blob, id, int, ledger::role_named, uint};

impl Tx {
    /// The members of a scope, by role and name, the highest role first. Who may know is the caller's to say.
    ///
    /// Whoever left and came back counts from when they first came: that is what their membership's record says.
    pub(crate) async fn members_of(&mut self, scope: ScopeId) -> Result<Vec<MemberInfo>, DbError> {
        let now = int(self.now);
        let rows = sqlx::query(
            "SELECT members.person, accounts.name, accounts.email, members.role,
                    (SELECT max(last_seen) FROM sessions WHERE account = members.person AND expires > ?)
             FROM members JOIN accounts ON accounts.id = members.person WHERE members.scope = ?",
        )
        .bind(now)
        .bind(blob(scope.0))
        .fetch_all(self.conn())
        .await?;
        let mut members = Vec::with_capacity(rows.len());
        for row in rows {
            let person = PersonId::from_uuid(id(row.try_get(0)?)?);
            let last_seen: Option<i64> = row.try_get(4)?;
            members.push(MemberInfo {
                person,
                name: row.try_get(1)?,
                email: row.try_get(2)?,
                role: role_named(row.try_get(3)?)?,
                joined_at: self.came(scope, person).await?,
                last_seen_at: last_seen.map(uint),
            });
        }
        members.sort_by(|a, b| (b.role, &a.name, a.person).cmp(&(a.role, &b.name, b.person)));
        Ok(members)
    }

    /// Who is in a scope. Who may know is the caller's to say.
    pub(crate) async fn people_in(&mut self, scope: ScopeId) -> Result<BTreeSet<PersonId>, DbError> {
        let rows = sqlx::query("SELECT person FROM members WHERE scope = ?").bind(blob(scope.0));
        let rows = rows.fetch_all(self.conn()).await?;
        rows.iter().map(|row| Ok(PersonId::from_uuid(id(row.try_get(0)?)?))).collect()
    }

    async fn came(&mut self, scope: ScopeId, person: PersonId) -> Result<Millis, DbError> {
        let record = self.record(scope, Membership::id_of(scope, person).record()).await?;
        let missing = || DbError::Value(format!("no membership of {person} in {scope}"));
        Ok(record.ok_or_else(missing)?.created_at)
    }
}
