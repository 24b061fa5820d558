//! Reading the records of a scope as they are: in pages by id, for readers who are below the log's floor, or single ones, for
//! readers who have lost them.

use std::collections::BTreeSet;

use futures::TryStreamExt as _;
use holdfast_core::{
    id::{RecordId, ScopeId},
    record::Seq,
};
use serde::Serialize;
use serde_json::value::RawValue;
use sqlx::Row as _;

use super::{DbError, Page, Tx, blob, int};

/// A `wire::SnapshotPage` whose records are still text.
#[derive(Debug, Serialize)]
pub(crate) struct RawSnapshot {
    /// The scope.
    pub(crate) scope: ScopeId,
    /// From where the log is to be read afterwards.
    pub(crate) at: Seq,
    /// The records, by id. Those of later pages may be newer than `at`: the log writes over them what they hold.
    pub(crate) records: Vec<Box<RawValue>>,
    /// The id before the first of them, if it is not the first page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) after: Option<RecordId>,
    /// Whether it is the last page.
    pub(crate) last: bool,
}

/// `wire::FoundRecords` whose records are still text.
#[derive(Debug, Serialize)]
pub(crate) struct RawFound {
    /// The scope.
    scope: ScopeId,
    /// Its head.
    at: Seq,
    /// Those that there are, as far as there was room.
    records: Vec<Box<RawValue>>,
    /// Those that there are none of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    gone: Vec<RecordId>,
}

impl Tx {
    /// Some records of a scope by their ids, as far as the page has room, which they take up; `at` is the scope's head. Who may
    /// read the scope is the caller's to know.
    pub(crate) async fn found(
        &mut self,
        scope: ScopeId,
        at: Seq,
        ids: &BTreeSet<RecordId>,
        page: &mut Page,
    ) -> Result<RawFound, DbError> {
        let mut found = RawFound { scope, at, records: Vec::new(), gone: Vec::new() };
        for id in ids {
            if page.effects == 0 || page.bytes == 0 {
                break;
            }
            page.effects -= 1;
            let row = sqlx::query("SELECT body FROM records WHERE scope = ? AND id = ?")
                .bind(blob(scope.0))
                .bind(blob(id.0))
                .fetch_optional(self.conn())
                .await?;
            let Some(row) = row else {
                found.gone.push(*id);
                continue;
            };
            let body: String = row.try_get(0)?;
            page.bytes = page.bytes.saturating_sub(body.len());
            found.records.push(RawValue::from_string(body)?);
        }
        Ok(found)
    }

    /// The records of a scope after an id, as far as the page has room. Who may read the scope is the caller's to know.
    pub(crate) async fn snapshot(
        &mut self,
        scope: ScopeId,
        at: Seq,
        after: Option<RecordId>,
        mut page: Page,
    ) -> Result<RawSnapshot, DbError> {
        let mut snapshot = RawSnapshot { scope, at, records: Vec::new(), after, last: true };
        let mut rows = sqlx::query("SELECT body FROM records WHERE scope = ? AND id > ? ORDER BY id LIMIT ?")
            .bind(blob(scope.0))
            .bind(after.map(|after| blob(after.0)).unwrap_or_default())
            // One more than there is room for, to know whether it is the last page.
            .bind(int(page.effects as u64 + 1))
            .fetch(self.conn());
        while let Some(row) = rows.try_next().await? {
            if page.effects == 0 || page.bytes == 0 {
                snapshot.last = false;
                break;
            }
            let body: String = row.try_get(0)?;
            page.effects -= 1;
            page.bytes = page.bytes.saturating_sub(body.len());
            snapshot.records.push(RawValue::from_string(body)?);
        }
        Ok(snapshot)
    }
}
