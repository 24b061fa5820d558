//! The ledger over a write transaction: what `holdfast_core::ledger::push` reads and writes.

use holdfast_core::{
    Millis,
    effect::Effect,
    entity::{Entity as _, Membership},
    id::{OpId, PersonId, RecordId, ScopeId},
    ledger::Ledger,
    operation::Operation,
    record::{Record, Seq},
    role::Role,
    wire::Outcome,
};
use sqlx::Row as _;

use super::{DbError, Tx, blob, id, int, uint};
use crate::bus::Hint;

impl Ledger for Tx {
    type Error = DbError;

    async fn result_of(&mut self, op: OpId) -> Result<Option<(PersonId, Outcome)>, DbError> {
        let row = sqlx::query("SELECT sender, outcome FROM operations WHERE op_id = ?")
            .bind(blob(op.0))
            .fetch_optional(self.conn())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let sender = PersonId::from_uuid(id(row.try_get(0)?)?);
        Ok(Some((sender, serde_json::from_str(row.try_get(1)?)?)))
    }

    async fn head(&mut self, scope: ScopeId) -> Result<Option<Seq>, DbError> {
        let row =
            sqlx::query("SELECT head FROM scopes WHERE id = ?").bind(blob(scope.0)).fetch_optional(self.conn()).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.map(|head| Seq(uint(head))))
    }

    async fn role(&mut self, person: PersonId, scope: ScopeId) -> Result<Option<Role>, DbError> {
        if scope == person.scope() {
            return Ok(Some(Role::Owner));
        }
        let row = sqlx::query("SELECT role FROM members WHERE person = ? AND scope = ?")
            .bind(blob(person.uuid()))
            .bind(blob(scope.0))
            .fetch_optional(self.conn())
            .await?;
        row.map(|row| role_named(row.try_get(0)?)).transpose()
    }

    async fn name_of(&mut self, person: PersonId) -> Result<String, DbError> {
        let account = self.account(person).await?;
        account.map(|account| account.name).ok_or_else(|| DbError::Value(format!("no account {person}")))
    }

    async fn writer(&mut self, scope: ScopeId, seq: Seq) -> Result<Option<(PersonId, Millis)>, DbError> {
        let row = sqlx::query("SELECT body FROM log WHERE scope = ? AND seq = ?")
            .bind(blob(scope.0))
            .bind(int(seq.0))
            .fetch_optional(self.conn())
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(serde_json::from_str::<Effect>(row.try_get(0)?)?.writer()))
    }

    async fn record(&mut self, scope: ScopeId, record: RecordId) -> Result<Option<Record>, DbError> {
        let row = sqlx::query("SELECT body FROM records WHERE scope = ? AND id = ?")
            .bind(blob(scope.0))
            .bind(blob(record.0))
            .fetch_optional(self.conn())
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(serde_json::from_str(row.try_get(0)?)?))
    }

    async fn is_elsewhere(&mut self, scope: ScopeId, record: RecordId) -> Result<bool, DbError> {
        let row = sqlx::query("SELECT 1 FROM records WHERE id = ? AND scope <> ? LIMIT 1")
            .bind(blob(record.0))
            .bind(blob(scope.0))
            .fetch_optional(self.conn())
            .await?;
        Ok(row.is_some())
    }

    async fn has_blob(&mut self, person: Option<PersonId>, hash: &str) -> Result<bool, DbError> {
        match person {
            Some(person) => self.may_name(person, hash).await,
            None => Ok(self.blob_size(hash).await?.is_some()),
        }
    }

    async fn remember(&mut self, op: &Operation, sender: PersonId, outcome: &Outcome) -> Result<(), DbError> {
        let now = int(self.now);
        sqlx::query("INSERT INTO operations (op_id, sender, outcome, at) VALUES (?, ?, ?, ?)")
            .bind(blob(op.op_id.0))
            .bind(blob(sender.uuid()))
            .bind(serde_json::to_string(outcome)?)
            .bind(now)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    async fn append(&mut self, effect: &Effect, records: &[Record]) -> Result<(), DbError> {
        let scope = blob(effect.scope.0);
        sqlx::query("INSERT INTO scopes (id, head) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET head = excluded.head")
            .bind(scope.clone())
            .bind(int(effect.seq.0))
            .execute(self.conn())
            .await?;
        sqlx::query("INSERT INTO log (scope, seq, op_id, body) VALUES (?, ?, ?, ?)")
            .bind(scope.clone())
            .bind(int(effect.seq.0))
            .bind(blob(effect.op.0))
            .bind(serde_json::to_string(effect)?)
            .execute(self.conn())
            .await?;
        for record in records {
            sqlx::query(
                "INSERT INTO records (id, scope, kind, body) VALUES (?, ?, ?, ?)
                 ON CONFLICT (scope, id) DO UPDATE SET body = excluded.body",
            )
            .bind(blob(record.id.0))
            .bind(scope.clone())
            .bind(record.kind.name().to_owned())
            .bind(serde_json::to_string(record)?)
            .execute(self.conn())
            .await?;
            self.index_record(effect, record).await?;
            self.index_blob(record).await?;
            if record.kind.name() == Membership::KIND {
                self.keep_member(record).await?;
            }
        }
        self.index_effect(effect).await?;
        self.hint_scope(effect.scope, effect.seq);
        Ok(())
    }
}

impl Tx {
    /// Keeps `members` true to a membership record.
    async fn keep_member(&mut self, record: &Record) -> Result<(), DbError> {
        let membership = Membership::read(record);
        let (person, scope) = (blob(membership.person.uuid()), blob(record.scope.0));
        if record.deleted {
            sqlx::query("DELETE FROM members WHERE person = ? AND scope = ?")
                .bind(person)
                .bind(scope)
                .execute(self.conn())
                .await?;
        } else {
            sqlx::query(
                "INSERT INTO members (person, scope, role) VALUES (?, ?, ?)
                 ON CONFLICT (person, scope) DO UPDATE SET role = excluded.role",
            )
            .bind(person)
            .bind(scope)
            .bind(membership.role.name())
            .execute(self.conn())
            .await?;
        }
        self.hints.push(Hint::Access { person: membership.person });
        Ok(())
    }

    /// How many own a scope.
    pub(crate) async fn owners(&mut self, scope: ScopeId) -> Result<u64, DbError> {
        let row = sqlx::query("SELECT count(*) FROM members WHERE scope = ? AND role = ?")
            .bind(blob(scope.0))
            .bind(Role::Owner.name())
            .fetch_one(self.conn())
            .await?;
        Ok(uint(row.try_get(0)?))
    }

    /// Takes a client database for an account, if it is nobody's yet. Whether it is that account's now.
    pub(crate) async fn claim_client(
        &mut self,
        client: holdfast_core::id::ClientId,
        account: PersonId,
    ) -> Result<bool, DbError> {
        sqlx::query("INSERT INTO clients (id, account) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(blob(client.0))
            .bind(blob(account.uuid()))
            .execute(self.conn())
            .await?;
        let row =
            sqlx::query("SELECT account FROM clients WHERE id = ?").bind(blob(client.0)).fetch_one(self.conn()).await?;
        Ok(id(row.try_get(0)?)? == account.uuid())
    }
}

pub(super) fn role_named(name: &str) -> Result<Role, DbError> {
    Role::named(name).ok_or_else(|| DbError::Value(format!("the role {name:?}")))
}
