//! The log, and the records that it made.

use std::collections::{BTreeMap, HashMap};

use futures::TryStreamExt as _;
use holdfast_core::{
    effect::{Effect, Life},
    id::{RecordId, ScopeId},
    record::{Record, Seq},
    value::FieldName,
};
use sqlx::Row as _;

use super::Findings;
use crate::db::{DbError, Tx, blob, id, uint};

impl Tx {
    pub(super) async fn check_log(&mut self, findings: &mut Findings) -> Result<(), DbError> {
        for scope in self.scopes().await? {
            let extent = self.extent(scope).await?;
            let mut expected = extent.floor;
            let mut rows = sqlx::query("SELECT seq, op_id, body FROM log WHERE scope = ? ORDER BY seq")
                .bind(blob(scope.0))
                .fetch(self.conn());
            while let Some(row) = rows.try_next().await? {
                let (seq, op) = (Seq(uint(row.try_get(0)?)), id(row.try_get(1)?)?);
                if seq != expected.next() {
                    let after = expected.0;
                    findings.add(|| format!("the log of {scope} goes on after {after} with {}", seq.0));
                }
                expected = seq;
                match serde_json::from_str::<Effect>(row.try_get(2)?) {
                    Ok(effect) if (effect.scope, effect.seq, effect.op.0) == (scope, seq, op) => {}
                    Ok(_) => findings.add(|| format!("effect {} of {scope} is another one", seq.0)),
                    Err(error) => findings.add(|| format!("effect {} of {scope} cannot be read: {error}", seq.0)),
                }
            }
            if expected != extent.head {
                let (ends, head) = (expected.0, extent.head.0);
                findings.add(|| format!("the log of {scope} ends with {ends} instead of {head}"));
            }
        }
        Ok(())
    }

    /// Does again, in memory, what the log's effects did. Above the floor nothing else is known of how a record came to be;
    /// one from below is taken as it is, and the effects must change nothing of it.
    pub(super) async fn check_records(&mut self, findings: &mut Findings) -> Result<(), DbError> {
        for scope in self.scopes().await? {
            let floor = self.extent(scope).await?.floor;
            let stored = self.readable_records(scope, findings).await?;
            let mut again = Again { stored: &stored, floor, made: BTreeMap::new(), written: HashMap::new() };
            let mut rows =
                sqlx::query("SELECT body FROM log WHERE scope = ? ORDER BY seq").bind(blob(scope.0)).fetch(self.conn());
            while let Some(row) = rows.try_next().await? {
                // What cannot be read was found by the check of the log.
                if let Ok(effect) = serde_json::from_str::<Effect>(row.try_get(0)?) {
                    again.apply(&effect);
                }
            }
            drop(rows);
            again.compare(scope, findings);
        }
        Ok(())
    }

    async fn readable_records(
        &mut self,
        scope: ScopeId,
        findings: &mut Findings,
    ) -> Result<BTreeMap<RecordId, Record>, DbError> {
        let mut rows =
            sqlx::query("SELECT id, kind, body FROM records WHERE scope = ?").bind(blob(scope.0)).fetch(self.conn());
        let mut records = BTreeMap::new();
        while let Some(row) = rows.try_next().await? {
            let (key, kind): (RecordId, String) = (RecordId(id(row.try_get(0)?)?), row.try_get(1)?);
            match serde_json::from_str::<Record>(row.try_get(2)?) {
                Ok(record) if record.id == key && record.scope == scope && record.kind.name() == kind => {
                    records.insert(key, record);
                }
                Ok(_) => findings.add(|| format!("the record {key} of {scope} is another one")),
                Err(error) => findings.add(|| format!("the record {key} of {scope} cannot be read: {error}")),
            }
        }
        Ok(records)
    }
}

/// A scope's records, made once more.
struct Again<'a> {
    stored: &'a BTreeMap<RecordId, Record>,
    floor: Seq,
    made: BTreeMap<RecordId, Record>,
    /// The last effect that wrote each field.
    written: HashMap<(RecordId, FieldName), Seq>,
}

impl Again<'_> {
    fn apply(&mut self, effect: &Effect) {
        for write in &effect.writes {
            let mut before = self.made.remove(&write.id);
            if before.is_none() && write.life != Life::Created && self.floor > Seq::default() {
                before = self.stored.get(&write.id).cloned();
            }
            if let Some(record) = effect.result(write, before) {
                self.made.insert(write.id, record);
            }
            for field in write.fields.keys() {
                self.written.insert((write.id, field.clone()), effect.seq);
            }
        }
    }

    fn compare(&self, scope: ScopeId, findings: &mut Findings) {
        for (id, made) in &self.made {
            match self.stored.get(id) {
                None => findings.add(|| format!("the record {id} of {scope} is missing")),
                Some(stored) if !is_same(stored, made) => {
                    findings.add(|| format!("the {} {id} of {scope} is not what the log made of it", made.kind.name()));
                }
                Some(stored) => {
                    let unknown = stored.fields.iter().find(|(name, field)| {
                        field.version > self.floor && self.written.get(&(*id, (*name).clone())) != Some(&field.version)
                    });
                    if let Some((name, _)) = unknown {
                        findings.add(|| format!("no effect wrote {name} of the {} {id} of {scope}", made.kind.name()));
                    }
                }
            }
        }
        for (id, stored) in self.stored {
            if !self.made.contains_key(id) && stored.version > self.floor {
                findings.add(|| format!("no effect made the {} {id} of {scope}", stored.kind.name()));
            }
        }
    }
}

/// Whether two records are the same, as far as the build that stored the one knew what to store.
fn is_same(stored: &Record, made: &Record) -> bool {
    match stored.turned {
        Some(_) => stored == made,
        None => *stored == Record { turned: None, ..made.clone() },
    }
}
