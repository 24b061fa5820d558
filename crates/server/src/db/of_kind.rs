//! The records of one kind.

use futures::TryStreamExt as _;
use holdfast_core::{
    id::ScopeId,
    record::{Kind, Record},
};
use sqlx::Row as _;

use super::{DbError, Tx, blob};

/// By name: left to itself, SQLite reads the whole scope in the order of its ids.
const OF_KIND: &str = "SELECT body FROM records INDEXED BY records_by_kind WHERE scope = ? AND kind = ?";

impl Tx {
    /// What `pick` makes of those records of a kind in a scope that were not deleted, in no order. Who may read the scope is the
    /// caller's to know.
    pub(crate) async fn pick_of_kind<T>(
        &mut self,
        scope: ScopeId,
        kind: &Kind,
        mut pick: impl FnMut(Record) -> Option<T>,
    ) -> Result<Vec<T>, DbError> {
        let mut picked = Vec::new();
        let mut rows = sqlx::query(OF_KIND).bind(blob(scope.0)).bind(kind.name().to_owned()).fetch(self.conn());
        while let Some(row) = rows.try_next().await? {
            let record: Record = serde_json::from_str(row.try_get(0)?)?;
            picked.extend(Some(record).filter(|record| !record.deleted).and_then(&mut pick));
        }
        Ok(picked)
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Row as _;

    use crate::{
        bus::Bus,
        config::DataConfig,
        db::{Db, of_kind::OF_KIND},
    };

    #[tokio::test]
    async fn no_record_of_another_kind_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataConfig::of(folder.path());
        let db = Db::open(&data, Bus::new(), 0).await.unwrap();
        let mut tx = db.read(0).await.unwrap();
        let plan = sqlx::query(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {OF_KIND}")));
        let row = plan.bind(Vec::<u8>::new()).bind("").fetch_one(tx.conn()).await.unwrap();
        let said: String = row.try_get("detail").unwrap();
        assert!(said.contains("records_by_kind (scope=? AND kind=?)"), "{said}");
    }
}
