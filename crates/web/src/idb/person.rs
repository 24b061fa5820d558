use holdfast_core::{
    client::{Database, Key, Mode, Range, StoreError, Table, Transaction},
    id::PersonId,
};

use super::{Access, Connection, Raw};
use crate::messages::person_name;

/// The version of the object stores. A build that changes them counts it up, and tabs of older builds let go.
const VERSION: u32 = 1;

/// One person's database on this browser profile: IndexedDB `holdfast-<person>`.
#[derive(Clone)]
pub struct IdbDatabase(Connection);

/// A transaction of it.
pub struct IdbTx(Raw);

impl IdbDatabase {
    /// Opens it, making it if it is not there. `on_superseded` is called if a newer build takes it over; every later
    /// transaction fails with [`StoreError::Superseded`].
    pub async fn open(person: PersonId, on_superseded: impl Fn() + 'static) -> Result<Self, StoreError> {
        let stores = Table::ALL.map(Table::name).to_vec();
        Connection::open(person_name(person), VERSION, stores, on_superseded).await.map(Self)
    }

    /// Closes it for all its handles, for good.
    pub fn close(&self) {
        self.0.close();
    }

    /// Deletes a person's database, whoever has it open.
    ///
    /// # Errors
    ///
    /// If another tab does not let go of it in time; the browser deletes it when that tab is closed.
    pub async fn delete(person: PersonId) -> Result<(), StoreError> {
        Connection::delete(&person_name(person)).await
    }
}

impl Database for IdbDatabase {
    type Tx = IdbTx;

    async fn begin(&self, tables: &[Table], mode: Mode) -> Result<IdbTx, StoreError> {
        let names: Vec<&str> = tables.iter().map(|table| table.name()).collect();
        let access = match mode {
            Mode::Read => Access::Read,
            Mode::Write => Access::Write,
        };
        self.0.begin(&names, access).await.map(IdbTx)
    }
}

impl Transaction for IdbTx {
    async fn get_many(&self, table: Table, keys: &[Key]) -> Result<Vec<Option<String>>, StoreError> {
        self.0.get_many(table.name(), keys).await
    }

    async fn scan(&self, table: Table, range: Range, limit: usize) -> Result<Vec<(Key, String)>, StoreError> {
        self.0.scan(table.name(), &range, limit).await
    }

    fn put(&self, table: Table, key: &Key, value: &str) -> Result<(), StoreError> {
        self.0.put(table.name(), key, value)
    }

    fn delete(&self, table: Table, key: &Key) -> Result<(), StoreError> {
        self.0.delete(table.name(), key)
    }

    fn delete_range(&self, table: Table, range: Range) -> Result<(), StoreError> {
        self.0.delete_range(table.name(), &range)
    }

    async fn commit(self) -> Result<(), StoreError> {
        self.0.commit().await
    }
}
