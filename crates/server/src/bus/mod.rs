//! Hints that something has changed, from whoever committed it to every open stream. A hint carries no data and may be
//! lost: a reader reads the log from its own place, and one that fell behind looks at everything again.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use holdfast_core::{
    id::{PersonId, ScopeId},
    record::Seq,
};
use tokio::sync::broadcast;

use crate::db::TokenHash;

/// How many hints a reader may be behind before it is told that it lost some.
const CAPACITY: usize = 1024;

/// What may have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    /// A scope's log goes at least this far now.
    Scope {
        /// The scope.
        scope: ScopeId,
        /// Its last number.
        seq: Seq,
    },
    /// What a person may read.
    Access {
        /// The person.
        person: PersonId,
    },
    /// What is turned on or off, for whomever.
    Flags,
    /// A session has ended.
    SignedOut {
        /// Its token's hash.
        token: TokenHash,
    },
}

/// The bus within one process.
#[derive(Clone, Debug)]
pub(crate) struct Bus {
    hints: broadcast::Sender<Hint>,
    access: Arc<AtomicU64>,
}

impl Bus {
    /// A bus with nobody on it.
    pub(crate) fn new() -> Self {
        Self { hints: broadcast::channel(CAPACITY).0, access: Arc::default() }
    }

    /// Tells everyone.
    pub(crate) fn publish(&self, hints: Vec<Hint>) {
        for hint in hints {
            if let Hint::Access { .. } = hint {
                self.access.fetch_add(1, Ordering::SeqCst);
            }
            // That nobody listens is no error.
            let _ = self.hints.send(hint);
        }
    }

    /// How often anyone's access has changed. It moves before the transaction that follows such a change can commit, so what
    /// was read while it stood still holds nothing from after a change.
    pub(crate) fn access_changes(&self) -> u64 {
        self.access.load(Ordering::SeqCst)
    }

    /// Listens from now on.
    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Hint> {
        self.hints.subscribe()
    }
}
