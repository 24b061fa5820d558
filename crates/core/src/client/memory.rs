//! A client database in memory, for tests and the simulation, which may stop it at every await.

use std::{
    cell::{Ref, RefCell, RefMut},
    collections::BTreeMap,
    ops::Bound,
    rc::Rc,
    sync::Arc,
};

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

/// What is stored: a text for each key of each table.
pub type Tables = BTreeMap<(Table, Key), String>;

/// What a transaction has replaced: each key with what stood there.
type Replaced = BTreeMap<(Table, Key), Option<String>>;

/// The database. Its handles share their content, which outlives any of them: what a crash leaves.
#[derive(Clone)]
pub struct MemoryDatabase {
    tables: Rc<RefCell<Tables>>,
    /// What each [`Mode::Relaxed`] transaction has replaced since the last [`Mode::Write`], in order.
    unsure: Rc<RefCell<Vec<Replaced>>>,
    turn: Arc<Mutex<()>>,
    gate: Gate,
}

impl Default for MemoryDatabase {
    fn default() -> Self {
        Self::new(Rc::new(|_| Box::pin(std::future::ready(Ok(())))))
    }
}

impl MemoryDatabase {
    /// An empty database with a gate.
    pub fn new(gate: Gate) -> Self {
        Self { tables: Rc::default(), unsure: Rc::default(), turn: Arc::default(), gate }
    }

    /// A handle on the same content with another gate: another tab's.
    pub fn with_gate(&self, gate: Gate) -> Self {
        Self { gate, ..self.clone() }
    }

    /// What is committed, past every transaction: for checks that must not wait.
    pub fn committed(&self) -> Ref<'_, Tables> {
        self.tables.borrow()
    }

    /// The same, to be damaged: what a bad disk or a browser that needs the room does behind everyone's back. That is on the
    /// disk then, with all that was committed before.
    pub fn committed_mut(&self) -> RefMut<'_, Tables> {
        self.unsure.borrow_mut().clear();
        self.tables.borrow_mut()
    }

    /// How many of the last transactions a power cut may take back.
    pub fn unsure(&self) -> usize {
        self.unsure.borrow().len()
    }

    /// Takes the last transactions back, at most those that a power cut may.
    pub fn take_back(&self, transactions: usize) {
        let mut tables = self.tables.borrow_mut();
        for _ in 0..transactions {
            for (at, before) in self.unsure.borrow_mut().pop().unwrap_or_default() {
                replace(&mut tables, at, before);
            }
        }
    }
}

impl Database for MemoryDatabase {
    type Tx = MemoryTx;

    async fn begin(&self, _: &[Table], mode: Mode) -> Result<MemoryTx, StoreError> {
        (self.gate)(Point::Begin).await?;
        // One transaction at a time, readers too: stricter than a browser, and simple.
        let turn = Arc::clone(&self.turn).lock_owned().await;
        let db = self.clone();
        Ok(MemoryTx { _turn: turn, db, changes: RefCell::default(), mode })
    }
}

/// A transaction: its changes lie over the tables until it commits.
pub struct MemoryTx {
    _turn: OwnedMutexGuard<()>,
    db: MemoryDatabase,
    changes: RefCell<BTreeMap<(Table, Key), Option<String>>>,
    mode: Mode,
}

impl MemoryTx {
    fn entries(&self, table: Table, range: &Range, limit: usize) -> Vec<(Key, String)> {
        let low = |key: &Key| Bound::Excluded((table, key.clone()));
        let first = Bound::Included((table, Key::Num(0)));
        let (from, to) = match range {
            Range::All => (first, None),
            Range::After(key) => (low(key), None),
            Range::Between(after, before) => (low(after), Some(before)),
        };
        let within = |at: &(Table, Key)| at.0 == table && to.is_none_or(|to| at.1 < *to);
        let (tables, changes) = (self.db.tables.borrow(), self.changes.borrow());
        let stored = tables.range((from.clone(), Bound::Unbounded)).take_while(|(at, _)| within(at));
        let changed = changes.range((from, Bound::Unbounded)).take_while(|(at, _)| within(at));
        merged(stored, changed).take(limit).collect()
    }

    /// Puts its changes into the tables. One that has none asks nothing of the disk.
    fn take_effect(&self) {
        let mut tables = self.db.tables.borrow_mut();
        let changes = self.changes.take().into_iter();
        let replaced: Replaced = changes.map(|(at, change)| (at.clone(), replace(&mut tables, at, change))).collect();
        match self.mode {
            Mode::Write if !replaced.is_empty() => self.db.unsure.borrow_mut().clear(),
            Mode::Relaxed => self.db.unsure.borrow_mut().push(replaced),
            Mode::Read | Mode::Write => {}
        }
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
        (self.db.gate)(Point::Read).await?;
        let (tables, changes) = (self.db.tables.borrow(), self.changes.borrow());
        let get = |key: &Key| {
            let at = (table, key.clone());
            changes.get(&at).cloned().unwrap_or_else(|| tables.get(&at).cloned())
        };
        Ok(keys.iter().map(get).collect())
    }

    async fn scan(&self, table: Table, range: Range, limit: usize) -> Result<Vec<(Key, String)>, StoreError> {
        (self.db.gate)(Point::Read).await?;
        Ok(self.entries(table, &range, limit))
    }

    fn put(&self, table: Table, key: &Key, value: &str) -> Result<(), StoreError> {
        self.change(table, key, Some(value.to_owned()))
    }

    fn delete(&self, table: Table, key: &Key) -> Result<(), StoreError> {
        self.change(table, key, None)
    }

    fn delete_range(&self, table: Table, range: Range) -> Result<(), StoreError> {
        for (key, _) in self.entries(table, &range, usize::MAX) {
            self.change(table, &key, None)?;
        }
        Ok(())
    }

    async fn commit(self) -> Result<(), StoreError> {
        (self.db.gate)(Point::BeforeCommit).await?;
        self.take_effect();
        let gate = Rc::clone(&self.db.gate);
        drop(self);
        // What was committed stays committed, whatever happens to the one who waits for it.
        gate(Point::AfterCommit).await
    }
}

/// Puts that in the place of what stood there, which is returned.
fn replace(tables: &mut Tables, at: (Table, Key), value: Option<String>) -> Option<String> {
    match value {
        Some(value) => tables.insert(at, value),
        None => tables.remove(&at),
    }
}

/// Entries in the order of their keys, as a transaction's changes leave them.
fn merged<'a>(
    stored: impl Iterator<Item = (&'a (Table, Key), &'a String)>,
    changed: impl Iterator<Item = (&'a (Table, Key), &'a Option<String>)>,
) -> impl Iterator<Item = (Key, String)> {
    let (mut stored, mut changed) = (stored.peekable(), changed.peekable());
    std::iter::from_fn(move || {
        loop {
            let next_stored = stored.peek().map(|(at, _)| *at);
            let (at, value) = match changed.next_if(|(at, _)| next_stored.is_none_or(|next| *at <= next)) {
                Some((at, change)) => {
                    stored.next_if(|(same, _)| *same == at);
                    (at, change.as_ref())
                }
                None => stored.next().map(|(at, value)| (at, Some(value)))?,
            };
            if let Some(value) = value {
                return Some((at.1.clone(), value.clone()));
            }
        }
    })
}
