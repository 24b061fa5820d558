//! A record's history: the effects that wrote it, found by `log_records`.

use futures::TryStreamExt as _;
use holdfast_core::{
    effect::Effect,
    id::{RecordId, ScopeId},
    record::Seq,
};
use sqlx::Row as _;

use super::{DbError, Page, Tx, blob, int};

/// Which part of a history is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The newest.
    Newest,
    /// What comes just before this number.
    Before(Seq),
    /// What comes just after this number.
    After(Seq),
}

/// A run of effects that wrote one record, from the end nearest to where it was asked from.
#[derive(Debug)]
pub(crate) struct Run {
    /// The effects: going forwards for [`Part::After`], else going back.
    pub(crate) effects: Vec<Effect>,
    /// Whether it goes on in the same direction.
    pub(crate) more: bool,
}

impl Tx {
    /// Notes which records an effect wrote.
    pub(super) async fn index_effect(&mut self, effect: &Effect) -> Result<(), DbError> {
        for write in &effect.writes {
            // An effect may write a record twice.
            sqlx::query("INSERT INTO log_records (scope, record, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                .bind(blob(effect.scope.0))
                .bind(blob(write.id.0))
                .bind(int(effect.seq.0))
                .execute(self.conn())
                .await?;
        }
        Ok(())
    }

    /// The effects that wrote a record, as far as the page has room. Who may read the scope is the caller's to know.
    pub(crate) async fn history(
        &mut self,
        scope: ScopeId,
        record: RecordId,
        part: Part,
        page: Page,
    ) -> Result<Run, DbError> {
        let (sql, from) = match part {
            Part::Newest => (BACK, i64::MAX),
            Part::Before(seq) => (BACK, int(seq.0)),
            Part::After(seq) => (FORWARDS, int(seq.0)),
        };
        let mut rows = sqlx::query(sql)
            .bind(blob(scope.0))
            .bind(blob(record.0))
            .bind(from)
            // One more than there is room for, to know whether it goes on.
            .bind(int(page.effects as u64 + 1))
            .fetch(self.conn());
        let (mut run, mut room) = (Run { effects: Vec::new(), more: false }, page.bytes);
        while let Some(row) = rows.try_next().await? {
            if run.effects.len() == page.effects || room == 0 {
                run.more = true;
                break;
            }
            let body: &str = row.try_get(0)?;
            room = room.saturating_sub(body.len());
            run.effects.push(serde_json::from_str(body)?);
        }
        Ok(run)
    }

    /// Whether that part of a record's history has anything in it.
    pub(crate) async fn has_history(&mut self, scope: ScopeId, record: RecordId, part: Part) -> Result<bool, DbError> {
        Ok(!self.history(scope, record, part, Page { effects: 1, bytes: 1 }).await?.effects.is_empty())
    }
}

// Crossed, so that the log is read by the index of the record's writes, and never the other way round.
const BACK: &str = "SELECT log.body FROM log_records CROSS JOIN log USING (scope, seq)
    WHERE log_records.scope = ? AND record = ? AND log_records.seq < ? ORDER BY log_records.seq DESC LIMIT ?";

const FORWARDS: &str = "SELECT log.body FROM log_records CROSS JOIN log USING (scope, seq)
    WHERE log_records.scope = ? AND record = ? AND log_records.seq > ? ORDER BY log_records.seq LIMIT ?";
