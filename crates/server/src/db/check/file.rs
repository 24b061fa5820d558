//! What the database itself can tell.

use sqlx::Row as _;

use super::Findings;
use crate::db::{DbError, Tx};

impl Tx {
    pub(super) async fn check_file(&mut self, findings: &mut Findings) -> Result<(), DbError> {
        for row in sqlx::query("PRAGMA integrity_check(20)").fetch_all(self.conn()).await? {
            let said: String = row.try_get(0)?;
            if said != "ok" {
                findings.add(|| said);
            }
        }
        Ok(())
    }

    pub(super) async fn check_references(&mut self, findings: &mut Findings) -> Result<(), DbError> {
        for row in sqlx::query("PRAGMA foreign_key_check").fetch_all(self.conn()).await? {
            let (table, refers_to): (String, String) = (row.try_get(0)?, row.try_get(2)?);
            findings.add(|| format!("a row of {table} refers to one of {refers_to} that is not there"));
        }
        Ok(())
    }
}
