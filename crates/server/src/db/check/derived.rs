//! The tables that are made from the log and the records.

use std::collections::{BTreeMap, BTreeSet};

use futures::TryStreamExt as _;
use holdfast_core::{
    entity::{Entity as _, Membership},
    record::Record,
};
use sqlx::Row as _;
use uuid::Uuid;

use super::Findings;
use crate::{
    db::{DbError, Tx, blob, id, uint},
    search,
};

const NO_ANSWER: &str = "SELECT log.scope, log.seq FROM log LEFT JOIN operations USING (op_id)
    WHERE operations.op_id IS NULL OR coalesce(json_extract(outcome, '$.accepted.seq'), -1) <> log.seq";
const NO_EFFECT: &str = "SELECT operations.op_id FROM operations LEFT JOIN log USING (op_id)
    WHERE log.op_id IS NULL AND json_extract(outcome, '$.accepted.seq') IS NOT NULL";
const NOT_IN_HISTORY: &str = "SELECT log.scope, log.seq FROM log, json_each(body, '$.writes') AS written
    WHERE NOT EXISTS (SELECT 1 FROM log_records WHERE log_records.scope = log.scope AND log_records.seq = log.seq
        AND log_records.record = unhex(written.value ->> 'id', '-'))";
const ONLY_IN_HISTORY: &str = "SELECT log_records.scope, log_records.seq FROM log_records
    LEFT JOIN log USING (scope, seq) WHERE log.seq IS NULL
        OR instr(body, printf('%s-%s-%s-%s-%s', substr(lower(hex(record)), 1, 8), substr(lower(hex(record)), 9, 4),
            substr(lower(hex(record)), 13, 4), substr(lower(hex(record)), 17, 4), substr(lower(hex(record)), 21))) = 0";
const TEXTS: &str = "SELECT records.body, fields, title, rest, search.scope FROM records
    LEFT JOIN searchable ON searchable.scope = records.scope AND searchable.record = records.id
    LEFT JOIN search ON search.rowid = searchable.number WHERE records.scope = ?";

impl Tx {
    pub(super) async fn check_answers(&mut self, findings: &mut Findings) -> Result<(), DbError> {
        self.places(NO_ANSWER, "has no answer, or another's", findings).await?;
        for row in sqlx::query(NO_EFFECT).fetch_all(self.conn()).await? {
            let op = id(row.try_get(0)?)?;
            findings.add(|| format!("the operation {op} was answered as done, and no effect is there"));
        }
        Ok(())
    }

    pub(super) async fn check_history(&mut self, findings: &mut Findings) -> Result<(), DbError> {
        self.places(NOT_IN_HISTORY, "is not in the history of all it wrote", findings).await?;
        self.places(ONLY_IN_HISTORY, "is in a history and did not write it", findings).await
    }

    /// A finding for each effect (scope and number) of a query.
    async fn places(&mut self, sql: &'static str, what: &str, findings: &mut Findings) -> Result<(), DbError> {
        for row in sqlx::query(sql).fetch_all(self.conn()).await? {
            let (scope, seq) = (id(row.try_get(0)?)?, uint(row.try_get(1)?));
            findings.add(|| format!("effect {seq} of {scope} {what}"));
        }
        Ok(())
    }

    pub(super) async fn check_members(&mut self, findings: &mut Findings) -> Result<(), DbError> {
        let rows = sqlx::query("SELECT scope, person, role FROM members").fetch_all(self.conn()).await?;
        let mut known: BTreeMap<(Uuid, Uuid), String> = BTreeMap::new();
        for row in rows {
            known.insert((id(row.try_get(0)?)?, id(row.try_get(1)?)?), row.try_get(2)?);
        }
        let rows = sqlx::query("SELECT body FROM records WHERE kind = ?").bind(Membership::KIND);
        for row in rows.fetch_all(self.conn()).await? {
            let Ok(record) = serde_json::from_str::<Record>(row.try_get(0)?) else { continue };
            let (membership, scope) = (Membership::read(&record), record.scope);
            let role = known.remove(&(scope.0, membership.person.uuid()));
            let expected = (!record.deleted).then(|| membership.role.name().to_owned());
            if role != expected {
                let person = membership.person;
                findings.add(|| format!("{person} has the role {role:?} in {scope} instead of {expected:?}"));
            }
        }
        for ((scope, person), role) in known {
            findings.add(|| format!("{person} has the role {role:?} in {scope} without a membership"));
        }
        Ok(())
    }

    pub(super) async fn check_search(&mut self, findings: &mut Findings) -> Result<(), DbError> {
        let form = sqlx::query("SELECT value FROM meta WHERE key = 'search_form'").fetch_optional(self.conn()).await?;
        let form: Option<String> = form.map(|row| row.try_get(0)).transpose()?;
        if form.is_none_or(|form| form != search::form()) {
            // The server's next start makes it anew.
            return Ok(());
        }
        for scope in self.scopes().await? {
            let mut rows = sqlx::query(TEXTS).bind(blob(scope.0)).fetch(self.conn());
            while let Some(row) = rows.try_next().await? {
                let Ok(record) = serde_json::from_str::<Record>(row.try_get(0)?) else { continue };
                let (fields, title, rest): (Option<String>, Option<String>, Option<String>) =
                    (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
                let fits = match search::texts(&record) {
                    None => fields.is_none(),
                    Some(texts) => {
                        fields == Some(serde_json::to_string(&texts.fields)?)
                            && (title, rest) == (Some(texts.title), Some(texts.rest))
                            && row.try_get::<Option<String>, _>(4)? == Some(search::scope_word(scope))
                    }
                };
                if !fits {
                    let id = record.id;
                    findings.add(|| format!("the {} {id} of {scope} is searched by other words", record.kind.name()));
                }
            }
        }
        let stray = "SELECT rowid FROM search WHERE rowid NOT IN (SELECT number FROM searchable)";
        let stray: BTreeSet<i64> = sqlx::query(stray)
            .fetch_all(self.conn())
            .await?
            .iter()
            .map(|row| row.try_get(0))
            .collect::<Result<_, _>>()?;
        for number in stray {
            findings.add(|| format!("the text {number} is of no record"));
        }
        Ok(())
    }
}
