//! The newest deltas, as frames ready to send: read and written out once, however many lines send them. A frame is what the
//! log holds after a place, and the log only grows, so a frame stays true; one that could be longer by now is followed by
//! another.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::extract::ws::Utf8Bytes;
use holdfast_core::{Millis, id::ScopeId, record::Seq};
use serde::Serialize;
use tokio::sync::OnceCell;

use crate::db::{Db, DbError, Page, RawDelta};

/// Frames larger than this, of readers far behind, are not kept.
const LARGE: usize = 1 << 16;
/// How many bytes of frames are kept at most; then they are all dropped.
const CAPACITY: usize = 1 << 22;

/// A `ServerFrame::Delta` as text.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// The text.
    pub(super) text: Utf8Bytes,
    /// The reader's place after it.
    pub(super) to: Seq,
}

/// The frames.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    frames: HashMap<(ScopeId, Seq), Arc<OnceCell<Frame>>>,
    bytes: usize,
}

/// Why there is no frame.
enum Nothing {
    /// The log does not go on.
    Yet,
    /// The log no longer begins there; its last number.
    Compacted(Seq),
    /// The database failed.
    Failed(DbError),
}

impl Tail {
    /// What the log of a scope holds after a place, if anything; for a reader whose place is not in the log any more, that it
    /// is to pull, and that the log goes on for it after its end. Who may read the scope is the caller's to know.
    pub(super) async fn after(
        &self,
        db: &Db,
        now: Millis,
        scope: ScopeId,
        from: Seq,
    ) -> Result<Option<Frame>, DbError> {
        let cell = self.with(|kept| Arc::clone(kept.frames.entry((scope, from)).or_default()));
        let read = async || {
            let frame = read(db, now, scope, from).await?;
            self.with(|kept| kept.account(scope, from, frame.text.len()));
            Ok(frame)
        };
        let found = cell.get_or_try_init(read).await;
        if found.is_err() {
            // That there is nothing yet is never kept: it would hide what comes next.
            self.with(|kept| kept.forget_empty(scope, from));
        }
        match found {
            Ok(frame) => Ok(Some(frame.clone())),
            Err(Nothing::Yet) => Ok(None),
            Err(Nothing::Compacted(to)) => {
                let text = serde_json::to_string(&ServerFrame::Resync { scope })?;
                Ok(Some(Frame { text: text.into(), to }))
            }
            Err(Nothing::Failed(error)) => Err(error),
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        work(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Kept {
    /// Removes a place for a frame that holds none.
    fn forget_empty(&mut self, scope: ScopeId, from: Seq) {
        if self.frames.get(&(scope, from)).is_some_and(|cell| !cell.initialized()) {
            self.frames.remove(&(scope, from));
        }
    }

    fn account(&mut self, scope: ScopeId, from: Seq, bytes: usize) {
        if bytes > LARGE {
            self.frames.remove(&(scope, from));
            return;
        }
        if self.frames.contains_key(&(scope, from)) {
            self.bytes += bytes;
        }
        if self.bytes > CAPACITY {
            *self = Self::default();
        }
    }
}

/// `wire::ServerFrame`, with effects as the text they are stored as.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum ServerFrame<'a> {
    Delta(&'a RawDelta),
    Resync { scope: ScopeId },
}

impl From<DbError> for Nothing {
    fn from(error: DbError) -> Self {
        Self::Failed(error)
    }
}

async fn read(db: &Db, now: Millis, scope: ScopeId, from: Seq) -> Result<Frame, Nothing> {
    let mut tx = db.read(now).await?;
    let extent = tx.extent(scope).await?;
    if from < extent.floor {
        return Err(Nothing::Compacted(extent.head));
    }
    let delta = tx.delta(scope, from, &mut Page::FULL.clone()).await?;
    if delta.effects.is_empty() {
        return Err(Nothing::Yet);
    }
    let text = serde_json::to_string(&ServerFrame::Delta(&delta)).map_err(DbError::from)?;
    Ok(Frame { text: text.into(), to: delta.to })
}

#[cfg(test)]
mod tests {
    use holdfast_core::{id::ScopeId, record::Seq};

    use super::Tail;
    use crate::{bus::Bus, config::DataConfig, db::Db};

    #[tokio::test]
    async fn where_nothing_is_found_nothing_is_kept() {
        let folder = tempfile::TempDir::new().unwrap();
        let config = DataConfig::of(folder.path());
        let (db, tail) = (Db::open(&config, Bus::new(), 0).await.unwrap(), Tail::default());
        for number in 0..5 {
            let scope = ScopeId::new(number, [0; 10]);
            assert!(tail.after(&db, 0, scope, Seq(3)).await.unwrap().is_none());
        }
        assert_eq!(tail.with(|kept| (kept.frames.len(), kept.bytes)), (0, 0));
        db.close().await;
        assert!(tail.after(&db, 0, ScopeId::new(9, [0; 10]), Seq(3)).await.is_err());
        assert_eq!(tail.with(|kept| kept.frames.len()), 0);
    }
}
