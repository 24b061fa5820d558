//! The client's database: eight tables of text by key, in transactions.

use std::future::Future;

use crate::id::{OpId, RecordId, ScopeId};

/// The tables. Everything in them is JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// The base: `scope:record` → record.
    Records,
    /// Operations: client number → row.
    Outbox,
    /// Unconfirmed creates: `scope:record` → operation id.
    Creates,
    /// Operations whose effects were applied: operation id → where and when.
    Journal,
    /// The client's identity, cursor and replay lease, by name.
    Meta,
    /// Confirmed and discarded operations, kept for a while: client number → row and when.
    Done,
    /// What can be undone: number → step.
    Undo,
    /// What could not be read, as it was: number → where it stood and its text.
    Quarantine,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Records,
        Self::Outbox,
        Self::Creates,
        Self::Journal,
        Self::Meta,
        Self::Done,
        Self::Undo,
        Self::Quarantine,
    ];

    /// The table's name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Outbox => "outbox",
            Self::Creates => "creates",
            Self::Journal => "journal",
            Self::Meta => "meta",
            Self::Done => "done",
            Self::Undo => "undo",
            Self::Quarantine => "quarantine",
        }
    }
}

/// A key. Numbers sort before texts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A number, at most 2⁵³.
    Num(u64),
    /// A text.
    Text(String),
}

impl Key {
    /// The key of a record in [`Table::Records`] and [`Table::Creates`].
    pub fn record(scope: ScopeId, id: RecordId) -> Self {
        Self::Text(format!("{scope}:{id}"))
    }

    /// The key of an operation in [`Table::Journal`].
    pub fn op(op: OpId) -> Self {
        Self::Text(op.to_string())
    }

    /// A name in [`Table::Meta`].
    pub fn name(name: &str) -> Self {
        Self::Text(name.to_owned())
    }
}

/// A range of keys, its ends not included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Range {
    /// Every key.
    All,
    /// The keys after this one.
    After(Key),
    /// The keys between these two.
    Between(Key, Key),
}

impl Range {
    /// The keys of a scope's records.
    pub fn scope(scope: ScopeId) -> Self {
        // ';' follows ':'.
        Self::Between(Key::Text(format!("{scope}:")), Key::Text(format!("{scope};")))
    }
}

/// What a transaction may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Read.
    Read,
    /// Read and write what nobody else has: it stays once it is committed, whatever happens.
    Write,
    /// Read and write what the server tells again, or what means nothing to whoever comes after a power cut. It is done in its
    /// order among all others, but a power cut may take the last of it back, up to the last [`Self::Write`].
    Relaxed,
}

/// What goes wrong in a client's database.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No room left on the device for it.
    #[error("this device has no room left for Holdfast's data")]
    Quota,
    /// A newer build of the app has taken the database over.
    #[error("a newer version of Holdfast is open: reload this tab")]
    Superseded,
    /// Something stored cannot be read.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
    /// Anything else the database says.
    #[error("this device's database failed: {0}")]
    Failed(String),
}

/// A client's database: one person's on one browser profile, shared by its tabs and the service worker. Cloning gives
/// another handle.
pub trait Database: Clone + 'static {
    /// Its transactions.
    type Tx: Transaction;

    /// Begins a transaction over some tables. Write transactions that share a table run one after the other; reads see a
    /// consistent state.
    fn begin(&self, tables: &[Table], mode: Mode) -> impl Future<Output = Result<Self::Tx, StoreError>>;
}

/// A transaction. Dropped without [`Self::commit`], it leaves nothing. Between its beginning and its end nothing may be
/// awaited but its own requests: a browser ends a transaction that has nothing to do.
pub trait Transaction {
    /// The values of some keys, in the order asked.
    fn get_many(&self, table: Table, keys: &[Key]) -> impl Future<Output = Result<Vec<Option<String>>, StoreError>>;

    /// Up to `limit` entries of a range, in the order of their keys.
    fn scan(
        &self,
        table: Table,
        range: Range,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<(Key, String)>, StoreError>>;

    /// Stores a value. What goes wrong with it is told by [`Self::commit`].
    fn put(&self, table: Table, key: &Key, value: &str) -> Result<(), StoreError>;

    /// Removes a key.
    fn delete(&self, table: Table, key: &Key) -> Result<(), StoreError>;

    /// Removes a range of keys.
    fn delete_range(&self, table: Table, range: Range) -> Result<(), StoreError>;

    /// Makes everything durable, together; returns when it is, as far as its [`Mode`] asks for that.
    fn commit(self) -> impl Future<Output = Result<(), StoreError>>;

    /// The value of one key.
    fn get(&self, table: Table, key: &Key) -> impl Future<Output = Result<Option<String>, StoreError>> {
        async move { Ok(self.get_many(table, std::slice::from_ref(key)).await?.pop().flatten()) }
    }
}
