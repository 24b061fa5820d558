//! Reading the records of a scope as they are, in pages by id: for readers who are below the log's floor.

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

impl Tx {
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
