//! The records of one kind.

use futures::TryStreamExt as _;
use holdfast_core::{
    id::ScopeId,
    record::{Kind, Record},
};
use sqlx::Row as _;

use super::{DbError, Tx, blob};

impl Tx {
    /// What `pick` makes of those records of a kind in a scope that were not deleted, in no order. Who may read the scope is the
    /// caller's to know.
    pub(crate) async fn pick_of_kind<T>(
        &mut self,
        scope: ScopeId,
        kind: &Kind,
        pick: impl Fn(Record) -> Option<T>,
    ) -> Result<Vec<T>, DbError> {
        let mut picked = Vec::new();
        let mut rows = sqlx::query("SELECT body FROM records WHERE scope = ? AND kind = ?")
            .bind(blob(scope.0))
            .bind(kind.name().to_owned())
            .fetch(self.conn());
        while let Some(row) = rows.try_next().await? {
            let record: Record = serde_json::from_str(row.try_get(0)?)?;
            picked.extend(Some(record).filter(|record| !record.deleted).and_then(&pick));
        }
        Ok(picked)
    }
}
