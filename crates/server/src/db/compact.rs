//! Forgetting the single steps of long ago. What they resulted in stays: the records.
//!
//! Of each scope, the effects up to a number are removed, and with them the answers to their operations and the records that
//! were deleted by then; conflicts that were settled by then are deleted. That number is the scope's *floor*. A reader below it gets the records as they are, and the log
//! from there on.

use std::collections::{BTreeMap, BTreeSet};

use futures::TryStreamExt as _;
use holdfast_core::{
    Millis, conflict,
    entity::{Conflict, Entity as _, FieldType, Rights, schema_of},
    id::{ClientId, Id, OpId, RecordId, ScopeId},
    ledger::{Sender, push},
    operation::{ClientSeq, Draft, Edit, Operation},
    record::{Record, Seq},
};
use sqlx::Row as _;

use super::{Db, DbError, Tx, blob, id, int, uint};
use crate::random;

/// How many effects are removed in one transaction, so that writers need not wait for long.
const BATCH: u64 = 2_000;

/// How many settled conflicts are removed in one, likewise.
const SETTLED: usize = 200;

/// What was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Forgotten {
    /// Effects.
    pub(crate) effects: u64,
    /// Stored answers to operations.
    pub(crate) answers: u64,
    /// Records that were deleted.
    pub(crate) tombstones: u64,
}

impl Forgotten {
    fn add(&mut self, other: Self) {
        self.effects += other.effects;
        self.answers += other.answers;
        self.tombstones += other.tombstones;
    }
}

impl Db {
    /// Forgets what is older than `before`, in all scopes, in short transactions. Cut off anywhere, what is left is whole.
    pub(crate) async fn compact(&self, before: Millis, now: Millis) -> Result<Forgotten, DbError> {
        let mut all = Forgotten::default();
        let scopes = self.read(now).await?.scopes().await?;
        for scope in scopes {
            let target = self.read(now).await?.last_older(scope, before).await?;
            loop {
                let mut tx = self.write(now).await?;
                let floor = tx.extent(scope).await?.floor;
                if floor >= target {
                    break;
                }
                let to = Seq(target.0.min(floor.0 + BATCH));
                all.add(tx.forget_effects(scope, floor, to).await?);
                tx.commit().await?;
            }
            loop {
                let mut tx = self.write(now).await?;
                let removed = tx.remove_settled(scope).await?;
                tx.commit().await?;
                if removed < SETTLED {
                    break;
                }
            }
            let mut tx = self.write(now).await?;
            all.tombstones += tx.forget_tombstones(scope).await?;
            tx.commit().await?;
        }
        let mut tx = self.write(now).await?;
        all.answers += tx.forget_refusals(before).await?;
        tx.forget_code().await?;
        tx.commit().await?;
        Ok(all)
    }
}

impl Tx {
    /// Every scope.
    pub(crate) async fn scopes(&mut self) -> Result<Vec<ScopeId>, DbError> {
        let rows = sqlx::query("SELECT id FROM scopes ORDER BY id").fetch_all(self.conn()).await?;
        rows.iter().map(|row| Ok(ScopeId(id(row.try_get(0)?)?))).collect()
    }

    /// The last effect of a scope before the first that was taken at that time or later.
    async fn last_older(&mut self, scope: ScopeId, before: Millis) -> Result<Seq, DbError> {
        let row = sqlx::query(
            "SELECT coalesce(
                (SELECT seq - 1 FROM log WHERE scope = ?1 AND json_extract(body, '$.at') >= ?2 ORDER BY seq LIMIT 1),
                (SELECT head FROM scopes WHERE id = ?1))",
        )
        .bind(blob(scope.0))
        .bind(int(before))
        .fetch_one(self.conn())
        .await?;
        Ok(Seq(uint(row.try_get(0)?)))
    }

    /// Removes the effects after the floor up to `to`, with what is derived from them, and raises the floor.
    async fn forget_effects(&mut self, scope: ScopeId, floor: Seq, to: Seq) -> Result<Forgotten, DbError> {
        let (scope, floor, to) = (blob(scope.0), int(floor.0), int(to.0));
        let mut removed = Vec::new();
        for sql in [
            "DELETE FROM operations WHERE op_id IN (SELECT op_id FROM log WHERE scope = ? AND seq > ? AND seq <= ?)",
            "DELETE FROM log_records WHERE scope = ? AND seq > ? AND seq <= ?",
            "DELETE FROM log WHERE scope = ? AND seq > ? AND seq <= ?",
        ] {
            let done = sqlx::query(sql).bind(scope.clone()).bind(floor).bind(to).execute(self.conn()).await?;
            removed.push(done.rows_affected());
        }
        sqlx::query("UPDATE scopes SET floor = ? WHERE id = ?").bind(to).bind(scope).execute(self.conn()).await?;
        let [answers, _, effects] = removed[..] else { return Ok(Forgotten::default()) };
        Ok(Forgotten { effects, answers, tombstones: 0 })
    }

    /// Deletes conflicts that were settled by the floor: by effects, as everything that readers are to follow. The tombstones
    /// go when those effects do. How many there were, at most [`SETTLED`].
    async fn remove_settled(&mut self, scope: ScopeId) -> Result<usize, DbError> {
        let floor = self.extent(scope).await?.floor;
        let old = "SELECT body FROM records WHERE scope = ? AND kind = ? AND json_extract(body, '$.version') <= ?
            AND coalesce(json_extract(body, '$.deleted'), 0) = 0";
        let query = sqlx::query(old).bind(blob(scope.0)).bind(Conflict::KIND).bind(int(floor.0));
        let mut settled: Vec<Record> = Vec::new();
        for row in query.fetch_all(self.conn()).await? {
            let record: Record = serde_json::from_str(row.try_get(0)?)?;
            if !conflict::is_open(&record) && settled.len() < SETTLED {
                settled.push(record);
            }
        }
        let (now, client) = (self.now, ClientId::new(self.now, random::bytes()));
        let delete = |(number, record): (u64, &Record)| {
            let edit = Edit::delete(scope, Id::<Conflict>::from(record.id));
            let draft = Draft::new(OpId::new(now, random::bytes()), record.created_by, now, edit);
            Operation::stored(&draft, client, ClientSeq(number), record.version, Vec::new())
        };
        let operations: Vec<Operation> = (1..).zip(&settled).map(delete).collect();
        push(self, Sender::Server, &operations, now).await?;
        Ok(settled.len())
    }

    /// Removes the tombstones that no effect of the log speaks of and no record that stays refers to. Those that only the
    /// server writes stay: they tell who somebody was.
    async fn forget_tombstones(&mut self, scope: ScopeId) -> Result<u64, DbError> {
        let floor = self.extent(scope).await?.floor;
        let old = "SELECT 1 FROM records WHERE scope = ? AND json_extract(body, '$.deleted') = 1
            AND json_extract(body, '$.version') <= ? LIMIT 1";
        let any = sqlx::query(old).bind(blob(scope.0)).bind(int(floor.0)).fetch_optional(self.conn()).await?;
        if any.is_none() {
            return Ok(0);
        }
        let gone = self.tombstones(scope, floor).await?;
        for record in &gone {
            // A tombstone is in no other table: what is deleted is not searched.
            sqlx::query("DELETE FROM records WHERE scope = ? AND id = ?")
                .bind(blob(scope.0))
                .bind(blob(record.0))
                .execute(self.conn())
                .await?;
        }
        Ok(gone.len() as u64)
    }

    /// The tombstones that may go: deleted by the floor, and referred to by nothing but others that may go.
    async fn tombstones(&mut self, scope: ScopeId, floor: Seq) -> Result<BTreeSet<RecordId>, DbError> {
        let mut may_go: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
        let mut kept = BTreeSet::new();
        let mut rows = sqlx::query("SELECT body FROM records WHERE scope = ?").bind(blob(scope.0)).fetch(self.conn());
        while let Some(row) = rows.try_next().await? {
            let record: Record = serde_json::from_str(row.try_get(0)?)?;
            let by_the_server = schema_of(&record.kind).is_none_or(|schema| schema.rights == Rights::Server);
            match record.deleted && record.version <= floor && !by_the_server && record.id != scope.into() {
                true => drop(may_go.insert(record.id, references(&record))),
                false => kept.extend(references(&record)),
            }
        }
        let mut look: Vec<RecordId> = kept.into_iter().collect();
        while let Some(id) = look.pop() {
            look.extend(may_go.remove(&id).into_iter().flatten());
        }
        Ok(may_go.into_keys().collect())
    }

    /// Removes the answers to operations that were refused before that time.
    async fn forget_refusals(&mut self, before: Millis) -> Result<u64, DbError> {
        let done = sqlx::query("DELETE FROM operations WHERE at < ? AND outcome LIKE '{\"rejected\":%'")
            .bind(int(before))
            .execute(self.conn())
            .await?;
        Ok(done.rows_affected())
    }
}

/// The records a record names that are to stay for it: what it belongs to and what it stands under, which may be brought back.
/// A conflict that is settled needs none.
fn references(record: &Record) -> Vec<RecordId> {
    if record.kind.name() == Conflict::KIND && !conflict::is_open(record) {
        return Vec::new();
    }
    let Some(schema) = schema_of(&record.kind) else { return Vec::new() };
    let names = |field: FieldType| matches!(field, FieldType::Ref { .. } | FieldType::Link | FieldType::Under { .. });
    let fields = schema.fields.iter().filter(|field| names(field.field_type));
    fields.filter_map(|field| record.value(field.name)?.as_text()?.parse().ok()).collect()
}
