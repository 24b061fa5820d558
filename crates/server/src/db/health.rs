//! Whether the database works, and how large it is.

use sqlx::Row as _;

use super::{DbError, Tx, uint};

impl Tx {
    /// Whether the database answers.
    pub(crate) async fn ping(&mut self) -> Result<(), DbError> {
        sqlx::query("SELECT value FROM meta WHERE key = 'epoch'").fetch_one(self.conn()).await?;
        Ok(())
    }

    /// The database's size in bytes, without its write-ahead log.
    pub(crate) async fn bytes(&mut self) -> Result<u64, DbError> {
        let row = sqlx::query("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
            .fetch_one(self.conn())
            .await?;
        Ok(uint(row.try_get(0)?))
    }
}
