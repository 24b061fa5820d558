//! Reading the log: what a reader has not seen, in pages. Effects are passed on as the text they are stored as.

use std::collections::BTreeMap;

use futures::TryStreamExt as _;
use holdfast_core::{
    id::{PersonId, ScopeId},
    record::Seq,
};
use serde::Serialize;
use serde_json::value::RawValue;
use sqlx::{Row as _, sqlite::SqliteRow};

use super::{DbError, Tx, blob, id, int, uint};

/// How much one answer or frame carries at most.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    /// Effects, or records.
    pub(crate) effects: usize,
    /// Bytes of them; one is sent whatever its size.
    pub(crate) bytes: usize,
}

impl Page {
    /// The size pages have: small enough to arrive within a request's time on a slow line.
    pub(crate) const FULL: Self = Self { effects: 500, bytes: 1 << 18 };
}

/// A [`holdfast_core::effect::Delta`] whose effects are still text.
#[derive(Debug, Serialize)]
pub(crate) struct RawDelta {
    /// The scope.
    pub(crate) scope: ScopeId,
    /// The reader's place before it.
    pub(crate) from: Seq,
    /// The reader's place after it.
    pub(crate) to: Seq,
    /// The effects, in order.
    pub(crate) effects: Vec<Box<RawValue>>,
    /// Whether the log goes on after it.
    #[serde(skip)]
    pub(crate) more: bool,
}

/// Which numbers of a scope its log holds: those after `floor`, up to `head`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    /// The last number that was removed; 0 if none was.
    pub(crate) floor: Seq,
    /// The last number given out.
    pub(crate) head: Seq,
}

/// Of a row with floor and head at these places.
fn extent(row: &SqliteRow, floor: usize) -> Result<Extent, DbError> {
    Ok(Extent { floor: Seq(uint(row.try_get(floor)?)), head: Seq(uint(row.try_get(floor + 1)?)) })
}

impl Tx {
    /// Every scope a person may read (their own and those they are a member of) with what its log holds.
    pub(crate) async fn readable(&mut self, person: PersonId) -> Result<BTreeMap<ScopeId, Extent>, DbError> {
        let rows = sqlx::query(
            "SELECT id, floor, head FROM scopes WHERE id = ?1
             UNION SELECT scopes.id, floor, head FROM members JOIN scopes ON scopes.id = members.scope WHERE person = ?1",
        )
        .bind(blob(person.uuid()))
        .fetch_all(self.conn())
        .await?;
        rows.iter().map(|row| Ok((ScopeId(id(row.try_get(0)?)?), extent(row, 1)?))).collect()
    }

    /// What the log of a scope holds; nothing, if there is no such scope.
    pub(crate) async fn extent(&mut self, scope: ScopeId) -> Result<Extent, DbError> {
        let row = sqlx::query("SELECT floor, head FROM scopes WHERE id = ?")
            .bind(blob(scope.0))
            .fetch_optional(self.conn())
            .await?;
        row.map_or(Ok(Extent::default()), |row| extent(&row, 0))
    }

    /// The effects of a scope after `from`, which must not be below its floor, as far as the page has room, which they take
    /// up. Who may read the scope is the caller's to know: [`Self::readable`].
    pub(crate) async fn delta(&mut self, scope: ScopeId, from: Seq, page: &mut Page) -> Result<RawDelta, DbError> {
        let mut delta = RawDelta { scope, from, to: from, effects: Vec::new(), more: false };
        let mut rows = sqlx::query("SELECT seq, body FROM log WHERE scope = ? AND seq > ? ORDER BY seq LIMIT ?")
            .bind(blob(scope.0))
            .bind(int(from.0))
            // One more than there is room for, to know whether the log goes on.
            .bind(int(page.effects as u64 + 1))
            .fetch(self.conn());
        while let Some(row) = rows.try_next().await? {
            let body: String = row.try_get(1)?;
            if page.effects == 0 || page.bytes == 0 {
                delta.more = true;
                break;
            }
            page.effects -= 1;
            page.bytes = page.bytes.saturating_sub(body.len());
            delta.to = Seq(uint(row.try_get(0)?));
            delta.effects.push(RawValue::from_string(body)?);
        }
        Ok(delta)
    }
}
