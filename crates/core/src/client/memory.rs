//! A client database in memory, for tests and the simulation, which may stop it at every await.

use std::{cell::RefCell, collections::BTreeMap, ops::Bound, rc::Rc, sync::Arc};

use futures::{
    future::LocalBoxFuture,
    lock::{Mutex, OwnedMutexGuard},
};

use super::database::{Database, Key, Mode, Range, StoreError, Table, Transaction};

/// Where a database may be stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Point {
    /// Before a transaction begins.
    Begin,
    /// Before an answer to a read.
    Read,
    /// Before a commit takes effect.
    BeforeCommit,
    /// After a commit took effect, before its caller knows.
    AfterCommit,
}

/// What happens at each point: wait, fail, or nothing.
pub type Gate = Rc<dyn Fn(Point) -> LocalBoxFuture<'static, Result<(), StoreError>>>;

type Tables = BTreeMap<(Table, Key), String>;

/// The database. Its handles share their content, which outlives any of them: what a crash leaves.
#[derive(Clone)]
pub struct MemoryDatabase {
    tables: Arc<Mutex<Tables>>,
    gate: Gate,
}

impl Default for MemoryDatabase {
    fn default() -> Self {
        Self::new(Rc::new(|_| Box::pin(std::future::ready(Ok(())))))
    }
}

impl MemoryDatabase {
    /// An empty database with a gate.
    #[allow(clippy::arc_with_non_send_sync, reason = "an owned guard is only to be had of an Arc")]
    pub fn new(gate: Gate) -> Self {
        Self { tables: Arc::new(Mutex::new(Tables::new())), gate }
    }

    /// A handle on the same content with another gate: another tab's.
    pub fn with_gate(&self, gate: Gate) -> Self {
        Self { tables: Arc::clone(&self.tables), gate }
    }
}

impl Database for MemoryDatabase {
    type Tx = MemoryTx;

    async fn begin(&self, _: &[Table], mode: Mode) -> Result<MemoryTx, StoreError> {
        (self.gate)(Point::Begin).await?;
        // One transaction at a time, readers too: stricter than a browser, and simple.
        let tables = Arc::clone(&self.tables).lock_owned().await;
        Ok(MemoryTx { tables, changes: RefCell::default(), mode, gate: Rc::clone(&self.gate) })
    }
}

/// A transaction: its changes lie over the tables until it commits.
pub struct MemoryTx {
    tables: OwnedMutexGuard<Tables>,
    changes: RefCell<BTreeMap<(Table, Key), Option<String>>>,
    mode: Mode,
    gate: Gate,
}

impl MemoryTx {
    fn entries(&self, table: Table, range: &Range) -> BTreeMap<Key, String> {
        let low = |key: &Key| Bound::Excluded((table, key.clone()));
        let first = Bound::Included((table, Key::Num(0)));
        let (from, to) = match range {
            Range::All => (first, None),
            Range::After(key) => (low(key), None),
            Range::Between(after, before) => (low(after), Some(before)),
        };
        let within = |at: &(Table, Key)| at.0 == table && to.is_none_or(|to| at.1 < *to);
        let stored = self.tables.range((from.clone(), Bound::Unbounded)).take_while(|(at, _)| within(at));
        let mut entries: BTreeMap<Key, String> = stored.map(|((_, key), value)| (key.clone(), value.clone())).collect();
        let changes = self.changes.borrow();
        for ((_, key), change) in changes.range((from, Bound::Unbounded)).take_while(|(at, _)| within(at)) {
            match change {
                Some(value) => entries.insert(key.clone(), value.clone()),
                None => entries.remove(key),
            };
        }
        entries
    }

    fn change(&self, table: Table, key: &Key, value: Option<String>) -> Result<(), StoreError> {
        if self.mode == Mode::Read {
            return Err(StoreError::Failed("a read transaction cannot write".into()));
        }
        self.changes.borrow_mut().insert((table, key.clone()), value);
        Ok(())
    }
}

impl Transaction for MemoryTx {
    async fn get_many(&self, table: Table, keys: &[Key]) -> Result<Vec<Option<String>>, StoreError> {
        (self.gate)(Point::Read).await?;
        let changes = self.changes.borrow();
        let get = |key: &Key| {
            let at = (table, key.clone());
            changes.get(&at).cloned().unwrap_or_else(|| self.tables.get(&at).cloned())
        };
        Ok(keys.iter().map(get).collect())
    }

    async fn scan(&self, table: Table, range: Range, limit: usize) -> Result<Vec<(Key, String)>, StoreError> {
        (self.gate)(Point::Read).await?;
        Ok(self.entries(table, &range).into_iter().take(limit).collect())
    }

    fn put(&self, table: Table, key: &Key, value: &str) -> Result<(), StoreError> {
        self.change(table, key, Some(value.to_owned()))
    }

    fn delete(&self, table: Table, key: &Key) -> Result<(), StoreError> {
        self.change(table, key, None)
    }

    fn delete_range(&self, table: Table, range: Range) -> Result<(), StoreError> {
        for key in self.entries(table, &range).into_keys() {
            self.change(table, &key, None)?;
        }
        Ok(())
    }

    async fn commit(mut self) -> Result<(), StoreError> {
        (self.gate)(Point::BeforeCommit).await?;
        for (at, change) in self.changes.take() {
            match change {
                Some(value) => self.tables.insert(at, value),
                None => self.tables.remove(&at),
            };
        }
        let gate = Rc::clone(&self.gate);
        drop(self);
        // What was committed stays committed, whatever happens to the one who waits for it.
        gate(Point::AfterCommit).await
    }
}
